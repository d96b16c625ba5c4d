"""What is typed, turned into the words of requests."""
