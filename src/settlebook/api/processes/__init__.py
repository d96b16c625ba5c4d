"""The processes of the server: how they start, what each of them opens and works at, and how they stop."""
