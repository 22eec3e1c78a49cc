"""What a terminal shows: tables, records and heat maps; the only user of Rich."""
