"""Object query: every settlement object, filtered, ordered, with what it leads to, page by page."""

from collections.abc import Iterator
from decimal import Decimal
from json import loads
from typing import Any
from uuid import UUID

import psycopg
import pytest

from settlebook import Ledger
from settlebook.api.caller import Caller
from settlebook.api.caller import Role as ApiRole
from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from settlebook.queries.objects.answering import total_order
from settlebook.queries.objects.catalogue import BY_NAME, SHAPES
from settlebook.queries.objects.question import Order
from settlebook.queries.objects.shapes import Shape, Type
from settlebook.queries.objects.statement import Writer
from tests.api.conftest import ADMIN, Api, Server
from tests.conftest import a_database
from tests.whole_life import live

TYPES = {
    "uuid": Type.ID, "text": Type.TEXT, "numeric": Type.NUMBER, "integer": Type.COUNT, "bigint": Type.COUNT,
    "date": Type.DAY, "timestamp with time zone": Type.INSTANT, "boolean": Type.TRUTH,
    "jsonb": Type.TEXTS,
}  # fmt: skip


@pytest.fixture(scope="module")
def lived(engine: EmbeddedEngine, template: str) -> Iterator[Ledger]:
    """A ledger with a whole life behind it, which these tests only read."""
    for database in a_database(engine, template):
        with Ledger(database, LedgerLog(database, "main", actor="tester", client="local")) as ledger:
            live(lambda do, key, **body: ledger.perform(do, key, body))
            ledger.catch_up()
            yield ledger


@pytest.fixture
def told(server: Server, lived: Ledger) -> Api:
    server.app.state.ledger = lived
    server.app.state.test_caller = ADMIN
    return Api(lived, server.url, server.app)


@pytest.fixture
def bobs(told: Api, lived: Ledger) -> Iterator[Api]:
    """The same ledger, as a client sees it that is kept to Bob's account."""
    bob = lived.account("BOB").id
    told.app.state.test_caller = Caller("b" * 32, "bob", ApiRole.VIEWER, bob)
    yield told
    told.app.state.test_caller = ADMIN


def rows_of(lived: Ledger, statement: str) -> list[Any]:
    """What the database itself says, as its reader sees it."""
    with psycopg.connect(lived.conninfo(Role.READER)) as connection:
        connection.execute("SET search_path = data_query, read")
        return connection.execute(statement).fetchall()


def paged(api: Api, path: str, size: int) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    found, cursor = [], ""
    while True:
        page = api.get(f"{path}{'&' if '?' in path else '?'}pageSize={size}{cursor}")
        assert len(page["data"]) <= size
        found += page["data"]
        if "nextPage" not in page:
            return found
        cursor = f"&cursor={page['nextPage']}"


def refused(api: Api, path: str) -> dict[str, Any]:
    answer = api.send("GET", path)
    assert answer.status_code == 400, answer.text
    return answer.json()


def test_the_columns_are_those_of_the_views(lived: Ledger):
    held = rows_of(
        lived,
        """SELECT relname, attname, format_type(atttypid, -1)
             FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'data_query'::regnamespace AND attnum > 0""",
    )

    for shape in SHAPES:
        views = {name: TYPES[kind] for view, name, kind in held if view == shape.view}
        assert ("customfields" in views) == shape.has_custom_fields
        views.pop("customfields", None)
        assert {name: column.type for name, column in shape.columns.items()} == views, shape.name


def test_every_object_gives_each_of_its_rows_once_and_all_that_they_lead_to(told: Api, lived: Ledger):
    for shape in SHAPES:
        ((count,),) = rows_of(lived, f"SELECT count(*) FROM {shape.view}")
        expand = ",".join(relation.name.lower() for relation in shape.relations.values())

        rows = paged(told, f"/object-query/{shape.plural}?expand[]={expand}&includeNullFields=true", 20)

        assert count and len({row["id"] for row in rows}) == len(rows) == count, shape.name
        for relation in shape.relations.values():
            inside = [each for row in rows for each in (row[relation.name] if relation.is_many else [])]
            ours = {row["id"] for row in rows}
            assert all(each[relation.theirs] in ours for each in inside), relation
            for row in rows if not relation.is_many else []:
                assert row[relation.name] is None or row[relation.name]["id"] == row[relation.ours]


