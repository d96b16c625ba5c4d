"""Hands the books over: statements of accounts, journals for other programs, Parquet for engines."""
