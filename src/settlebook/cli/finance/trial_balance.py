"""`settlebook trial-balance`: what stands under each code, or in each book, at the end of any day."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from settlebook import TrialBalanceRow
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.looking import columns, print_cells
from settlebook.cli.showing.output import print_json
from settlebook.domain.currency import digits

_AMOUNTS = {
    "debits": "Debits",
    "credits": "Credits",
    "debit_balance": "Debit balance",
    "credit_balance": "Credit balance",
    "currency": "Currency",
}
BY_CODE = columns(
    accounting_code_type="Type", accounting_code="Code", gl_account_number="GL number", **_AMOUNTS
)
BY_BOOK = columns(book="Book", **_AMOUNTS)


class By(StrEnum):
    CODE = "code"
    BOOK = "book"


def trial_balance(
    context: typer.Context,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Only this currency.")
    ] = None,
    by: Annotated[By, typer.Option("--by", metavar="code|book", help="What the rows are.")] = By.CODE,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Tell what stands under each accounting code; debits and credits are equal in every currency."""
    if currency is not None:
        digits(currency)  # refused where it is none: nothing stands in it by mistake only
    with opened(context) as ledger:
        rows = ledger.trial_balance(by=by.value, currency=currency, **read_when(as_of, known_at))
    totals = _totals(rows, by)
    if as_json:
        print_json({"rows": [row.as_json() for row in rows], "totals": [row.as_json() for row in totals]})
    else:
        print_cells([*rows, *totals], BY_CODE if by is By.CODE else BY_BOOK)


def _totals(rows: Iterable[TrialBalanceRow], by: By) -> list[TrialBalanceRow]:
    by_currency: defaultdict[str, list[TrialBalanceRow]] = defaultdict(list)
    for row in rows:
        by_currency[row.currency].append(row)
    return [
        TrialBalanceRow.of(
            {},
            **{"accounting_code_type" if by is By.CODE else "book": "Total"},
            currency=currency,
            debits=_sum(row.debits for row in found),
            credits=_sum(row.credits for row in found),
            debit_balance=_sum(row.debit_balance for row in found),
            credit_balance=_sum(row.credit_balance for row in found),
        )
        for currency, found in by_currency.items()
    ]


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    first, *rest = amounts
    return sum(rest, first)  # keeps the decimals of the currency
