"""Questions to the records: filters, index, text search, cross-tabulation; pure functions."""
