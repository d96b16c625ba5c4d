"""What the ledger knows of the invoices that rows name."""

from settlebook import Ledger
from settlebook.domain.errors import NotFound


class Invoices:
    """Each is asked for once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._parents: dict[str, dict[str, str]] = {}
        self._accounts: dict[str, str | None] = {}

    def parent_of(self, invoice: str, tax_item: str) -> str | None:
        """The item of a tax item."""
        if invoice not in self._parents:
            self._parents[invoice] = self._tax_items(invoice)
        return self._parents[invoice].get(tax_item)

    def account_of(self, invoice: str) -> str | None:
        """The id of the account that owes it; None where there is no such invoice."""
        if invoice not in self._accounts:
            self._accounts[invoice] = self._account(invoice)
        return self._accounts[invoice]

    def _tax_items(self, invoice: str) -> dict[str, str]:
        try:
            items = self._ledger.invoice_items(invoice)
        except NotFound:
            return {}
        return {tax.id.hex: item.id.hex for item in items for tax in item.taxation_items}

    def _account(self, invoice: str) -> str | None:
        try:
            return self._ledger.invoice(invoice).account_id.hex
        except NotFound:
            return None
