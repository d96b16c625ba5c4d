"""One ledger with a whole life in it, which every test here only reads."""

from collections.abc import Iterator

import pytest

from settlebook import Ledger
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from tests.conftest import a_database
from tests.whole_life import line, live, posted, to_invoice

HOSTILE = "</style><script>alert('x')</script>\"&\u202e=1+1"
FORMULA = "=cmd|' /C calc'!A0"
# Beside the whole life: currencies without decimals and with three, codes that no program takes as they are,
# months in which little moves, money of nobody, and texts that would like to be more than texts.
ABROAD = (
    ("account.edit", "ADA", {"name": HOSTILE, "billToContact": {"firstName": "Ada", "city": "Zürich"}}),
    ("accounting-code.create", None, {"name": "40:00 Erlöse; \"x\" -x", "type": "SalesRevenue"}),
    ("accounting-code.create", None, {"name": "=9", "type": "Cash"}),
    (
        "invoice.create",
        None,
        posted(
            "Yen_1", "2024-03-05",
            {"amount": "5000", "chargeName": HOSTILE, "accountingCode": "40:00 Erlöse; \"x\" -x"},
            {"amount": "-20"},
            currency="JPY", dueDate="2024-04-01",
        ),
    ),
    (
        "invoice.create",
        None,
        posted("-K-1", "2024-05-01", {"amount": "0.125", "chargeName": FORMULA}, currency="KWD"),
    ),
    (
        "payment.create",
        None,
        {
            "accountNumber": "ADA", "number": "PAY-J", "amount": "3000", "currency": "JPY",
            "effectiveDate": "2024-07-31", "invoices": [{"invoiceNumber": "Yen_1", "amount": "3000"}],
            "financeInformation": {"bankAccountAccountingCode": "=9"},
        },
    ),
    # Money of a parent settles what its child owes.
    ("settings.change", None, {"family": True}),
    (
        "account.create",
        None,
        {"name": "Kid", "currency": "GBP", "accountNumber": "kid", "parentAccountNumber": "ADA"},
    ),
    ("invoice.create", None, posted("INV-KID", "2024-06-01", line("4.00"), accountNumber="kid")),
    ("payment.apply", "P-3", {"effectiveDate": "2024-06-02", **to_invoice("INV-KID", "3.00")}),
    (
        "payment.create",
        None,
        {"number": "PAY-N", "amount": "1.000", "currency": "KWD", "effectiveDate": "2024-07-31"},
    ),
)  # fmt: skip


@pytest.fixture(scope="package")
def told(engine: EmbeddedEngine, template: str) -> Iterator[Ledger]:
    for database in a_database(engine, template):
        with Ledger(database, LedgerLog(database, "main", actor="tester", client="local")) as ledger:
            live(lambda verb, key, **body: ledger.perform(verb, key, body))
            for verb, key, body in ABROAD:
                ledger.perform(verb, key, body)
            yield ledger
