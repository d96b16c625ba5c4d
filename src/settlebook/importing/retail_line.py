"""Reads one line of an online-retail file: what was sold, when, to whom and for how much, exactly."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from settlebook.domain.currency import digits
from settlebook.domain.ids import is_number
from settlebook.domain.money import MAX_MINOR, AmountTooLarge, InvalidAmount, parse_decimal
from settlebook.importing.formats import Rejection

COLUMNS = (
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)
NO_CUSTOMER = "NO-CUSTOMER"


@dataclass(frozen=True, slots=True)
class Sale:
    """One line; `amount_minor` is Quantity x UnitPrice, signed."""

    stock_code: str
    description: str
    quantity: str
    sold_at: datetime
    unit_price: str
    customer: str
    country: str
    amount_minor: int

    @property
    def day(self) -> date:
        return self.sold_at.date()


class BadLine(Exception):
    """The line cannot be taken over."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.rejection = Rejection(code, reason)


def read_line(fields: list[str] | str, currency: str) -> Sale:
    """The sale that a record tells of; BadLine, first match wins, where it tells of none."""
    if isinstance(fields, str):
        raise BadLine(
            "malformed_csv", "the line is no CSV: a quote stands in a wrong place, or a field is huge"
        )
    if len(fields) != len(COLUMNS):
        raise BadLine("wrong_columns", f"{len(fields)} columns instead of {len(COLUMNS)}")
    _check_text(fields)
    _, stock_code, description, quantity, sold_at, unit_price, customer, country = fields
    customer = customer or NO_CUSTOMER
    if not is_number(customer):
        raise BadLine("bad_customer", "CustomerID is no account number: letters, digits, - and _")
    return Sale(
        stock_code,
        description,
        quantity,
        _instant(sold_at),
        unit_price,
        customer,
        country,
        _amount_minor(quantity, unit_price, currency),
    )


def _check_text(fields: list[str]) -> None:
    text = "".join(fields)
    if "\0" in text:
        raise BadLine("malformed_csv", "the line has the character U+0000")
    if not text.isascii() and any("\udc80" <= character <= "\udcff" for character in text):
        raise BadLine("not_utf8", "the line is not UTF-8")


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M")
    except ValueError:
        raise BadLine("bad_date", "InvoiceDate is no time such as 2010-12-01 08:26") from None


def _amount_minor(quantity: str, unit_price: str, currency: str) -> int:
    """Whole numbers all the way: arithmetic on Decimal could round."""
    (many, many_of), (price, price_of) = _ratio("Quantity", quantity), _ratio("UnitPrice", unit_price)
    unit: int = 10 ** digits(currency)
    minor, rest = divmod(many * price * unit, many_of * price_of)
    if rest:
        raise BadLine(
            "amount_not_whole",
            f"{quantity} x {unit_price} is not whole in minor units of {currency}; amounts are never rounded",
        )
    if abs(minor) > MAX_MINOR:
        raise BadLine("amount_too_large", f"{quantity} x {unit_price} is more than a ledger can hold")
    return minor


def _ratio(column: str, text: str) -> tuple[int, int]:
    try:
        amount: Decimal = parse_decimal(text)
    except AmountTooLarge:
        raise BadLine("bad_number", f"{column} is larger than a ledger can hold") from None
    except InvalidAmount:
        raise BadLine("bad_number", f"{column} is no number") from None
    return amount.as_integer_ratio()
