"""What if: history replayed under another allocation policy, beside the books, which nothing touches."""

from settlebook.audit.what_if.results import NotCarriedOut, OtherBalance, WhatIf

__all__ = [
    "NotCarriedOut",
    "OtherBalance",
    "WhatIf",
]
