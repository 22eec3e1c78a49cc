"""Which work is meant by a name, link, title or entry, and whether what is said of it holds."""
