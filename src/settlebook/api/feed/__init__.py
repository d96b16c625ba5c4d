"""The feed of events: pages and streams for those who ask, webhooks for those who want to be told."""

from fastapi import APIRouter

from settlebook.api.feed.events import router as events
from settlebook.api.feed.webhooks.routes import router as webhooks

ROUTERS: tuple[APIRouter, ...] = (events, webhooks)
