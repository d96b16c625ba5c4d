"""Which ledgers there are: their names, the time zone of their days, and which history each of them tells."""
