"""Data Query: free SQL as a job of the reader, whose result is a file behind a link that expires."""

import csv
import gzip
import json
import time
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import psycopg
import pytest
import requests

from settlebook.api.caller import Caller, Role
from settlebook.api.data_query import links
from settlebook.api.data_query.running import KINDS
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import JobWorker
from settlebook.engine import Role as DatabaseRole
from tests.api.conftest import ADMIN, Api

TO_DEBIT_MEMOS = """
select dmi.id, dmi.amount, ppi.amount, ppi.paymentpartid
  from debitmemoitem dmi join paymentpartitem ppi on dmi.id = ppi.debitmemoitemid
  join paymentpart pp on pp.id = ppi.paymentpartid
"""
TO_INVOICES = """
select ii.id, ii.chargeamount, ppi.amount, ppi.paymentpartid
  from invoiceitem ii join paymentpartitem ppi on ii.id = ppi.invoiceitemid
  join paymentpart pp on pp.id = ppi.paymentpartid
"""


@pytest.fixture
def paid(api: Api) -> Api:
    """An invoice and a debit memo, each paid a part; a deleted draft; a name that a spreadsheet would run."""
    perform = api.ledger.perform
    perform("account.create", None, {"accountNumber": "A-1", "name": "=Acme|\tLtd", "currency": "EUR"})
    items = [{"chargeName": "Seats", "amount": "60.00"}, {"chargeName": "Support", "amount": "40.10"}]
    invoice = {"accountNumber": "A-1", "invoiceDate": "2026-03-01", "invoiceItems": items}
    perform("invoice.create", None, {**invoice, "invoiceNumber": "INV-1", "status": "Posted"})
    perform("invoice.create", None, {**invoice, "invoiceNumber": "INV-2"})
    perform("invoice.cancel", "INV-2", {})
    perform("invoice.delete", "INV-2", {})
    memo = {"accountNumber": "A-1", "number": "DM-1", "effectiveDate": "2026-03-01", "status": "Posted"}
    perform("debit-memo.create", None, {**memo, "charges": [{"amount": "8.00", "chargeName": "Late"}]})
    payment = {"accountNumber": "A-1", "number": "P-1", "amount": "70.00", "currency": "EUR"}
    payment |= {"effectiveDate": "2026-03-02", "debitMemos": [{"debitMemoNumber": "DM-1", "amount": "5.00"}]}
    payment |= {"invoices": [{"invoiceNumber": "INV-1", "amount": "60.00"}]}
    perform("payment.create", None, payment)
    return api


def asked(api: Api, query: str, **more: Any) -> dict[str, Any]:
    """The job of a query, after it was carried out."""
    moment = more.pop("moment", "")
    body = {"query": query, "outputFormat": "JSON", "compression": "NONE", "output": {"target": "S3"}, **more}
    job = api.post(f"/query/jobs{moment}", body)["data"]
    assert job["queryStatus"] == "accepted"
    JobWorker(api.ledger, KINDS).carry_out_waiting()
    found: dict[str, Any] = api.get(f"/query/jobs/{job['id']}")["data"]
    return found


