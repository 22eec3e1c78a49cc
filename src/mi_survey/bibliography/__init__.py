"""Bibliographies: read, checked against the catalog, mended, and added to."""
