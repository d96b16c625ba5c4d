"""What all sides do business with: pairs of a payment and an invoice of five items that it pays in full."""

from dataclasses import dataclass
from typing import Any

ITEMS = 5
AMOUNT_MINOR = 10_00  # of an item
DAY = "2026-03-01"
CURRENCY = "EUR"
ACCOUNT = "A-1"


@dataclass(frozen=True, slots=True)
class Pair:
    """A payment and the invoice it is applied to, by the number they are counted with."""

    index: int

    @property
    def payment(self) -> str:
        return f"P-{self.index:07d}"

    @property
    def invoice(self) -> str:
        return f"INV-{self.index:07d}"

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(f"{self.invoice}#{line}" for line in range(1, ITEMS + 1))

    def invoice_body(self) -> dict[str, Any]:
        items = [{"chargeName": f"Charge {line}", "amount": "10.00"} for line in range(1, ITEMS + 1)]
        return {
            "accountNumber": ACCOUNT,
            "invoiceNumber": self.invoice,
            "invoiceDate": DAY,
            "status": "Posted",
            "invoiceItems": items,
        }

    def payment_body(self) -> dict[str, Any]:
        return {
            "accountNumber": ACCOUNT,
            "number": self.payment,
            "amount": "50.00",
            "currency": CURRENCY,
            "effectiveDate": DAY,
            "type": "External",
        }

    def application_body(self) -> dict[str, Any]:
        items = [{"invoiceItemId": item, "amount": "10.00"} for item in self.items]
        return {
            "effectiveDate": DAY,
            "invoices": [{"invoiceNumber": self.invoice, "amount": "50.00", "items": items}],
        }


def pairs(first: int, count: int) -> list[Pair]:
    return [Pair(index) for index in range(first, first + count)]
