"""Acts on what settles: payments and credit memos, applied, unapplied, refunded, moved, kept, and in runs."""
