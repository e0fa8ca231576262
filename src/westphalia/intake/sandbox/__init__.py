"""What is opened only in a child process: pages, feeds, PDF, web archives, archives."""
