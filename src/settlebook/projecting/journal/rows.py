"""Turns facts into journal rows: what was recorded, and with its postings which money moved."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, get_args

from settlebook.domain.events import (
    AccountCreated,
    AccountEdited,
    Application,
    Event,
    ItemsCredited,
    ItemsNetted,
    ItemsSettled,
    ItemsUncredited,
    ItemsUnnetted,
    ItemsUnsettled,
    PaymentCanceled,
    PaymentDeleted,
    PaymentEdited,
    PaymentReceived,
    PaymentTransferred,
    RefundCanceled,
    RefundDeleted,
    RefundEdited,
    RefundIssued,
    SettingsChanged,
    WrittenOff,
)
from settlebook.projecting.journal.document_rows import (
    HEADED,
    add_document_rows,
    credited_rows,
    write_off_row,
)
from settlebook.projecting.journal.finance_rows import FINANCE, named_code_rows
from settlebook.projecting.journal.ledger_rows import (
    PERIODICAL,
    account_row,
    fact_row,
    period_row,
    settings_row,
)
from settlebook.projecting.journal.money_rows import (
    PaymentChange,
    RefundChange,
    application_row,
    payment_change_row,
    payment_row,
    refund_change_row,
    refund_row,
)
from settlebook.projecting.journal.posting_rows import posting_rows
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import JournalPage


def journal_page(events: Iterable[Stored]) -> JournalPage:
    """The journal rows of a page of events, in their order."""
    page = JournalPage()
    for stored in events:
        page.journal_fact.append(fact_row(stored))
        add = _ADD.get(type(stored.fact))
        if add is None:
            raise AssertionError(f"no journal rows for {type(stored.fact).__name__}")
        add(page, stored, stored.fact)
        page.journal_named_code.extend(named_code_rows(stored))
    return page


def _account(page: JournalPage, stored: Stored, fact: AccountCreated | AccountEdited) -> None:
    page.journal_account.append(account_row(stored, fact))


def _settings(page: JournalPage, stored: Stored, fact: SettingsChanged) -> None:
    page.journal_settings.append(settings_row(stored, fact))


def _period(page: JournalPage, stored: Stored, fact: Any) -> None:
    page.journal_period.append(period_row(stored, fact))


def _written_off(page: JournalPage, stored: Stored, fact: WrittenOff) -> None:
    page.journal_mark.append(write_off_row(stored, fact))


def _credited(page: JournalPage, stored: Stored, fact: ItemsCredited | ItemsUncredited) -> None:
    page.journal_credited.extend(credited_rows(stored, fact))


def _netted(page: JournalPage, stored: Stored, fact: ItemsNetted | ItemsUnnetted) -> None:
    page.journal_posting.extend(posting_rows(stored, fact, fact.document_kind))


def _received(page: JournalPage, stored: Stored, fact: PaymentReceived) -> None:
    page.journal_payment.append(payment_row(stored, fact))
    page.journal_posting.extend(posting_rows(stored, fact, None))


def _payment_changed(page: JournalPage, stored: Stored, fact: PaymentChange) -> None:
    page.journal_payment_change.append(payment_change_row(stored, fact))
    if isinstance(fact, PaymentTransferred | PaymentCanceled):
        page.journal_posting.extend(posting_rows(stored, fact, None))


def _settled(page: JournalPage, stored: Stored, fact: Application) -> None:
    page.journal_application.append(application_row(stored, fact))
    page.journal_posting.extend(posting_rows(stored, fact, fact.document_kind))


def _refunded(page: JournalPage, stored: Stored, fact: RefundIssued) -> None:
    page.journal_refund.append(refund_row(stored, fact))
    page.journal_posting.extend(posting_rows(stored, fact, None))


def _refund_changed(page: JournalPage, stored: Stored, fact: RefundChange) -> None:
    page.journal_refund_change.append(refund_change_row(stored, fact))
    if isinstance(fact, RefundCanceled):
        page.journal_posting.extend(posting_rows(stored, fact, None))


def _mirrored(page: JournalPage, stored: Stored, fact: ItemsSettled | ItemsUnsettled) -> None:
    """Mirrors leave it to the sources' facts, which carry the money."""


Add: TypeAlias = Callable[[JournalPage, Stored, Any], None]
_ADD: Mapping[type[Event], Add] = {
    AccountCreated: _account,
    AccountEdited: _account,
    SettingsChanged: _settings,
    **dict.fromkeys(PERIODICAL, _period),
    **dict.fromkeys(HEADED, add_document_rows),
    **dict.fromkeys(get_args(WrittenOff), _written_off),
    ItemsCredited: _credited,
    ItemsUncredited: _credited,
    ItemsNetted: _netted,
    ItemsUnnetted: _netted,
    ItemsSettled: _mirrored,
    ItemsUnsettled: _mirrored,
    PaymentReceived: _received,
    **dict.fromkeys((PaymentTransferred, PaymentEdited, PaymentCanceled, PaymentDeleted), _payment_changed),
    **dict.fromkeys(get_args(Application), _settled),
    RefundIssued: _refunded,
    **dict.fromkeys((RefundCanceled, RefundEdited, RefundDeleted), _refund_changed),
    **FINANCE,
}
