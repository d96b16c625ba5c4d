"""Twenty processes settle the same ten invoices at once, and nothing is settled beyond its amount."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import settlebook
from tests import programs
from tests.engines import a_place

SETTLER = Path(__file__).with_name("settler.py")
PROCESSES, INVOICES, ITEMS = 20, 10, 4
ITEM_AMOUNT = Decimal("12.00")  # twenty payments ask for 1.00 of each item: eight are too late


def given_open_invoices_and_payments(folder: Path) -> None:
    with settlebook.open(folder) as ledger:
        lines = [("account.create", {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})]
        for invoice in range(1, INVOICES + 1):
            body = {"accountNumber": "ACME", "number": f"INV-{invoice}", "invoiceDate": "2026-01-01"}
            items = [{"chargeName": "Seats", "amount": str(ITEM_AMOUNT)}] * ITEMS
            lines.append(("invoice.create", {**body, "status": "Posted", "invoiceItems": items}))
        for payment in range(1, PROCESSES + 1):
            body = {"accountNumber": "ACME", "number": f"PAY-{payment}", "effectiveDate": "2026-01-01"}
            money = {"amount": "40.00", "currency": "GBP", "type": "External"}
            lines.append(("payment.create", {**body, **money}))
        for do, body in lines:
            ledger.perform(do, None, body)


def results_of(folder: Path) -> list[list[dict[str, object]]]:
    started = [
        programs.start(
            [str(SETTLER), str(folder), f"PAY-{number}"], stdin=programs.PIPE, stdout=programs.PIPE
        )
        for number in range(1, PROCESSES + 1)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=300)[0] for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES
    return [[json.loads(line) for line in output.splitlines()] for output in outputs]


def test_twenty_processes_settle_the_same_ten_invoices_and_nothing_is_settled_twice():
    with a_place() as place:
        folder = place / "ledger"
        given_open_invoices_and_payments(folder)

        results = results_of(folder)

        done = [result for process in results for result in process if "application" in result]
        refused = [result for process in results for result in process if "code" in result]
        assert len(done) + len(refused) == PROCESSES * INVOICES * ITEMS  # all results accounted for
        assert Counter(result["item"] for result in done) == {
            f"INV-{invoice}#{line}": 12 for invoice in range(1, INVOICES + 1) for line in range(1, ITEMS + 1)
        }
        assert {result["code"] for result in refused} <= {"exceeds_item_balance", "nothing_open"}
        assert len({result["application"] for result in done}) == len(done)
        with settlebook.open(folder) as ledger:
            for invoice in range(1, INVOICES + 1):
                assert Decimal(ledger.invoice(f"INV-{invoice}").balance) == 0
            assert ledger.verify_books().ok
