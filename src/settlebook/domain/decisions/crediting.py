"""Which tax item of an invoice is credited, where a request says what the tax is called but not its row."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from settlebook.domain.document import IDENTITY_FIELDS, Row
from settlebook.domain.errors import NoSuchTax
from settlebook.domain.receivable import Receivable


def credited_tax(invoice: Receivable, item_id: UUID, details: Mapping[str, Any]) -> UUID:
    """The one tax item of the invoice item that fits in every field given. Refuses: NoSuchTax."""
    asked = {field: str(details[field]) for field in IDENTITY_FIELDS if details.get(field)}
    fitting = [
        row.item_id
        for row in invoice.rows.values()
        if row.parent_id == item_id and _fits(identity(row), asked)
    ]
    if len(fitting) != 1:
        spoken = ", ".join(f"{field} {value}" for field, value in asked.items()) or "no field"
        raise NoSuchTax(invoice.name_of(item_id), spoken, len(fitting))
    return fitting[0]


def identity(row: Row) -> dict[str, str]:
    """What a tax row says of its tax: a credit of it says the same, unless the request says more."""
    named = zip(IDENTITY_FIELDS, row.tax_identity or (), strict=False)
    return {field: value for field, value in named if value}


def _fits(known: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    return all(_same(known.get(field, ""), value) for field, value in asked.items())


def _same(known: str, asked: str) -> bool:
    """Rates are the same number however they are written."""
    if known == asked:
        return True
    try:
        return Decimal(known) == Decimal(asked)
    except InvalidOperation:
        return False
