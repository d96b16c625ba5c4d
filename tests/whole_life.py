"""A ledger's whole life in commands: every fact that there is happens at least once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Command = tuple[str, str | None, Mapping[str, Any]]
ADA, BOB = {"accountNumber": "ADA"}, {"accountNumber": "BOB"}
VAT = {"name": "VAT", "taxAmount": "20.00", "taxRate": "0.2", "rate__c": "standard"}


def posted(number: str, day: str, *items: Mapping[str, Any], **body: Any) -> dict[str, Any]:
    return {
        **ADA,
        "number": number,
        "invoiceDate": day,
        "status": "Posted",
        "invoiceItems": list(items),
        **body,
    }


def line(amount: str, **said: Any) -> dict[str, Any]:
    return {"amount": amount, "chargeName": "Seats", **said}


def received(number: str, amount: str, day: str, **body: Any) -> dict[str, Any]:
    return {"number": number, "amount": amount, "currency": "GBP", "effectiveDate": day, **body}


def to_invoice(number: str, amount: str) -> dict[str, Any]:
    return {"invoices": [{"invoiceNumber": number, "amount": amount}]}


BEGINNING: tuple[Command, ...] = (
    ("account.create", None, {"name": "Ada Ltd", "currency": "GBP", "region__c": "north", **ADA}),
    ("account.create", None, {"name": "Bob Ltd", "currency": "GBP", **BOB}),
    ("account.edit", "ADA", {"batch": "Batch2", "tier__c": "gold"}),
    ("settings.change", None, {"negativeLines": "net"}),
    ("accounting-code.create", None, {"name": "1200", "type": "AccountsReceivable"}),
    ("accounting-code.edit", "1200", {"notes": "trade debtors"}),
    ("accounting-code.deactivate", "1200", {}),
    ("accounting-code.activate", "1200", {}),
)

# INV-1 is edited twice as a draft, posted, unposted, edited again and posted again.
EDITED: tuple[Command, ...] = (
    (
        "invoice.create",
        None,
        {
            **ADA,
            "number": "INV-1",
            "invoiceDate": "2024-02-01",
            "region__c": "north",
            "invoiceItems": [
                line("100.00", taxItems=[VAT], discountItems=[{"amount": "-10.00", "chargeName": "Loyal"}]),
                line("30.00", shelf__c="B7", accountsReceivableAccountingCode="1200"),
                line("7.00"),
            ],
        },
    ),
    ("invoice.edit", "INV-1", {"items": [{"id": "INV-1#3", "delete": True}, line("5.00")], "po__c": "77"}),
    ("invoice.post", "INV-1", {}),
    ("invoice.unpost", "INV-1", {}),
    ("invoice.edit", "INV-1", {"items": [{"id": "INV-1#2", "amount": "35.00"}]}),
    ("invoice.post", "INV-1", {}),
    (
        "debit-memo.create",
        None,
        {**ADA, "number": "DM-1", "effectiveDate": "2024-02-01", "charges": [line("8.00")]},
    ),
    ("debit-memo.edit", "DM-1", {"items": [{"id": "DM-1#1", "amount": "9.00"}]}),
    ("debit-memo.post", "DM-1", {}),
    ("debit-memo.unpost", "DM-1", {}),
    ("debit-memo.post", "DM-1", {}),
    (
        "credit-memo.create-from-invoice",
        "INV-1",
        {
            "number": "CM-1",
            "effectiveDate": "2024-02-02",
            "items": [{"invoiceItemId": "INV-1#2", "amount": "6.00"}],
        },
    ),
    ("credit-memo.edit", "CM-1", {"items": [{"id": "CM-1#1", "amount": "4.00"}], "team__c": "blue"}),
    ("credit-memo.post", "CM-1", {}),
    ("credit-memo.unpost", "CM-1", {}),
    ("credit-memo.post", "CM-1", {}),
    ("credit-memo.apply", "CM-1", {"effectiveDate": "2024-02-03", **to_invoice("INV-1", "4.00")}),
    ("credit-memo.unapply", "CM-1", {"effectiveDate": "2024-02-04", **to_invoice("INV-1", "1.00")}),
)

# What was drafted and never became a debt, and an invoice that became two.
DRAFTED: tuple[Command, ...] = tuple(
    command
    for kind, lines in (("invoice", "invoiceItems"), ("debit-memo", "charges"), ("credit-memo", "charges"))
    for command in (
        (f"{kind}.create", None, {**ADA, "number": f"X-{kind}", lines: [line("1.00")]}),
        (f"{kind}.cancel", f"X-{kind}", {}),
        (f"{kind}.delete", f"X-{kind}", {}),
    )
)
HALVES = [{"invoiceNumber": "INV-2a", "splitPercentage": "50"}, {"splitPercentage": "50"}]
HALVED = {**ADA, "number": "INV-2", "invoiceDate": "2024-02-05", "invoiceItems": [line("9.99")]}
SPLIT: tuple[Command, ...] = (
    ("invoice.create", None, HALVED),
    ("invoice.split", "INV-2", {"invoices": HALVES}),
    ("invoice.post", "INV-2a", {}),
)

# Money of nobody finds its account, goes to another in part, settles, comes back, and is paid back.
MOVED: tuple[Command, ...] = (
    ("payment.create", None, received("P-1", "200.00", "2024-02-06", region__c="south", comment="by wire")),
    ("payment.transfer", "P-1", {**ADA, "effectiveDate": "2024-02-07"}),
    ("payment.edit", "P-1", {"comment": "by wire, for Ada", "referenceId": "W-77", "region__c": "north"}),
    ("payment.apply", "P-1", {"effectiveDate": "2024-02-08", **to_invoice("INV-1", "50.00")}),
    ("payment.transfer", "P-1", {**BOB, "amount": "40.00", "number": "P-1b", "effectiveDate": "2024-02-09"}),
    ("payment.unapply", "P-1", {"effectiveDate": "2024-02-10", **to_invoice("INV-1", "20.00")}),
    (
        "payment.refund",
        "P-1",
        {"number": "R-1", "totalAmount": "15.00", "type": "External", "refundDate": "2024-02-11"},
    ),
    ("refund.edit", "R-1", {"comment": "sent twice", "case__c": "9"}),
    ("refund.cancel", "R-1", {"effectiveDate": "2024-02-12"}),
    ("refund.delete", "R-1", {}),
    ("payment.create", None, {**received("P-2", "3.00", "2024-02-06"), **ADA}),
    ("payment.cancel", "P-2", {"effectiveDate": "2024-02-13"}),
    ("payment.delete", "P-2", {}),
    (
        "credit-memo.create",
        None,
        {
            **ADA,
            "number": "CM-2",
            "effectiveDate": "2024-02-06",
            "status": "Posted",
            "charges": [line("12.00", taxItems=[{"name": "VAT", "taxAmount": "2.40"}])],
        },
    ),
    (
        "credit-memo.refund",
        "CM-2",
        {"number": "R-2", "totalAmount": "6.00", "type": "External", "refundDate": "2024-02-11"},
    ),
    ("refund.cancel", "R-2", {"effectiveDate": "2024-02-12"}),
    (
        "credit-memo.refund",
        "CM-2",
        {"number": "R-3", "totalAmount": "2.40", "type": "External", "refundDate": "2024-02-13"},
    ),
)

# A negative line is netted when the invoice is paid, and is itself again when that is taken back; what is
# open is given up, and whole documents are taken back.
CLOSED: tuple[Command, ...] = (
    ("invoice.create", None, posted("INV-3", "2024-02-06", line("60.00"), line("-5.00"))),
    ("payment.apply", "P-1", {"effectiveDate": "2024-02-14", **to_invoice("INV-3", "55.00")}),
    ("payment.unapply", "P-1", {"effectiveDate": "2024-02-15", **to_invoice("INV-3", "55.00")}),
    ("invoice.write-off", "INV-3", {"memoDate": "2024-02-16", "amount": "10.00"}),
    (
        "invoice.create",
        None,
        posted("INV-4", "2024-02-06", line("20.00", taxItems=[{"name": "VAT", "taxAmount": "4.00"}])),
    ),
    ("invoice.reverse", "INV-4", {"memoDate": "2024-02-17"}),
    ("debit-memo.write-off", "DM-1", {"memoDate": "2024-02-17"}),
    ("credit-memo.write-off", "CM-2", {"memoDate": "2024-02-18", "amount": "3.00"}),
    (
        "credit-memo.create",
        None,
        {
            **ADA,
            "number": "CM-3",
            "effectiveDate": "2024-02-06",
            "status": "Posted",
            "charges": [line("7.00")],
        },
    ),
    ("credit-memo.reverse", "CM-3", {"memoDate": "2024-02-19"}),
)

# January is closed and opened again; March was a mistake; February's journal is taken over and given back.
PERIODS: tuple[Command, ...] = (
    (
        "accounting-period.create",
        None,
        {
            "name": "Jan 2024",
            "startDate": "2024-01-01",
            "endDate": "2024-01-31",
            "fiscalYear": "2024",
            "quarter__c": "Q1",
        },
    ),
    (
        "accounting-period.create",
        None,
        {"name": "Feb 2024", "startDate": "2024-02-01", "endDate": "2024-02-29", "fiscalYear": "2024"},
    ),
    (
        "accounting-period.create",
        None,
        {"name": "Mar 2024", "startDate": "2024-03-01", "endDate": "2024-03-31", "fiscalYear": "2024"},
    ),
    ("accounting-period.delete", "Mar 2024", {}),
    ("accounting-period.edit", "Feb 2024", {"notes": "short"}),
    ("accounting-period.pending-close", "Jan 2024", {}),
    ("accounting-period.close", "Jan 2024", {}),
    ("accounting-period.reopen", "Jan 2024", {}),
    ("accounting-period.close", "Jan 2024", {}),
    (
        "journal-run.create",
        None,
        {
            "accountingPeriodName": "Feb 2024",
            "number": "JR-1",
            "transactionTypes": [{"type": "Invoice Item"}],
        },
    ),
    ("journal-run.cancel", "JR-1", {}),
    ("payment.create", None, {**received("P-3", "5.00", "2024-02-20", prepayment=True), **ADA}),
)

WHOLE_LIFE: tuple[Command, ...] = (*BEGINNING, *EDITED, *DRAFTED, *SPLIT, *MOVED, *CLOSED, *PERIODS)


def live(do: Callable[..., Any], commands: Iterable[Command] = WHOLE_LIFE) -> None:
    """Let it happen: `do` carries out a command, given its verb, its key and its fields."""
    for verb, key, body in commands:
        do(verb, key, **body)
