"""What is decided where a document is given up: written off, unwound, or mirrored as a whole."""
