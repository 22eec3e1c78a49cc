"""Catalog files: reading, writing, validating them, and the rules they keep."""
