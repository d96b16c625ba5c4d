"""The command line: parses, calls the Python API and shows; it decides nothing."""

from settlebook.cli.app import app, main

__all__ = ["app", "main"]
