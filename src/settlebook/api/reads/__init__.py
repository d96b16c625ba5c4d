"""Routes that read: one object, its items, parts and applications, and lists of them."""

from fastapi import APIRouter

from settlebook.api.reads import (
    accounts,
    billing_documents,
    books,
    credit_memos,
    debit_memos,
    invoices,
    journal,
    payments,
    refunds,
    reports,
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
    reports.reads.router,
    reports.of_account.router,
    reports.of_all.router,
    books.reads.router,
    journal.reads.router,
    journal.of_account.router,
)
