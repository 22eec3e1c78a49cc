"""A bibliography against the catalog: what it claims, what is wrong with that, and mending it."""
