"""Routes that read: one object, its items, parts and applications, and lists of them."""

from fastapi import APIRouter

from settlebook.api.reads import payments

ROUTERS: tuple[APIRouter, ...] = (payments.router,)
