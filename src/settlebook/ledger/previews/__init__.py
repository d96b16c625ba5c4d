"""What commands would do: decided as if they were recorded, and then forgotten."""
