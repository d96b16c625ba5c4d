"""Reads of refunds: one, its part and what it took from which item, and lists of them."""

from settlebook import RefundPartItemRow, RefundPartRow, RefundRow
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.histories import add_history
from settlebook.api.reads.keys import require_id
from settlebook.api.reads.listed import ListRoute, add_list, pages_of, row_schema
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire, shown
from settlebook.queries.cut import Cut
from settlebook.queries.listing.lists import REFUNDS
from settlebook.queries.snapshot import REFUND

reads = Reads("Refunds", Scope.REFUND)
PART, PART_ITEM = answer_schema(RefundPartRow), answer_schema(RefundPartItemRow)


def refund(context: Reading, key: str) -> Wire:
    """One refund, by id or number."""
    return Wire(shown(context.ledger.refund(key, **context.when)))


def parts(context: Reading, paged: Paging, key: str) -> Wire:
    """The one part of a refund: how much it took from its payment or credit memo."""
    return Wire(paged.answer("parts", context.ledger.refund_parts(key, cut=paged.cut, **context.when)))


def part(context: Reading, key: str, part_id: str) -> Wire:
    """The part of a refund, by its id."""
    cut = Cut(only=require_id("part", part_id))
    (row,) = context.ledger.refund_parts(key, cut=cut, **context.when)
    return Wire(shown(row))


def part_items(context: Reading, paged: Paging, key: str, part_id: str) -> Wire:
    """How much a refund took from each item and tax item of a credit memo."""
    part = require_id("part", part_id)
    rows = context.ledger.refund_part_items(key, part, cut=paged.cut, **context.when)
    return Wire(paged.answer("itemParts", rows))


def part_item(context: Reading, key: str, part_id: str, item_part_id: str) -> Wire:
    """How much a refund took from one item or tax item of a credit memo."""
    part, cut = require_id("part", part_id), Cut(only=require_id("part item", item_part_id))
    (row,) = context.ledger.refund_part_items(key, part, cut=cut, **context.when)
    return Wire(shown(row))


add_list(
    reads.router,
    ListRoute("/v1/refunds", "refunds", "Refunds, narrowed, sorted and paged.", row_schema(REFUNDS)),
    REFUNDS,
)
reads.add("/v1/refunds/{key}", refund, answer_schema(RefundRow))
reads.add("/v1/refunds/{key}/parts", parts, pages_of("parts", PART))
reads.add("/v1/refunds/{key}/parts/{part_id}", part, PART)
reads.add("/v1/refunds/{key}/parts/{part_id}/item-parts", part_items, pages_of("itemParts", PART_ITEM))
reads.add("/v1/refunds/{key}/parts/{part_id}/item-parts/{item_part_id}", part_item, PART_ITEM)
add_history(reads, "/v1/refunds/{key}/history", REFUND)
