"""Proofs: every balance held against its history, the log against its mirrors, the read models against the log."""
