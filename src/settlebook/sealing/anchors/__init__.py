"""Places outside the database that keep what blocks hash to, out of reach for who rewrites the ledger."""

from settlebook.sealing.anchors.lines import FINGERPRINT, Anchor, anchors_in
from settlebook.sealing.anchors.places import Anchored, Place, hold_against_nothing, place_of, set_anchor
from settlebook.sealing.anchors.repository import REPOSITORY_FILE

__all__ = [
    "FINGERPRINT",
    "REPOSITORY_FILE",
    "Anchor",
    "Anchored",
    "Place",
    "anchors_in",
    "hold_against_nothing",
    "place_of",
    "set_anchor",
]
