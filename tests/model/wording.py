"""How the wire names what commands are about: keys, items by name or by id, exact amounts as text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from settlebook.domain.ids import as_item_name, derived_id
from tests.model.commands import ApplicationRef, Line, NewItem, NewTax, Share

Body: TypeAlias = dict[str, Any]

NOBODY = UUID("00000000-0000-5000-8000-00000000dead")  # names what no ledger has
VERBS = {
    "invoice": "invoice",
    "debit_memo": "debit-memo",
    "credit_memo": "credit-memo",
    "payment": "payment",
    "refund": "refund",
}


@dataclass(frozen=True)
class Speech:
    """How a caller likes to put things; none of it changes what is meant."""

    by_ids: bool = False  # documents, payments and items are named by their ids
    gives_ids: bool = False  # the caller chooses the ids of what it creates
    tax_inclusive: bool = False  # the amount of an item with tax holds the tax


@dataclass(frozen=True)
class Spoken:
    do: str
    key: str | None
    body: Body


class Words:
    """Names of one ledger; learns from the answers which ids and numbers things have.

    `ids`     by the number that a thing has here.
    `called`  the numbers that the ledger gave to what commands made, by what that is called here.
    `deriving` memos whose taxes follow from their amounts, where no tax is named.
    """

    def __init__(self, ledger_id: str, speech: Speech) -> None:
        self._ledger_id = ledger_id
        self.speech = speech
        self._digits: dict[str, int] = {}
        self._items: set[str] = set()
        self._given: set[str] = set()
        self._inclusive: set[str] = set()
        self.made: set[str] = set()
        self.deriving: set[str] = set()
        self.ids: dict[str, UUID] = {}
        self.called: dict[str, str] = {}
        self.applications: dict[ApplicationRef, UUID] = {}

    def like(self, number: str, other: str) -> None:
        """It has the currency of another thing."""
        self._digits[number] = self._digits.get(other, 0)

    def actual(self, name: str) -> str:
        """The number, or the name of an item, as the ledger has it."""
        number, hash_, rest = name.partition("#")
        nobody = number.replace("@", "-").replace("+", "-")  # what a refused command would have made
        return self.called.get(number, nobody) + hash_ + rest

    def shares(self, shares: Iterable[Share], source: str) -> Body:
        body: Body = {}
        for share in shares:
            entry: Body = {"amount": self.amount(source, share.amount_minor)}
            known = self.ids.get(share.document) if self.speech.by_ids else None
            name = "invoice" if share.kind == "invoice" else "debitMemo"
            entry |= {f"{name}Id": known.hex} if known else {f"{name}Number": self.actual(share.document)}
            if share.lines is not None:
                entry["items"] = [self.line(share, line, source) for line in share.lines]
            body.setdefault(f"{name}s", []).append(entry)
        return body

    def line(self, share: Share, line: Line, source: str) -> Body:
        body = {"amount": self.amount(source, line.amount_minor)}
        body |= self.row(share.kind, line.item, share.document)
        return body | (self.row("credit", line.source, source) if line.source else {})

    def row(self, kind: str, item: str, document: str) -> Body:
        """The field that names a row: of a document's side, or of the credit memo's."""
        fields = {
            "invoice": ("invoiceItemId", "taxItemId"),
            "debit_memo": ("debitMemoItemId", "taxItemId"),
            "credit": ("creditMemoItemId", "creditTaxItemId"),
        }
        return {fields[kind]["." in item]: self.item_key(item, document)}

    def item_key(self, name: str, document: str | None) -> str:
        """A name, unless ids are preferred, or the document has no such row.

        Names of rows that a document does not have are refused as they are read; ids in their turn.
        """
        known = name in self._items or document in self.made or self._follows(name)
        fits = known and name.partition("#")[0] == document
        by_name = fits and not (self.speech.by_ids and document in self.ids)
        return self.actual(name) if by_name else self._item_id(name).hex

    def _follows(self, name: str) -> bool:
        """Whether it is a tax that nobody named, of a memo whose id is not known yet."""
        item, dot, _ = name.partition(".")
        number = name.partition("#")[0]
        return bool(dot) and item in self._items and number in self.deriving and number not in self.ids

    def _item_id(self, name: str) -> UUID:
        found, document = as_item_name(self.actual(name)), name.partition("#")[0]
        if name in self._given:
            return self._given_id(name)
        if found is None or document not in self.ids:
            return uuid5(NOBODY, name)
        discount = () if found.discount_line is None else (f"d{found.discount_line}",)
        lines = (found.line, *discount, *(() if found.tax_line is None else (found.tax_line,)))
        return derived_id(self._ledger_id, "item", self.ids[document], *lines)

    def new_item(
        self, number: str, name: str, item: NewItem, origin: str | None, chosen: bool = True
    ) -> Body:
        """An item of a document; `origin` is the invoice that a memo is made from."""
        self._items.add(name)
        inclusive = self.speech.tax_inclusive and bool(item.taxes)
        tax_minor = sum(tax.amount_minor for tax in item.taxes)
        amount = item.amount_minor + (tax_minor if inclusive else 0)
        body: Body = {"amount": self.amount(number, amount)} | self._row_id(name, chosen)
        if inclusive:
            self._inclusive.add(name)
            body["taxMode"] = "TaxInclusive"
        if item.source:
            body["invoiceItemId"] = self.item_key(item.source, origin)
        if item.taxes:
            taxes = enumerate(item.taxes, start=1)
            body["taxItems"] = [self._tax(number, f"{name}.{n}", tax, origin, chosen) for n, tax in taxes]
        if item.discounts:
            discounts = enumerate(item.discounts, start=1)
            body["discountItems"] = [
                self.new_item(number, f"{name}d{line}", each, origin, chosen) for line, each in discounts
            ]
        return body

    def _tax(self, number: str, name: str, tax: NewTax, origin: str | None, chosen: bool) -> Body:
        self._items.add(name)
        body = {"taxAmount": self.amount(number, tax.amount_minor)} | self._row_id(name, chosen)
        if not origin:
            return body | {"name": tax.name}
        if tax.source:
            return body | {"sourceTaxItemId": self.item_key(tax.source, origin)}
        return body | {"taxName": tax.name}

    def edited_item(self, number: str, name: str, item: NewItem | None) -> Body:
        """An item as it is to be, with all its taxes; None: gone."""
        body: Body = {"id": self.item_key(name, number)}
        if item is None:
            return body | {"delete": True}
        tax_minor = sum(tax.amount_minor for tax in item.taxes) if name in self._inclusive else 0
        amount = item.amount_minor + tax_minor
        body["amount"] = self.amount(number, amount)
        if item.taxes:  # a part of a split invoice may be told the other way than what it was split from
            body["taxMode"] = "TaxInclusive" if name in self._inclusive else "TaxExclusive"
            body["taxItems"] = [
                {
                    "id": self.item_key(f"{name}.{line}", number),
                    "taxAmount": self.amount(number, tax.amount_minor),
                }
                for line, tax in enumerate(item.taxes, start=1)
            ]
        return body

    def chosen_id(self, name: str) -> Body:
        return {"id": self._given_id(name).hex} if self.speech.gives_ids else {}

    def _row_id(self, name: str, chosen: bool) -> Body:
        if chosen and self.speech.gives_ids:
            self._given.add(name)
            return self.chosen_id(name)
        return {}

    def _given_id(self, name: str) -> UUID:
        return uuid5(NOBODY, f"{self._ledger_id}/{name}")

    def key(self, number: str) -> str:
        known = self.ids.get(number) if self.speech.by_ids else None
        return known.hex if known else self.actual(number)

    def amount(self, of: str, minor: int) -> str:
        """In the currency of that account, document or payment."""
        decimals = self._digits.get(of, 0)
        sign, text = "-" * (minor < 0), str(abs(minor)).rjust(decimals + 1, "0")
        return sign + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


def with_policy(policy: str | None) -> Body:
    return {"policy": policy} if policy else {}


def on_day(day: date | None, field: str = "effectiveDate") -> Body:
    return {field: day.isoformat()} if day else {}
