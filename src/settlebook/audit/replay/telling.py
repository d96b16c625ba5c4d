"""What a fact says, in a sentence that an auditor would write."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from settlebook.domain.allocation import Policy
from settlebook.domain.events import (
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditMemoReversed,
    CreditMemoUnposted,
    CreditMemoWrittenOff,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoPosted,
    DebitMemoUnposted,
    DebitMemoWrittenOff,
    Event,
    InvoiceCreated,
    InvoicePosted,
    InvoiceReversed,
    InvoiceUnposted,
    InvoiceWrittenOff,
    ItemsCredited,
    ItemsNetted,
    ItemsSettled,
    ItemsUncredited,
    ItemsUnnetted,
    ItemsUnsettled,
    PaymentApplied,
    PaymentCanceled,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    RefundCanceled,
    RefundIssued,
)
from settlebook.domain.money import Money

NameOf = Callable[[UUID | None], str]
OfMoney = PaymentReceived | PaymentTransferred | PaymentCanceled | RefundIssued | RefundCanceled

# What else a fact may speak of, beside its stream.
_SPOKEN = (
    *(
        "document_id",
        "source_id",
        "refund_id",
        "payment_id",
        "to_payment_id",
        "credit_memo_id",
        "debit_memo_id",
    ),
    *("account_id", "to_account_id", "transferred_from"),
)
_WORD = re.compile(r"[A-Z][a-z]+")


def spoken_of(fact: Event) -> Iterator[UUID]:
    """The ids whose names the sentence needs."""
    yield fact.stream_id
    for name in _SPOKEN:
        id = getattr(fact, name, None)
        if isinstance(id, UUID):
            yield id


def sentence(fact: Event, name_of: NameOf, currency: str | None) -> str:
    """`currency` is the stream's, for facts that do not say it."""
    own = name_of(fact.stream_id)
    match fact:
        case PaymentReceived() | PaymentTransferred() | PaymentCanceled() | RefundIssued() | RefundCanceled():
            return _of_money(fact, name_of)
        case PaymentApplied() | CreditApplied():
            minor = _total(fact.lines, fact.currency)
            return f"{minor} of {own} was set against {name_of(fact.document_id)}, {_chosen(fact.policy)}."
        case PaymentUnapplied() | CreditUnapplied():
            minor = _total(fact.lines, fact.currency)
            by = f", {_chosen(fact.policy)}" if fact.policy else ""
            return f"{minor} of {own} was taken back from {name_of(fact.document_id)}{by}."
        case ItemsSettled():
            return f"{name_of(fact.source_id)} settled {_total(fact.lines, currency)} of {own}."
        case ItemsUnsettled():
            return f"{name_of(fact.source_id)} no longer settles {_total(fact.lines, currency)} of {own}."
        case ItemsNetted():
            return (
                f"Negative rows of {own} were filled up with {_total(fact.lines, fact.currency)} of others."
            )
        case ItemsUnnetted():
            return f"{_total(fact.lines, fact.currency)} no longer fills up negative rows of {own}."
        case ItemsCredited():
            return f"{name_of(fact.credit_memo_id)} credits {_total(fact.lines, currency)} of {own}."
        case ItemsUncredited():
            return (
                f"{name_of(fact.credit_memo_id)} no longer credits {_total(fact.lines, currency)} of {own}."
            )
        case _:
            return _of_document(fact, own, name_of, currency)


def _of_money(fact: OfMoney, name_of: NameOf) -> str:
    minor, own = _money(fact.amount_minor, fact.currency), name_of(fact.stream_id)
    match fact:
        case PaymentReceived() if fact.transferred_from is not None:
            return f"{own} was split off {name_of(fact.transferred_from)}: {minor}."
        case PaymentReceived():
            return f"{own} came in: {minor}."
        case PaymentTransferred() if fact.to_payment_id == fact.payment_id:
            return f"{own} went to {_owner(fact.to_account_id, name_of)}, whole."
        case PaymentTransferred():
            part, owner = name_of(fact.to_payment_id), _owner(fact.to_account_id, name_of)
            return f"{minor} of {own} went to {owner}, as {part}."
        case PaymentCanceled():
            return f"{own} was canceled: {minor} never came in."
        case RefundIssued():
            return f"{name_of(fact.refund_id)} paid {minor} of {own} back."
        case RefundCanceled():
            return f"{name_of(fact.refund_id)} was canceled: {minor} of {own} is unapplied again."


def _of_document(fact: Event, own: str, name_of: NameOf, currency: str | None) -> str:
    match fact:
        case InvoiceCreated() | DebitMemoCreated() | CreditMemoCreated():
            return f"{fact.header.number} was drafted."
        case InvoicePosted() | DebitMemoPosted() | CreditMemoPosted():
            return f"{fact.header.number} was posted: {_total(fact.lines, fact.header.currency)}."
        case InvoiceUnposted() | DebitMemoUnposted() | CreditMemoUnposted():
            return f"{fact.header.number} was unposted: a draft again."
        case InvoiceReversed() | CreditMemoReversed():
            return f"{fact.header.number} was reversed: a memo takes all of it back."
        case CreditMemoWrittenOff():
            return (
                f"{_total(fact.lines, currency)} of {own} was written off, by {name_of(fact.debit_memo_id)}."
            )
        case InvoiceWrittenOff() | DebitMemoWrittenOff():
            return (
                f"{_total(fact.lines, currency)} of {own} was written off, by {name_of(fact.credit_memo_id)}."
            )
        case _:
            *subject, verb = _WORD.findall(type(fact).__name__)
            return f"{own}: {' '.join(subject).lower()} {verb.lower()}."


def _owner(account_id: UUID | None, name_of: NameOf) -> str:
    return "nobody's account" if account_id is None else f"account {name_of(account_id)}"


def _chosen(policy: Policy | None) -> str:
    return "on the rows that were named" if policy is None else f"spread by {policy.name} {policy.version}"


def _total(lines: Iterable[Any], currency: str | None) -> str:
    return _money(sum(line.amount_minor for line in lines), currency)


def _money(minor: int, currency: str | None) -> str:
    return f"{minor} minor units" if currency is None else f"{Money(minor, currency)} {currency}"
