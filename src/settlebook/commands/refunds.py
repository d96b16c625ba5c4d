"""Commands that pay unapplied money back to the customer."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedRefund
from settlebook.commands.fields import (
    DayOrInstant,
    Id,
    ItemKey,
    Key,
    MoneyType,
    Number,
    PositiveAmount,
    Several,
    Text,
)
from settlebook.commands.rules import one_of, wrong

# What Zuora would ask a gateway, or would unapply and write off in the same request.
_NOT_BUILT = frozenset(
    {"customRates", "debitMemos", "gatewayOptions", "invoices", "writeOff", "writeOffOptions"}
)


class Refund(DescribedRefund, Command):
    """What every refund has; `key` is that of the payment or credit memo it takes from."""

    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    key: Key
    total_amount: PositiveAmount
    type: MoneyType = "External"
    number: Number | None = None
    id: Id | None = None
    refund_date: DayOrInstant | None = None
    comment: Text | None = None


class RefundPayment(Refund):
    """Pay unapplied money of a payment back."""

    DO: ClassVar[str] = "payment.refund"


class RefundedLine(Part):
    """An amount paid out of one item or tax item of a credit memo."""

    amount: PositiveAmount
    credit_memo_item_id: ItemKey | None = None
    credit_tax_item_id: ItemKey | None = None

    @property
    def item(self) -> str:
        names = {"creditMemoItemId": self.credit_memo_item_id, "creditTaxItemId": self.credit_tax_item_id}
        return one_of(names)

    @property
    def item_is_tax(self) -> bool:
        """Whether the line names its item as a tax item."""
        return self.credit_tax_item_id is not None

    @model_validator(mode="after")
    def _names_one_item(self) -> Self:
        _ = self.item
        return self


class RefundCreditMemo(Refund):
    """Pay unapplied credit of a credit memo back, from the items named or by a policy."""

    DO: ClassVar[str] = "credit-memo.refund"

    items: Several[RefundedLine] | None = None
    policy: Literal["fifo"] | None = None

    @model_validator(mode="after")
    def _policy_or_items(self) -> Self:
        if self.items and self.policy:
            raise wrong("policy", "the items are named, so nothing is left for a policy to choose")
        return self


COMMANDS: tuple[type[Command], ...] = (
    RefundPayment,
    RefundCreditMemo,
)