def test_what_an_invoice_leads_to_adds_up_to_what_was_paid_and_credited(told: Api):
    invoices = told.get(
        "/object-query/invoices?expand[]=paymentparts.paymentpartitems,creditmemoparts&pageSize=50"
    )

    assert any(invoice["paymentAmount"] for invoice in invoices["data"])
    for invoice in invoices["data"]:
        paid, credited = invoice["paymentParts"], invoice["creditMemoParts"]
        assert sum(part["amount"] for part in paid) == pytest.approx(invoice["paymentAmount"])
        assert sum(part["amount"] for part in credited) == pytest.approx(invoice["creditMemoAmount"])
        for part in paid:
            assert sum(item["amount"] for item in part["paymentPartItems"]) == pytest.approx(part["amount"])


def test_a_field_says_the_same_in_an_objects_own_read_and_in_every_query(told: Api, lived: Ledger):
    shapes = [shape for shape in SHAPES if shape.number is not None]
    for shape in shapes:
        answer = told.send("GET", f"/v1/{shape.plural}?pageSize=40")
        name = next(name for name in answer.json() if name not in ("success", "nextPage", "nextCursor"))
        queried = told.send("GET", f"/object-query/{shape.plural}?pageSize=50&includeNullFields=true")
        rows = {row["id"]: row for row in loads(queried.text, parse_float=str)["data"]}
        listed = [_flat(row) for row in loads(answer.text, parse_float=str)[name]]

        assert rows.keys() == {row["id"] for row in listed}
        for row in listed:
            alike = (row.keys() & rows[row["id"]].keys()) - {"postedDate"}  # a day here, an instant there
            assert {name: row[name] for name in alike} == {name: rows[row["id"]][name] for name in alike}

    for field in ("autoPay.EQ:false", "transferredToAccounting.EQ:No", "taxExemptAmount.EQ:0"):
        assert len(paged(told, f"/object-query/invoices?filter[]={field}", 50)) == len(lived.invoices())
    zoql = {"queryString": "select Id from Invoice where AutoPay = false and TransferredToAccounting = 'No'"}
    assert told.post("/v1/action/query", zoql)["size"] == len(lived.invoices())


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """An account's parts beside each other, as a query shows them."""
    return row | row.get("basicInfo", {}) | row.get("billingAndPayment", {}) | row.get("metrics", {})


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ("filter[]=status.EQ:Posted", "status = 'Posted'"),
        ("filter[]=STATUS.ne:Posted", "status <> 'Posted'"),
        ("filter[]=balance.GT:4.99", "balance > 4.99"),
        ("filter[]=balance.GE:4.99&filter[]=amount.LT:100", "balance >= 4.99 AND amount < 100"),
        ("filter[]=invoiceDate.LE:2024-02-01", "invoicedate <= '2024-02-01'"),
        ("filter[]=invoiceNumber.SW:INV-1", "invoicenumber LIKE 'INV-1%'"),
        ("filter[]=invoiceNumber.IN:[INV-1,INV-2]", "invoicenumber IN ('INV-1', 'INV-2')"),
        ("filter[]=comments.EQ:null", "comments IS NULL"),
        ("filter[]=splitFromInvoiceId.NE:null", "splitfrominvoiceid IS NOT NULL"),
        ("filter[]=reversed.EQ:true", "reversed"),
        ("filter[]=createdDate.GT:2024-01-01T00:00:00+02:00", "createddate > '2024-01-01'"),
        ("filter[]=createdDate.LT:2024-01-01 00:00", "createddate < '2024-01-01'"),
        ("filter[]=createdDate.GE:2024-01-01", "createddate >= '2024-01-01'"),
        ("filter[]=region__c.EQ:north", "customfields ->> 'region__c' = 'north'"),
        ("filter[]=po__c.NE:77", "customfields ->> 'po__c' IS DISTINCT FROM '77'"),
    ],
)
def test_filters_choose_rows(told: Api, lived: Ledger, filters: str, condition: str):
    expected = {id.hex for (id,) in rows_of(lived, f"SELECT id FROM invoice WHERE {condition}")}

    assert {row["id"] for row in paged(told, f"/object-query/invoices?{filters}", 50)} == expected


