"""Differences between two points of the books: which balances changed, by how much, and by which events."""
