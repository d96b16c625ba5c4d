"""Commands about accounts."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedAccount
from settlebook.commands.fields import CurrencyCode, Id, Json, Key, LongText, Name, Number, ShortText, Text
from settlebook.commands.ledger import ChoosingPolicies
from settlebook.commands.rules import agreed, wrong


class Contact(Part):
    """A person or a place to send bills or goods to: personal, as a whole."""

    address1: Text | None = None
    address2: Text | None = None
    city: ShortText | None = None
    contact_description: ShortText | None = None
    country: ShortText | None = None
    county: ShortText | None = None
    fax: ShortText | None = None
    first_name: ShortText | None = None
    home_phone: ShortText | None = None
    last_name: ShortText | None = None
    mobile_phone: ShortText | None = None
    nickname: ShortText | None = None
    other_phone: ShortText | None = None
    other_phone_type: ShortText | None = None
    personal_email: ShortText | None = None
    state: ShortText | None = None
    tax_region: ShortText | None = None
    work_email: ShortText | None = None
    work_phone: ShortText | None = None
    zip_code: ShortText | None = None


AccountStatusWord = Literal["Draft", "Active", "Canceled"]

# What Zuora would bill, collect, charge or number by rules that Settlebook does not have.
_NOT_BUILT = frozenset(
    {
        "applicationOrder", "applyCredit", "applyCreditBalance", "associateCommitmentNumber", "autoPay",
        "collect", "creditCard", "documentDate", "eReportingProfile", "einvoiceProfile",
        "gatewayRoutingEligible", "hpmCreditCardPaymentMethodId", "invoice", "invoiceCollect",
        "invoiceTargetDate", "partnerAccount", "paymentMethod", "runBilling", "sequenceSetId",
        "sequenceSetName", "subscription", "targetDate",
    }
)  # fmt: skip


class SaidOfAccount(DescribedAccount):
    """What creating and editing an account have in common.

    Personal  notes, contacts and the other fields of `commands.personal`.
    """

    parent_id: Key | None = None
    parent_account_number: Key | None = None
    notes: LongText | None = None
    bill_to_contact: Contact | None = None
    sold_to_contact: Contact | None = None
    ship_to_contact: Contact | None = None
    additional_email_addresses: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    sales_rep: ShortText | None = None
    customer_service_rep_name: ShortText | None = None
    tax_info: Json | None = None

    @property
    def parent(self) -> dict[str, str | None]:
        return {"parentId": self.parent_id, "parentAccountNumber": self.parent_account_number}


class CreateAccount(SaidOfAccount, Command):
    """Open an account, the owner of documents, payments and memos; its name is personal too."""

    DO: ClassVar[str] = "account.create"
    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    name: Name
    currency: CurrencyCode
    account_number: Number | None = None
    number: Number | None = None
    id: Id | None = None
    status: AccountStatusWord = "Active"

    @property
    def asked_number(self) -> str | None:
        return agreed({"accountNumber": self.account_number, "number": self.number})

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        _ = self.asked_number
        return self


class EditAccount(ChoosingPolicies, SaidOfAccount, Command):
    """Change what an account says of itself; only what is given changes, and null takes a field away.

    Status    nothing new is recorded for a canceled account; what it owes and owns stays, and can be settled.
    Policies  those of the account go before those of the ledger.
    """

    DO: ClassVar[str] = "account.edit"
    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    key: Key
    name: Name | None = None
    status: AccountStatusWord | None = None

    @property
    def takes_parent_away(self) -> bool:
        """Whether the parent is given as null."""
        return bool(self.given().keys() & self.parent.keys()) and not any(self.parent.values())

    def personal_fields(self) -> dict[str, Any]:
        return {name: value or None for name, value in super().personal_fields().items()}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        self.require_change("name")
        for name, value in (("name", self.name), ("status", self.status)):
            if name in self.given() and value is None:
                raise wrong(name, "an account has one, so it cannot be taken away")
        return self


COMMANDS: tuple[type[Command], ...] = (CreateAccount, EditAccount)
