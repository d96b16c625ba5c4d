"""The Python API: opens ledgers, carries commands out and answers questions. All faces stand on it."""
