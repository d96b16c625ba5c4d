"""Reads of accounts: one with what it owes, a summary of what happened lately, its history, and lists."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from settlebook import AccountRow, Ledger, When
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.histories import add_history
from settlebook.api.reads.listed import ListRoute, add_list
from settlebook.api.reads.route import Reads, versioned
from settlebook.api.reads.shapes import account_schema, account_shown, fields_of
from settlebook.api.schemas import answer_schema, object_of
from settlebook.api.wire import Wire
from settlebook.queries.listing.lists import ACCOUNTS, INVOICES, PAYMENTS, Listed
from settlebook.queries.listing.selection import Page, Selection
from settlebook.queries.snapshot import ACCOUNT

reads = Reads("Accounts", Scope.ACCOUNT)
LATEST = 10  # invoices and payments of a summary
_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}


def account(context: Reading, key: str) -> Wire:
    """One account, by id or number: who it is, how it is billed, what it owes and has unapplied."""

    def told(ledger: Ledger) -> dict[str, Any]:
        return {"success": True, **account_shown(ledger.account(key, **context.when))}

    return versioned(context, ACCOUNT, key, told)


def summary(context: Reading, key: str) -> Wire:
    """One account with its latest invoices and payments."""
    ledger, when = context.ledger, context.when
    row = ledger.account(key, **when)
    shown = account_shown(row)
    invoices = _latest(ledger, INVOICES, row, when)
    payments = _latest(ledger, PAYMENTS, row, when)
    about = shown["basicInfo"] | shown["billingAndPayment"] | {"balance": row.metrics.balance}
    if invoices:
        about["lastInvoiceDate"] = max(invoice["invoiceDate"] for invoice in invoices)
    if payments:
        last = max(payments, key=lambda payment: payment["effectiveDate"])
        about |= {"lastPaymentDate": last["effectiveDate"], "lastPaymentAmount": last["amount"]}
    contacts = {name: shown[name] for name in ("billToContact", "soldToContact") if name in shown}
    return Wire(
        {
            "success": True,
            "basicInfo": about,
            **contacts,
            "invoices": [_picked(invoice, *_INVOICE) for invoice in invoices],
            "payments": [_payment(ledger, payment, when) for payment in payments],
            "subscriptions": [],
            "usage": [],
        }
    )


_INVOICE = ("amount", "balance", "dueDate", "id", "invoiceDate", "invoiceNumber", "status")


def _latest(ledger: Ledger, listed: Listed, account: AccountRow, when: When) -> list[dict[str, Any]]:
    selection = Selection(page=Page(LATEST), account=account.id)
    return [fields_of(row) for row in ledger.page_of(listed, selection, **when).rows]


def _picked(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}


def _payment(ledger: Ledger, payment: dict[str, Any], when: When) -> dict[str, Any]:
    """With the invoices that it settles now."""
    paid: defaultdict[tuple[UUID, str | None], Any] = defaultdict(int)
    for part in ledger.payment_parts(payment["id"], **when):
        if part.invoice_id is not None:
            paid[part.invoice_id, part.invoice_number] += part.amount
    invoices = [
        {"invoiceId": id, "invoiceNumber": number, "appliedPaymentAmount": amount}
        for (id, number), amount in paid.items()
    ]
    told = {"paymentNumber": payment["number"], "paymentType": payment["type"], "paidInvoices": invoices}
    return _picked(payment, "id", "effectiveDate", "status") | told


_SUMMARY = object_of(
    success={"const": True},
    basicInfo=object_of(id=_TEXT, accountNumber=_TEXT, name=_TEXT, currency=_TEXT, balance=_NUMBER),
    invoices={"type": "array", "items": object_of(id=_TEXT, invoiceNumber=_TEXT, balance=_NUMBER)},
    payments={"type": "array", "items": object_of(id=_TEXT, paymentNumber=_TEXT)},
)

add_list(
    reads.router,
    ListRoute("/v1/accounts", "accounts", "Accounts, narrowed, sorted and paged.", answer_schema(AccountRow)),
    ACCOUNTS,
)
reads.add("/v1/accounts/{key}", account, account_schema())
reads.add("/v1/accounts/{key}/summary", summary, _SUMMARY)
add_history(reads, "/v1/accounts/{key}/history", ACCOUNT)
