"""A ledger with documents as another system had them, and files of exports beside it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from settlebook import Ledger
from tests.builders import an_id

Rows = Sequence[Mapping[str, Any]]

SEATS, SUPPORT, TAX = (an_id(name).hex for name in ("imported seats", "imported support", "imported tax"))
INVOICE, MEMO, DEBT = (an_id(name).hex for name in ("imported invoice", "imported memo", "imported debt"))
PAYMENT, REFUND, MEMO_ITEM, DEBT_ITEM = (
    an_id(name).hex for name in ("imported payment", "imported refund", "memo item", "debt item")
)


def documents(ledger: Ledger) -> None:
    """INV-1 of seats 100.00 with 20.00 tax and support 50.00; CM-1 of 30.00; DM-1 of 40.00."""
    ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
    seats = {"id": SEATS, "chargeName": "Seats", "amount": "100.00"}
    seats["taxItems"] = [{"id": TAX, "name": "VAT", "taxAmount": "20.00"}]  # type: ignore[assignment]
    items = [seats, {"id": SUPPORT, "chargeName": "Support", "amount": "50.00"}]
    owned = {"accountNumber": "ACME", "status": "Posted"}
    ledger.perform(
        "invoice.create",
        None,
        {**owned, "id": INVOICE, "number": "INV-1", "invoiceDate": "2024-01-01", "invoiceItems": items},
    )
    for kind, id, number, item, amount in (
        ("credit-memo", MEMO, "CM-1", MEMO_ITEM, "30.00"),
        ("debit-memo", DEBT, "DM-1", DEBT_ITEM, "40.00"),
    ):
        charges = [{"id": item, "amount": amount}]
        body = {**owned, "id": id, "number": number, "effectiveDate": "2024-01-02", "charges": charges}
        ledger.perform(f"{kind}.create", None, body)


def export(folder: Path, name: str, rows: Rows) -> Path:
    """A CSV file as an export has it, its columns those of the first row."""
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def payment(**changes: Any) -> dict[str, Any]:
    row = {
        "Payment: ID": PAYMENT,
        "Payment: Payment Number": "P-00000077",
        "Account: Account Number": "ACME",
        "Payment: Amount": "100.00",
        "Payment: Currency": "GBP",
        "Payment: Effective Date": "2024-01-10",
        "Payment: Status": "Processed",
        "Payment: Source": "API",
        "Payment: Second Payment Reference ID": "gateway-2",
        "Payment: Region__c": "North",
    }
    return row | changes
