"""What memos made from an invoice credit of it in the naive ledger, and the tax that follows."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tests.model import shares
from tests.model.book import Book
from tests.model.commands import NewItem, NewTax
from tests.model.history import Document, Item


def live_memos(book: Book, invoice: Document) -> list[Document]:
    """The credit memos with an amount that were made from an invoice, and neither canceled nor reversed."""
    return [
        memo
        for memo in book.documents.values()
        if memo.kind == "credit_memo"
        and memo.made_from == invoice.number
        and memo.status in ("Draft", "Posted")
        and not memo.reversed
        and any(item.amount for item in memo.items)
    ]


def credited(book: Book, invoice: Document, but: str | None = None) -> dict[str, int]:
    """How much memos were made of each row of an invoice, drafts too."""
    taken: dict[str, int] = {}
    for memo in live_memos(book, invoice):
        for row in memo.items if memo.number != but else ():
            source = credits_of(row, memo.items, invoice)
            if source is not None:
                taken[source] = taken.get(source, 0) + row.amount
    return taken


def credits_of(row: Item, rows: Sequence[Item], invoice: Document) -> str | None:
    """The row of an invoice that a memo's row credits; a tax may say it by what the tax is called."""
    if row.source is not None or row.parent is None:
        return row.source
    parent = next(each.source for each in rows if each.name == row.parent)
    like = [
        item.name
        for item in invoice.items
        if parent is not None and (item.parent, item.tax_name) == (parent, row.tax_name)
    ]
    return like[0] if len(like) == 1 else None


def with_following_taxes(
    book: Book, invoice: Document, items: Iterable[NewItem], *, credits: bool
) -> tuple[NewItem, ...]:
    """Items that name no tax with the tax that follows from their amount.

    A credit's tax is in proportion to all that is credited of the item by then, less what was credited of the
    tax before: so whoever credits the last of an item gets the tax that remains.
    """
    before = credited(book, invoice) if credits else {}
    found = []
    for item in items:
        taxes = item.taxes or _following(invoice, item, before if credits else None)
        found.append(NewItem(item.amount_minor, taxes, item.source))
        for name, minor in [
            (item.source, item.amount_minor),
            *((tax.source, tax.amount_minor) for tax in taxes),
        ]:
            before[name or ""] = before.get(name or "", 0) + minor
    return tuple(found)


def _following(invoice: Document, item: NewItem, before: dict[str, int] | None) -> tuple[NewTax, ...]:
    both = [each for each in invoice.items if item.source in (each.name, each.discounts)]
    own = sum(each.amount for each in both)
    names = [each.name for each in both]
    tax = max(0, sum(each.amount for each in invoice.items if each.parent in names))
    taxes = [each for each in invoice.items if each.parent == item.source and each.amount > 0]
    if item.amount_minor <= 0 or own <= 0 or not taxes:
        return ()
    if before is None:
        due = _rounded(Fraction(tax * item.amount_minor, own))
        weights = [each.amount for each in taxes]
        minors = dict(zip((each.name for each in taxes), shares.portions(due, weights), strict=True))
    else:
        by_then = min(before.get(item.source or "", 0) + item.amount_minor, own)
        taxed = sum(before.get(each.name, 0) for each in taxes)
        left = {each.name: max(0, each.amount - before.get(each.name, 0)) for each in taxes}
        due = max(0, min(_rounded(Fraction(tax * by_then, own)) - taxed, sum(left.values())))
        minors = shares.prorate(due, left) if due else {}
    return tuple(
        NewTax(minors[each.name], each.tax_name or "", each.name) for each in taxes if minors.get(each.name)
    )


def _rounded(amount: Fraction) -> int:
    """Halves up."""
    return int(amount + Fraction(1, 2))