def test_pages_follow_the_order_whatever_is_null_and_whatever_was_added(told: Api):
    path = "/object-query/invoices?sort[]=balance.desc&sort[]=splitFromInvoiceId.ASC&includeNullFields=true"
    whole = told.get(f"{path}&pageSize=50")["data"]

    assert paged(told, path, 1) == paged(told, path, 2) == whole
    balances = [row["balance"] for row in whole]
    assert balances == sorted(balances, reverse=True)
    assert len({row["splitFromInvoiceId"] for row in whole}) > 1


def test_ids_numbers_and_dates_of_creation_order_rows_by_an_index_alone(told: Api, lived: Ledger):
    whole = told.get("/object-query/invoices?pageSize=50")["data"]
    for name, by in (("id", "id"), ("invoiceNumber", "invoiceNumber"), ("createdDate", "createdPosition")):
        for direction in ("ASC", "DESC"):
            rows = paged(told, f"/object-query/invoices?sort[]={name}.{direction}", 4)
            assert rows == sorted(whole, key=lambda row: row[by], reverse=direction == "DESC")

    for shape in (BY_NAME[name] for name in ("Invoice", "DebitMemo", "CreditMemo", "Payment", "Refund")):
        for name, after in (("id", UUID(int=0)), (str(shape.number), "1"), ("createdDate", 1)):
            for descends in (False, True):
                order = total_order(shape, [Order(shape.columns[name.lower()], descends)])
                assert "Sort" not in plan_of(lived, shape, order, after), (shape.name, name)


def plan_of(lived: Ledger, shape: Shape, order: tuple[Order, ...], after: Any) -> str:
    """How the database finds the next row where it may choose any way but that of reading all."""
    writer = Writer(lambda of: f"data_query.{of.view}".encode())
    page = writer.page(shape, [shape.columns["id"]], [writer.later(order, [after])], order)
    with psycopg.connect(lived.conninfo(Role.READER)) as connection:
        connection.execute(
            "SET enable_seqscan = off; SET enable_sort = off; SET search_path = data_query, read"
        )
        return str(connection.execute(b"EXPLAIN " + page, {**writer.values, "limit": 1}).fetchall())


def test_only_the_fields_that_are_asked_for_are_shown(told: Api):
    (row,) = told.get(
        "/object-query/invoices?fields[]=invoicenumber,region__c&filter[]=invoiceNumber.EQ:INV-1"
        "&expand[]=invoiceitems&invoiceitems.fields[]=chargeamount,sKU&includeNullFields=true"
    )["data"]

    assert row.keys() == {"invoiceNumber", "region__c", "invoiceItems"}
    assert row["region__c"] == "north"
    assert all(item.keys() == {"chargeAmount", "sKU"} for item in row["invoiceItems"])


def test_amounts_are_written_digit_by_digit_and_without_null_unless_asked(told: Api):
    text = told.send("GET", "/object-query/invoices/INV-1?fields[]=amount,comments").text

    assert text == '{"amount":150.00}'


