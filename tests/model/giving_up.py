"""What the naive ledger gives up of open balances, and takes back of documents, by memos that mirror them."""
