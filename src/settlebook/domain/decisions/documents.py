"""What is decided about documents: drafted, posted, and credited by a memo made from their items."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.decisions.accounts import require_open
from settlebook.domain.decisions.checking import require_posted
from settlebook.domain.decisions.dating import effective_day, own_day_of
from settlebook.domain.document import Document, Row, rows_of
from settlebook.domain.errors import (
    AmountOutOfRange,
    CurrencyMismatch,
    ExceedsCreditable,
    ItemNotOfDocument,
    NegativeTotal,
    NotDraft,
    PairMismatch,
    TaxExceedsAmount,
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
from settlebook.domain.ids import item_name
from settlebook.domain.money import MAX_MINOR, Money
from settlebook.domain.receivable import Receivable


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

    Refuses, first match wins: AccountClosed, CurrencyMismatch, AmountOutOfRange, NegativeTotal.
    """
    _require_account(account, header)
    rows = rows_of(items).values()
    _require_total(header, rows)
    created = _created(kind, document_id, header, items)
    if not posts:
        return (created,)
    return created, _posted(kind, document_id, header, rows, header.document_date)


def create_from_invoice(
    account: Account,
    invoice: Receivable,
    memo_id: UUID,
    header: Header,
    items: tuple[Item, ...],
    *,
    posts: bool,
) -> tuple[Event, ...]:
    """Draft a credit memo from items of a posted invoice, each with the row it credits as its source.

    The mirror on the invoice keeps what is left to credit; several memo items may credit one invoice item.
    Refuses, first match wins: AccountClosed, NotPosted, CurrencyMismatch, TooEarly (dated before the
    invoice's own day); row by row ItemNotOfDocument, PairMismatch, ExceedsCreditable; then as `create` lists.
    """
    require_open(account)
    require_posted(invoice)
    if header.currency != invoice.currency:
        raise CurrencyMismatch(invoice.number, header.currency, invoice.currency)
    effective_day(header.document_date, header.document_date, [own_day_of(invoice)])
    credited = _credited(invoice, header.number, rows_of(items).values())
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


def post(
    document: Document, account: Account, *, document_date: date | None, effective_on: date | None
) -> Event:
    """Post a draft, on its own date unless `effective_on` names another day.

    A `document_date` becomes the document's own date, and the due date follows where it was the same day or
    would be earlier. Refuses, first match wins: NotDraft, AccountClosed.
    """
    if document.header.status != "Draft":
        raise NotDraft(document.number, document.header.status)
    require_open(account)
    header = _dated(document.header, document_date or document.header.document_date)
    day = effective_on or header.document_date
    return _posted(document.kind, document.document_id, header, document.rows.values(), day)


def _dated(header: Header, day: date) -> Header:
    due = header.due_date
    if due is not None and (due == header.document_date or due < day):
        due = day
    return header.model_copy(update={"document_date": day, "due_date": due})


def _require_account(account: Account, header: Header) -> None:
    require_open(account)
    if header.currency != account.currency:
        raise CurrencyMismatch(f"account {account.number}", header.currency, account.currency)


def _require_total(header: Header, rows: Iterable[Row]) -> None:
    amounts = [row.amount_minor for row in rows]
    total, gross = sum(amounts), sum(map(abs, amounts))
    if gross > MAX_MINOR:
        raise AmountOutOfRange(str(Money(gross, header.currency)), Money(MAX_MINOR, header.currency))
    if total < 0:
        raise NegativeTotal(header.number, Money(total, header.currency))


def _credited(invoice: Receivable, number: str, rows: Iterable[Row]) -> dict[UUID, int]:
    """What the rows of a memo credit of each row of the invoice, those of zero left out."""
    credited: dict[UUID, int] = {}
    for row in rows:
        source = _source_of(row, invoice, number)
        asked = credited.get(source.item_id, 0) + row.amount_minor
        left = source.amount_minor - invoice.credited.get(source.item_id, 0)
        if row.amount_minor and asked > left:
            item, currency = invoice.name_of(source.item_id), invoice.currency
            raise ExceedsCreditable(item, Money(asked, currency), Money(left, currency))
        credited[source.item_id] = asked
    return {item_id: minor for item_id, minor in credited.items() if minor}


def _source_of(row: Row, invoice: Receivable, number: str) -> Row:
    if row.source_item_id is None or row.source_item_id not in invoice.rows:
        raise ItemNotOfDocument(row.source_item_id.hex if row.source_item_id else "", invoice.number)
    source = invoice.rows[row.source_item_id]
    if source.is_tax != row.is_tax:
        raise PairMismatch(item_name(number, row.line, row.tax_line), invoice.name_of(source.item_id))
    return source


def _created(kind: DocumentKind, document_id: UUID, header: Header, items: tuple[Item, ...]) -> Event:
    day = header.document_date
    match kind:
        case DocumentKind.INVOICE:
            return InvoiceCreated(invoice_id=document_id, header=header, items=items, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoCreated(debit_memo_id=document_id, header=header, items=items, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoCreated(credit_memo_id=document_id, header=header, items=items, effective_on=day)


def _posted(kind: DocumentKind, document_id: UUID, header: Header, rows: Iterable[Row], day: date) -> Event:
    header = header.model_copy(update={"status": "Posted"})
    lines = tuple(PostedLine(item_id=row.item_id, amount_minor=row.amount_minor) for row in rows)
    match kind:
        case DocumentKind.INVOICE:
            return InvoicePosted(invoice_id=document_id, header=header, lines=lines, effective_on=day)
        case DocumentKind.DEBIT_MEMO:
            return DebitMemoPosted(debit_memo_id=document_id, header=header, lines=lines, effective_on=day)
        case DocumentKind.CREDIT_MEMO:
            return CreditMemoPosted(credit_memo_id=document_id, header=header, lines=lines, effective_on=day)
