"""What requests name and ask, as the books know it, and how what is decided is answered."""
