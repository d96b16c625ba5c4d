"""What is decided about unwinding: everything that settles an invoice is taken back, and stays unapplied."""

from collections.abc import Iterable
from datetime import date

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument, Decided, NewId
from settlebook.domain.decisions.rules.checking import Source, lots_on
from settlebook.domain.decisions.sources import credit_memos, payments
from settlebook.domain.errors import TooEarly
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable


def day(document: Receivable, sources: Iterable[Source], given: date | None, earliest: date) -> date:
    """The day on which all is taken back: not before it was given.

    Without one the earliest possible, not before `earliest`. Refuses: TooEarly, naming the source.
    """
    found = given or earliest
    for source in sources:
        latest = max((lot.effective_on for lot in lots_on(source, document)), default=found)
        if given is not None and given < latest:
            raise TooEarly(source.number, given, latest)
        found = max(found, latest)
    return found


def take_back(source: Payment | CreditMemo, document: Receivable, on: date, new_id: NewId) -> Decided:
    """Unapply all that a payment or credit memo settles of a document. Refuses as unapply does."""
    minor = sum(lot.remaining_minor for lot in lots_on(source, document))
    asked, documents = (AskedDocument(document, minor),), {document.document_id: document}
    if isinstance(source, Payment):
        return payments.unapply(
            source, asked, documents, application=None, policy=None, effective_on=on, today=on, new_id=new_id
        )
    return credit_memos.unapply(
        source, asked, documents, application=None, policy=None, effective_on=on, today=on, new_id=new_id
    )
