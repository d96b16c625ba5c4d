"""Discounts: negative items that lower another, into which posting nets them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from settlebook.domain.document import Row
from settlebook.domain.errors import DiscountExceedsItem
from settlebook.domain.events import DocumentKind, Header, ItemsNetted, NettedLine
from settlebook.domain.ids import item_name
from settlebook.domain.money import Money


def discounted(rows: Iterable[Row]) -> dict[UUID, int]:
    """By item, what its discounts come to, in minor units above zero; their taxes not included."""
    minor_by_item: dict[UUID, int] = {}
    for row in rows:
        if row.discounts is not None and row.amount_minor < 0:
            minor_by_item[row.discounts] = minor_by_item.get(row.discounts, 0) - row.amount_minor
    return minor_by_item


def require_within_items(header: Header, rows: Iterable[Row]) -> None:
    """Refuses discounts larger than the item that they lower: DiscountExceedsItem."""
    by_id = {row.item_id: row for row in rows}
    for item_id, minor in discounted(by_id.values()).items():
        item = by_id[item_id]
        if minor > item.amount_minor:
            asked, available = Money(minor, header.currency), Money(item.amount_minor, header.currency)
            raise DiscountExceedsItem(item_name(header.number, item.line), asked, available)


def netted(
    kind: DocumentKind, document_id: UUID, header: Header, rows: Iterable[Row], day: date
) -> tuple[ItemsNetted, ...]:
    """What posting adds where there are discounts: each is filled up from the item it lowers.

    Amount 100 and discount -10 leave a balance of 90 and of 0; the discount's tax keeps its own -1.
    """
    lines = tuple(
        NettedLine(
            negative_item_id=row.item_id, positive_item_id=row.discounts, amount_minor=-row.amount_minor
        )
        for row in rows
        if row.discounts is not None and row.amount_minor < 0
    )
    if not lines:
        return ()
    return (
        ItemsNetted(
            document_id=document_id,
            document_kind=kind,
            account_id=header.account_id,
            currency=header.currency,
            lines=lines,
            effective_on=day,
        ),
    )
