"""Replay: the log folded again from nothing in Python, stream by stream, and held against the read models."""
