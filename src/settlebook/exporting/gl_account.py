"""Names accounts of the general ledger as beancount and hledger accept them, each by a name of its own."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# The class of each type of accounting code, and the word that its accounts begin with.
_PLACES: Mapping[str, tuple[str, str]] = {
    "AccountsReceivable": ("Assets", "Receivable"),
    "OnAccountReceivable": ("Assets", "OnAccountReceivable"),
    "Cash": ("Assets", "Cash"),
    "OtherAssets": ("Assets", "OtherAssets"),
    "CustomerCashOnAccount": ("Liabilities", "CustomerCashOnAccount"),
    "DeferredRevenue": ("Liabilities", "DeferredRevenue"),
    "SalesTaxPayable": ("Liabilities", "SalesTaxPayable"),
    "OtherLiabilities": ("Liabilities", "OtherLiabilities"),
    "SalesRevenue": ("Income", "SalesRevenue"),
    "SalesDiscounts": ("Income", "SalesDiscounts"),
    "OtherRevenue": ("Income", "OtherRevenue"),
    "OtherEquity": ("Equity", "OtherEquity"),
    "BadDebt": ("Expenses", "BadDebt"),
    "OtherExpenses": ("Expenses", "OtherExpenses"),
}
_BY_CUSTOMER = {"AccountsReceivable", "OnAccountReceivable", "CustomerCashOnAccount"}
UNASSIGNED, GENERAL = "Unassigned", "General"


class GlAccount(NamedTuple):
    """An account of the general ledger.

    type      of its accounting code, which says on which side of the books it stands.
    code      none where no code is named.
    customer  the number of an account, empty for money that nobody knows whose it is; none where the books
              keep no customers.
    """

    type: str
    code: str | None
    customer: str | None

    @property
    def name(self) -> str:
        """`Assets:Receivable-1200:A-1`. No name stands above another: beancount would add both up there."""
        place, word = _PLACES[self.type]
        if self.type not in _BY_CUSTOMER and self.customer is not None:
            word += "OfCustomers"
        if self.code is not None:
            word += f"-{_legal(self.code)}"
        return ":".join((place, word, *self._below()))

    def _below(self) -> tuple[str, ...]:
        if self.customer is None:
            return (GENERAL,) if self.type in _BY_CUSTOMER else ()
        if not self.customer:
            return (UNASSIGNED,)
        return (_part(self.customer),)


def _part(text: str) -> str:
    """A part of a name; it begins with a capital or a digit, and is none of our own words."""
    first = text[0]
    begins_well = first.isascii() and (first.isdigit() or first.isupper())
    if begins_well and text not in (UNASSIGNED, GENERAL):
        return _legal(text)
    return f"X-xx{ord(first):X}-{_legal(text[1:])}"


@lru_cache(maxsize=10_000)
def _legal(text: str) -> str:
    """Letters, digits and dashes as they are; all else by its number, and a dash that would look like it."""
    found = ""
    for index, character in enumerate(text):
        plain = (
            text[index + 1 : index + 2] != "x"
            if character == "-"
            else character.isalpha() or character.isdecimal()
        )
        found += character if plain else f"-x{ord(character):X}-"
    return found
