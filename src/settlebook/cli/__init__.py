"""The command line: parses, calls the Python API and shows; it decides nothing."""

from settlebook.garbage import no_garbage

with no_garbage():  # as for the package itself: it is the start of every command
    from settlebook.cli.app import app, main

__all__ = ["app", "main"]
