"""Who did what to whom: predicates, parties, status and type of events."""
