"""Seals: what was recorded, gathered in blocks, hashed and chained, anchored elsewhere, and proven."""

from settlebook.sealing.anchors.places import Anchored
from settlebook.sealing.canonical import Block
from settlebook.sealing.proving import Proof
from settlebook.sealing.sealer import Standing

__all__ = [
    "Anchored",
    "Block",
    "Proof",
    "Standing",
]
