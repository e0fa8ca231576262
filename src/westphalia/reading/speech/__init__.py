"""Who said what: sources, cues and contents of attributions, linked and read as statements."""
