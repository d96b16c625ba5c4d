"""Takes money of a payment back from documents as the first step of a command that does more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.decisions.sources import payments
from settlebook.domain.events import PaymentUnapplied
from settlebook.domain.payment import Payment
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import AppliedTo, Outcome
from settlebook.services.requests.asking import lots_documents
from settlebook.services.requests.outcomes import settled
from settlebook.services.requests.policies import Act, chosen


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The payment after it was unapplied, and what was recorded of that; nothing where nothing was asked."""

    payment: Payment
    facts: tuple[PaymentUnapplied, ...] = ()
    answer: Outcome = field(default_factory=Outcome)

    @property
    def application_ids(self) -> tuple[UUID, ...]:
        return tuple(fact.application_id for fact in self.facts)

    @property
    def applications(self) -> tuple[AppliedTo, ...]:
        return self.answer.applications

    @property
    def day(self) -> date | None:
        return self.answer.effective_on


def take_back(
    books: Books,
    source: Payment,
    asked: Sequence[AskedDocument],
    *,
    application: UUID | None = None,
    policy: str | None = None,
    effective_on: date | None,
) -> TakenBack:
    """Unapply and record it: the documents asked for, one application, or all where neither is given.

    `policy` is what the request says; without a word the account, the ledger, or what is built in.
    Refuses, first match wins: as `policies.chosen` and `payments.unapply` list; PeriodIsClosed.
    """
    documents = lots_documents(books, source.lots, asked, application)
    returned = payments.unapply(
        source,
        asked,
        documents,
        application=application,
        policy=None if application else chosen(books, source.account_id, Act.UNAPPLY, policy),
        effective_on=effective_on,
        today=books.open_day,
        new_id=lambda: books.new_id("application"),
    )
    books.record(*returned.facts)
    return TakenBack(
        books.payment_by_id(source.payment_id),
        tuple(fact for fact in returned.facts if isinstance(fact, PaymentUnapplied)),
        settled(source.payment_id, source.number, source.currency, returned, documents),
    )
