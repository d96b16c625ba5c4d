"""Makes one document of the lines that carry its number: a posted invoice, or a posted credit memo."""

from collections.abc import Iterator
from typing import Any

from settlebook.commands import parse_command
from settlebook.domain.currency import shorten
from settlebook.domain.errors import Malformed
from settlebook.domain.ids import is_number
from settlebook.domain.money import MAX_MINOR, format_minor, to_decimal
from settlebook.importing.formats import Incoming, Rejection, Unfit
from settlebook.importing.retail_line import BadLine, Sale, read_line

LONGEST_NAME = 255  # characters of a charge's name; a description may be longer

Fields = list[str] | str


def document_of(
    rank: int, number: str, currency: str, lines: Iterator[tuple[int, Fields]]
) -> Incoming | Unfit:
    """The document; Unfit where a line is bad or the lines do not make a document together."""
    sales: list[Sale] = []
    for line, fields in lines:
        try:
            sales.append(read_line(fields, currency))
        except BadLine as bad:
            return Unfit(rank, _other_line(line, bad.rejection))
    problem = _problem(number, currency, sales)
    return Unfit(rank, problem) if problem else _incoming(rank, number, currency, sales)


def _other_line(line: int, fault: Rejection) -> Rejection:
    return Rejection(
        "other_line_rejected", f"line {line}, of the same document, was rejected: {fault.reason}"
    )


def _is_credit(number: str) -> bool:
    return number.startswith("C")


def _total_minor(number: str, sales: list[Sale]) -> int:
    total = sum(sale.amount_minor for sale in sales)
    return -total if _is_credit(number) else total


def _problem(number: str, currency: str, sales: list[Sale]) -> Rejection | None:
    if not is_number(number):
        return Rejection("bad_document_number", "InvoiceNo is no document number (letters, digits, - and _)")
    if len({sale.customer for sale in sales}) > 1:
        return Rejection("mixed_customers", f"the lines of {number} name different customers")
    if len({sale.day for sale in sales}) > 1:
        return Rejection("mixed_days", f"the lines of {number} name different days")
    return _bad_total(number, currency, _total_minor(number, sales)) or _charge_among_credits(number, sales)


def _bad_total(number: str, currency: str, total_minor: int) -> Rejection | None:
    if total_minor > MAX_MINOR:
        return Rejection("amount_too_large", f"the lines of {number} add up to more than a ledger can hold")
    if total_minor < 0:
        shown = f"{format_minor(total_minor, currency)} {currency}"
        instead = "an invoice" if _is_credit(number) else "a credit memo"
        return Rejection("negative_total", f"{number} adds up to {shown}: import it as {instead}")
    return None


def _charge_among_credits(number: str, sales: list[Sale]) -> Rejection | None:
    """A credit memo only gives; an invoice may have negative lines, such as discounts."""
    charge = next((sale for sale in sales if sale.amount_minor > 0), None) if _is_credit(number) else None
    if charge is None:
        return None
    line = f"its line of {shorten(charge.stock_code)}, {charge.quantity} x {charge.unit_price}"
    return Rejection(
        "charge_among_credits",
        f"{number} credits, but {line}, charges: import that line under the number of an invoice",
    )


def _incoming(rank: int, number: str, currency: str, sales: list[Sale]) -> Incoming | Unfit:
    credit = _is_credit(number)
    body = (_credit_memo_body if credit else _invoice_body)(number, currency, sales)
    kind = "credit-memo" if credit else "invoice"
    try:
        command = parse_command(f"{kind}.create", None, body)
    except Malformed as malformed:
        return Unfit(rank, Rejection(malformed.code, malformed.message))
    return Incoming(
        rank=rank,
        command=command,
        idempotency_key=f"import:online-retail:{number}",
        kind=kind,
        status="Posted",
        account=sales[0].customer,
        currency=currency,
        lines=len(sales),
        items=len(sales),
        total=to_decimal(_total_minor(number, sales), currency),
    )


def _invoice_body(number: str, currency: str, sales: list[Sale]) -> dict[str, Any]:
    day = sales[0].day.isoformat()
    return {
        **_header(number, currency, sales[0]),
        "invoiceDate": day,
        "dueDate": day,
        "invoiceItems": [
            {"amount": format_minor(sale.amount_minor, currency), **_details(sale)} for sale in sales
        ],
    }


def _credit_memo_body(number: str, currency: str, sales: list[Sale]) -> dict[str, Any]:
    return {
        **_header(number, currency, sales[0]),
        "effectiveDate": sales[0].day.isoformat(),
        "charges": [
            {"amount": format_minor(-sale.amount_minor, currency), **_details(sale)} for sale in sales
        ],
    }


def _header(number: str, currency: str, first: Sale) -> dict[str, Any]:
    return {
        "number": number,
        "accountNumber": first.customer,
        "currency": currency,
        "status": "Posted",
        "country__c": first.country,
    }


def _details(sale: Sale) -> dict[str, Any]:
    fits = 0 < len(sale.description) <= LONGEST_NAME
    more = {"description": sale.description} if sale.description and not fits else {}
    return {
        **more,
        "chargeName": sale.description if fits else sale.stock_code,
        "sku": sale.stock_code,
        "quantity": sale.quantity,
        "unitPrice": sale.unit_price,
        "chargeDate": sale.sold_at.isoformat(" "),
        "serviceStartDate": sale.day.isoformat(),
    }
