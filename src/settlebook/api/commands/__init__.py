"""Routes that carry commands out: each says its path, the command that it spells, and what it answers."""

from fastapi import APIRouter

from settlebook.api.commands import payments
from settlebook.api.commands.route import router_of

ROUTERS: tuple[APIRouter, ...] = (router_of("Payments", payments.ROUTES),)