def file_of(job: dict[str, Any]) -> bytes:
    assert job["queryStatus"] == "completed", job.get("errorMessage")
    answer = requests.get(job["dataFile"], timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.content


def rows_of(api: Api, query: str, **more: Any) -> list[dict[str, Any]]:
    lines = file_of(asked(api, query, **more)).decode().splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def test_the_two_queries_of_item_settlement_run_as_they_are_written(paid: Api):
    items = paid.ledger.invoice_items("INV-1")

    (memo,) = rows_of(paid, TO_DEBIT_MEMOS)
    rows = rows_of(paid, TO_INVOICES)

    assert (memo["amount"], memo["amount_2"]) == (Decimal("8.00"), Decimal("5.00"))
    assert {row["id"] for row in rows} <= {item.id.hex for item in items}
    assert sum(row["amount"] for row in rows) == Decimal("60.00")


def test_a_file_comes_in_every_format_and_packing(paid: Api):
    query = "select name, balance, null as nothing from account"
    plain = b'{"name":"=Acme|\\tLtd","balance":38.10,"nothing":null}\n'
    assert file_of(asked(paid, query)) == plain
    assert gzip.decompress(file_of(asked(paid, query, compression="GZIP"))) == plain
    job = asked(paid, query, compression="ZIP")
    with ZipFile(BytesIO(file_of(job))) as archive:
        assert archive.read(f"{job['id']}.json") == plain

    for format, given, separator in (
        ("CSV", None, ","),
        ("TSV", None, "\t"),
        ("DSV", None, "|"),
        ("DSV", ";", ";"),
    ):
        said = {"outputFormat": format, "raw": True} | ({"columnSeparator": given} if given else {})
        text = file_of(asked(paid, query, **said)).decode()
        table = list(csv.reader(StringIO(text), delimiter=separator))
        assert table == [["name", "balance", "nothing"], ["=Acme|\tLtd", "38.10", ""]]
    assert b"'=Acme" in file_of(asked(paid, query, outputFormat="CSV"))


def test_a_link_is_good_for_its_file_alone_and_for_an_hour(paid: Api, monkeypatch: pytest.MonkeyPatch):
    first, second = asked(paid, "select 1 as one"), asked(paid, "select 2 as two")
    asked_with = second["dataFile"].partition("?")[2]

    assert first["dataFile"].startswith(paid.url)
    forged = f"{paid.url}/query/jobs/{first['id']}/file?{asked_with}"
    assert requests.get(forged, timeout=30).status_code == 403
    monkeypatch.setattr(links, "LASTING", -1)
    expired = paid.get(f"/query/jobs/{first['id']}")["data"]["dataFile"]
    assert requests.get(expired, timeout=30).status_code == 403


def test_tables_columns_and_custom_fields_are_told(paid: Api):
    paid.ledger.perform("account.edit", "A-1", {"region__c": "north"})

    tables = {row["Table"] for row in rows_of(paid, "SHOW TABLES")}
    columns = {row["Column"]: row["Type"] for row in rows_of(paid, "show columns from PaymentPartItem;")}

    assert {"invoice", "paymentpartitem", "creditmemoapplicationitem", "applicationgroup"} <= tables
    assert (columns["amount"], columns["taxitemid"]) == ("numeric", "uuid")
    assert rows_of(paid, "select region__c from account") == [{"region__c": "north"}]
    (ids,) = rows_of(paid, "select to_uuid32(id) as bare, to_uuid36(id) as dashed from account")
    assert (len(ids["bare"]), ids["dashed"].replace("-", "")) == (32, ids["bare"])
    assert rows_of(paid, f"select to_uuid36('{ids['bare']}') as id") == [{"id": ids["dashed"]}]


def test_what_was_deleted_and_what_was_before_can_be_asked_for(paid: Api):
    numbers = "select invoicenumber, (select count(*) from account) as accounts from invoice"

    assert [row["invoicenumber"] for row in rows_of(paid, numbers)] == ["INV-1"]
    assert rows_of(paid, numbers, readDeleted=True) == [{"invoicenumber": "INV-2", "accounts": 1}]
    (before,) = rows_of(
        paid, "select balance from invoice where invoicenumber = 'INV-1'", moment="?asOf=2026-03-01"
    )
    assert before["balance"] == Decimal("100.10")
    refused = paid.send("POST", "/query/jobs?asOf=2026-03-01", {"query": "select 1", "readDeleted": True})
    assert refused.status_code == 400


REFUSED_BY_THE_DATABASE = {
    "selct 1": "syntax error",
    "select * from invoces": "does not exist",
    "describe invoces": "does not exist",
    "delete from read.payment": "gives no rows",
    "delete from payment": "cannot delete from view",
    "select 1; select 2": "one statement at a time",
    "select $1": "write them into it",
    "with gone as (delete from read.payment returning 1) select * from gone": "read-only",
    "select secret from api.signing_key": "permission denied",
    "select content from log.personal": "permission denied",
    "select pg_read_file('/etc/passwd')": "permission denied",
    "copy (select 1) to program 'id'": "gives no rows",
    "select 1/0": "division by zero",
}


def test_what_the_reader_may_not_or_cannot_do_fails_the_job_and_changes_nothing(paid: Api):
    for query, said in REFUSED_BY_THE_DATABASE.items():
        job = asked(paid, query)

        assert (job["queryStatus"], job["query"]) == ("failed", query)
        assert said in job["errorMessage"], query
        assert "dataFile" not in job
    assert paid.ledger.payment("P-1").unapplied_amount == Decimal("5.00")


def test_a_job_is_asked_for_once_under_its_key_listed_by_status_and_canceled(paid: Api):
    body = {"query": "select 1", "outputFormat": "JSON", "compression": "NONE", "output": {"target": "S3"}}
    job = paid.post("/query/jobs", body, Idempotency_Key="k-1")["data"]

    again = paid.send("POST", "/query/jobs", body, Idempotency_Key="k-1")

    assert (again.json()["data"]["id"], again.headers["Idempotency-Replayed"]) == (job["id"], "true")
    assert [each["id"] for each in paid.get("/query/jobs?queryStatus=accepted")["data"]] == [job["id"]]
    paid.app.state.test_caller = Caller("x" * 32, "other", Role.ACCOUNTANT)
    assert paid.send("DELETE", f"/query/jobs/{job['id']}").status_code == 403
    paid.app.state.test_caller = ADMIN
    canceled = paid.send("DELETE", f"/query/jobs/{job['id']}").json()["data"]
    assert canceled["queryStatus"] == "cancelled"
    assert JobWorker(paid.ledger, KINDS).carry_out_waiting() == 0
    assert paid.get("/query/jobs?queryStatus=accepted")["data"] == []
    assert paid.send("DELETE", f"/query/jobs/{job['id']}").status_code == 400


def test_a_query_under_way_ends_when_its_job_is_canceled(paid: Api):
    worker = JobWorker(paid.ledger, KINDS, lease=0.3)
    worker.start()
    job = paid.post("/query/jobs", {"query": "select pg_sleep(600) as slept"})["data"]
    until(lambda: sleeping(paid) == 1)

    paid.send("DELETE", f"/query/jobs/{job['id']}")

    until(lambda: sleeping(paid) == 0)
    assert paid.get(f"/query/jobs/{job['id']}")["data"]["queryStatus"] == "cancelled"
    worker.stop()


def sleeping(api: Api) -> int:
    """How many queries of the reader are asleep in the database."""
    with psycopg.connect(api.ledger.conninfo(DatabaseRole.READER)) as connection:
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'select pg_sleep%%'"
        )
        ((count,),) = connection.execute(query).fetchall()
        return int(count)


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_preview_names_the_columns_and_asks_for_nothing(paid: Api):
    preview = paid.post("/query/jobs?preview=true", {"query": "select id, balance from invoice"})

    assert preview["columns"] == ["id", "balance"]
    assert JobStore(paid.ledger).newest("DataQuery") == []


