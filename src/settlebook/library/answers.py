"""What a ledger says of itself: objects by key, lists, parts, applications and aging, as typed rows."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from psycopg import Connection

from settlebook.ledger.opening import LedgerLog
from settlebook.projecting import Projector
from settlebook.queries import (
    Key,
    accounts,
    aging,
    applications,
    documents,
    histories,
    open_items,
    parts,
    payments,
    periods,
    refunds,
)
from settlebook.queries.accounts import AccountRow
from settlebook.queries.aging import AgingRow
from settlebook.queries.applications import ApplicationPartRow, ApplicationRow
from settlebook.queries.documents import CreditMemoRow, DebitMemoRow, InvoiceRow
from settlebook.queries.histories import DocumentEventRow, NettingRow
from settlebook.queries.items import CreditMemoItemRow, DebitMemoItemRow, InvoiceItemRow
from settlebook.queries.open_items import OpenItemRow
from settlebook.queries.parts import (
    CreditMemoPartItemRow,
    CreditMemoPartRow,
    PaymentPartItemRow,
    PaymentPartRow,
    RefundPartItemRow,
    RefundPartRow,
)
from settlebook.queries.payments import PaymentRow
from settlebook.queries.periods import PeriodRow, SettingsRow
from settlebook.queries.refunds import RefundRow
from settlebook.queries.snapshot import CREDIT_MEMO, DEBIT_MEMO, INVOICE, Snapshot, snapshot

T = TypeVar("T")


class Answers:
    """Every answer counts all that was recorded when it was asked, and is of one state of the books.

    A key is an id or a number; where it names nothing of its kind, NotFound is raised. Lists are in the
    order of recording; `after` is the key of the last row of the page before.
    """

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def accounts(self, *, limit: int = 100, after: Key | None = None) -> list[AccountRow]:
        return self._ask(lambda books: accounts.accounts(books, limit, after))

    def account(self, key: Key) -> AccountRow:
        return self._ask(lambda books: accounts.account(books, key))

    def invoices(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None
    ) -> list[InvoiceRow]:
        return self._ask(lambda books: documents.invoices(books, account, limit, after))

    def invoice(self, key: Key) -> InvoiceRow:
        return self._ask(lambda books: documents.invoice(books, key))

    def invoice_items(self, key: Key) -> tuple[InvoiceItemRow, ...]:
        return self._ask(lambda books: documents.invoice_items(books, key))

    def invoice_applications(self, key: Key) -> list[ApplicationPartRow]:
        return self._ask(lambda books: applications.invoice_applications(books, key))

    def invoice_history(self, key: Key) -> list[DocumentEventRow]:
        return self._ask(lambda books: histories.document_history(books, INVOICE, key))

    def invoice_nettings(self, key: Key) -> list[NettingRow]:
        return self._ask(lambda books: histories.nettings(books, INVOICE, key))

    def debit_memos(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None
    ) -> list[DebitMemoRow]:
        return self._ask(lambda books: documents.debit_memos(books, account, limit, after))

    def debit_memo(self, key: Key) -> DebitMemoRow:
        return self._ask(lambda books: documents.debit_memo(books, key))

    def debit_memo_items(self, key: Key) -> tuple[DebitMemoItemRow, ...]:
        return self._ask(lambda books: documents.debit_memo_items(books, key))

    def debit_memo_applications(self, key: Key) -> list[ApplicationPartRow]:
        return self._ask(lambda books: applications.debit_memo_applications(books, key))

    def debit_memo_history(self, key: Key) -> list[DocumentEventRow]:
        return self._ask(lambda books: histories.document_history(books, DEBIT_MEMO, key))

    def debit_memo_nettings(self, key: Key) -> list[NettingRow]:
        return self._ask(lambda books: histories.nettings(books, DEBIT_MEMO, key))

    def credit_memos(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None
    ) -> list[CreditMemoRow]:
        return self._ask(lambda books: documents.credit_memos(books, account, limit, after))

    def credit_memo(self, key: Key) -> CreditMemoRow:
        return self._ask(lambda books: documents.credit_memo(books, key))

    def credit_memo_items(self, key: Key) -> tuple[CreditMemoItemRow, ...]:
        return self._ask(lambda books: documents.credit_memo_items(books, key))

    def credit_memo_parts(self, key: Key) -> list[CreditMemoPartRow]:
        return self._ask(lambda books: parts.credit_memo_parts(books, key))

    def credit_memo_part_items(self, key: Key, part_id: Key | None = None) -> list[CreditMemoPartItemRow]:
        return self._ask(lambda books: parts.credit_memo_part_items(books, key, part_id))

    def credit_memo_applications(self, key: Key) -> list[ApplicationRow]:
        return self._ask(lambda books: applications.credit_memo_applications(books, key))

    def credit_memo_history(self, key: Key) -> list[DocumentEventRow]:
        return self._ask(lambda books: histories.document_history(books, CREDIT_MEMO, key))

    def payments(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None
    ) -> list[PaymentRow]:
        return self._ask(lambda books: payments.payments(books, account, limit, after))

    def payment(self, key: Key) -> PaymentRow:
        return self._ask(lambda books: payments.payment(books, key))

    def payment_parts(self, key: Key) -> list[PaymentPartRow]:
        return self._ask(lambda books: parts.payment_parts(books, key))

    def payment_part_items(self, key: Key, part_id: Key | None = None) -> list[PaymentPartItemRow]:
        return self._ask(lambda books: parts.payment_part_items(books, key, part_id))

    def payment_applications(self, key: Key) -> list[ApplicationRow]:
        return self._ask(lambda books: applications.payment_applications(books, key))

    def refunds(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None
    ) -> list[RefundRow]:
        return self._ask(lambda books: refunds.refunds(books, account, limit, after))

    def refund(self, key: Key) -> RefundRow:
        return self._ask(lambda books: refunds.refund(books, key))

    def refund_parts(self, key: Key) -> list[RefundPartRow]:
        return self._ask(lambda books: parts.refund_parts(books, key))

    def refund_part_items(self, key: Key, part_id: Key | None = None) -> list[RefundPartItemRow]:
        return self._ask(lambda books: parts.refund_part_items(books, key, part_id))

    def periods(self) -> list[PeriodRow]:
        return self._ask(periods.periods)

    def period(self, key: Key) -> PeriodRow:
        return self._ask(lambda books: periods.period(books, key))

    def settings(self) -> SettingsRow:
        return self._ask(periods.settings)

    def open_items(self, account: Key | None = None, day: date | None = None) -> list[OpenItemRow]:
        """What is open of items and tax items, the oldest due first: at the end of a day, or now."""
        return self._ask(lambda books: open_items.open_items(books, account, day))

    def aging(self, day: date | None = None, account: Key | None = None) -> list[AgingRow]:
        """What accounts owe by how long it has been due: at the end of a day, or now."""
        today = self._log.today()
        return self._ask(lambda books: aging.aging(books, today, day, account))

    def _ask(self, question: Callable[[Snapshot], T]) -> T:
        """Bring the read models up to date, and put a question to one state of them."""

        def read(connection: Connection[Any]) -> T:
            Projector(connection, self._log.ledger_id).catch_up()
            with snapshot(connection, self._log.ledger_id) as books:
                return question(books)

        return self._log.connections.read(read)
