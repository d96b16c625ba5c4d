"""Replay: the log folded again from nothing in Python, stream by stream, and held against the read models."""

from settlebook.audit.replay.stepping import Line, Step

__all__ = [
    "Line",
    "Step",
]
