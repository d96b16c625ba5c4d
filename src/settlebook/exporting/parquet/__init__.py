"""The log, the journal and the read models as Parquet, in buckets by account, for engines of any kind."""
