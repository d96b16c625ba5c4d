"""The second record of a settlement: what a source's fact means for the rows of its document."""

from uuid import UUID

from settlebook.domain.events import (
    Application,
    Applied,
    ItemsSettled,
    ItemsUnsettled,
    MirrorLine,
    PaymentApplied,
    PaymentUnapplied,
    ReturnLine,
    SettlementLine,
    SourceKind,
    Unapplied,
)
from settlebook.domain.receivable import Receivable


def settled(fact: Applied, document: Receivable) -> ItemsSettled:
    return ItemsSettled(
        application_id=fact.application_id,
        document_id=fact.document_id,
        document_kind=fact.document_kind,
        account_id=document.account_id,
        source_id=fact.stream_id,
        source_kind=_kind_of(fact),
        lines=_by_item(fact.lines, document),
        effective_on=fact.effective_on,
    )


def unsettled(fact: Unapplied, document: Receivable) -> ItemsUnsettled:
    return ItemsUnsettled(
        application_id=fact.application_id,
        document_id=fact.document_id,
        document_kind=fact.document_kind,
        account_id=document.account_id,
        source_id=fact.stream_id,
        source_kind=_kind_of(fact),
        lines=_by_item(fact.lines, document),
        effective_on=fact.effective_on,
    )


def _kind_of(fact: Application) -> SourceKind:
    is_payment = isinstance(fact, PaymentApplied | PaymentUnapplied)
    return SourceKind.PAYMENT if is_payment else SourceKind.CREDIT_MEMO


def _by_item(
    lines: tuple[SettlementLine, ...] | tuple[ReturnLine, ...], document: Receivable
) -> tuple[MirrorLine, ...]:
    """One line a row, in the order of the document; pairs of a credit memo and several lots are added up."""
    minor_by_item: dict[UUID, int] = {}
    for line in lines:
        minor_by_item[line.item_id] = minor_by_item.get(line.item_id, 0) + line.amount_minor
    found = ((item_id, minor_by_item.get(item_id)) for item_id in document.rows)
    return tuple(
        MirrorLine(item_id=item_id, amount_minor=minor) for item_id, minor in found if minor is not None
    )
