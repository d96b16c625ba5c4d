"""Neutral commands as the wire spells them: camelCase, exact amounts as text, items by name or by id."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from settlebook.domain.currency import digits
from settlebook.domain.ids import as_item_name, derived_id
from settlebook.ledger.outcome import Outcome
from tests.model.commands import (
    ApplicationRef,
    Apply,
    Command,
    Draft,
    Line,
    NewAccount,
    NewItem,
    NewTax,
    Pay,
    Post,
    Refund,
    Share,
    Unapply,
)

Body: TypeAlias = dict[str, Any]

NOBODY = UUID("00000000-0000-5000-8000-00000000dead")  # names what no ledger has
VERBS = {"invoice": "invoice", "debit_memo": "debit-memo", "credit_memo": "credit-memo", "payment": "payment"}
DAYS = {"invoice": "invoiceDate", "debit_memo": "debitMemoDate", "credit_memo": "effectiveDate"}


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


def sendable(command: Command) -> Command:
    """As a request can say it: invoices before debit memos, a policy only where it may choose."""
    match command:
        case Pay() | Apply() | Unapply():
            shares = tuple(sorted(command.shares, key=lambda share: share.kind != "invoice"))
            everything = isinstance(command, Unapply) and not shares and command.application is None
            chooses = everything or any(share.lines is None for share in shares)
            shape = command.policy == "source-item"  # which refuses lines by itself
            return replace(command, shares=shares, policy=command.policy if chooses or shape else None)
        case Refund(lines=tuple()):
            return replace(command, policy=None)
    return command


class Speaker:
    """Puts commands into words; learns from the answers which ids things have."""

    def __init__(self, ledger_id: str, speech: Speech) -> None:
        self._ledger_id = ledger_id
        self._speech = speech
        self._digits: dict[str, int] = {}
        self._items: set[str] = set()
        self.ids: dict[str, UUID] = {}
        self.applications: dict[ApplicationRef, UUID] = {}

    def learn(self, place: int, command: Command, outcome: Outcome) -> None:
        """The ids that the ledger gave."""
        if isinstance(command, Draft | Pay) and outcome.id is not None:
            self.ids[command.number] = outcome.id
        for made in outcome.made:
            self.ids[made.number] = made.id
        if isinstance(command, Pay | Apply):
            for applied in outcome.applications:
                self.applications[ApplicationRef(place, applied.document)] = applied.id

    def spoken(self, command: Command) -> Spoken:
        match command:
            case NewAccount():
                return self._account(command)
            case Draft():
                return self._draft(command)
            case Post():
                return Spoken(f"{VERBS[command.kind]}.post", self._key(command.number), _on(command.day))
            case Pay():
                return self._pay(command)
            case Apply():
                body = self._shares(command.shares, command.source) | _policy(command) | _on(command.day)
                return Spoken(f"{VERBS[command.source_kind]}.apply", self._key(command.source), body)
            case Unapply():
                return self._unapply(command)
            case Refund():
                return self._refund(command)

    def _account(self, command: NewAccount) -> Spoken:
        self._digits[command.number] = digits(command.currency)
        body = {"accountNumber": command.number, "name": command.number, "currency": command.currency}
        return Spoken("account.create", None, {**body, "status": command.status})

    def _draft(self, command: Draft) -> Spoken:
        self._digits[command.number] = self._digits[command.account]
        name = {"invoice": "invoiceNumber", "debit_memo": "debitMemoNumber", "credit_memo": "number"}
        body = {name[command.kind]: command.number, DAYS[command.kind]: command.day.isoformat()}
        body |= self._chosen_id(command.number) | ({"status": "Posted"} if command.posts else {})
        items = [self._item(command, line, item) for line, item in enumerate(command.items, start=1)]
        if command.from_invoice:
            key = self._key(command.from_invoice)
            return Spoken("credit-memo.create-from-invoice", key, {**body, "items": items})
        body |= {"accountNumber": command.account}
        rows = {"invoiceItems" if command.kind == "invoice" else "charges": items}
        return Spoken(f"{VERBS[command.kind]}.create", None, body | rows)

    def _item(self, document: Draft, line: int, item: NewItem) -> Body:
        name = f"{document.number}#{line}"
        self._items.add(name)
        inclusive = self._speech.tax_inclusive and bool(item.taxes)
        tax_minor = sum(tax.amount_minor for tax in item.taxes)
        amount = item.amount_minor + (tax_minor if inclusive else 0)
        body: Body = {"amount": self._amount(document.number, amount)} | self._chosen_id(name)
        if inclusive:
            body["taxMode"] = "TaxInclusive"
        if item.source:
            body["invoiceItemId"] = self._item_key(item.source, document.from_invoice)
        if item.taxes:
            body["taxItems"] = [
                self._tax(document, f"{name}.{tax_line}", tax) for tax_line, tax in enumerate(item.taxes, 1)
            ]
        return body

    def _tax(self, document: Draft, name: str, tax: NewTax) -> Body:
        self._items.add(name)
        body = {"taxAmount": self._amount(document.number, tax.amount_minor)} | self._chosen_id(name)
        if not document.from_invoice:
            return body | {"name": tax.name}
        if tax.source:
            return body | {"sourceTaxItemId": self._item_key(tax.source, document.from_invoice)}
        return body | {"taxName": tax.name}

    def _pay(self, command: Pay) -> Spoken:
        self._digits[command.number] = digits(command.currency)
        body = {
            "number": command.number,
            "accountNumber": command.account,
            "currency": command.currency,
            "amount": self._amount(command.number, command.amount_minor),
            **self._chosen_id(command.number),
            **self._shares(command.shares, command.number),
        }
        return Spoken("payment.create", None, body | _policy(command) | _on(command.day))

    def _unapply(self, command: Unapply) -> Spoken:
        body = self._shares(command.shares, command.source) | _policy(command) | _on(command.day)
        if command.application is not None:
            body["application"] = self.applications.get(command.application, NOBODY).hex
        return Spoken(f"{VERBS[command.source_kind]}.unapply", self._key(command.source), body)

    def _refund(self, command: Refund) -> Spoken:
        amount = self._amount(command.source, command.amount_minor)
        body = {"number": command.number, "totalAmount": amount, "type": "External", **_policy(command)}
        body |= self._chosen_id(command.number)
        if command.day:
            body["refundDate"] = command.day.isoformat()
        if command.lines is not None:
            body["items"] = [
                {"amount": self._amount(command.source, line.amount_minor)}
                | self._row("credit", line.item, command.source)
                for line in command.lines
            ]
        return Spoken(f"{VERBS[command.source_kind]}.refund", self._key(command.source), body)

    def _shares(self, shares: Iterable[Share], source: str) -> Body:
        body: Body = {}
        for share in shares:
            entry: Body = {"amount": self._amount(source, share.amount_minor)}
            known = self.ids.get(share.document) if self._speech.by_ids else None
            name = "invoice" if share.kind == "invoice" else "debitMemo"
            entry |= {f"{name}Id": known.hex} if known else {f"{name}Number": share.document}
            if share.lines is not None:
                entry["items"] = [self._line(share, line, source) for line in share.lines]
            body.setdefault(f"{name}s", []).append(entry)
        return body

    def _line(self, share: Share, line: Line, source: str) -> Body:
        body = {"amount": self._amount(source, line.amount_minor)}
        body |= self._row(share.kind, line.item, share.document)
        return body | (self._row("credit", line.source, source) if line.source else {})

    def _row(self, kind: str, item: str, document: str) -> Body:
        """The field that names a row: of a document's side, or of the credit memo's."""
        fields = {
            "invoice": ("invoiceItemId", "taxItemId"),
            "debit_memo": ("debitMemoItemId", "taxItemId"),
            "credit": ("creditMemoItemId", "creditTaxItemId"),
        }
        return {fields[kind]["." in item]: self._item_key(item, document)}

    def _item_key(self, name: str, document: str | None) -> str:
        """A name, unless ids are preferred, or the document has no such row.

        Names of rows that a document does not have are refused as they are read; ids in their turn.
        """
        fits = name in self._items and name.partition("#")[0] == document
        by_name = fits and not (self._speech.by_ids and document in self.ids)
        return name if by_name else self._item_id(name).hex

    def _item_id(self, name: str) -> UUID:
        found, document = as_item_name(name), name.partition("#")[0]
        if self._speech.gives_ids and name in self._items:
            return self._given_id(name)
        if found is None or document not in self.ids:
            return uuid5(NOBODY, name)
        lines = (found.line,) if found.tax_line is None else (found.line, found.tax_line)
        return derived_id(self._ledger_id, "item", self.ids[document], *lines)

    def _chosen_id(self, name: str) -> Body:
        return {"id": self._given_id(name).hex} if self._speech.gives_ids else {}

    def _given_id(self, name: str) -> UUID:
        return uuid5(NOBODY, f"{self._ledger_id}/{name}")

    def _key(self, number: str) -> str:
        known = self.ids.get(number) if self._speech.by_ids else None
        return known.hex if known else number

    def _amount(self, of: str, minor: int) -> str:
        """In the currency of that account, document or payment."""
        decimals = self._digits.get(of, 0)
        sign, text = "-" * (minor < 0), str(abs(minor)).rjust(decimals + 1, "0")
        return sign + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


def _policy(command: Pay | Apply | Unapply | Refund) -> Body:
    return {"policy": command.policy} if command.policy else {}


def _on(day: date | None) -> Body:
    return {"effectiveDate": day.isoformat()} if day else {}
