"""The accounting codes of a ledger: the register, and what the fields that name codes mean by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import PlainSerializer

from settlebook.domain.events import (
    AccountingCode,
    AccountingCodeActivated,
    AccountingCodeCreated,
    AccountingCodeDeactivated,
    AccountingCodeEdited,
    AccountingCodesUsed,
    CodeType,
    Event,
)


class Role(StrEnum):
    """What a code stands for in a journal entry; a ledger's settings name one code a role."""

    RECEIVABLE = "receivable"
    ON_ACCOUNT_CREDIT = "on_account_credit"
    UNAPPLIED_PAYMENT = "unapplied_payment"
    BANK = "bank"
    REVENUE = "revenue"
    DEFERRED_REVENUE = "deferred_revenue"
    TAX = "tax"
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"


TYPES_OF_ROLE: Mapping[Role, tuple[CodeType, ...]] = {
    Role.RECEIVABLE: ("AccountsReceivable", "OtherAssets"),
    Role.ON_ACCOUNT_CREDIT: ("OnAccountReceivable", "AccountsReceivable", "OtherLiabilities"),
    Role.UNAPPLIED_PAYMENT: ("CustomerCashOnAccount", "OtherLiabilities"),
    Role.BANK: ("Cash", "OtherAssets"),
    Role.REVENUE: ("SalesRevenue", "SalesDiscounts", "OtherRevenue"),
    Role.DEFERRED_REVENUE: ("DeferredRevenue", "OtherLiabilities"),
    Role.TAX: ("SalesTaxPayable", "OtherLiabilities"),
    Role.DISCOUNT: ("SalesDiscounts", "SalesRevenue", "OtherRevenue"),
    Role.WRITE_OFF: ("BadDebt", "OtherExpenses"),
}

# The fields of Zuora that name a code and the role they give it; None: kept, and in no entry of settlement.
ROLE_OF_FIELD: Mapping[str, Role | None] = {
    "accountsReceivableAccountingCode": Role.RECEIVABLE,
    "onAccountAccountingCode": Role.ON_ACCOUNT_CREDIT,
    "unappliedPaymentAccountingCode": Role.UNAPPLIED_PAYMENT,
    "bankAccountAccountingCode": Role.BANK,
    "recognizedRevenueAccountingCode": Role.REVENUE,
    "deferredRevenueAccountingCode": Role.DEFERRED_REVENUE,
    "salesTaxPayableAccountingCode": Role.TAX,
    "nonRevenueWriteOffAccountingCode": Role.WRITE_OFF,
    "accountingCode": None,  # of an item its revenue, of a tax item its tax: see `codes_of`
    "adjustmentLiabilityAccountingCode": None,
    "adjustmentRevenueAccountingCode": None,
    "contractAssetAccountingCode": None,
    "contractLiabilityAccountingCode": None,
    "contractRecognizedRevenueAccountingCode": None,
    "unbilledReceivablesAccountingCode": None,
}
CODE_FIELDS = frozenset(ROLE_OF_FIELD)


class Named(NamedTuple):
    """A code that a request names, and the field that names it."""

    field: str
    name: str
    types: tuple[CodeType, ...] = ()  # that fit the field; none: any


@dataclass(frozen=True, slots=True)
class AccountingCodes:
    """The registered codes by name; none: every name is as good as another."""

    by_name: Mapping[str, AccountingCode] = field(default_factory=lambda: MappingProxyType({}))
    used: Annotated[frozenset[UUID], PlainSerializer(sorted, return_type=list[UUID])] = frozenset()

    def find(self, key: str, id: UUID | None) -> AccountingCode | None:
        """The code of a name, or of an id."""
        if key in self.by_name:
            return self.by_name[key]
        return next((code for code in self.by_name.values() if code.code_id == id), None)


def evolve(codes: AccountingCodes | None, event: Event) -> AccountingCodes:
    known = codes or AccountingCodes()
    match event:
        case (
            AccountingCodeCreated()
            | AccountingCodeEdited()
            | AccountingCodeActivated()
            | AccountingCodeDeactivated()
        ):
            return AccountingCodes({**known.by_name, event.code.name: event.code}, known.used)
        case AccountingCodesUsed():
            return AccountingCodes(known.by_name, known.used | set(event.code_ids))
        case _:
            raise AssertionError(f"accounting codes have no {type(event).__name__}")


def codes_of(details: Mapping[str, Any], plain: Role | None = None) -> dict[str, str]:
    """The codes that the kept fields of one row, document, payment or account name, by role.

    `plain` is the role of a plain `accountingCode`. What stands in `financeInformation` goes before what
    stands beside it.
    """
    finance = details.get("financeInformation")
    if finance is None and CODE_FIELDS.isdisjoint(details):
        return {}  # so of most rows, and there are very many
    places = (details, finance) if isinstance(finance, Mapping) else (details,)
    found: dict[str, str] = {}
    for place in places:
        for name in _sorted_fields(place):
            role = plain if name == "accountingCode" else ROLE_OF_FIELD[name]
            if role is not None and place[name]:
                found[role] = str(place[name])
    return found


def _sorted_fields(place: Mapping[str, Any]) -> Iterable[str]:
    """A plain `accountingCode` first, so that a field that says more comes after it and wins."""
    return sorted(place.keys() & CODE_FIELDS)
