"""The journal rows of accounting codes and journal runs, and of the codes that any fact names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from settlebook.domain.accounting_codes import Role, codes_of
from settlebook.domain.events import (
    AccountCreated,
    AccountEdited,
    AccountingCodeActivated,
    AccountingCodeCreated,
    AccountingCodeDeactivated,
    AccountingCodeEdited,
    AccountingCodesUsed,
    CreditMemoCreated,
    CreditMemoEdited,
    DebitMemoCreated,
    DebitMemoEdited,
    Event,
    Header,
    InvoiceCreated,
    InvoiceEdited,
    Item,
    JournalRunCanceled,
    JournalRunCreated,
    PaymentEdited,
    PaymentReceived,
    RefundEdited,
    RefundIssued,
)
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import AccountingCodeRow, JournalPage, JournalRunRow, NamedCodeRow

Codes = Mapping[str, str]
_NOT_REVENUE = "not_revenue"  # beside the roles: a memo whose rows are no revenue, so a write-off


def named_code_rows(stored: Stored) -> Iterator[NamedCodeRow]:
    """Which codes a fact names for what: nothing for what is created without any.

    An edit tells them whole, none as well, since what was named before is no longer.
    """
    find = _FIND.get(type(stored.fact))
    if find is None:
        return
    fact, line = stored.fact, 0
    is_edit = isinstance(fact, _EDITS)
    for subject_id, codes in find(stored.fact):
        if codes or is_edit:
            line += 1
            yield NamedCodeRow(
                stored.ledger_id, stored.position, line, fact.effective_on, subject_id, dict(codes)
            )


def _of_account(fact: AccountCreated | AccountEdited) -> Iterator[tuple[UUID, Codes]]:
    yield fact.account_id, codes_of(fact.details)


def _of_document(fact: Any) -> Iterator[tuple[UUID, Codes]]:
    header: Header = fact.header
    codes = codes_of(header.details)
    if header.details.get("revenueImpacting") == "No":
        codes[_NOT_REVENUE] = "No"
    yield fact.stream_id, codes
    for item in fact.items:
        yield from _of_item(item)


def _of_item(item: Item) -> Iterator[tuple[UUID, Codes]]:
    yield item.item_id, codes_of(item.details, Role.REVENUE)
    for tax in item.tax_items:
        yield tax.item_id, codes_of(tax.details, Role.TAX)


def _of_payment(fact: PaymentReceived | PaymentEdited) -> Iterator[tuple[UUID, Codes]]:
    yield fact.payment_id, codes_of(fact.details)


def _of_refund(fact: RefundIssued | RefundEdited) -> Iterator[tuple[UUID, Codes]]:
    yield fact.refund_id, codes_of(fact.details)


_EDITS = (
    AccountEdited, InvoiceEdited, DebitMemoEdited, CreditMemoEdited, PaymentEdited, RefundEdited,
)  # fmt: skip
_FIND: Mapping[type[Event], Callable[[Any], Iterator[tuple[UUID, Codes]]]] = {
    **dict.fromkeys((AccountCreated, AccountEdited), _of_account),
    **dict.fromkeys((InvoiceCreated, DebitMemoCreated, CreditMemoCreated), _of_document),
    **dict.fromkeys((InvoiceEdited, DebitMemoEdited, CreditMemoEdited), _of_document),
    **dict.fromkeys((PaymentReceived, PaymentEdited), _of_payment),
    **dict.fromkeys((RefundIssued, RefundEdited), _of_refund),
}


def _code(page: JournalPage, stored: Stored, fact: Any) -> None:
    code = fact.code
    page.journal_accounting_code.append(
        AccountingCodeRow(
            stored.ledger_id,
            stored.position,
            fact.effective_on,
            isinstance(fact, AccountingCodeCreated),
            code.code_id,
            code.name,
            code.type,
            code.status,
            code.gl_name,
            code.gl_number,
            code.details,
        )
    )


def _used(page: JournalPage, stored: Stored, fact: AccountingCodesUsed) -> None:
    """That a code is in use shows wherever it is named."""


def _run(page: JournalPage, stored: Stored, fact: JournalRunCreated) -> None:
    page.journal_run.append(
        JournalRunRow(
            stored.ledger_id,
            stored.position,
            fact.effective_on,
            "created",
            fact.run_id,
            fact.number,
            fact.period_id,
            fact.starts_on,
            fact.ends_on,
            list(fact.transaction_types),
            fact.details,
        )
    )


def _run_canceled(page: JournalPage, stored: Stored, fact: JournalRunCanceled) -> None:
    page.journal_run.append(
        JournalRunRow(stored.ledger_id, stored.position, fact.effective_on, "canceled", fact.run_id)
    )


FINANCE: Mapping[type[Event], Callable[[JournalPage, Stored, Any], None]] = {
    **dict.fromkeys(
        (
            AccountingCodeCreated,
            AccountingCodeEdited,
            AccountingCodeActivated,
            AccountingCodeDeactivated,
        ),
        _code,
    ),
    AccountingCodesUsed: _used,
    JournalRunCreated: _run,
    JournalRunCanceled: _run_canceled,
}
