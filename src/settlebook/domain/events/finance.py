"""Facts for the general ledger: the codes of journal entries, and the runs that hand entries over."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from settlebook.domain.events.base import Details, Event, Fact

CodeType = Literal[
    "AccountsReceivable",
    "OnAccountReceivable",
    "Cash",
    "OtherAssets",
    "CustomerCashOnAccount",
    "DeferredRevenue",
    "SalesTaxPayable",
    "OtherLiabilities",
    "SalesRevenue",
    "SalesDiscounts",
    "OtherRevenue",
    "OtherEquity",
    "BadDebt",
    "OtherExpenses",
]
CodeStatus = Literal["Active", "Inactive"]
TransactionType = Literal[
    "Invoice Item",
    "Taxation Item",
    "Debit Memo Item (Charge)",
    "Debit Memo Item (Tax)",
    "Credit Memo Item (Charge)",
    "Credit Memo Item (Tax)",
    "Credit Memo Application Item",
    "External Payment Application Item",
    "External Refund Application Item",
]


class AccountingCode(Fact):
    """An account of the general ledger, as journal entries name it; every fact about it carries it whole."""

    code_id: UUID
    name: str  # by which items, payments and accounts name it: it never changes
    type: CodeType
    status: CodeStatus = "Active"
    gl_name: str | None = None
    gl_number: str | None = None
    details: Details = Field(default_factory=dict)


class _OfCode(Event):
    STREAM: ClassVar[str] = "codes_id"

    codes_id: UUID
    code: AccountingCode


class AccountingCodeCreated(_OfCode):
    """An accounting code was registered; from the first on, requests name none but registered ones."""

    TOPIC: ClassVar[str] = "accounting_code.created.v1"


class AccountingCodeEdited(_OfCode):
    """What an accounting code says of itself was edited; its type only while no request had named it."""

    TOPIC: ClassVar[str] = "accounting_code.edited.v1"


class AccountingCodeActivated(_OfCode):
    """Requests may name the accounting code again."""

    TOPIC: ClassVar[str] = "accounting_code.activated.v1"


class AccountingCodeDeactivated(_OfCode):
    """Requests may no longer name the accounting code; what names it already keeps it."""

    TOPIC: ClassVar[str] = "accounting_code.deactivated.v1"


class AccountingCodesUsed(Event):
    """Registered codes were named by a request for the first time: their types are fixed from now on."""

    TOPIC: ClassVar[str] = "accounting_code.used.v1"
    STREAM: ClassVar[str] = "codes_id"

    codes_id: UUID
    code_ids: tuple[UUID, ...]


class JournalRunCreated(Event):
    """A journal run took the journal entries of a range of days that no other live run has.

    Taken      those dated in the range, of the types named, that were recorded before this fact.
    Effective  on the journal entry date: the day under which the general ledger books them.
    """

    TOPIC: ClassVar[str] = "journal_run.created.v1"
    STREAM: ClassVar[str] = "run_id"

    run_id: UUID
    number: str
    period_id: UUID | None = None  # of the accounting period that was named, if one was
    starts_on: date
    ends_on: date
    transaction_types: tuple[TransactionType, ...] = ()  # none: of every type
    details: Details = Field(default_factory=dict)


class JournalRunCanceled(Event):
    """A journal run no longer counts: the next one over the same days takes its entries again."""

    TOPIC: ClassVar[str] = "journal_run.canceled.v1"
    STREAM: ClassVar[str] = "run_id"

    run_id: UUID
