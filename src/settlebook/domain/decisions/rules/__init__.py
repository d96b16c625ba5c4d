"""What all decisions share: what is asked, whether it is possible, on which day, and what an edit changes."""
