"""How many: figures asserted, what they count and according to whom."""
