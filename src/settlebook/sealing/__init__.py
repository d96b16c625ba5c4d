"""Seals: what was recorded, gathered in blocks, hashed and chained, anchored elsewhere, and proven."""