NOT_MEANT: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "/query"),
    ({"query": " "}, "/query"),
    ({"query": "select 1", "outputFormat": "XML"}, "/outputFormat"),
    ({"query": "select 1", "compression": "RAR"}, "/compression"),
    ({"query": "select 1", "outputFormat": "DSV", "columnSeparator": '"'}, "/columnSeparator"),
    ({"query": "select 1", "readDeleted": "yes"}, "/readDeleted"),
    ({"query": "select 1", "encryptionKey": "AAAA"}, "/encryptionKey"),
    ({"query": "select 1", "output": {"target": "FTP"}}, "/output"),
    ({"query": "select 1", "queries": []}, "/queries"),
)


def test_what_cannot_be_meant_is_refused_at_its_field(api: Api):
    for body, pointer in NOT_MEANT:
        answer = api.send("POST", "/query/jobs", body)

        assert (answer.status_code, answer.json()["pointer"]) == (400, pointer)


def test_a_job_is_canceled_by_the_64_characters_that_zuoras_client_insists_on(paid: Api):
    job = paid.post("/query/jobs", {"query": "select 1"})["data"]

    canceled = paid.send("DELETE", f"/query/jobs/{job['id'].ljust(64, '-')}").json()["data"]

    assert (len(job["id"]), canceled["queryStatus"]) == (36, "cancelled")
    assert paid.send("GET", f"/query/jobs/{uuid4()}").status_code == 400
