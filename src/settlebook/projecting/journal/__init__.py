"""The journal: stored events read page by page, and the rows that each of them makes in it."""
