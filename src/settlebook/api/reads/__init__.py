"""Routes that read: one object, its items, parts and applications, and lists of them."""

from fastapi import APIRouter

from settlebook.api.reads import (
    accounts,
    billing_documents,
    credit_memos,
    debit_memos,
    invoices,
    payments,
    refunds,
    taxation_items,
)

ROUTERS: tuple[APIRouter, ...] = (
    payments.reads.router,
    refunds.reads.router,
    invoices.reads.router,
    debit_memos.reads.router,
    credit_memos.reads.router,
    taxation_items.reads.router,
    billing_documents.reads.router,
    accounts.reads.router,
)
