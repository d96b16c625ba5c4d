"""A ledger in words: acts on documents and money with only what a test is about, the rest by default."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from settlebook import Ledger, Recorded

DAY = "2026-01-01"
SEATS = {"chargeName": "Seats", "amount": "100.00", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]}
SETUP = {"chargeName": "Setup", "amount": "30.00"}


def account(ledger: Ledger, number: str = "ACME", currency: str = "GBP", **body: Any) -> Recorded:
    given = {"name": f"{number} Ltd", "accountNumber": number, "currency": currency, **body}
    return ledger.perform("account.create", None, given)


def invoice(
    ledger: Ledger, number: str, *items: Mapping[str, Any], owner: str = "ACME", **body: Any
) -> Recorded:
    given = {"accountNumber": owner, "number": number, "invoiceDate": DAY, "status": "Posted"}
    return ledger.perform("invoice.create", None, {**given, "invoiceItems": list(items), **body})


def memo(
    ledger: Ledger, kind: str, number: str, *items: Mapping[str, Any], owner: str = "ACME", **body: Any
) -> Recorded:
    """A `debit-memo` or `credit-memo`."""
    given = {"accountNumber": owner, "number": number, "effectiveDate": DAY, "status": "Posted"}
    return ledger.perform(f"{kind}.create", None, {**given, "charges": list(items), **body})


def payment(
    ledger: Ledger, number: str, amount: str, owner: str = "ACME", currency: str = "GBP", **body: Any
) -> Recorded:
    given = {"accountNumber": owner, "number": number, "amount": amount, "currency": currency}
    dated = {"type": "External", "effectiveDate": DAY}
    return ledger.perform("payment.create", None, {**given, **dated, **body})


def against(document: str, amount: str, *items: Mapping[str, str]) -> dict[str, Any]:
    """What a body says to settle an amount of an invoice (INV-...) or debit memo (DM-...)."""
    rows = {"items": list(items)} if items else {}
    if document.startswith("DM"):
        return {"debitMemos": [{"debitMemoNumber": document, "amount": amount, **rows}]}
    return {"invoices": [{"invoiceNumber": document, "amount": amount, **rows}]}


def amounts(rows: list[Any], *names: str) -> list[tuple[Any, ...]]:
    """Of each row what it says under the names."""
    return [tuple(getattr(row, name) for name in names) for row in rows]


def pounds(text: str) -> Decimal:
    return Decimal(text)
