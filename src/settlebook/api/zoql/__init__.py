"""Zuora's small query language over the objects of the ledger: `select ... from Account where ...`."""
