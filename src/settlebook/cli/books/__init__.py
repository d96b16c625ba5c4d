"""The verbs of what is kept: accounts, documents, payments and refunds."""
