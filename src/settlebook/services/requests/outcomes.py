"""What a command is answered, from the facts that were decided: ids, names, lines and policies."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from settlebook.domain.allocation import Policy
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.document import Document
from settlebook.domain.events import (
    Application,
    Event,
    ItemsNetted,
    ItemsUnnetted,
    NettedLine,
    RefundIssued,
    RefundLine,
    ReturnLine,
    SettlementLine,
)
from settlebook.domain.receivable import Receivable
from settlebook.ledger.requests.outcome import AppliedTo, Outcome, OutcomeLine


def settled(
    id: UUID,
    number: str,
    currency: str,
    decided: Decided,
    documents: Mapping[UUID, Receivable],
    memo: CreditMemo | None = None,
    rule: Rule | None = None,
) -> Outcome:
    """The answer to apply and unapply: one entry a document; `rule` chose where no items were named."""
    netted = _netted(decided.facts, documents)
    applications = tuple(
        _application(fact, documents[fact.document_id], memo, netted.get(fact.document_id, ()))
        for fact in decided.facts
        if isinstance(fact, Application)
    )
    return Outcome(
        id=id,
        number=number,
        applications=applications,
        currency=currency,
        policy=_first_policy(applications),
        instead_of=rule.instead_of if rule else None,
        effective_on=decided.facts[0].effective_on if decided.facts else None,
        partly_undone=decided.partly_undone,
    )


def refunded(fact: RefundIssued, memo: CreditMemo | None = None) -> Outcome:
    """The answer to a refund; id and number are the refund's."""
    return Outcome(
        id=fact.refund_id,
        number=fact.number,
        refunded=tuple(_refund_line(line, memo) for line in fact.lines),
        currency=fact.currency,
        policy=fact.policy,
        status="Processed",
        effective_on=fact.effective_on,
    )


def documented(id: UUID, number: str, facts: Iterable[Event], status: str) -> Outcome:
    """The answer to creating or posting a document."""
    *_, last = facts
    return Outcome(id=id, number=number, status=status, effective_on=last.effective_on)


def _netted(
    facts: Iterable[Event], documents: Mapping[UUID, Receivable]
) -> dict[UUID, tuple[OutcomeLine, ...]]:
    """What was netted, or no longer is, of each document: negative rows from positive ones."""
    found: dict[UUID, tuple[OutcomeLine, ...]] = {}
    for fact in facts:
        if isinstance(fact, ItemsNetted | ItemsUnnetted):
            document = documents[fact.document_id]
            lines = tuple(_netted_line(line, document) for line in fact.lines)
            found[fact.document_id] = (*found.get(fact.document_id, ()), *lines)
    return found


def _netted_line(line: NettedLine, document: Document) -> OutcomeLine:
    return OutcomeLine(
        amount_minor=line.amount_minor,
        item=document.name_of(line.negative_item_id),
        item_id=line.negative_item_id,
        source=document.name_of(line.positive_item_id),
        source_item_id=line.positive_item_id,
    )


def _application(
    fact: Application, document: Receivable, memo: CreditMemo | None, netted: tuple[OutcomeLine, ...] = ()
) -> AppliedTo:
    lines: tuple[SettlementLine | ReturnLine, ...] = fact.lines
    return AppliedTo(
        id=fact.application_id,
        document=document.number,
        document_id=document.document_id,
        currency=fact.currency,
        amount_minor=sum(line.amount_minor for line in lines),
        policy=fact.policy,
        undoes=tuple(dict.fromkeys(line.undoes for line in lines if isinstance(line, ReturnLine))),
        lines=tuple(_line(line, document, memo) for line in lines),
        netted=netted,
    )


def _line(line: SettlementLine | ReturnLine, document: Document, memo: CreditMemo | None) -> OutcomeLine:
    source_id = line.source_item_id
    return OutcomeLine(
        amount_minor=line.amount_minor,
        item=document.name_of(line.item_id),
        item_id=line.item_id,
        source=None if source_id is None else _source_name(source_id, memo),
        source_item_id=source_id,
    )


def _refund_line(line: RefundLine, memo: CreditMemo | None) -> OutcomeLine:
    source_id = line.source_item_id
    return OutcomeLine(
        amount_minor=line.amount_minor, source=_source_name(source_id, memo), source_item_id=source_id
    )


def _source_name(item_id: UUID | None, memo: CreditMemo | None) -> str | None:
    return memo.name_of(item_id) if memo is not None and item_id is not None else None


def _first_policy(applications: Iterable[AppliedTo]) -> Policy | None:
    return next((application.policy for application in applications if application.policy), None)
