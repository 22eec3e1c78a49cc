"""Keeping a catalog in step with the lists that it was made from."""
