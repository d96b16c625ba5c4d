"""Routes that carry commands out: each says its path, the command that it spells, and what it answers."""

from fastapi import APIRouter

from settlebook.api.commands import (
    asynchronous,
    bulk,
    invoices,
    jobs,
    ledger_keeping,
    memos,
    payments,
    refused,
    taxation_items,
    trial_balances,
)
from settlebook.api.commands.payment_runs import routes as payment_runs
from settlebook.api.commands.route import CommandRoute, router_of

ROUTES: dict[str, tuple[CommandRoute, ...]] = {
    "Payments": payments.ROUTES,
    "Refunds": payments.REFUND_ROUTES,
    "Credit memos": memos.CREDIT_ROUTES,
    "Debit memos": memos.DEBIT_ROUTES,
    "Invoices": invoices.ROUTES,
    "Accounts": ledger_keeping.ACCOUNT_ROUTES,
    "Accounting periods": ledger_keeping.PERIOD_ROUTES,
    "Accounting codes": ledger_keeping.CODE_ROUTES,
    "Journal runs": ledger_keeping.JOURNAL_RUN_ROUTES,
    "Settings": ledger_keeping.SETTING_ROUTES,
}
ROUTERS: tuple[APIRouter, ...] = (
    refused.router(),
    jobs.router,
    asynchronous.router(),
    bulk.router,
    payment_runs.router,
    taxation_items.router(),
    trial_balances.router,
    *(router_of(tag, routes) for tag, routes in ROUTES.items()),
)
