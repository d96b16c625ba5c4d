"""Lists that are narrowed, sorted and paged inside the database, however many rows a ledger has."""
