"""A command that is refused for several reasons is told all that can be found by trying parts of it."""

from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from settlebook.commands import Command, parse_command
from settlebook.domain.errors import Refusal
from settlebook.domain.money import Minor
from settlebook.services.reasons import other_reasons
from tests.memory_books import MemoryBooks
from tests.services.conftest import TODAY


def refusal_of(books: MemoryBooks, command: Command) -> Refusal | None:
    """Why the command is refused; the books stay as they are."""
    try:
        books._copy().carry_out(command)
    except Refusal as refusal:
        return refusal
    return None


def reasons(books: MemoryBooks, verb: str, key: str | None = None, **body: Any) -> list[str]:
    """The first reason and the others, as people name what they are about, each once."""
    command = parse_command(verb, key, body)
    first = refusal_of(books, command)
    assert first is not None
    found = [first, *other_reasons(command, lambda part: refusal_of(books, part))]
    return list(dict.fromkeys(map(about, found)))


def about(refusal: Refusal) -> str:
    facts = refusal.facts()
    subjects = ("item", "document", "number", "source", "field", "what")
    return f"{refusal.code} {next((facts[name] for name in subjects if name in facts), '')}".strip()


def bill(books: MemoryBooks, number: str, *amounts: str, **header: Any) -> None:
    given = {"invoiceDate": "2024-03-01", "status": "Posted"} | header
    items = [{"amount": amount} for amount in amounts]
    books.do("invoice.create", accountNumber="A-1", number=number, invoiceItems=items, **given)


def invoices(**amounts: str) -> list[dict[str, Any]]:
    return [
        {"invoiceNumber": number.replace("_", "-"), "amount": amount} for number, amount in amounts.items()
    ]


def test_each_document_is_judged_by_itself(paid: MemoryBooks):
    bill(paid, "INV-2", "10.00")
    bill(paid, "INV-3", "10.00", status="Draft")
    bill(paid, "INV-4", "10.00")

    found = reasons(
        paid, "payment.apply", "P-1", invoices=invoices(INV_2="10.01", INV_3="1", INV_4="11.00", INV_1="1")
    )

    assert found == ["not_posted INV-3", "exceeds_balance INV-2", "exceeds_balance INV-4"]


def test_each_line_is_judged_by_itself(paid: MemoryBooks):
    lines = [
        {"invoiceItemId": "INV-1#1", "amount": "80.01"},
        {"taxItemId": "INV-1#1.1", "amount": "20.00"},
        {"invoiceItemId": "INV-1#2", "amount": "50.01"},
    ]

    found = reasons(
        paid,
        "payment.apply",
        "P-1",
        invoices=[{"invoiceNumber": "INV-1", "amount": "150.02", "items": lines}],
    )

    assert found == [
        "exceeds_unapplied P-1",
        "exceeds_item_balance INV-1#1",
        "exceeds_item_balance INV-1#2",
    ]


def test_a_day_that_is_not_possible_is_told_beside_an_amount_that_is_not(paid: MemoryBooks):
    found = reasons(
        paid, "payment.apply", "P-1", invoices=invoices(INV_1="150.01"), effectiveDate="2024-02-28"
    )

    assert [reason.split()[0] for reason in found] == ["exceeds_unapplied", "too_early"]


def test_a_closed_period_is_told_beside_an_amount_that_is_not_possible(paid: MemoryBooks):
    paid.do(
        "accounting-period.create", name="March", startDate="2024-03-01", endDate="2024-03-31",
        fiscalYear="2024",
    )  # fmt: skip
    key = paid.calendar.periods[0].period_id.hex
    paid.do("accounting-period.close", key)

    found = reasons(
        paid, "payment.apply", "P-1", invoices=invoices(INV_1="150.01"), effectiveDate="2024-03-20"
    )

    assert [reason.split()[0] for reason in found] == ["exceeds_unapplied", "period_closed"]


def test_what_only_several_documents_add_up_to_is_one_reason(paid: MemoryBooks):
    bill(paid, "INV-2", "100.00")

    found = reasons(paid, "payment.apply", "P-1", invoices=invoices(INV_1="100.00", INV_2="100.00"))

    assert found == ["exceeds_unapplied P-1"]


def test_a_payment_that_is_created_is_judged_document_by_document(invoiced: MemoryBooks):
    bill(invoiced, "INV-2", "10.00")

    found = reasons(
        invoiced,
        "payment.create",
        accountNumber="A-1",
        amount="1000.00",
        invoices=invoices(INV_1="150.01", INV_2="10.01"),
    )

    assert found == ["exceeds_balance INV-1", "exceeds_balance INV-2"]


def test_pairs_of_a_credit_memo_are_judged_one_by_one(invoiced: MemoryBooks):
    invoiced.do(
        "credit-memo.create", accountNumber="A-1", number="CM-1", status="Posted",
        charges=[{"amount": "5.00"}, {"amount": "200.00"}], effectiveDate="2024-03-01",
    )  # fmt: skip
    pairs = [("CM-1#1", "INV-1#1", "5.01"), ("CM-1#2", "INV-1#2", "50.01"), ("CM-1#2", "INV-1#1", "1.00")]
    lines = [
        {"creditMemoItemId": source, "invoiceItemId": target, "amount": amount}
        for source, target, amount in pairs
    ]

    found = reasons(
        invoiced,
        "credit-memo.apply",
        "CM-1",
        invoices=[{"invoiceNumber": "INV-1", "amount": "56.02", "items": lines}],
    )

    assert sorted(found) == ["exceeds_item_balance INV-1#2", "exceeds_item_unapplied CM-1#1"]


