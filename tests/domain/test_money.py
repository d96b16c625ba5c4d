"""Money is exact: what cannot be said in whole minor units is refused, never rounded."""

import copy
import subprocess
import sys
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from settlebook.domain.currency import CURRENCIES, WITHDRAWN, UnknownCurrency, digits
from settlebook.domain.money import (
    MAX_MINOR,
    Amount,
    AmountTooLarge,
    InvalidAmount,
    Minor,
    Money,
    NotPositive,
    PositiveAmount,
    TooManyDecimals,
    format_minor,
    parse_decimal,
    to_decimal,
    to_minor,
)

minors = st.integers(-MAX_MINOR, MAX_MINOR)
NO_DECIMALS = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"} | {
    *("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF")
}

currencies = st.sampled_from(["GBP", "JPY", "KWD", "CLF"])


class Body(BaseModel):
    amount: Amount
    paid: PositiveAmount = Decimal("1")


@pytest.mark.parametrize(("code", "expected"), [("GBP", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_decimals_of_iso_4217(code: str, expected: int) -> None:
    assert digits(code) == CURRENCIES[code] == expected


@pytest.mark.parametrize(
    "code", ["", "gbp", "GB", "XAU", "XXX", "ZZZ", None, 826, ["GBP"], "GBP\n", "Z" * 999]
)
def test_a_code_without_decimals_is_no_currency(code: Any) -> None:
    with pytest.raises(UnknownCurrency) as refusal:
        digits(code)

    assert len(refusal.value.code) <= 40
    assert "ISO 4217" in str(refusal.value)


def test_books_in_a_currency_that_is_gone_can_still_be_read() -> None:
    assert (format_minor(150, "HRK"), format_minor(150, "BYR")) == ("1.50", "150")
    assert all(CURRENCIES[code] == WITHDRAWN[code] for code in WITHDRAWN)


def test_the_decimals_of_a_currency_never_change_under_a_ledger() -> None:
    # Minor units are stored for ever: should a newer table differ here, old amounts would change meaning.
    unusual = {code: places for code, places in CURRENCIES.items() if places != 2 and code not in WITHDRAWN}

    by_places = {places: {code for code in unusual if unusual[code] == places} for places in (0, 3, 4)}
    assert by_places[0] == NO_DECIMALS
    assert by_places[3] == {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
    assert by_places[4] == {"CLF", "UYW"}
    assert set(unusual.values()) == {0, 3, 4}


def test_importing_the_core_reads_no_currency_table() -> None:
    code = "import sys, settlebook.domain.money; sys.exit('iso4217' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (-500, "GBP", "-5.00"),
        (1000, "JPY", "1000"),
        (5, "KWD", "0.005"),
        (-1, "GBP", "-0.01"),
        (0, "GBP", "0.00"),
        (0, "JPY", "0"),
        (MAX_MINOR, "USD", "10000000000000.00"),
        (10**40 + 1, "USD", "1" + "0" * 38 + ".01"),
    ],
)
def test_money_is_written_with_exactly_the_digits_of_its_currency(
    minor: int, currency: str, text: str
) -> None:
    money = Money(minor, currency)

    assert str(money) == str(money.decimal) == text


@pytest.mark.parametrize("minor", [5.0, "5", True, None, Decimal(5)])
def test_minor_units_are_whole_numbers(minor: Any) -> None:
    with pytest.raises(InvalidAmount):
        Money(minor, "GBP")
    with pytest.raises(InvalidAmount):
        Minor(minor)


def test_money_has_a_known_currency() -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, "XAU")


@given(minors, currencies)
def test_minor_units_survive_the_way_out_and_back(minor: int, currency: str) -> None:
    with localcontext() as context:
        context.prec = 3  # somebody else's decimal context must not round our money

        assert to_minor(to_decimal(minor, currency), currency) == minor
        assert to_minor(parse_decimal(format_minor(minor, currency)), currency) == minor
        assert to_minor(Minor(minor), currency) == minor


@pytest.mark.parametrize(
    ("given", "value"),
    [("19.99", "19.99"), ("-5", "-5"), (7, "7"), (Decimal("1.500"), "1.500"), ("1e2", "100"), ("007", "7")],
)
def test_amounts_are_read_exactly(given: str | int | Decimal, value: str) -> None:
    assert parse_decimal(given) == Decimal(value)


IMPOSSIBLE: list[Any] = [
    *("", " ", "1 ", " 1", "1\n", "+1", ".5", "5.", "1_000", "1,000", "1,5", "--1", "0x10", "£1", "1.2.3"),
    *(
        "\u0661\u0662",
        "\uff11",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-inf",
        "1e400",
        "1E+400",
        "1e-400",
        "1e",
        "1\x00",
    ),
    *(0.1, 1.0, float("nan"), float("inf"), True, False, None, [], {"minor": 1}, b"1"),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1e400"), Decimal("0e999999")),
    *("9" * 1_000_000, "0." + "0" * 1_000_000, Decimal("9" * 10_000), 10**100_000, -(10**100_000)),
    *(10**15 + 1, "1000000000000001", "-1e16", "1e99", Decimal("1e15") + 1),
]


def test_who_gives_a_float_is_told_what_to_give_and_nobody_else_hears_of_python() -> None:
    with pytest.raises(InvalidAmount, match="a float is not exact: give a text"):
        parse_decimal(19.99)  # type: ignore[arg-type]
    with pytest.raises(InvalidAmount) as refusal:
        parse_decimal("19,99")

    assert "Python" not in refusal.value.problem and "Decimal" not in refusal.value.problem


@pytest.mark.parametrize("value", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_what_is_no_amount_is_refused_with_a_short_reason(value: Any) -> None:
    with pytest.raises(InvalidAmount) as refusal:
        parse_decimal(value)

    assert len(refusal.value.asked) <= 40
    assert refusal.value.asked.isprintable()
    assert refusal.value.problem in str(refusal.value)
    assert len(str(refusal.value)) < 300


@given(st.text("0123456789.-+eE_ ", max_size=80) | st.text(max_size=6))
def test_any_text_is_an_amount_within_bounds_or_refused(text: str) -> None:
    try:
        amount = parse_decimal(text)
    except InvalidAmount as refusal:
        assert refusal.asked.isprintable()
    else:
        assert abs(amount) <= MAX_MINOR


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1.500", "GBP", 150),
        ("1e2", "GBP", 100_00),
        ("-0.010", "GBP", -1),
        ("5.000", "JPY", 5),
        ("0e9", "JPY", 0),
    ],
)
def test_the_value_counts_and_not_the_spelling(amount: str, currency: str, minor: int) -> None:
    assert to_minor(parse_decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "places"),
    [("0.001", "GBP", 2), ("-0.001", "GBP", 2), ("0.5", "JPY", 0), ("0.0001", "KWD", 3), ("1e-99", "GBP", 2)],
)
def test_an_amount_that_needs_rounding_is_refused(amount: str, currency: str, places: int) -> None:
    with pytest.raises(TooManyDecimals) as refusal:
        to_minor(Decimal(amount), currency)

    assert (refusal.value.currency, refusal.value.digits) == (currency, places)
    assert refusal.value.asked == str(Decimal(amount))
    assert f"{currency} has {places} decimals" in str(refusal.value)


