"""Who may do what: clients of the API, their tokens, and how a client is kept to its account."""
