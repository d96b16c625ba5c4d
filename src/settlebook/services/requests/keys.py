"""What the keys of a request name: states by id or number, rows by id or name; two keys of one agree."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from settlebook.commands.settled import SettledDocument
from settlebook.domain.account import Account
from settlebook.domain.document import Document
from settlebook.domain.errors import ItemNotOfDocument, KeysDisagree, WrongKindOfItem
from settlebook.domain.ids import as_id, item_name
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.books import Books

Keys = Mapping[str, str | None]  # fields of a request that name one thing, of which at least one is given
State = TypeVar("State")
_KIND = {True: "a tax item", False: "an item"}


def account_of(books: Books, keys: Keys) -> Account:
    """Refuses: NotFound, KeysDisagree."""
    return _agreed(keys, books.account, lambda account: account.account_id)


def account_or_none(books: Books, keys: Keys) -> Account | None:
    """None where no key is given, as for a payment that nobody is known to own. Refuses as `account_of`."""
    return account_of(books, keys) if any(keys.values()) else None


def parent_of(books: Books, keys: Keys) -> Account | None:
    """Refuses: NotFound, KeysDisagree."""
    return account_or_none(books, keys)


def invoice_of(books: Books, keys: Keys) -> Receivable:
    """Refuses: NotFound, KeysDisagree."""
    return _agreed(keys, books.invoice, _document_id)


def document_of(books: Books, asked: SettledDocument) -> Receivable:
    """Refuses: NotFound, KeysDisagree."""
    return _agreed(asked.keys, lambda key: books.receivable(asked.KIND, key), _document_id)


class RowNames:
    """The rows of one document as a request may name them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_name: dict[str, UUID] | None = None

    def id_of(self, key: str, is_tax: bool | None = None) -> UUID:
        """The row of an id or of a name such as INV-7#2.1, as which the field that names it means it.

        Refuses ItemNotOfDocument, for names; WrongKindOfItem, unless the field may name either (None).
        """
        known = None if "#" in key else as_id(key)
        item_id = known if known is not None else self._named(key)
        row = self._document.rows.get(item_id)
        if row is not None and is_tax not in (None, row.is_tax):
            raise WrongKindOfItem(self._document.name_of(item_id), _KIND[not row.is_tax], _KIND[row.is_tax])
        return item_id

    def _named(self, key: str) -> UUID:
        if self._by_name is None:  # a row has one name, in one spelling
            number, rows = self._document.number, self._document.rows
            self._by_name = {
                item_name(number, row.line, row.tax_line, row.discount_line): id for id, row in rows.items()
            }
        found = self._by_name.get(key)
        if found is None:
            raise ItemNotOfDocument(key, self._document.number)
        return found


def _agreed(keys: Keys, load: Callable[[str], State], id_of: Callable[[State], UUID]) -> State:
    (first, first_key), *others = [(field, key) for field, key in keys.items() if key is not None]
    state = load(first_key)
    for field, key in others:
        if id_of(load(key)) != id_of(state):
            raise KeysDisagree(f"{first} {first_key}", f"{field} {key}")
    return state


def _document_id(document: Document) -> UUID:
    return document.document_id
