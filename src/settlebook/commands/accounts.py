"""Commands about accounts."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedAccount
from settlebook.commands.fields import CurrencyCode, Id, Json, Key, LongText, Name, Number, ShortText, Text
from settlebook.commands.rules import agreed


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


class CreateAccount(DescribedAccount, Command):
    """Open an account, the owner of documents, payments and memos.

    Personal  name, notes, contacts and the other fields of `commands.personal`.
    """

    DO: ClassVar[str] = "account.create"
    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(
        {
            "applicationOrder", "applyCredit", "applyCreditBalance", "associateCommitmentNumber", "autoPay",
            "collect", "creditCard", "documentDate", "eReportingProfile", "einvoiceProfile",
            "gatewayRoutingEligible", "hpmCreditCardPaymentMethodId", "invoice", "invoiceCollect",
            "invoiceTargetDate", "partnerAccount", "paymentMethod", "runBilling", "sequenceSetId",
            "sequenceSetName", "subscription", "targetDate",
        }
    )  # fmt: skip

    name: Name
    currency: CurrencyCode
    account_number: Number | None = None
    number: Number | None = None
    id: Id | None = None
    status: Literal["Draft", "Active", "Canceled"] = "Active"
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
    def asked_number(self) -> str | None:
        return agreed({"accountNumber": self.account_number, "number": self.number})

    @property
    def parent(self) -> dict[str, str | None]:
        return {"parentId": self.parent_id, "parentAccountNumber": self.parent_account_number}

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        _ = self.asked_number
        return self


COMMANDS: tuple[type[Command], ...] = (CreateAccount,)
