"""Commands that choose documents and sources by themselves: collecting a document, settling an account."""

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedPayment
from settlebook.commands.fields import (
    CurrencyCode,
    Day,
    DayOrInstant,
    Flag,
    Id,
    Key,
    MoneyType,
    NegativeLinesWord,
    Number,
    PolicyWord,
    PositiveAmount,
    Several,
)
from settlebook.commands.rules import wrong

SourceTurn = Literal["CreditMemo", "UnappliedPayment"]


class Choosing(Part):
    """In which order sources are used, and which rules choose the items where they settle."""

    application_order: Several[SourceTurn] | None = None
    payment_policy: PolicyWord | None = None
    credit_memo_policy: PolicyWord | None = None
    negative_lines: NegativeLinesWord | None = None
    effective_date: DayOrInstant | None = None

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        turns = self.application_order or ()
        if len(set(turns)) < len(turns):
            raise wrong("applicationOrder", "a kind of source is named twice")
        if self.credit_memo_policy == "source-item":
            raise wrong("creditMemoPolicy", "source-item takes one invoice that the request names")
        self.check()
        return self

    def check(self) -> None:
        """Refuse fields that contradict each other."""

    @property
    def turns(self) -> Sequence[SourceTurn]:
        """The kinds of source, in the order in which they are used."""
        return self.application_order or ("CreditMemo", "UnappliedPayment")


class SettleAccount(Choosing, Command):
    """Set what an account has unapplied against what it owes; `key` is the account's."""

    DO: ClassVar[str] = "account.settle"

    key: Key
    documents: Several[Literal["Invoice", "DebitMemo"]] | None = None
    due_on_or_before: Day | None = None
    currency: CurrencyCode | None = None
    minimum_amount: PositiveAmount | None = None


class CollectedPayment(DescribedPayment):
    """Money that came in for a document, beside what the account had unapplied."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"gatewayOptions", "paymentMethodKey"})

    type: MoneyType  # said by the caller: without it, Zuora asks a gateway for the money
    amount: PositiveAmount | None = None
    number: Number | None = None
    id: Id | None = None
    effective_date: DayOrInstant | None = None


class _Collect(Choosing, Command):
    """Settle one document as far as possible: with what is unapplied, then with money that came in."""

    key: Key
    apply_credit: Flag = False
    collect: Flag = False
    payment: CollectedPayment | None = None

    def check(self) -> None:
        if not self.apply_credit and not self.collect:
            raise wrong("applyCredit", "say true here, or at collect, or there is nothing to do")
        if self.application_order and not self.apply_credit:
            raise wrong("applicationOrder", "nothing unapplied is used without applyCredit")
        if self.collect and self.payment is None:
            raise wrong("payment", "say what came in: no gateway is asked for money")
        if self.payment is not None and not self.collect:
            raise wrong("payment", "it is recorded only where collect is true")


class CollectInvoice(_Collect):
    """Settle an invoice; `key` is the invoice's."""

    DO: ClassVar[str] = "invoice.collect"


class CollectDebitMemo(_Collect):
    """Settle a debit memo; `key` is the memo's."""

    DO: ClassVar[str] = "debit-memo.collect"


COMMANDS = (SettleAccount, CollectInvoice, CollectDebitMemo)
