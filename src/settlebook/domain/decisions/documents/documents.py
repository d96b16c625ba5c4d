"""What is decided about documents: drafted, posted, and made from items of an invoice."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.documents.crediting import credits_of, source_of
from settlebook.domain.decisions.documents.discounts import netted, require_within_items
from settlebook.domain.decisions.ledger.accounts import require_open
from settlebook.domain.decisions.rules.checking import require_posted
from settlebook.domain.decisions.rules.dating import effective_day, own_day_of
from settlebook.domain.document import Document, Row, rows_of
from settlebook.domain.errors import (
    AmountOutOfRange,
    CurrencyMismatch,
    NegativeTotal,
    NotDraft,
    TaxExceedsAmount,
    TooEarly,
)
from settlebook.domain.events import (
    CreditedLine,
    CreditMemoCreated,
    CreditMemoPosted,
    DebitMemoCreated,
    DebitMemoPosted,
    DocumentKind,
    Event,
    Header,
    InvoiceCreated,
    InvoicePosted,
    Item,
    ItemsCredited,
    PostedLine,
)
from settlebook.domain.events.documents import TaxMode
from settlebook.domain.events.ledger import OverCrediting
from settlebook.domain.money import MAX_MINOR, Money
from settlebook.domain.receivable import Receivable
from settlebook.domain.timeline import Timeline


def own_minor(item: str, amount_minor: int, tax_minor: int, mode: TaxMode, currency: str) -> int:
    """An item's own amount: under TaxInclusive what is asked less its tax. Refuses: TaxExceedsAmount."""
    if mode == "TaxExclusive":
        return amount_minor
    if abs(tax_minor) > abs(amount_minor):
        raise TaxExceedsAmount(item, Money(tax_minor, currency), Money(amount_minor, currency))
    return amount_minor - tax_minor


def create(
    kind: DocumentKind,
    account: Account,
    document_id: UUID,
    header: Header,
    items: tuple[Item, ...],
    *,
    posts: bool,
) -> tuple[Event, ...]:
    """Draft a document of the kind; where it `posts`, post it as well, on its own date.

    Its currency is any, the account's or another. Refuses, first match wins: AccountClosed, AmountOutOfRange,
    DiscountExceedsItem, NegativeTotal.
    """
    require_open(account)
    rows = rows_of(items).values()
    require_amounts(header, rows)
    created = _created(kind, document_id, header, items)
    if not posts:
        return (created,)
    return created, *_posted(kind, document_id, header, rows, header.document_date)


def create_from_invoice(
    account: Account,
    invoice: Receivable,
    memo_id: UUID,
    header: Header,
    items: tuple[Item, ...],
    *,
    posts: bool,
    guard: OverCrediting = "item",
) -> tuple[Event, ...]:
    """Draft a credit memo from items of a posted invoice, each with the row it credits as its source.

    The mirror on the invoice keeps what is left to credit; several memo items may credit one invoice item.
    Refuses, first match wins: AccountClosed, NotPosted, AlreadyReversed, CurrencyMismatch, TooEarly (dated
    before the invoice's own day); then as `crediting.credits_of` lists for the `guard`; as `create` lists.
    """
    _require_source(account, invoice, header)
    rows = rows_of(items).values()
    credited = credits_of(rows, header.number, invoice, invoice.credited, guard)
    facts = create(DocumentKind.CREDIT_MEMO, account, memo_id, header, items, posts=posts)
    if not credited:
        return facts
    mirror = ItemsCredited(
        invoice_id=invoice.document_id,
        account_id=invoice.account_id,
        credit_memo_id=memo_id,
        lines=tuple(CreditedLine(item_id=item, amount_minor=minor) for item, minor in credited.items()),
        effective_on=header.document_date,
    )
    return facts[0], mirror, *facts[1:]


def charge_from_invoice(
    account: Account,
    invoice: Receivable,
    memo_id: UUID,
    header: Header,
    items: tuple[Item, ...],
    *,
    posts: bool,
) -> tuple[Event, ...]:
    """Draft a debit memo from items of a posted invoice, each with the row it charges again as its source.

    It is a debt of its own, in any amount, and leaves no mirror on the invoice.
    Refuses, first match wins: AccountClosed, NotPosted, AlreadyReversed, CurrencyMismatch, TooEarly (dated
    before the invoice's own day); row by row ItemNotOfDocument, PairMismatch; then as `create` lists.
    """
    _require_source(account, invoice, header)
    for row in rows_of(items).values():
        source_of(row, invoice, header.number)
    return create(DocumentKind.DEBIT_MEMO, account, memo_id, header, items, posts=posts)


