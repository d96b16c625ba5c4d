"""Turns pages of events into journal rows and folds them into read models: live, rebuilt, or as of a day."""

from settlebook.projecting.beside.comparing import RebuiltTable
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import Run
from settlebook.projecting.beside.replacement import How
from settlebook.projecting.catalogue import READER_SEARCH_PATH
from settlebook.projecting.folding import Range
from settlebook.projecting.installing import install, is_installed
from settlebook.projecting.past.as_of import folded_over
from settlebook.projecting.poison import AddedModelFails
from settlebook.projecting.projector import Projector
from settlebook.projecting.rebuilding import Rebuilder, Rebuilt
from settlebook.projecting.renewing import bring_up_to_date
from settlebook.projecting.standings import Kept, Lag, Standing

__all__ = [
    "READER_SEARCH_PATH",
    "AddedModelFails",
    "How",
    "Kept",
    "Lag",
    "Owner",
    "Projector",
    "Range",
    "Rebuilder",
    "Rebuilt",
    "RebuiltTable",
    "Run",
    "Standing",
    "bring_up_to_date",
    "folded_over",
    "install",
    "is_installed",
]
