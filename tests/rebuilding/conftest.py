"""A ledger with a story to tell, as read models have it."""

from tests.projections.conftest import database, story, told, told_once, whole, whole_once

__all__ = ["database", "story", "told", "told_once", "whole", "whole_once"]
