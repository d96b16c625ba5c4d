"""Acts on documents themselves: made one by one or many at once, posted, edited, split and ended."""
