"""How commands are decided, batch by batch, on what is committed and what those before have decided."""
