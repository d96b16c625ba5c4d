"""Commands over HTTP: every path that carries one out, in the shapes in which Zuora answers."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import requests

from settlebook.api.commands.asynchronous import JOBS as COMMAND_JOBS
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import JobWorker, Work
from settlebook.api.lanes import LANES
from tests.api.conftest import ADMIN, Api

ACCOUNT = {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
TAX = {"name": "VAT", "taxAmount": 10, "taxCode": "V", "taxDate": "2026-03-01", "taxMode": "TaxExclusive"}
ITEMS = [
    {"chargeName": "Seats", "amount": 60.00, "serviceStartDate": "2026-03-01", "taxItems": [TAX]},
    {"chargeName": "Support", "amount": "40.00", "serviceStartDate": "2026-03-01"},
]
INVOICE = {"accountNumber": "A-1", "invoiceDate": "2026-03-01", "invoiceItems": ITEMS, "autoPay": False}
PAYMENT = {"accountNumber": "A-1", "amount": 70, "currency": "EUR", "type": "External"}
ON_INVOICE = {"invoices": [{"invoiceNumber": "INV-1", "amount": 60}], "effectiveDate": "2026-03-03"}


@pytest.fixture
def owed(api: Api) -> Api:
    """A customer owes 110.00 for INV-1, and has paid 70.00 as P-1."""
    api.post("/v1/accounts", ACCOUNT)
    api.post("/v1/invoices", INVOICE | {"invoiceNumber": "INV-1", "status": "Posted"})
    api.post("/v1/payments", PAYMENT | {"number": "P-1", "effectiveDate": "2026-03-02"})
    return api


def work_off(api: Api) -> int:
    """Carry out what waits; how many jobs there were."""
    return sum(JobWorker(api.ledger, kinds).carry_out_waiting() for kinds in LANES.values())


def items_of(api: Api, key: str) -> list[dict[str, Any]]:
    return [item.model_dump(by_alias=True) for item in api.ledger.invoice_items(key)]


def test_a_memo_is_made_posted_applied_refunded_and_written_off(owed: Api):
    item = items_of(owed, "INV-1")[0]["id"].hex
    credited = [{"invoiceItemId": item, "amount": 20, "skuName": "Seats"}]
    memo = owed.post("/v1/credit-memos/invoice/INV-1", {"items": credited, "effectiveDate": "2026-03-02"})
    assert (memo["status"], memo["amount"], "items" in memo) == ("Draft", 23.33, False)

    number = memo["number"]
    assert owed.put(f"/v1/credit-memos/{number}/post")["status"] == "Posted"
    on = {"invoices": [{"invoiceNumber": "INV-1", "amount": 10}]}
    assert owed.put(f"/v1/credit-memos/{number}/apply", on)["unappliedAmount"] == 13.33
    assert owed.put(f"/v1/credit-memos/{number}/unapply")["appliedAmount"] == 0
    refund = owed.post(f"/v1/credit-memos/{number}/refund", {"totalAmount": 5, "type": "External"})
    assert (refund["creditMemoNumber"], refund["amount"]) == (number, 5)
    assert owed.put(f"/v1/refunds/{refund['number']}/cancel")["status"] == "Canceled"
    assert owed.send("DELETE", f"/v1/refunds/{refund['id']}").json()["success"]
    written_off = owed.put(f"/v1/creditmemos/{number}/write-off", {"memoDate": "2026-03-04"})

    assert owed.ledger.debit_memo(written_off["debitMemo"]["id"]).balance == 0


def test_a_payment_is_undone_by_application_transferred_and_canceled(owed: Api):
    applied = owed.put("/v1/payments/P-1/apply", ON_INVOICE)
    application = applied["settlement"]["applications"][0]["id"]

    undone = owed.put(f"/v1/payments/P-1/applications/{application}/undo")

    assert (applied["unappliedAmount"], undone["unappliedAmount"]) == (10, 70)
    again = owed.send("PUT", f"/v1/payments/P-1/applications/{application}/undo")
    assert again.status_code == 400
    assert "accountId" not in owed.put("/v1/payments/P-1/transfer", {"accountId": ""})
    assert owed.put("/v1/payments/P-1/cancel")["status"] == "Canceled"
    assert owed.send("DELETE", "/v1/payments/P-1").status_code == 200
    assert owed.send("GET", "/v1/payments/P-1").status_code == 400


def test_an_invoice_is_drafted_edited_split_posted_written_off_and_reversed(owed: Api):
    draft = owed.post("/v1/invoices", INVOICE | {"invoiceNumber": "INV-2"})
    assert owed.put("/v1/invoices/INV-2", {"comments": "as agreed"})["number"] == "INV-2"
    halves = [
        {"splitPercentage": 50, "invoiceDate": "2026-03-01", "paymentTerm": term}
        for term in ("Net 30", "Due Upon Receipt")
    ]
    split = owed.put(f"/v1/invoices/{draft['id']}/split", {"splitType": "Percentage", "splits": halves})
    assert [part["dueDate"] for part in split["invoices"]] == ["2026-03-31", "2026-03-01"]

    first, second = (part["invoiceNumber"] for part in split["invoices"])
    posted = owed.put(f"/v1/invoices/{first}/post")
    assert posted["jobStatus"] == "Completed"
    assert owed.get(f"/v1/operations/jobs/{posted['jobId']}")["operationType"] == "Post"
    off = owed.put(f"/v1/invoices/{first}/write-off", {"memoDate": "2026-03-02", "revenueImpacting": "Yes"})
    assert owed.ledger.credit_memo(off["creditMemo"]["id"]).amount == 55

    taken_back = owed.put("/v1/invoices/INV-1/reverse", {"memoDate": "2026-03-02"})
    assert owed.ledger.credit_memo(taken_back["creditMemo"]["id"]).referred_invoice_id is not None
    assert owed.put(f"/v1/invoices/{second}/cancel")["jobStatus"] == "Completed"
    assert owed.send("DELETE", f"/v1/invoices/{second}").status_code == 200


def test_of_several_documents_each_says_whether_it_was_done(owed: Api):
    entries = [INVOICE | {"invoiceNumber": "INV-7"}, INVOICE | {"invoiceNumber": "INV-1"}]

    made = owed.post("/v1/invoices/batch", {"invoices": entries})["invoices"]

    assert [entry["success"] for entry in made] == [True, False]
    assert made[0]["invoiceNumber"] == "INV-7"
    assert made[1]["reasons"][0]["code"] == 50000030
    posted = owed.post("/v1/invoices/bulk-post", {"invoices": [{"id": made[0]["id"]}, {"id": "INV-1"}]})
    assert [entry["success"] for entry in posted["invoices"]] == [True, False]
    memos = [{"accountNumber": "A-1", "charges": [{"chargeId": "c", "memoItemAmount": "3.10"}]}]
    drafts = owed.post("/v1/debit-memos/bulk", {"sourceType": "Standalone", "memos": memos})["memos"]
    due = {"debitMemos": [{"memoKey": drafts[0]["number"], "dueDate": "2026-05-01"}]}
    assert owed.put("/v1/debit-memos", due)["debitMemos"][0]["dueDate"] == "2026-05-01"
    edits = {"invoices": [{"id": made[0]["id"], "comments": "x"}, {"id": "INV-404", "comments": "y"}]}
    assert owed.send("PUT", "/v1/invoices", edits).status_code == 400  # its answer could not say which
    assert owed.ledger.invoice("INV-7").comment is None


def test_a_debit_memo_is_collected_from_what_the_account_has_unapplied(owed: Api):
    charges = [{"productRatePlanChargeId": "c", "amount": 30}]
    memo = {"accountNumber": "A-1", "charges": charges, "autoPost": True, "effectiveDate": "2026-03-02"}
    number = owed.post("/v1/debit-memos", memo)["number"]

    found = owed.post(f"/v1/debit-memos/{number}/collect", {"applyCredit": True, "collect": False})

    paid = found["appliedPayments"][0]
    assert (paid["number"], paid["appliedAmount"], paid["unappliedAmount"]) == ("P-1", 30, 40)
    assert owed.send("PUT", f"/v1/debitmemos/{number}/unpost").json()["code"] == "still_settled"


def test_periods_codes_and_runs_are_kept_by_accountants(owed: Api):
    march = {"name": "Mar", "startDate": "2026-03-01", "endDate": "2026-03-31", "fiscalYear": 2026}
    period = owed.post("/v1/accounting-periods", march)["id"]
    owed.put(f"/v1/accounting-periods/{period}/pending-close")
    code = owed.post("/v1/accounting-codes", {"name": "AR", "type": "AccountsReceivable"})["id"]
    assert owed.put(f"/v1/accounting-codes/{code}/deactivate")["success"]
    types = [{"type": "Invoice Item"}, {"type": "Electronic Payment Application Item"}]
    run = {"accountingPeriodName": "Mar", "journalEntryDate": "2026-03-31", "transactionTypes": types}

    made = owed.post("/v1/journal-runs", run)

    assert owed.put(f"/v1/journal-runs/{made['journalRunNumber']}/cancel")["success"]
    assert owed.put("/v1/settings", {"negativeLines": "net"})["success"]
    assert owed.put("/v1/accounts/A-1", {"notes": "key account"})["success"]


def test_a_repeated_request_has_the_first_body_to_the_byte(owed: Api):
    key = {"Idempotency_Key": "k-1"}
    first = owed.send("PUT", "/v1/payments/P-1/apply", ON_INVOICE, **key)
    owed.put("/v1/payments/P-1/unapply")
    again = owed.send("PUT", "/v1/payments/P-1/apply", ON_INVOICE, **key)
    other = owed.send(
        "PUT", "/v1/payments/P-1/apply", {"invoices": [{"invoiceNumber": "INV-1", "amount": 1}]}, **key
    )

    assert (again.text, again.headers["Idempotency-Replayed"]) == (first.text, "true")
    assert other.status_code == 422

    too_much = {"invoices": [{"invoiceNumber": "INV-1", "amount": 70.5}]}
    refused = [owed.send("PUT", "/v1/payments/P-1/apply", too_much, Idempotency_Key="k-2") for _ in "12"]
    assert refused[0].text == refused[1].text
    assert refused[1].headers["Idempotency-Replayed"] == "true"


def test_a_deletion_that_is_repeated_is_answered_as_it_was(owed: Api):
    owed.put("/v1/payments/P-1/cancel", None, Idempotency_Key="c")
    owed.send("DELETE", "/v1/payments/P-1", Idempotency_Key="d")

    assert owed.send("DELETE", "/v1/payments/P-1", Idempotency_Key="d").status_code == 200
    assert owed.put("/v1/payments/P-1/cancel", None, Idempotency_Key="c")["status"] == "Canceled"


def test_a_write_may_expect_a_version(owed: Api):
    etag = owed.send("PUT", "/v1/payments/P-1", {"comment": "wired"}).headers["ETag"]
    owed.put("/v1/payments/P-1/apply", ON_INVOICE, If_Match=etag)

    late = owed.send("PUT", "/v1/payments/P-1/unapply", None, If_Match=etag)

    assert (late.status_code, late.json()["code"]) == (412, "other_version")
    assert owed.ledger.payment("P-1").applied_amount == 60


def test_a_job_settles_once_and_says_what_became_of_it(owed: Api):
    job = owed.put("/v1/payments/P-1/apply-async", ON_INVOICE, Idempotency_Key="j")
    assert (job["status"], job["operationType"]) == ("Pending", "AsyncPaymentApply")
    refused = owed.put(
        "/v1/payments/P-1/apply-async", {"invoices": [{"invoiceNumber": "INV-1", "amount": 60.5}]}
    )

    assert work_off(owed) == 2

    assert owed.get(f"/v1/payments/apply-async-jobs/{job['id']}")["status"] == "Processed"
    failed = owed.get(f"/v1/payments/apply-async-jobs/{refused['id']}")
    assert (failed["status"], failed["errorCode"]) == ("Error", "exceeds_unapplied")
    assert owed.put("/v1/payments/P-1/apply-async", ON_INVOICE, Idempotency_Key="j") == job
    assert work_off(owed) == 0
    assert owed.ledger.payment("P-1").applied_amount == 60
    assert owed.send("PUT", "/v1/payments/P-9/apply-async", ON_INVOICE).status_code == 400
    made = owed.post("/v1/payments/create-async", PAYMENT)
    work_off(owed)
    id = owed.get(f"/v1/payments/create-async-jobs/{made['id']}")["referenceId"]
    assert owed.ledger.payment(id).amount == 70


def test_who_asks_for_a_job_and_then_waits_under_the_same_key_settles_once(owed: Api):
    owed.post("/v1/payments/create-async", PAYMENT, Idempotency_Key="a")
    first = owed.post("/v1/payments", PAYMENT, Idempotency_Key="a")  # no answer came to the other
    second = owed.post("/v1/payments", PAYMENT, Idempotency_Key="b")
    job = owed.post("/v1/payments/create-async", PAYMENT, Idempotency_Key="b")

    assert work_off(owed) == 2

    made = owed.get(f"/v1/payments/create-async-jobs/{job['id']}")["referenceId"]
    numbers = [payment["number"] for payment in owed.get("/v1/payments")["payments"]]
    assert sorted(numbers) == sorted(["P-1", first["number"], second["number"]])
    assert made == second["id"]


def test_a_job_whose_server_died_after_it_settled_settles_nothing_again(owed: Api):
    job = owed.put("/v1/payments/P-1/apply-async", ON_INVOICE)
    store, died = JobStore(owed.ledger), uuid4()
    taken = store.claim([job["operationType"]], died, lease=-1)
    assert taken is not None
    COMMAND_JOBS[taken.kind](Work(owed.ledger, taken, store, died))  # and never said that it was done

    assert work_off(owed) == 1

    assert owed.get(f"/v1/payments/apply-async-jobs/{job['id']}")["status"] == "Processed"
    assert owed.ledger.payment("P-1").applied_amount == 60


def test_what_is_outside_a_settlement_ledger_says_so_and_why(owed: Api):
    beside = owed.send("GET", "/v1/credit-memos/pdf-status")
    outside = owed.send("GET", "/v1/orders/O-1")

    assert [answer.status_code for answer in (beside, outside)] == [400, 400]
    assert [answer.json()["reasons"][0]["code"] for answer in (beside, outside)] == [50000045] * 2
    assert "no PDF files" in beside.json()["message"]


def test_tax_items_of_a_draft_are_added_changed_and_taken_away(owed: Api):
    owed.post("/v1/invoices", INVOICE | {"invoiceNumber": "INV-3"})
    item = items_of(owed, "INV-3")[1]["id"].hex
    more = {"taxationItems": [TAX | {"invoiceItemId": item, "taxAmount": amount} for amount in (3, "4.05")]}

    added = owed.post("/v1/invoices/INV-3/taxation-items", more)["taxationItems"]
    assert [(tax["taxAmount"], tax["invoiceItemId"]) for tax in added] == [(3, item), (4.05, item)]

    assert owed.put(f"/v1/taxation-items/{added[0]['id']}", {"taxAmount": 2})["taxAmount"] == 2
    gone = owed.send("DELETE", f"/v1/taxation-items/{added[1]['id']}", None, Idempotency_Key="x")
    again = owed.send("DELETE", f"/v1/taxation-items/{added[1]['id']}", None, Idempotency_Key="x")
    assert (gone.status_code, gone.text) == (200, again.text)
    crud = {"InvoiceItemId": item, "Name": "City", "TaxAmount": 1, "TaxCode": "C", "TaxMode": "TaxExclusive"}
    made = owed.post("/v1/object/taxation-item", crud)

    assert (made["Success"], owed.get(f"/v1/taxation-items/{made['Id']}")["taxAmount"]) == (True, 1)
    assert [tax["taxAmount"] for tax in items_of(owed, "INV-3")[1]["taxationItems"]] == [2, 1]
    more["taxationItems"][1]["taxAmount"] = "x"
    wrong = owed.send("POST", "/v1/invoices/INV-3/taxation-items", more)
    assert wrong.json()["pointer"] == "/taxationItems/1/taxAmount"


def in_lines(*commands: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(command).encode() + b"\n" for command in commands)


def test_many_commands_are_carried_out_in_one_request(owed: Api):
    apply = {"do": "payment.apply", "key": "P-1", "body": ON_INVOICE}
    post = {"do": "invoice.post", "key": "INV-404"}
    lines = in_lines(apply, post, {"do": "payment.unapply", "key": "P-1"})

    def sent(query: str, **headers: str) -> requests.Response:
        return requests.post(f"{owed.url}/v1/commands{query}", data=lines, headers=headers, timeout=30)

    atomic = sent("?mode=atomic")
    assert (atomic.status_code, atomic.json()["facts"]) == (400, {"line": 2})
    previews = [json.loads(line) for line in sent("?preview=true").text.splitlines()]
    assert [line["ok"] for line in previews] == [True, False, True]
    assert owed.ledger.payment("P-1").applied_amount == 0

    stopped = [json.loads(line) for line in sent("?mode=stop", **{"Idempotency-Key": "b"}).text.splitlines()]
    assert [line["code"] if not line["ok"] else "" for line in stopped] == ["", "not_found", "not_run"]
    again = [json.loads(line) for line in sent("", **{"Idempotency-Key": "b"}).text.splitlines()]
    assert [line.get("replayed", False) for line in again] == [True, True, False]
    assert owed.ledger.payment("P-1").applied_amount == 0  # the third line ran, and unapplied it


def test_a_payment_run_settles_accounts_in_the_background_and_tells_of_each_document(owed: Api):
    asked = {"autoApplyUnappliedPayment": True, "autoApplyCreditMemo": False, "targetDate": "2026-12-31"}
    would = owed.post("/v1/payment-runs?preview=true", asked)["data"]
    assert [(one["documentNumber"], one["amountCollected"]) for one in would] == [("INV-1", 70)]

    run = owed.post("/v1/payment-runs", asked, Idempotency_Key="r")
    assert (run["number"], run["status"]) == ("PR-00000001", "Pending")
    later = owed.post("/v1/payment-runs", asked | {"runDate": "2199-01-01 00:00:00"})
    work_off(owed)

    assert owed.get("/v1/payment-runs/PR-00000001")["status"] == "Completed"
    (element,) = owed.get("/v1/payment-runs/PR-00000001/data")["data"]
    assert (element["documentType"], element["amountCollected"]) == ("Invoice", 70)
    assert element["transactions"][0]["number"] == "P-1"
    assert owed.get("/v1/payment-runs/PR-00000001/summary")["numberOfInvoices"] == 1
    assert owed.post("/v1/payment-runs", asked, Idempotency_Key="r") == run
    assert [one["status"] for one in owed.get("/v1/payment-runs")["paymentRuns"]] == ["Pending", "Completed"]
    changed = owed.put(f"/v1/payment-runs/{later['id']}", {"currency": "USD", "runDate": None})
    assert (changed["currency"], "runDate" in changed) == ("USD", False)
    assert owed.send("PUT", f"/v1/payment-runs/{later['id']}", {"accountId": "A-404"}).status_code == 400
    assert work_off(owed) == 1  # nothing says any more when, so it is due
    assert owed.send("PUT", f"/v1/payment-runs/{later['id']}", {"currency": "EUR"}).status_code == 409
    assert owed.send("DELETE", f"/v1/payment-runs/{later['id']}").status_code == 200
    refused = [{"collectPayment": True}, {"accountId": "A-404"}, {"runDate": "2026-02-30"}]
    answers = [
        owed.send("POST", "/v1/payment-runs", {"autoApplyCreditMemo": True, **each}) for each in refused
    ]
    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["not_offered", "not_found", "invalid_request"]


def test_a_run_that_has_done_a_part_is_not_changed_any_more_nor_one_that_others_changed(owed: Api):
    asked = {"autoApplyUnappliedPayment": True, "runDate": "2199-01-01"}
    run = owed.post("/v1/payment-runs", asked)
    store, worker = JobStore(owed.ledger), uuid4()
    seen = store.get(run["id"], ("PaymentRun",))

    assert store.edit(seen, asked)
    assert not store.edit(seen, asked | {"currency": "USD"})  # it is not as it was seen
    assert store.claim(["PaymentRun"], worker, lease=60)
    store.give_back(seen.id, worker, counts=False)  # the server was stopped in between

    assert owed.send("PUT", f"/v1/payment-runs/{run['id']}", {"currency": "USD"}).status_code == 409


def test_a_run_of_named_documents_says_why_one_is_refused(owed: Api):
    documents = [{"documentType": "Invoice", "documentNumber": number} for number in ("INV-1", "INV-404")]
    run = owed.post("/v1/payment-runs", {"autoApplyUnappliedPayment": True, "data": documents})

    work_off(owed)

    found = owed.get(f"/v1/payment-runs/{run['id']}/data")["data"]
    assert [(one["result"], one.get("errorCode")) for one in found] == [
        ("Processed", None),
        ("Error", "not_found"),
    ]
    assert owed.ledger.payment("P-1").applied_amount == 70


def test_a_client_of_one_account_settles_nothing_of_another(owed: Api):
    owed.post("/v1/accounts", ACCOUNT | {"accountNumber": "A-2"})
    owed.post("/v1/payments", PAYMENT | {"number": "P-2", "accountNumber": "A-2"})
    own = owed.ledger.account("A-2").id
    owed.app.state.test_caller = replace(ADMIN, account=own)

    theirs = owed.send("PUT", "/v1/payments/P-1/apply", ON_INVOICE)
    on_theirs = owed.send("PUT", "/v1/payments/P-2/apply", ON_INVOICE)
    away = owed.send("PUT", "/v1/payments/P-2/transfer", {"accountId": ""})

    assert [answer.json()["code"] for answer in (theirs, on_theirs, away)] == [
        "not_found",
        "not_found",
        "invalid_request",
    ]
    job = owed.send("PUT", "/v1/payments/P-1/apply-async", ON_INVOICE)
    line = in_lines({"do": "settings.change", "body": {"family": True}})
    many = requests.post(f"{owed.url}/v1/commands", data=line, timeout=30)
    assert (job.json()["code"], json.loads(many.text)["ok"]) == ("not_found", False)
    assert owed.put("/v1/payments/P-2/cancel")["status"] == "Canceled"
