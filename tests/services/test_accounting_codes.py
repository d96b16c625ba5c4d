"""Accounting codes: registered, judged in every request that names one, and kept of one type while in use."""

import pytest

from settlebook.domain.errors import (
    AccountingCodeExists,
    AccountingCodeHasStatus,
    AccountingCodeInUse,
    AccountingCodeIsInactive,
    IdTaken,
    InvalidRequest,
    NotFound,
    NotOffered,
    UnknownAccountingCode,
    WrongTypeOfAccountingCode,
)
from settlebook.domain.events import AccountingCodesUsed
from tests.memory_books import MemoryBooks


@pytest.fixture
def coded(books: MemoryBooks) -> MemoryBooks:
    """Books with a bank, 1000, and revenue, 4000."""
    books.do("accounting-code.create", name="1000", type="Cash", glAccountNumber="1000-00")
    books.do("accounting-code.create", name="4000", type="SalesRevenue", notes="of seats")
    return books


def receive(books: MemoryBooks, **codes: str) -> None:
    books.do("payment.create", accountNumber="A-1", amount="5.00", financeInformation=codes)


def test_a_code_is_registered_under_its_name(coded: MemoryBooks):
    code = coded.codes.by_name["1000"]

    assert (code.type, code.status, code.gl_number) == ("Cash", "Active", "1000-00")
    assert coded.codes.by_name["4000"].details == {"notes": "of seats"}


def test_no_two_codes_have_one_name_or_one_id(coded: MemoryBooks):
    taken = coded.codes.by_name["1000"].code_id.hex

    with pytest.raises(AccountingCodeExists):
        coded.do("accounting-code.create", name="1000", type="OtherAssets")
    with pytest.raises(IdTaken):
        coded.do("accounting-code.create", name="1000", type="OtherAssets", id=taken)


@pytest.mark.parametrize("type", ["Cash on hand", "", None])
def test_a_type_that_there_is_not_is_refused(books: MemoryBooks, type: str | None):
    with pytest.raises(InvalidRequest, match="type"):
        books.do("accounting-code.create", name="1000", type=type)


def test_a_deferred_account_is_not_offered(books: MemoryBooks):
    with pytest.raises(NotOffered):
        books.do("accounting-code.create", name="1000", type="Cash", deferredAccount="2500")


def test_any_name_will_do_while_no_code_is_registered(books: MemoryBooks):
    receive(books, bankAccountAccountingCode="whatever")

    assert not any(isinstance(fact, AccountingCodesUsed) for fact in books.facts)


def test_a_request_without_codes_is_as_good_as_ever(coded: MemoryBooks):
    receive(coded)


def test_an_unknown_code_is_refused_with_the_path_of_its_field(coded: MemoryBooks):
    item = {"amount": "5.00", "financeInformation": {"recognizedRevenueAccountingCode": "4001"}}

    with pytest.raises(UnknownAccountingCode) as refused:
        coded.do("invoice.create", accountNumber="A-1", invoiceItems=[{"amount": "1.00"}, item])

    path = "invoiceItems[1].financeInformation.recognizedRevenueAccountingCode"
    assert (refused.value.field, refused.value.name) == (path, "4001")


def test_a_code_of_a_tax_and_of_the_ledger_are_judged_as_well(coded: MemoryBooks):
    tax = {"name": "VAT", "taxAmount": "1.00", "accountingCode": "2200"}

    with pytest.raises(UnknownAccountingCode, match=r"taxItems\[0\].accountingCode"):
        coded.do("invoice.create", accountNumber="A-1", invoiceItems=[{"amount": "5.00", "taxItems": [tax]}])
    with pytest.raises(UnknownAccountingCode, match=r"accountingCodes\.bank"):
        coded.do("settings.change", accountingCodes={"bank": "1001"})


def test_codes_are_judged_before_anything_else_of_a_request(coded: MemoryBooks):
    with pytest.raises(UnknownAccountingCode):
        coded.do(
            "payment.create",
            accountNumber="A-nobody",
            amount="5.00",
            financeInformation={"bankAccountAccountingCode": "1001"},
        )


