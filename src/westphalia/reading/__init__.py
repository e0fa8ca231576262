"""Report to assertions: one step per file, a pure function of one report."""
