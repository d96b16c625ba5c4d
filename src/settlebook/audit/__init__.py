"""Proofs: every balance against its history, source against mirror, read models against the log."""

from settlebook.audit.explain import Explanation, Step
from settlebook.audit.report import Check, Offence, Report, Verified

__all__ = [
    "Check",
    "Explanation",
    "Offence",
    "Report",
    "Step",
    "Verified",
]
