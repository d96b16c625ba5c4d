"""What is decided about documents themselves: drafted, edited, credited, posted, split and taken back."""