def test_one_amount_has_an_upper_bound_in_minor_units() -> None:
    largest = Decimal("10000000000000.00")

    assert to_minor(largest, "GBP") == to_minor(Minor(MAX_MINOR), "GBP") == MAX_MINOR
    for above in (Decimal("10000000000000.01"), Decimal("-10000000000000.01"), Minor(MAX_MINOR + 1)):
        with pytest.raises(AmountTooLarge) as refusal:
            to_minor(above, "GBP")
        assert "10000000000000.00 GBP" in str(refusal.value)


def test_the_currency_is_refused_before_the_amount() -> None:
    with pytest.raises(UnknownCurrency):
        to_minor(Decimal("0.001"), "XAU")


def test_a_refusal_can_be_copied() -> None:
    refusal = TooManyDecimals("0.001", "GBP", 2)

    copied = copy.deepcopy(refusal)

    assert str(copied) == str(refusal)


@pytest.mark.parametrize("given", ["5.00", 5, Decimal("5"), Minor(500)])
def test_a_command_takes_amounts_in_every_exact_form(given: Any) -> None:
    body = Body(amount=given, paid=given)

    assert to_minor(body.amount, "GBP") == to_minor(body.paid, "GBP") == 500


@pytest.mark.parametrize("given", [5.0, True, "NaN", "1e400", None])
def test_a_command_refuses_inexact_amounts_and_keeps_the_reason(given: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        Body(amount=given)

    [problem] = refusal.value.errors()
    assert isinstance(problem["ctx"]["error"], InvalidAmount)


@pytest.mark.parametrize("given", ["0", "-1", 0, Decimal("0.0"), Minor(0), Minor(-5)])
def test_a_command_refuses_what_is_not_positive_where_it_must_be(given: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        Body(amount=given, paid=given)

    [problem] = refusal.value.errors()
    assert (problem["loc"], type(problem["ctx"]["error"])) == (("paid",), NotPositive)


def test_a_command_is_written_as_json_without_floats() -> None:
    body = Body(amount=Decimal("1E+2"), paid=Minor(1999))

    assert body.model_dump_json() == '{"amount":"100","paid":{"minor":1999}}'
    assert set(Body.model_json_schema()["properties"]) == {"amount", "paid"}
