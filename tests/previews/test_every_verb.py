"""Every command has a preview: each verb is previewed and sent in one story, and does what was foreseen."""

from collections.abc import Iterator
from typing import Any

from settlebook import VERBS, Outcome, parse_command
from tests.conftest import Database
from tests.model.stories import a_ledger
from tests.previews.foreseeing import foreseen_and_sent

Line = tuple[str, str | None, dict[str, Any]]
POSTED = {"accountNumber": "A-1", "status": "Posted"}
TAXED = {"amount": "80.00", "taxItems": [{"name": "VAT", "taxAmount": "16.00"}]}
GOOD = {"charges": [{"amount": "30.00"}]}


def invoices(**amounts: str) -> dict[str, Any]:
    return {"invoices": [{"invoiceNumber": number, "amount": amount} for number, amount in amounts.items()]}


def opening() -> Iterator[Line]:
    yield "settings.change", None, {"limits": "lifted", "cancelUnapplies": True}
    yield "accounting-code.create", None, {"name": "Bank", "type": "Cash"}
    yield "accounting-code.edit", "Bank", {"glAccountName": "Main bank"}
    yield "accounting-code.deactivate", "Bank", {}
    yield "accounting-code.activate", "Bank", {}
    period = {"startDate": "2026-01-01", "endDate": "2026-01-31", "name": "Jan", "id": f"{1:032x}"}
    yield "accounting-period.create", None, period
    yield "accounting-period.edit", f"{1:032x}", {"notes": "first"}
    yield "accounting-period.pending-close", f"{1:032x}", {}
    yield "accounting-period.close", f"{1:032x}", {}
    yield "accounting-period.reopen", f"{1:032x}", {}
    february = {"startDate": "2026-02-01", "endDate": "2026-02-28", "name": "Feb", "id": f"{2:032x}"}
    yield "accounting-period.create", None, february
    yield "accounting-period.delete", f"{2:032x}", {}
    yield "account.create", None, {"name": "Ada", "currency": "GBP", "accountNumber": "A-1"}
    yield "account.create", None, {"name": "Bob", "currency": "GBP", "accountNumber": "B-1"}
    yield "account.edit", "B-1", {"notes": "a neighbour"}


def documents() -> Iterator[Line]:
    items = {"invoiceItems": [TAXED, {"amount": "20.00"}]}
    for number in ("I1", "I2", "I3"):
        yield "invoice.create", None, {**POSTED, "number": number, **items}
    yield "invoice.create", None, {"accountNumber": "A-1", "number": "I4", **items}
    yield "invoice.edit", "I4", {"comments": "checked"}
    yield "invoice.post", "I4", {}
    yield "invoice.unpost", "I4", {}
    halves = [{"splitPercentage": "50", "number": number} for number in ("S1", "S2")]
    yield "invoice.split", "I4", {"invoices": halves}
    yield "invoice.cancel", "S1", {}
    yield "invoice.delete", "S1", {}
    batch = [{"accountNumber": "A-1", "number": number, **items} for number in ("I5", "I6")]
    yield "invoice.create-batch", None, {"invoices": batch}
    yield "invoice.edit-batch", None, {"invoices": [{"invoiceNumber": "I5", "comments": "both"}]}
    yield "invoice.post-batch", None, {"invoices": [{"invoiceNumber": number} for number in ("I5", "I6")]}


def memos() -> Iterator[Line]:
    for verb in ("debit-memo", "credit-memo"):
        kind = verb[0].upper()
        yield f"{verb}.create", None, {"accountNumber": "A-1", "number": f"{kind}1", **GOOD}
        yield f"{verb}.edit", f"{kind}1", {"comment": "checked"}
        yield f"{verb}.post", f"{kind}1", {}
        yield f"{verb}.unpost", f"{kind}1", {}
        yield f"{verb}.cancel", f"{kind}1", {}
        yield f"{verb}.delete", f"{kind}1", {}
        for number in ("2", "3", "4"):
            yield f"{verb}.create", None, {**POSTED, "number": f"{kind}{number}", **GOOD}
        batch = [{"accountNumber": "A-1", "number": f"{kind}5", **GOOD}]
        yield f"{verb}.create-batch", None, {"memos": batch}
        edit = [{"id": f"{kind}5", "comment": "all"}]
        yield f"{verb}.edit-batch", None, {"memos": edit}
        made = {"items": [{"invoiceItemId": "I1#2", "amount": "5.00", "skuName": "x"}], "number": f"{kind}6"}
        yield f"{verb}.create-from-invoice", "I1", made


def settling() -> Iterator[Line]:
    for number in ("P1", "P2", "P3", "P4"):
        yield "payment.create", None, {"accountNumber": "A-1", "number": number, "amount": "100.00"}
    yield "payment.edit", "P1", {"comment": "wire"}
    yield "payment.apply", "P1", invoices(I1="60.00", I2="40.00")
    yield "payment.unapply", "P1", invoices(I2="10.00")
    yield "payment.transfer", "P1", {"accountNumber": "B-1", "amount": "4.00"}
    yield "payment.refund", "P1", {"totalAmount": "1.00", "number": "R1"}
    yield "refund.edit", "R1", {"comment": "by hand"}
    yield "refund.cancel", "R1", {}
    yield "refund.delete", "R1", {}
    yield "payment.refund-with-unapply", "P1", {**invoices(I2="30.00"), "number": "R2"}
    yield "refund.cancel", "R2", {"reapply": True}
    yield "payment.apply", "P2", invoices(I2="50.00")
    yield "payment.cancel", "P2", {"unapplyFirst": True}
    yield "payment.delete", "P2", {}
    yield "credit-memo.apply", "C2", invoices(I2="30.00")
    yield "credit-memo.unapply", "C2", {}
    yield "credit-memo.refund", "C2", {"totalAmount": "1.00"}
    yield "credit-memo.write-off", "C3", {}
    yield "credit-memo.reverse", "C4", {}
    yield "debit-memo.collect", "D2", {"applyCredit": True}
    yield "debit-memo.write-off", "D3", {}
    yield "invoice.collect", "I5", {"collect": True, "payment": {"type": "External", "number": "P9"}}
    yield "invoice.write-off", "I6", {"amount": "10.00"}
    yield "invoice.reverse", "I3", {}
    yield "account.settle", "A-1", {}
    dates = {"targetStartDate": "2026-03-01", "targetEndDate": "2026-03-31", "number": "JR-1"}
    yield "journal-run.create", None, dates
    yield "journal-run.cancel", "JR-1", {}


def test_every_command_does_what_its_preview_said(database: Database):
    done: set[str] = set()

    with a_ledger(database) as ledger:
        for do, key, body in (*opening(), *documents(), *memos(), *settling()):
            answer = foreseen_and_sent(ledger, parse_command(do, key, body))
            assert isinstance(answer, Outcome), (do, key, answer)
            done.add(do)

        assert ledger.verify_books().first_offence is None
    assert done == set(VERBS)
