"""What each page shows: one file a page, each a function from a world and what was asked to plain data."""
