"""A ledger with a story to tell, as read models have it."""

from tests.projections.conftest import story, told, whole

__all__ = ["story", "told", "whole"]
