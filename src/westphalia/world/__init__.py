"""The world file: the only package that speaks SQL."""
