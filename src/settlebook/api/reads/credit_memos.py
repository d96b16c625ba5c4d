"""Reads of credit memos: one, its items, its parts and their items, what it was used for; and lists."""

from settlebook import (
    ApplicationRow,
    CreditMemoItemRow,
    CreditMemoPartItemRow,
    CreditMemoPartRow,
    CreditMemoTaxRow,
    Ledger,
)
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.documents import Documents, add_documents
from settlebook.api.reads.keys import require_id
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire, shown
from settlebook.queries.cut import Cut
from settlebook.queries.listing.lists import CREDIT_MEMO_ITEMS, CREDIT_MEMOS

reads = Reads("Credit memos", Scope.CREDIT_MEMO)
PART, PART_ITEM = answer_schema(CreditMemoPartRow), answer_schema(CreditMemoPartItemRow)
APPLICATION = answer_schema(ApplicationRow)
CREDIT_MEMO_KIND = Documents(
    paths=("/v1/credit-memos", "/v1/creditmemos"),
    scope=Scope.CREDIT_MEMO,
    name="creditmemos",
    items="items",
    listed=CREDIT_MEMOS,
    listed_items=CREDIT_MEMO_ITEMS,
    item=CreditMemoItemRow,
    tax=CreditMemoTaxRow,
    one=Ledger.credit_memo,
)


def parts(context: Reading, paged: Paging, key: str) -> Wire:
    """How much of a credit memo sits on each document now; the part of no document is what is unapplied."""
    return Wire(paged.answer("parts", context.ledger.credit_memo_parts(key, cut=paged.cut, **context.when)))


def part(context: Reading, key: str, part_id: str) -> Wire:
    """One part of a credit memo."""
    cut = Cut(only=require_id("part", part_id))
    (row,) = context.ledger.credit_memo_parts(key, cut=cut, **context.when)
    return Wire(shown(row))


def part_items(context: Reading, paged: Paging, key: str, part_id: str) -> Wire:
    """How much of each item of a credit memo sits on each item of one document, tax items among them."""
    part = require_id("part", part_id)
    rows = context.ledger.credit_memo_part_items(key, part, cut=paged.cut, **context.when)
    return Wire(paged.answer("itemParts", rows))


def part_item(context: Reading, key: str, part_id: str, item_part_id: str) -> Wire:
    """One part item of a credit memo."""
    part, cut = require_id("part", part_id), Cut(only=require_id("part item", item_part_id))
    (row,) = context.ledger.credit_memo_part_items(key, part, cut=cut, **context.when)
    return Wire(shown(row))


def used(context: Reading, paged: Paging, key: str) -> Wire:
    """What a credit memo was used for, in order: `id` names what to undo, `remaining` what of it is left."""
    rows = context.ledger.credit_memo_applications(key, cut=paged.cut, **context.when)
    return Wire(paged.answer("applications", rows))


def use(context: Reading, key: str, application_id: str) -> Wire:
    """One application of a credit memo."""
    cut = Cut(only=require_id("application", application_id))
    (row,) = context.ledger.credit_memo_applications(key, cut=cut, **context.when)
    return Wire(shown(row))


add_documents(reads, CREDIT_MEMO_KIND)
for _rest, _endpoint, _schema in (
    ("/parts", parts, pages_of("parts", PART)),
    ("/parts/{part_id}", part, PART),
    ("/parts/{part_id}/item-parts", part_items, pages_of("itemParts", PART_ITEM)),
    ("/parts/{part_id}/item-parts/{item_part_id}", part_item, PART_ITEM),
    ("/applications", used, pages_of("applications", APPLICATION)),
    ("/applications/{application_id}", use, APPLICATION),
):
    _path, *_aliases = CREDIT_MEMO_KIND.under(_rest)
    reads.add(_path, _endpoint, _schema, *_aliases)
