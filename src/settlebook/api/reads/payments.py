"""Reads of payments: one, its parts and their items, what it was used for, and lists of them."""

from settlebook import (
    ApplicationRow,
    PaymentPartItemRow,
    PaymentPartRow,
    PaymentRow,
)
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.histories import ONE_EXPLANATION, add_history, explained, require_own_past
from settlebook.api.reads.keys import require_id
from settlebook.api.reads.listed import ListRoute, add_list, pages_of, row_schema
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads, versioned
from settlebook.api.reads.shapes import fields_of, named
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire, shown
from settlebook.queries.cut import Cut
from settlebook.queries.listing.lists import PAYMENTS
from settlebook.queries.snapshot import PAYMENT

reads = Reads("Payments", Scope.PAYMENT)
PART, PART_ITEM = answer_schema(PaymentPartRow), answer_schema(PaymentPartItemRow)


def payment(context: Reading, key: str) -> Wire:
    """One payment, by id or number."""
    return versioned(context, PAYMENT, key, lambda ledger: shown(ledger.payment(key, **context.when)))


def parts(context: Reading, paged: Paging, key: str) -> Wire:
    """How much of a payment sits on each document now; the part without a document is what is unapplied."""
    return Wire(paged.answer("parts", context.ledger.payment_parts(key, cut=paged.cut, **context.when)))


def part(context: Reading, key: str, part_id: str) -> Wire:
    """One part of a payment, within `paymentPart` and beside it, as clients of either shape expect it."""
    cut = Cut(only=require_id("part", part_id))
    (row,) = context.ledger.payment_parts(key, cut=cut, **context.when)
    return Wire({"success": True, **fields_of(row), "paymentPart": fields_of(row)})


def part_items(context: Reading, paged: Paging, key: str, part_id: str) -> Wire:
    """How much of a payment sits on each item and tax item of one document; `itemParts` says the same."""
    rows = context.ledger.payment_part_items(key, require_id("part", part_id), cut=paged.cut, **context.when)
    answer = paged.answer("parts", rows)
    return Wire({**answer, "itemParts": answer["parts"]})


def part_item(context: Reading, key: str, part_id: str, item_part_id: str) -> Wire:
    """One part item of a payment, within `paymentItemPart` and beside it."""
    cut = Cut(only=require_id("part item", item_part_id))
    part = require_id("part", part_id)
    (row,) = context.ledger.payment_part_items(key, part, cut=cut, **context.when)
    return Wire({"success": True, **fields_of(row), "paymentItemPart": fields_of(row)})


def used(context: Reading, paged: Paging, key: str) -> Wire:
    """What a payment was used for, in order: `id` names what to undo, `remaining` what of it is left."""
    require_own_past(context, PAYMENT, key)
    rows = context.ledger.payment_applications(key, cut=paged.cut, **context.when)
    return Wire(paged.answer("applications", rows))


def use(context: Reading, key: str, application_id: str) -> Wire:
    """One application of a payment."""
    require_own_past(context, PAYMENT, key)
    cut = Cut(only=require_id("application", application_id))
    (row,) = context.ledger.payment_applications(key, cut=cut, **context.when)
    return Wire(shown(row))


def explain(context: Reading, key: str) -> Wire:
    """The events that made what is unapplied of a payment."""
    require_own_past(context, PAYMENT, key)
    return explained(context, context.ledger.payment(key, **context.when).id)


add_list(
    reads.router,
    ListRoute("/v1/payments", "payments", "Payments, narrowed, sorted and paged.", row_schema(PAYMENTS)),
    PAYMENTS,
)
reads.add("/v1/payments/{key}", payment, answer_schema(PaymentRow))
reads.add("/v1/payments/{key}/parts", parts, pages_of("parts", PART))
reads.add("/v1/payments/{key}/parts/{part_id}", part, named(PART, paymentPart=PART))
reads.add(
    "/v1/payments/{key}/parts/{part_id}/item-parts",
    part_items,
    named(pages_of("parts", PART_ITEM), itemParts={"type": "array", "items": PART_ITEM}),
)
reads.add(
    "/v1/payments/{key}/parts/{part_id}/item-parts/{item_part_id}",
    part_item,
    named(PART_ITEM, paymentItemPart=PART_ITEM),
)
reads.add("/v1/payments/{key}/applications", used, pages_of("applications", answer_schema(ApplicationRow)))
reads.add("/v1/payments/{key}/applications/{application_id}", use, answer_schema(ApplicationRow))
add_history(reads, "/v1/payments/{key}/history", PAYMENT)
reads.add("/v1/payments/{key}/explain", explain, ONE_EXPLANATION)
