"""What proves a balance: explained, replayed, compared, verified, sealed."""
