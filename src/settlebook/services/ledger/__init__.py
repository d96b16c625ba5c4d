"""Acts on the ledger itself: accounts, settings, periods, accounting codes and journal runs."""
