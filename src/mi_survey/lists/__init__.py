"""Awesome lists: reading them, what they would change in a catalog, and what is wrong in them."""
