"""Commands that pay money back to the customer, and keep what was paid back."""

from typing import ClassVar, Self

from pydantic import model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedRefund
from settlebook.commands.fields import (
    DayOrInstant,
    Flag,
    Id,
    ItemKey,
    Key,
    MoneyType,
    Number,
    PolicyWord,
    PositiveAmount,
    Several,
    ShortText,
    Text,
)
from settlebook.commands.kept import KeptShortText, KeptText
from settlebook.commands.payment_keeping import EditedMoney
from settlebook.commands.rules import one_of, wrong
from settlebook.commands.settlement import OfPayment

_OF_A_GATEWAY = frozenset({"customRates", "gatewayOptions"})
# payment.refund-with-unapply offers these.
_WITH_UNAPPLY = frozenset({"debitMemos", "invoices", "writeOff", "writeOffOptions"})


class Refunding(DescribedRefund, Command):
    """What every refund has; `key` is that of the payment or credit memo it takes from."""

    key: Key
    type: MoneyType = "External"
    number: Number | None = None
    id: Id | None = None
    refund_date: DayOrInstant | None = None
    comment: Text | None = None


class Refund(Refunding):
    """A refund of what is unapplied."""

    NOT_OFFERED: ClassVar[frozenset[str]] = _OF_A_GATEWAY | _WITH_UNAPPLY

    total_amount: PositiveAmount


class RefundPayment(Refund):
    """Pay unapplied money of a payment back."""

    DO: ClassVar[str] = "payment.refund"


class WriteOffOptions(Part):
    """How what reopens is written off: by a credit memo of that day, with that reason."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"taxAutoCalculation"})  # there is no tax engine

    comment: ShortText | None = None
    memo_date: DayOrInstant | None = None
    reason_code: Text | None = None


class RefundPaymentWithUnapply(OfPayment, Refunding):
    """Take money of a payment back from documents and pay it to the customer, in one command.

    Nothing named   all of the payment is unapplied, and all that is unapplied then is paid back.
    Amount only     unapplied money first, then from the newest document on.
    Documents       exactly these are unapplied, and `total_amount` is paid back: by default their sum.
    Write-off       what reopens is written off by credit memos, row by row.
    """

    DO: ClassVar[str] = "payment.refund-with-unapply"
    NOT_OFFERED: ClassVar[frozenset[str]] = _OF_A_GATEWAY

    total_amount: PositiveAmount | None = None
    policy: PolicyWord | None = None
    write_off: Flag | None = None
    write_off_options: WriteOffOptions | None = None

    @property
    def chosen_policy(self) -> str | None:
        return self.policy

    def check(self) -> None:
        super().check()
        if self.write_off_options is not None and not self.write_off:
            raise wrong("writeOffOptions", "nothing is written off without writeOff")


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
    policy: PolicyWord | None = None

    @model_validator(mode="after")
    def _policy_or_items(self) -> Self:
        if self.items and self.policy:
            raise wrong("policy", "the items are named, so nothing is left for a policy to choose")
        return self


class CancelRefund(Command):
    """Say that a refund was never paid out: its money is unapplied again; `key` is the refund's.

    `reapply` puts back what the refund's own command had unapplied, where it was; what that command wrote off
    there is taken back first, by debit memos that reverse its credit memos.
    """

    DO: ClassVar[str] = "refund.cancel"

    key: Key
    reapply: Flag | None = None
    effective_date: DayOrInstant | None = None


class EditRefund(EditedMoney):
    """Change what a refund says of itself; `key` is the refund's.

    Personal  comment: an edited one replaces it, and null or an empty text takes it away.
    """

    DO: ClassVar[str] = "refund.edit"

    reason_code: KeptText = None
    second_refund_reference_id: KeptShortText = None


class DeleteRefund(Command):
    """Show a canceled refund no longer; `key` is the refund's."""

    DO: ClassVar[str] = "refund.delete"

    key: Key


COMMANDS: tuple[type[Command], ...] = (
    RefundPayment,
    RefundPaymentWithUnapply,
    RefundCreditMemo,
    CancelRefund,
    EditRefund,
    DeleteRefund,
)
