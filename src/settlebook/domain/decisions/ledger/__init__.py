"""What is decided about the ledger itself: accounts, settings, periods, accounting codes, journal runs."""
