"""Where: named places, resolved to a gazetteer."""
