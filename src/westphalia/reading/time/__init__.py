"""When: temporal expressions, their values and the days they cover."""
