"""Bytes to reports: readers per format, limits, text repair, near-copies."""