def post(
    document: Document,
    account: Account,
    *,
    document_date: date | None,
    effective_on: date | None,
    made_from: Receivable | None = None,
) -> tuple[Event, ...]:
    """Post a draft, on its own date unless `effective_on` names another day; its discounts are netted.

    A `document_date` becomes the document's own date, and the due date follows where it was the same day or
    would be earlier. What was posted before and unposted is posted no earlier than anything was set against
    it, so that no day owes it twice: without a day it takes the first one possible.
    `made_from`  of a memo made from an invoice: the invoice.
    Refuses, first match wins: NotDraft, AccountClosed, NotPosted and AlreadyReversed (the invoice), TooEarly
    (before the invoice's own day, or before the document was last settled).
    """
    require_draft(document)
    require_open(account)
    header = dated(document.header, document_date or document.header.document_date)
    first_day = last_moved(document)
    day = effective_on or max(header.document_date, first_day or header.document_date)
    if made_from is not None:
        require_posted(made_from)
        effective_day(day, day, [own_day_of(made_from)])
    if first_day is not None and day < first_day:
        raise TooEarly(document.number, day, first_day)
    return _posted(document.kind, document.document_id, header, document.rows.values(), day)


def require_draft(document: Document) -> None:
    if document.header.status != "Draft":
        raise NotDraft(document.number, document.header.status)


def require_amounts(header: Header, rows: Iterable[Row]) -> None:
    """Refuses: AmountOutOfRange, DiscountExceedsItem, NegativeTotal."""
    amounts = [row.amount_minor for row in rows]
    total, gross = sum(amounts), sum(map(abs, amounts))
    if gross > MAX_MINOR:
        raise AmountOutOfRange(str(Money(gross, header.currency)), Money(MAX_MINOR, header.currency))
    require_within_items(header, rows)
    if total < 0:
        raise NegativeTotal(header.number, Money(total, header.currency))


def last_moved(document: Document) -> date | None:
    """The last day on which anything was set against the document, or came of it; None where nothing was."""
    timelines: list[Timeline] = []
    if isinstance(document, CreditMemo):
        timelines.append(document.used)
    if isinstance(document, Receivable):
        timelines += (*document.settled.values(), *document.netted.values())
    return max((timeline.entries[-1][0] for timeline in timelines if timeline.entries), default=None)


def _require_source(account: Account, invoice: Receivable, header: Header) -> None:
    """Refuses: AccountClosed, NotPosted, AlreadyReversed, CurrencyMismatch, TooEarly."""
    require_open(account)
    require_posted(invoice)
    if header.currency != invoice.currency:
        raise CurrencyMismatch(invoice.number, header.currency, invoice.currency)
    effective_day(header.document_date, header.document_date, [own_day_of(invoice)])


def dated(header: Header, day: date) -> Header:
    """The header with another date; the due date follows where it was the same day or would be earlier."""
    due = header.due_date
    if due is not None and (due == header.document_date or due < day):
        due = day
    return header.model_copy(update={"document_date": day, "due_date": due})


def _created(kind: DocumentKind, document_id: UUID, header: Header, items: tuple[Item, ...]) -> Event:
    day = header.document_date
    match kind:
        case DocumentKind.INVOICE:
            return InvoiceCreated(invoice_id=document_id, header=header, items=items, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoCreated(debit_memo_id=document_id, header=header, items=items, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoCreated(credit_memo_id=document_id, header=header, items=items, effective_on=day)


def _posted(
    kind: DocumentKind, document_id: UUID, header: Header, rows: Iterable[Row], day: date
) -> tuple[Event, ...]:
    posted = _posted_fact(kind, document_id, header.model_copy(update={"status": "Posted"}), rows, day)
    return posted, *netted(kind, document_id, header, rows, day)


def _posted_fact(
    kind: DocumentKind, document_id: UUID, header: Header, rows: Iterable[Row], day: date
) -> Event:
    lines = tuple(PostedLine(item_id=row.item_id, amount_minor=row.amount_minor) for row in rows)
    match kind:
        case DocumentKind.INVOICE:
            return InvoicePosted(invoice_id=document_id, header=header, lines=lines, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoPosted(debit_memo_id=document_id, header=header, lines=lines, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoPosted(credit_memo_id=document_id, header=header, lines=lines, effective_on=day)