def test_an_inactive_code_is_refused_until_it_is_active_again(coded: MemoryBooks):
    coded.do("accounting-code.deactivate", "1000")
    with pytest.raises(AccountingCodeIsInactive):
        receive(coded, bankAccountAccountingCode="1000")

    coded.do("accounting-code.activate", "1000")

    receive(coded, bankAccountAccountingCode="1000")


def test_a_code_of_a_type_that_does_not_fit_the_field_is_refused(coded: MemoryBooks):
    with pytest.raises(WrongTypeOfAccountingCode) as refused:
        receive(coded, bankAccountAccountingCode="4000")

    assert (refused.value.type, refused.value.fitting) == ("SalesRevenue", "Cash or OtherAssets")


def test_an_inactive_code_of_a_wrong_type_is_called_inactive(coded: MemoryBooks):
    coded.do("accounting-code.deactivate", "4000")

    with pytest.raises(AccountingCodeIsInactive):
        receive(coded, bankAccountAccountingCode="4000")


def test_a_code_that_nobody_named_may_change_its_type(coded: MemoryBooks):
    coded.do("accounting-code.edit", "1000", type="OtherAssets", glAccountName="Petty cash")

    code = coded.codes.by_name["1000"]
    assert (code.type, code.gl_name, code.gl_number) == ("OtherAssets", "Petty cash", "1000-00")


def test_a_code_that_was_named_keeps_its_type_and_may_say_other_things(coded: MemoryBooks):
    receive(coded, bankAccountAccountingCode="1000")

    with pytest.raises(AccountingCodeInUse):
        coded.do("accounting-code.edit", "1000", type="OtherAssets")
    coded.do("accounting-code.edit", "1000", type="Cash", notes="our bank")

    assert coded.codes.by_name["1000"].details == {"notes": "our bank"}


@pytest.mark.parametrize("nothing", [None, ""])
def test_null_or_an_empty_text_takes_away_what_a_code_says(coded: MemoryBooks, nothing: str | None):
    coded.do("accounting-code.edit", "1000", notes="our bank", glAccountName="Bank")

    coded.do("accounting-code.edit", "1000", glAccountNumber=nothing, notes=nothing)

    code = coded.codes.by_name["1000"]
    assert (code.type, code.gl_name, code.gl_number, code.details) == ("Cash", "Bank", None, {})


def test_the_type_of_a_code_is_not_taken_away(coded: MemoryBooks):
    with pytest.raises(InvalidRequest, match="type: a code has one"):
        coded.do("accounting-code.edit", "1000", type=None)


def test_a_refused_request_does_not_put_a_code_in_use(coded: MemoryBooks):
    with pytest.raises(NotFound):
        coded.do(
            "payment.create",
            accountNumber="A-nobody",
            amount="5.00",
            financeInformation={"bankAccountAccountingCode": "1000"},
        )

    coded.do("accounting-code.edit", "1000", type="OtherAssets")


def test_that_a_code_is_in_use_is_recorded_once(coded: MemoryBooks):
    receive(coded, bankAccountAccountingCode="1000")
    receive(coded, bankAccountAccountingCode="1000")

    used = [fact for fact in coded.facts if isinstance(fact, AccountingCodesUsed)]
    assert [fact.code_ids for fact in used] == [(coded.codes.by_name["1000"].code_id,)]


def test_a_code_is_found_by_its_id_too(coded: MemoryBooks):
    answer = coded.do("accounting-code.deactivate", coded.codes.by_name["1000"].code_id.hex)

    assert (answer.number, answer.status) == ("1000", "Inactive")


@pytest.mark.parametrize("verb", ["edit", "activate", "deactivate"])
def test_what_is_no_code_is_not_found(coded: MemoryBooks, verb: str):
    with pytest.raises(NotFound, match="accounting code 1001"):
        coded.do(f"accounting-code.{verb}", "1001")


def test_a_code_is_not_activated_or_deactivated_twice(coded: MemoryBooks):
    with pytest.raises(AccountingCodeHasStatus):
        coded.do("accounting-code.activate", "1000")
    coded.do("accounting-code.deactivate", "1000")
    with pytest.raises(AccountingCodeHasStatus):
        coded.do("accounting-code.deactivate", "1000")
