"""What is decided about what settles: payments and credit memos, applied, unapplied, moved and kept."""
