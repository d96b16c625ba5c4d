"""The running server: its settings, its processes, what it tells of itself, and how it stops."""
