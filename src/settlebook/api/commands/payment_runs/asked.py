"""What a payment run is asked for, in Zuora's words, and what that means for each account or document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self

from pydantic import ValidationError, model_validator

from settlebook.commands.base import WIRE, Part
from settlebook.commands.fields import (
    CurrencyCode,
    Day,
    DayOrInstant,
    Flag,
    Key,
    NegativeLinesWord,
    PolicyWord,
    PositiveAmount,
    Several,
    Text,
)
from settlebook.commands.parsing import malformed
from settlebook.commands.rules import agreed, one_of, wrong
from settlebook.commands.runs import SourceTurn

ALL_BATCHES = "AllBatches"  # Zuora's word for every account
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_OF_A_GATEWAY = {
    "applyCreditBalance", "collectPayment", "consolidatedPayment", "ignorePaymentRunRetryRule",
    "paymentGatewayId", "paymentGatewayNumber", "processPaymentWithClosedPM", "useCustomPaymentMethods",
}  # fmt: skip
_OF_BILLING = {"advancedFilter", "billCycleDay", "billingRunId", "organizationLabels"}


class AskedDocument(Part):
    """One document that a run is to settle."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(
        {"amount", "comment", "dataItems", "paymentGatewayId", "paymentMethodId", "standalone"}
    )

    account_id: Key | None = None
    account_number: Key | None = None
    document_type: Literal["Invoice", "DebitMemo"]
    document_id: Key | None = None
    document_number: Key | None = None
    currency: CurrencyCode | None = None

    @property
    def key(self) -> str:
        return one_of({"documentId": self.document_id, "documentNumber": self.document_number})

    @property
    def do(self) -> str:
        return "invoice.collect" if self.document_type == "Invoice" else "debit-memo.collect"

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        _ = self.key
        return self


class AskedRun(Part):
    """A payment run: whom it settles, with what, and when.

    Whom   all accounts that owe and have something unapplied, of a batch, a parent or one account; or the
           documents of `data`.
    With   credit memos, unapplied payments, or both: at least one is said. Nothing is collected by a gateway.
    When   `runDate`, else at once; `targetDate` is the last due date that it settles.
    """

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(_OF_A_GATEWAY | _OF_BILLING)

    account_id: Key | None = None
    account_number: Key | None = None
    parent_id: Key | None = None
    batch: Text | None = None
    currency: CurrencyCode | None = None
    auto_apply_credit_memo: Flag = False
    auto_apply_unapplied_payment: Flag = False
    application_order: Several[SourceTurn] | None = None
    payment_policy: PolicyWord | None = None
    credit_memo_policy: PolicyWord | None = None
    negative_lines: NegativeLinesWord | None = None
    minimum_amount: PositiveAmount | None = None
    effective_date: DayOrInstant | None = None
    target_date: Day | None = None
    run_date: Text | None = None
    api_caller_type: Text | None = None  # Zuora's own trace of who called
    data: Several[AskedDocument] | None = None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Refuses: Malformed."""
        try:
            return cls.model_validate(body, context=WIRE)
        except ValidationError as error:
            raise malformed(error, "a payment run") from None

    @property
    def account(self) -> str | None:
        return agreed({"accountId": self.account_id, "accountNumber": self.account_number})

    @property
    def due_at(self) -> datetime | None:
        if self.run_date is None:
            return None
        try:
            found = datetime.fromisoformat(self.run_date) if _INSTANT.fullmatch(self.run_date) else None
        except ValueError:  # no day of the calendar
            found = None
        if found is None:
            raise wrong("runDate", "give a day or an instant, such as 2026-03-31 18:00:00 (UTC)")
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    @property
    def turns(self) -> Sequence[SourceTurn]:
        """The kinds of source that are used, in their order."""
        chosen: dict[SourceTurn, bool] = {
            "CreditMemo": self.auto_apply_credit_memo,
            "UnappliedPayment": self.auto_apply_unapplied_payment,
        }
        order = self.application_order or tuple(chosen)
        return [turn for turn in order if chosen[turn]]

    @property
    def terms(self) -> dict[str, Any]:
        """What is the same for every account, as `account.settle` says it."""
        names = ("currency", "effectiveDate", "minimumAmount", *_RULES)
        said = {name: value for name, value in self.canonical().items() if name in names}
        due = {"dueOnOrBefore": self.target_date.isoformat()} if self.target_date is not None else {}
        return {**said, **due, "applicationOrder": list(self.turns)}

    def documents(self) -> Iterator[tuple[AskedDocument, dict[str, Any]]]:
        """Each document, with the body of the command that collects it."""
        said = {name: value for name, value in self.canonical().items() if name in ("effectiveDate", *_RULES)}
        for document in self.data or ():
            yield document, {**said, "applicationOrder": list(self.turns), "applyCredit": True}

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        _ = self.account, self.due_at
        if not self.turns:
            raise wrong(
                "autoApplyCreditMemo", "say true here, or at autoApplyUnappliedPayment, or nothing is used"
            )
        for name in (
            "accountId",
            "accountNumber",
            "parentId",
            "batch",
            "currency",
            "targetDate",
            "minimumAmount",
        ):
            if self.data and name in self.given():
                raise wrong(name, "data names the documents, so nothing else chooses them")
        return self


_RULES = ("creditMemoPolicy", "negativeLines", "paymentPolicy")
