"""Why something cannot be sealed, anchored or proven: nothing of this is a refusal of a command."""

from settlebook.engine import EngineError


class LogBroken(EngineError):
    """What is to be sealed is not whole: an event or a command is missing."""


class ChainBroken(EngineError):
    """The blocks of the ledger are not those that were sealed or anchored before."""


class BlockUnreadable(ChainBroken):
    """A block is stored without something that each has; no program leaves it out."""

    def __init__(self, number: int, lacking: str) -> None:
        super().__init__(f"Block {number} of the seals has no {lacking}.", "Run `settlebook verify all`.")
        self.number = number
        self.lacking = lacking


class AnchorRefused(EngineError):
    """What was given is no place for anchors, or holds no anchors."""


class AnchorFailed(EngineError):
    """An anchor could not be set; the seal stands, and the next try sets it."""


class NotSealed(EngineError):
    """What is to be proven is not sealed yet."""
