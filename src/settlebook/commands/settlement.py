"""Commands that settle: create, apply and unapply payments; apply and unapply credit memos."""

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedPayment
from settlebook.commands.fields import (
    CurrencyCode,
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
    Text,
)
from settlebook.commands.rules import at_least_one, wrong
from settlebook.commands.settled import (
    CreditedDebitMemo,
    CreditedInvoice,
    PaidDebitMemo,
    PaidInvoice,
    SettledDocument,
)

SOURCE_ITEM_RULE = "ApplyCreditToSourceItemRule"  # Zuora's word for the policy source-item


class Settling(Part):
    """What a request says of the documents it settles, or of those it takes back from."""

    @property
    def documents(self) -> tuple[SettledDocument, ...]:
        """In the order of the request: invoices, then debit memos."""
        return (*(self._invoices() or ()), *(self._debit_memos() or ()))

    @property
    def chosen_policy(self) -> str | None:
        return None

    def _invoices(self) -> Sequence[SettledDocument] | None:
        return None

    def _debit_memos(self) -> Sequence[SettledDocument] | None:
        return None

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        self.check()
        return self

    def check(self) -> None:
        """Refuse fields that contradict each other."""
        if self.chosen_policy and self.documents and all(document.lines for document in self.documents):
            raise wrong("policy", "every document names its items, so nothing is left for a policy to choose")


class OfPayment(Settling):
    """The documents of a payment."""

    invoices: Several[PaidInvoice] | None = None
    debit_memos: Several[PaidDebitMemo] | None = None

    def _invoices(self) -> Sequence[SettledDocument] | None:
        return self.invoices

    def _debit_memos(self) -> Sequence[SettledDocument] | None:
        return self.debit_memos


class OfCreditMemo(Settling):
    """The documents of a credit memo."""

    invoices: Several[CreditedInvoice] | None = None
    debit_memos: Several[CreditedDebitMemo] | None = None

    def _invoices(self) -> Sequence[SettledDocument] | None:
        return self.invoices

    def _debit_memos(self) -> Sequence[SettledDocument] | None:
        return self.debit_memos


class ApplyPolicy(Settling):
    """Which rule chooses the items of a payment's documents, where the request names none.

    Without one the account, the ledger, or what is built in says it; so with negative lines, which `net`
    fills up from positive ones before anything is settled.
    """

    policy: PolicyWord | None = None
    negative_lines: NegativeLinesWord | None = None

    @property
    def chosen_policy(self) -> str | None:
        return self.policy


class Unapplying(Settling):
    """What unapply takes back: everything, some of some documents, or one application."""

    application: Id | None = None
    policy: PolicyWord | None = None

    @property
    def chosen_policy(self) -> str | None:
        return self.policy

    def check(self) -> None:
        super().check()
        others = {"invoices": self._invoices(), "debitMemos": self._debit_memos(), "policy": self.policy}
        for field, value in others.items():
            if self.application is not None and value is not None:
                raise wrong(field, "`application` names all that is taken back: nothing else can be chosen")


class CreatePayment(OfPayment, ApplyPolicy, DescribedPayment, Command):
    """Record money that came in, and set it against documents where the request names some.

    Account     without one the payment is unassigned: its currency is given, and it names no documents.
    Prepayment  reserved money, which no run applies by itself.
    Standalone  never settled here, so it names no documents; it may be in any currency.
    """

    DO: ClassVar[str] = "payment.create"
    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(
        {
            "balanceRefresh", "cryptogram", "customRates", "gatewayOptions", "mitTransactionSource",
            "paymentOption", "paymentScheduleKey",
        }
    )  # fmt: skip

    amount: PositiveAmount
    currency: CurrencyCode | None = None
    type: MoneyType = "External"
    account_id: Key | None = None
    account_number: Key | None = None
    number: Number | None = None
    id: Id | None = None
    effective_date: DayOrInstant | None = None
    comment: Text | None = None
    prepayment: Flag | None = None
    standalone: Flag | None = None

    @property
    def account(self) -> dict[str, str | None]:
        """The fields that name its account; both are None for an unassigned payment."""
        return {"accountId": self.account_id, "accountNumber": self.account_number}

    def check(self) -> None:
        super().check()
        named = "invoices" if self.invoices else "debitMemos"
        is_assigned = any(self.account.values())
        if not is_assigned and self.documents:
            raise wrong(named, "an unassigned payment settles nothing: name its accountId or accountNumber")
        if not is_assigned and self.currency is None:
            raise wrong("accountId", "it is required, or for an unassigned payment its currency")
        if self.standalone and self.documents:
            raise wrong(named, "a standalone payment is never settled here")


class ApplyPayment(OfPayment, ApplyPolicy, Command):
    """Set unapplied money of a payment against documents; `key` is the payment's."""

    DO: ClassVar[str] = "payment.apply"

    key: Key
    effective_date: DayOrInstant | None = None

    def check(self) -> None:
        super().check()
        at_least_one({"invoices": self.invoices, "debitMemos": self.debit_memos})


class UnapplyPayment(OfPayment, Unapplying, Command):
    """Take money of a payment back from documents; `key` is the payment's. Nothing named: all of it."""

    DO: ClassVar[str] = "payment.unapply"

    key: Key
    effective_date: DayOrInstant | None = None


class ApplyCreditMemo(OfCreditMemo, Command):
    """Set unapplied items of a credit memo against items of documents; `key` is the memo's."""

    DO: ClassVar[str] = "credit-memo.apply"

    key: Key
    effective_date: DayOrInstant | None = None
    policy: PolicyWord | None = None
    negative_lines: NegativeLinesWord | None = None
    application_rule: Literal["ApplyCreditToSourceItemRule"] | None = None

    @property
    def chosen_policy(self) -> str | None:
        return "source-item" if self.application_rule else self.policy

    def check(self) -> None:
        super().check()
        at_least_one({"invoices": self.invoices, "debitMemos": self.debit_memos})
        if self.application_rule and self.policy not in (None, "source-item"):
            raise wrong("policy", f"it differs from applicationRule, which is {SOURCE_ITEM_RULE}")
        if self.chosen_policy == "source-item":
            self._check_source_item()

    def _check_source_item(self) -> None:
        if self.debit_memos or not self.invoices or len(self.invoices) > 1 or self.invoices[0].lines:
            raise wrong("policy", "source-item takes exactly one invoice, no debit memos and no items")


class UnapplyCreditMemo(OfCreditMemo, Unapplying, Command):
    """Take credit back from documents; `key` is the memo's. Nothing named: all of it."""

    DO: ClassVar[str] = "credit-memo.unapply"

    key: Key
    effective_date: DayOrInstant | None = None


COMMANDS: tuple[type[Command], ...] = (
    CreatePayment,
    ApplyPayment,
    UnapplyPayment,
    ApplyCreditMemo,
    UnapplyCreditMemo,
)
