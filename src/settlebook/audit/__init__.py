"""Proofs: every balance against its history, source against mirror, read models against the log."""
