"""Brings documents in from files: first reads them whole, then posts through the Python API."""
