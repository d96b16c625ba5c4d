"""The same balances as the library keeps them: a projection in Python, a transaction for each event."""

from time import perf_counter
from typing import Any
from uuid import UUID

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking, TrackingRecorder
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from benchmarks.place import Database
from benchmarks.stock import Invoice, Line, Payment, Settlement, environment, settlement
from benchmarks.trade import pairs

LONGEST = 600  # seconds


class Balances(PostgresTrackingRecorder, TrackingRecorder):
    """What each item owes and what each payment has left, written in one transaction with the position."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._items = Identifier("item_balance")
        self._payments = Identifier("payment_balance")
        for table in (self._items, self._payments):
            self.sql_create_statements.append(
                SQL("CREATE TABLE IF NOT EXISTS {} (id uuid PRIMARY KEY, minor bigint NOT NULL)").format(
                    table
                )
            )
        put = SQL("INSERT INTO {} (id, minor) VALUES (%s, %s)")
        add = SQL("UPDATE {} SET minor = minor + %s WHERE id = %s")
        self._put_item, self._add_item = put.format(self._items), add.format(self._items)
        self._put_payment, self._add_payment = put.format(self._payments), add.format(self._payments)

    def post(self, lines: list[Line], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.executemany(self._put_item, [(line["item_id"], line["amount_minor"]) for line in lines])
            self._insert_tracking(cursor, tracking)

    def settle(self, lines: list[Line], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.executemany(self._add_item, [(-line["amount_minor"], line["item_id"]) for line in lines])
            self._insert_tracking(cursor, tracking)

    def receive(self, payment_id: UUID, minor: int, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._put_payment, (payment_id, minor), prepare=True)
            self._insert_tracking(cursor, tracking)

    def apply(self, payment_id: UUID, minor: int, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._add_payment, (-minor, payment_id), prepare=True)
            self._insert_tracking(cursor, tracking)


class BalancesProjection(Projection[Balances]):
    """Turns each event into what it changes."""

    name = "balances"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _(self, domain_event: Invoice.Posted, tracking: Tracking) -> None:
        self.view.post(domain_event.lines, tracking)

    @process_event.register
    def _(self, domain_event: Invoice.ItemsSettled, tracking: Tracking) -> None:
        self.view.settle(domain_event.lines, tracking)

    @process_event.register
    def _(self, domain_event: Payment.Received, tracking: Tracking) -> None:
        self.view.receive(domain_event.originator_id, domain_event.amount_minor, tracking)

    @process_event.register
    def _(self, domain_event: Payment.Applied, tracking: Tracking) -> None:
        minor = sum(line["amount_minor"] for line in domain_event.lines)
        self.view.apply(domain_event.originator_id, minor, tracking)


def projected_per_second(database: Database, count: int) -> float:
    """Events a second that the library's runner projects, from the first to the last."""
    with settlement(database) as application:
        for ids in application.begin(pairs(0, count)):
            application.apply(*ids)
        last = application.recorder.max_notification_id() or 0
    began = perf_counter()
    with ProjectionRunner(
        application_class=Settlement,
        projection_class=BalancesProjection,
        view_class=Balances,
        env=environment(database),
    ) as runner:
        runner.wait(last, timeout=LONGEST)
        return last / (perf_counter() - began)