def test_items_of_a_refund_are_judged_one_by_one(books: MemoryBooks):
    books.do(
        "credit-memo.create", accountNumber="A-1", number="CM-1", status="Posted",
        charges=[{"amount": "5.00"}, {"amount": "5.00"}, {"amount": "5.00"}], effectiveDate="2024-03-01",
    )  # fmt: skip
    amounts = {"CM-1#1": "5.01", "CM-1#2": "5.00", "CM-1#3": "5.02"}
    items = [{"creditMemoItemId": item, "amount": amount} for item, amount in amounts.items()]

    found = reasons(books, "credit-memo.refund", "CM-1", totalAmount="15.03", items=items)

    assert found == [
        "exceeds_unapplied CM-1",
        "exceeds_item_unapplied CM-1#1",
        "exceeds_item_unapplied CM-1#3",
    ]


def test_items_of_a_new_document_keep_their_lines(books: MemoryBooks):
    taxed = {"amount": "1.00", "taxMode": "TaxInclusive", "taxItems": [{"name": "VAT", "taxAmount": "1.01"}]}

    found = reasons(
        books, "invoice.create", accountNumber="A-1", number="INV-1",
        invoiceItems=[{"amount": "-5.00"}, taxed, {"amount": "9.00"}, taxed],
    )  # fmt: skip

    assert found == ["tax_exceeds_amount INV-1#2", "tax_exceeds_amount INV-1#4"]


def test_a_negative_item_is_no_reason_by_itself(books: MemoryBooks):
    found = reasons(
        books, "invoice.create", accountNumber="A-1", number="INV-1",
        invoiceItems=[{"amount": "-5.00"}, {"amount": "1.001"}, {"amount": "6.00"}],
    )  # fmt: skip

    assert [reason.split()[0] for reason in found] == ["too_many_decimals"]


def test_what_is_wrong_with_the_document_is_told_beside_what_is_wrong_with_its_items(books: MemoryBooks):
    books.do("account.create", name="Gone", currency="GBP", accountNumber="A-2", status="Canceled")

    found = reasons(
        books, "invoice.create", accountNumber="A-2", number="INV-1", invoiceItems=[{"amount": "1.001"}]
    )

    assert [reason.split()[0] for reason in found] == ["too_many_decimals", "account_closed"]


def test_lines_of_a_write_off_are_judged_one_by_one(invoiced: MemoryBooks):
    items = [
        {"invoiceItemId": "INV-1#1", "amount": "80.01"},
        {"invoiceItemId": "INV-1#2", "amount": "50.01"},
    ]

    found = reasons(invoiced, "invoice.write-off", "INV-1", items=items)

    assert len(found) == 2
    assert [reason.split()[1] for reason in found] == ["INV-1#1", "INV-1#2"]


def test_every_refused_document_of_a_batch_that_is_all_or_nothing_is_told(books: MemoryBooks):
    def an_invoice(number: str, amount: str) -> dict[str, Any]:
        return {"accountNumber": "A-1", "number": number, "invoiceItems": [{"amount": amount}]}

    found = reasons(
        books,
        "invoice.create-batch",
        invoices=[
            an_invoice("A", "1"),
            an_invoice("B", "-1"),
            an_invoice("C", "1.001"),
            an_invoice("D", "-2"),
        ],
        useSingleTransaction=True,
    )

    assert [reason.split()[0] for reason in found] == [
        "negative_total",
        "too_many_decimals",
        "negative_total",
    ]


def test_the_amount_of_a_transfer_is_no_reason_against_one_of_its_documents(paid: MemoryBooks):
    bill(paid, "INV-2", "10.00")
    applied = invoices(INV_1="60.00", INV_2="10.00")
    paid.do("payment.apply", "P-1", invoices=applied)

    found = reasons(
        paid,
        "payment.transfer",
        "P-1",
        accountId=None,
        amount="120.00",
        invoices=invoices(INV_1="60.00", INV_2="10.01"),
    )

    assert found == ["exceeds_applied INV-2"]


def test_amounts_in_minor_units_are_judged_line_by_line_too(paid: MemoryBooks):
    lines = [
        {"invoiceItemId": "INV-1#1", "amount": Minor(80_01)},
        {"invoiceItemId": "INV-1#2", "amount": Minor(50_01)},
    ]

    found = reasons(
        paid,
        "payment.apply",
        "P-1",
        invoices=[{"invoiceNumber": "INV-1", "amount": Minor(130_02), "items": lines}],
    )

    assert found[1:] == ["exceeds_item_balance INV-1#1", "exceeds_item_balance INV-1#2"]


@given(amounts=st.lists(st.integers(1, 3), min_size=1, max_size=20))
def test_every_document_that_is_refused_by_itself_is_found_in_few_tries(amounts: list[int]):
    books = MemoryBooks(TODAY)
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    for number in range(len(amounts)):
        bill(books, f"INV-{number}", "2.00")
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="1000.00")
    named = {f"INV_{number}": f"{amount}.00" for number, amount in enumerate(amounts)}
    command = parse_command("payment.apply", "P-1", {"invoices": invoices(**named)})
    tries = count()

    def tried(part: Command) -> Refusal | None:
        next(tries)
        return refusal_of(books, part)

    found = [about(refusal) for refusal in other_reasons(command, tried)]

    wrong = [f"exceeds_balance INV-{number}" for number, amount in enumerate(amounts) if amount == 3]
    assert found == wrong
    assert next(tries) <= 2 + 2 * len(wrong) * len(amounts).bit_length()
