"""What keeps a ledger running: its settings, read models, queries, the server and its clients."""
