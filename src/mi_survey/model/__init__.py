"""Frozen records and the parsers of what they hold; no file, no format, no terminal."""