def test_one_is_found_by_id_and_by_number_as_it_was(told: Api, lived: Ledger):
    payment = told.get("/object-query/payments/P-1?expand[]=paymentapplications")

    assert told.get(f"/object-query/payments/{payment['id']}")["paymentNumber"] == "P-1"
    for moment in ("knownAt=60", "asOf=2024-02-08"):
        then = told.get(f"/object-query/payments/P-1?expand[]=paymentapplications&{moment}")
        known = lived.payment(
            "P-1", **({"known_at": 60} if "known" in moment else {"as_of": _day("2024-02-08")})
        )
        assert Decimal(str(then["unappliedAmount"])) == known.unapplied_amount
        assert len(then["paymentApplications"]) < len(payment["paymentApplications"])
    assert refused(told, "/object-query/payments/P-404")["code"] == "not_found"


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def test_a_client_kept_to_an_account_sees_what_is_its_own_and_nothing_else(bobs: Api, lived: Ledger):
    bob, ada = lived.account("BOB").id.hex, lived.account("ADA").id.hex
    for shape in SHAPES:
        expand = ",".join(relation.name.lower() for relation in shape.relations.values())
        text = bobs.send("GET", f"/object-query/{shape.plural}?pageSize=50&expand[]={expand}").text
        assert ada not in text, shape.name
        if shape.name in ("Payment", "PaymentPart", "Account", "PaymentApplication", "ApplicationGroup"):
            assert bobs.get(f"/object-query/{shape.plural}")["data"], shape.name

    assert [row["id"] for row in bobs.get("/object-query/accounts")["data"]] == [bob]
    assert refused(bobs, "/object-query/accounts/ADA")["code"] == "not_found"
    assert refused(bobs, "/object-query/invoices/INV-1?knownAt=60")["code"] == "not_found"


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("invoices?filter[]=amount>5", "/filter"),
        ("invoices?filter[]=amount.GT:five", "/filter"),
        ("invoices?filter[]=amount.SW:5", "/filter"),
        ("invoices?filter[]=id.GT:1", "/filter"),
        ("invoices?filter[]=id.EQ:INV-1", "/filter"),
        ("invoices?filter[]=postedDate.LT:2024-13-01", "/filter"),
        ("invoices?filter[]=postedDate.LT:9999-12-31T23:59:59-23:59", "/filter"),
        ("invoices?filter[]=createdDate.GT:20240101", "/filter"),
        ("invoices?filter[]=createdDate.GT:2024-W01-1", "/filter"),
        ("invoices?filter[]=createdDate.GT:20240101T000000Z", "/filter"),
        ("invoices?filter[]=createdDate.GT:2024-01-01T00", "/filter"),
        ("invoices?filter[]=createdDate.GT:2024-01-01T00:00:00,5", "/filter"),
        ("invoices?filter[]=createdDate.GT:2024-01-01T00:00:00%2B24:00", "/filter"),
        ("invoices?filter[]=comments.EQ:%00", "/filter"),
        ("invoices?filter[]=color.EQ:red", "/filter"),
        ("invoices?sort[]=amount.SIDEWAYS", "/sort"),
        ("invoices?sort[]=1;drop table invoice", "/sort"),
        ("invoices?fields[]=colour", "/fields"),
        ("invoices?payments.fields[]=id", "/payments"),
        ("invoices?expand[]=billtocontact", "/expand"),
        ("invoices?expand[]=account.invoices.account.invoices.account", "/expand"),
        ("invoices?cursor=abc", "/cursor"),
        ("invoices?pageSize=51", "/pageSize"),
        ("invoices?pageSize=0", "/pageSize"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(told: Api, path: str, pointer: str):
    answer = refused(told, f"/object-query/{path}")

    assert answer["code"] == "invalid_request"
    assert answer["pointer"].startswith(pointer)


def test_a_page_is_not_asked_for_by_number_where_cursors_lead_on(told: Api):
    assert refused(told, "/object-query/invoices?page=2")["code"] == "unknown_field"


def test_a_cursor_is_for_the_query_that_gave_it(told: Api):
    cursor = told.get("/object-query/invoices?pageSize=1")["nextPage"]

    refusal = refused(told, f"/object-query/invoices?pageSize=1&sort[]=amount.ASC&cursor={cursor}")

    assert "another query" in refusal["message"]


def test_what_a_ledger_of_settlements_does_not_keep_is_said(told: Api):
    answer = told.send("GET", "/object-query/subscriptions")

    assert (answer.status_code, answer.json()["code"]) == (400, "not_offered")
    for path in ("payment-runs", "payment-runs/PR-1"):
        assert "GET /v1/payment-runs" in refused(told, f"/object-query/{path}")["message"]
