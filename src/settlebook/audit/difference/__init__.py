"""Differences between two points of the books: which balances changed, by how much, and by which events."""

from settlebook.audit.difference.differing import Change, Differences, Total

__all__ = [
    "Change",
    "Differences",
    "Total",
]
