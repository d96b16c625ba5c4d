"""What a ledger says of itself: objects by key, lists, parts, applications and aging, as typed rows."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, Unpack

from psycopg import Connection

from settlebook.audit.explain import Explanation, explain
from settlebook.garbage import unsought
from settlebook.ledger.opening import LedgerLog
from settlebook.library.moments import Now, moment_of
from settlebook.library.together import Together
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
from settlebook.queries.cut import Cut
from settlebook.queries.documents import CreditMemoRow, DebitMemoRow, InvoiceRow
from settlebook.queries.glance import Behind, Glance, Teller
from settlebook.queries.histories import DocumentEventRow, NettingRow
from settlebook.queries.items import CreditMemoItemRow, DebitMemoItemRow, InvoiceItemRow
from settlebook.queries.moment import Moment, When
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

    `cut` shows some rows of a long answer, `with_items=False` a document without its items.

    Each may be asked of the past: `as_of` an effective day, `known_at` an instant (with its offset) or a
    position of the log. It is then what the ledger would have answered, had it held only what counts then;
    what is not there then is NotFound.
    """

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def accounts(
        self, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[AccountRow]:
        return self._ask(lambda books: accounts.accounts(books, limit, after), **when)

    def account(self, key: Key, **when: Unpack[When]) -> AccountRow:
        return self._ask(lambda books: accounts.account(books, key), **when)

    def invoices(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[InvoiceRow]:
        return self._ask(lambda books: documents.invoices(books, account, limit, after), **when)

    def invoice(self, key: Key, *, with_items: bool = True, **when: Unpack[When]) -> InvoiceRow:
        ask = self._ask if with_items else self._tell  # with its items it is two questions
        return ask(lambda books: documents.invoice(books, key, with_items=with_items), **when)

    def invoice_items(self, key: Key, **when: Unpack[When]) -> tuple[InvoiceItemRow, ...]:
        return self._tell(lambda books: documents.invoice_items(books, key), **when)

    def invoice_applications(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[ApplicationPartRow]:
        return self._tell(lambda books: applications.invoice_applications(books, key, cut), **when)

    def invoice_history(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[DocumentEventRow]:
        return self._tell(lambda books: histories.document_history(books, INVOICE, key, cut), **when)

    def invoice_nettings(self, key: Key, **when: Unpack[When]) -> list[NettingRow]:
        return self._tell(lambda books: histories.nettings(books, INVOICE, key), **when)

    def debit_memos(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[DebitMemoRow]:
        return self._ask(lambda books: documents.debit_memos(books, account, limit, after), **when)

    def debit_memo(self, key: Key, *, with_items: bool = True, **when: Unpack[When]) -> DebitMemoRow:
        ask = self._ask if with_items else self._tell  # with its items it is two questions
        return ask(lambda books: documents.debit_memo(books, key, with_items=with_items), **when)

    def debit_memo_items(self, key: Key, **when: Unpack[When]) -> tuple[DebitMemoItemRow, ...]:
        return self._tell(lambda books: documents.debit_memo_items(books, key), **when)

    def debit_memo_applications(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[ApplicationPartRow]:
        return self._tell(lambda books: applications.debit_memo_applications(books, key, cut), **when)

    def debit_memo_history(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[DocumentEventRow]:
        return self._tell(lambda books: histories.document_history(books, DEBIT_MEMO, key, cut), **when)

    def debit_memo_nettings(self, key: Key, **when: Unpack[When]) -> list[NettingRow]:
        return self._tell(lambda books: histories.nettings(books, DEBIT_MEMO, key), **when)

    def credit_memos(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[CreditMemoRow]:
        return self._ask(lambda books: documents.credit_memos(books, account, limit, after), **when)

    def credit_memo(self, key: Key, *, with_items: bool = True, **when: Unpack[When]) -> CreditMemoRow:
        ask = self._ask if with_items else self._tell  # with its items it is two questions
        return ask(lambda books: documents.credit_memo(books, key, with_items=with_items), **when)

    def credit_memo_items(self, key: Key, **when: Unpack[When]) -> tuple[CreditMemoItemRow, ...]:
        return self._tell(lambda books: documents.credit_memo_items(books, key), **when)

    def credit_memo_parts(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[CreditMemoPartRow]:
        return self._tell(lambda books: parts.credit_memo_parts(books, key, cut), **when)

    def credit_memo_part_items(
        self, key: Key, part_id: Key | None = None, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[CreditMemoPartItemRow]:
        return self._tell(lambda books: parts.credit_memo_part_items(books, key, part_id, cut), **when)

    def credit_memo_applications(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[ApplicationRow]:
        return self._ask(lambda books: applications.credit_memo_applications(books, key, cut), **when)

    def credit_memo_history(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[DocumentEventRow]:
        return self._tell(lambda books: histories.document_history(books, CREDIT_MEMO, key, cut), **when)

    def payments(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[PaymentRow]:
        return self._ask(lambda books: payments.payments(books, account, limit, after), **when)

    def payment(self, key: Key, **when: Unpack[When]) -> PaymentRow:
        return self._tell(lambda books: payments.payment(books, key), **when)

    def payment_parts(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[PaymentPartRow]:
        return self._tell(lambda books: parts.payment_parts(books, key, cut), **when)

    def payment_part_items(
        self, key: Key, part_id: Key | None = None, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[PaymentPartItemRow]:
        return self._tell(lambda books: parts.payment_part_items(books, key, part_id, cut), **when)

    def payment_applications(
        self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[ApplicationRow]:
        return self._ask(lambda books: applications.payment_applications(books, key, cut), **when)

    def refunds(
        self, account: Key | None = None, *, limit: int = 100, after: Key | None = None, **when: Unpack[When]
    ) -> list[RefundRow]:
        return self._ask(lambda books: refunds.refunds(books, account, limit, after), **when)

    def refund(self, key: Key, **when: Unpack[When]) -> RefundRow:
        return self._tell(lambda books: refunds.refund(books, key), **when)

    def refund_parts(self, key: Key, *, cut: Cut | None = None, **when: Unpack[When]) -> list[RefundPartRow]:
        return self._tell(lambda books: parts.refund_parts(books, key, cut), **when)

    def refund_part_items(
        self, key: Key, part_id: Key | None = None, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[RefundPartItemRow]:
        return self._tell(lambda books: parts.refund_part_items(books, key, part_id, cut), **when)

    def periods(self, **when: Unpack[When]) -> list[PeriodRow]:
        return self._ask(periods.periods, **when)

    def period(self, key: Key, **when: Unpack[When]) -> PeriodRow:
        return self._ask(lambda books: periods.period(books, key), **when)

    def settings(self, **when: Unpack[When]) -> SettingsRow:
        return self._ask(periods.settings, **when)

    def open_items(
        self, account: Key | None = None, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[OpenItemRow]:
        """What is open of items and tax items, the oldest due first."""
        return self._ask(lambda books: open_items.open_items(books, account, cut), **when)

    def aging(
        self, account: Key | None = None, *, cut: Cut | None = None, **when: Unpack[When]
    ) -> list[AgingRow]:
        """What accounts owe by how long it is due: on `as_of`, else on the day of `known_at`, else today."""
        today = self._log.today()
        return self._ask(lambda books: aging.aging(books, today, account, cut), **when)

    def explain(self, item: str, **when: Unpack[When]) -> Explanation:
        """The events that made the balance of an item, by id or name (`INV-7#2.1`), or of a payment.

        Refuses: InvalidRequest, NotFound.
        """
        return self._ask(lambda books: explain(books, item), **when)

    def moment(self, **when: Unpack[When]) -> Moment | None:
        """What an answer for that time counts; None where it is of now. Refuses: InvalidRequest."""
        today = self._log.today()
        return self._log.connections.read(lambda connection: self._moment(connection, today, **when))

    def _tell(self, question: Callable[[Teller], T], **when: Unpack[When]) -> T:
        """As `_ask`, one question of one object: of now it is one statement and no transaction."""
        if when.get("as_of") is None and when.get("known_at") is None:
            with suppress(Behind):
                return self._glanced(question)
            with suppress(Behind):
                return self._glanced(question, self._caught_up())
        return self._ask(question, **when)

    def _glanced(self, question: Callable[[Teller], T], upto: int | None = None) -> T:
        return self._looked(lambda connection: question(Glance(connection, self._log.ledger_id, upto)))

    def _ask(self, question: Callable[[Snapshot], T], **when: Unpack[When]) -> T:
        """Bring the read models up to date, and put a question to one state of them, of now or of the past.

        Refuses: InvalidRequest, for a time that cannot be meant; and what the question refuses.
        """
        now = Now(self._caught_up(), self._log.today())

        def read(connection: Connection[Any]) -> T:
            moment = moment_of(connection, self._log.ledger_id, now, **when)
            with snapshot(connection, self._log.ledger_id, moment) as books:
                return question(books)

        return self._looked(read)

    def _looked(self, work: Callable[[Connection[Any]], T]) -> T:
        """On the app's connection, in no transaction; an answer may be of very many rows."""
        with unsought():
            return self._log.connections.read(work)

    def _moment(self, connection: Connection[Any], today: date, **when: Unpack[When]) -> Moment | None:
        now = Now(self._catch_up(connection), today)
        return moment_of(connection, self._log.ledger_id, now, **when)

    @cached_property
    def _caught_up(self) -> Together[int]:
        """Of many who ask at once one folds for all, and the others have the connections meanwhile."""
        return Together(lambda: self._log.connections.read(self._catch_up))

    def _catch_up(self, connection: Connection[Any]) -> int:
        return Projector(connection, self._log.ledger_id).catch_up()
