"""What is decided about refunds: money paid back, where it is taken from, and put back."""
