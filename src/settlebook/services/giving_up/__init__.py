"""Acts that give documents up: what is open of them written off, or the whole of them taken back."""
