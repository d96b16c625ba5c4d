"""Acts on refunds: made of money that still settles, canceled with it put back, edited and deleted."""
