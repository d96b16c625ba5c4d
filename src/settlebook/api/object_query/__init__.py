"""Zuora's object query: every settlement object, filtered, ordered, with what it leads to, page by page."""

from settlebook.api.object_query.routes import ROUTERS

__all__ = ["ROUTERS"]
