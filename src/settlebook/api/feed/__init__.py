"""The feed of events: pages and streams for those who ask, webhooks for those who want to be told."""

from fastapi import APIRouter

from settlebook.api.feed.events import router as events

ROUTERS: tuple[APIRouter, ...] = (events,)
