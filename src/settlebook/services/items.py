"""The items of a request as a document's own: ids, own amounts in minor units, and what they credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from settlebook.commands.items import AnyItem, AnyTax, CreditedItem, CreditedTax
from settlebook.domain.decisions.crediting import credited_tax, identity
from settlebook.domain.decisions.documents import own_minor
from settlebook.domain.errors import ItemNotOfDocument
from settlebook.domain.events import Item
from settlebook.domain.events import TaxItem as TaxFact
from settlebook.domain.ids import as_id, derived_id, item_name
from settlebook.domain.receivable import Receivable
from settlebook.services.amounts import minor_of
from settlebook.services.keys import RowNames


@dataclass(frozen=True, slots=True)
class Place:
    """The document that items are made for."""

    ledger_id: str
    document_id: UUID
    number: str
    currency: str

    def items(self, asked: Iterable[AnyItem]) -> tuple[Item, ...]:
        """Items of a document that stands for itself. Refuses what `minor_of` and `own_minor` refuse."""
        return tuple(
            self._item(line, item, [self._tax(line, *tax) for tax in enumerate(item.taxes, 1)])
            for line, item in enumerate(asked, 1)
        )

    def credited_items(self, invoice: Receivable, asked: Iterable[CreditedItem]) -> tuple[Item, ...]:
        """Items of a credit memo, each with the row it credits. Also refuses ItemNotOfDocument, NoSuchTax."""
        names = RowNames(invoice)
        made: list[Item] = []
        for line, item in enumerate(asked, 1):
            source_id = names.id_of(item.invoice_item_id)
            if source_id not in invoice.rows:
                raise ItemNotOfDocument(item.invoice_item_id, invoice.number)
            taxes = [
                self._credited_tax(line, *tax, invoice, names, source_id) for tax in enumerate(item.taxes, 1)
            ]
            made.append(self._item(line, item, taxes, source_id))
        return tuple(made)

    def _item(self, line: int, asked: AnyItem, taxes: list[TaxFact], source_id: UUID | None = None) -> Item:
        amount = minor_of(asked.amount, self.currency)
        tax = sum(fact.amount_minor for fact in taxes)
        return Item(
            item_id=self._row_id(asked.id, line),
            line=line,
            amount_minor=own_minor(item_name(self.number, line), amount, tax, asked.mode, self.currency),
            tax_mode=asked.mode,
            source_item_id=source_id,
            details=asked.details(),
            tax_items=tuple(taxes),
        )

    def _tax(self, line: int, tax_line: int, asked: AnyTax) -> TaxFact:
        return TaxFact(
            item_id=self._row_id(asked.id, line, tax_line),
            tax_line=tax_line,
            amount_minor=minor_of(asked.asked_amount, self.currency),
            details=asked.details(),
        )

    def _credited_tax(
        self,
        line: int,
        tax_line: int,
        asked: CreditedTax,
        invoice: Receivable,
        names: RowNames,
        item_id: UUID,
    ) -> TaxFact:
        details = _named(asked)
        key = asked.source_tax_item_id
        source_id = names.id_of(key) if key else credited_tax(invoice, item_id, details)
        row = invoice.rows.get(source_id)
        if row is None or row.parent_id != item_id:
            raise ItemNotOfDocument(key or source_id.hex, invoice.name_of(item_id))
        changed = {"source_item_id": source_id, "details": identity(row) | details}
        return self._tax(line, tax_line, asked).model_copy(update=changed)

    def _row_id(self, given: str | None, *lines: int) -> UUID:
        """The caller's, else the one derived from where the row stands."""
        known = as_id(given) if given else None
        return known or derived_id(self.ledger_id, "item", self.document_id, *lines)


def _named(tax: CreditedTax) -> dict[str, Any]:
    """What the request says of the tax; its name in the word that tax items have for it."""
    details = tax.details()
    details.pop("taxName", None)
    return details | ({"name": tax.asked_name} if tax.asked_name else {})
