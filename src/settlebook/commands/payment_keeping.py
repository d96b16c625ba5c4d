"""Commands that keep payments: edit what they say, cancel them, delete them."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.base import Command
from settlebook.commands.described import FinanceInformation
from settlebook.commands.editing import Editing
from settlebook.commands.fields import DayOrInstant, Flag, Key, Text
from settlebook.commands.kept import KEPT, KeptShortText, KeptText

GatewayState = Literal["NotSubmitted", "Submitted", "Settled", "FailedToSettle"]


class EditedFinanceInformation(Editing, FinanceInformation):
    """Codes of the general ledger: those that are given replace those that were said before."""


class EditedMoney(Editing, Command):
    """What can be edited of payments and refunds alike: texts, codes, and how a gateway reconciled them."""

    key: Key
    comment: Text | None = None  # an empty text takes it away, as null does
    finance_information: Annotated[EditedFinanceInformation | None, KEPT] = None
    gateway_reconciliation_reason: KeptText = None
    gateway_reconciliation_status: KeptText = None
    gateway_response: KeptText = None
    gateway_response_code: KeptText = None
    gateway_state: Annotated[GatewayState | None, KEPT] = None
    payout_id: KeptText = None
    reference_id: KeptShortText = None
    settled_on: KeptText = None
    submitted_on: KeptText = None

    def personal_fields(self) -> dict[str, Any]:
        return {name: value or None for name, value in super().personal_fields().items()}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        self.require_change("comment")
        return self


class EditPayment(EditedMoney):
    """Change what a payment says of itself; `key` is the payment's.

    Personal  comment: an edited one replaces it, and null or an empty text takes it away.
    """

    DO: ClassVar[str] = "payment.edit"
    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"paymentScheduleKey"})

    second_payment_reference_id: KeptShortText = None


class CancelPayment(Command):
    """Say that a payment never came in; `key` is the payment's.

    `unapply_first` takes it back from all documents before; without it the ledger's setting decides.
    """

    DO: ClassVar[str] = "payment.cancel"

    key: Key
    unapply_first: Flag | None = None
    effective_date: DayOrInstant | None = None


class DeletePayment(Command):
    """Show a canceled payment no longer; `key` is the payment's."""

    DO: ClassVar[str] = "payment.delete"

    key: Key


COMMANDS: tuple[type[Command], ...] = (
    EditPayment,
    CancelPayment,
    DeletePayment,
)
