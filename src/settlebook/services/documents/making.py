"""Acts on invoices, debit memos and credit memos before anything settles them: create and post."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from settlebook.commands import (
    ApplyCreditMemo,
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateDebitMemoFromInvoice,
    CreateInvoice,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
)
from settlebook.commands.documents import FromInvoice as MemoFromInvoice
from settlebook.commands.documents import OwnedDocument, PostDocument
from settlebook.domain.account import Account
from settlebook.domain.decisions.documents import documents
from settlebook.domain.decisions.settling import auto_applying
from settlebook.domain.document import Document
from settlebook.domain.events import DocumentKind, Event, Header, Item
from settlebook.domain.money import Minor
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.documents.items import FromInvoice, Place
from settlebook.services.limiting.limits import require
from settlebook.services.requests.keys import account_of, invoice_of
from settlebook.services.requests.outcomes import documented
from settlebook.services.service import Services
from settlebook.services.sources.credit_memos import apply_credit_memo


def create_invoice(books: Books, command: CreateInvoice) -> Outcome:
    """Refuses as `_created` does; ItemNotOfDocument too, for a discount of no item of the request."""
    day = command.document_date or books.open_day
    due = command.due_date or day
    place, account, header = _begun(books, DocumentKind.INVOICE, command, day, due)
    items = place.billed_items(command.invoice_items)
    return _created(books, DocumentKind.INVOICE, account, place.document_id, header, items, command)


def create_debit_memo(books: Books, command: CreateDebitMemo) -> Outcome:
    """Refuses as `_created` does."""
    day = command.document_date or books.open_day
    due = command.due_date or day
    place, account, header = _begun(books, DocumentKind.DEBIT_MEMO, command, day, due)
    items = place.items(command.charges)
    return _created(books, DocumentKind.DEBIT_MEMO, account, place.document_id, header, items, command)


def create_credit_memo(books: Books, command: CreateCreditMemo) -> Outcome:
    """Refuses as `_created` does."""
    day = command.document_date or books.open_day
    place, account, header = _begun(books, DocumentKind.CREDIT_MEMO, command, day, None)
    items = place.items(command.charges)
    return _created(books, DocumentKind.CREDIT_MEMO, account, place.document_id, header, items, command)


def create_credit_memo_from_invoice(books: Books, command: CreateCreditMemoFromInvoice) -> Outcome:
    """Refuses, first match wins: as `_begun_from` lists; item by item as `FromInvoice.items` lists;
    LimitExceeded; as `documents.create_from_invoice` lists; IdTaken (items); where it is applied, as
    `apply_credit_memo` lists.
    """
    kind = DocumentKind.CREDIT_MEMO
    invoice = invoice_of(books, command.invoice)
    place, account, header = _begun_from(books, kind, command, invoice)
    header = header.model_copy(update={"auto_apply": command.auto_applies or None})
    items = FromInvoice(place, invoice, derives_taxes=command.derives_taxes).items(command.items)
    _require_size(books, items)
    guard = books.settings.over_crediting
    facts = documents.create_from_invoice(
        account, invoice, place.document_id, header, items, posts=command.posts, guard=guard
    )
    books.record(*facts)
    answer = _answer(place.document_id, header.number, facts, posts=command.posts)
    return _auto_applied(books, place.document_id, answer) if command.posts else answer


def create_debit_memo_from_invoice(books: Books, command: CreateDebitMemoFromInvoice) -> Outcome:
    """Refuses, first match wins: as `_begun_from` lists; item by item as `FromInvoice.items` lists;
    LimitExceeded; as `documents.charge_from_invoice` lists; IdTaken (items).
    """
    invoice = invoice_of(books, command.invoice)
    place, account, header = _begun_from(books, DocumentKind.DEBIT_MEMO, command, invoice)
    header = header.model_copy(update={"due_date": command.due_date or header.document_date})
    origin = FromInvoice(place, invoice, credits=False, derives_taxes=command.derives_taxes)
    items = origin.items(command.items)
    _require_size(books, items)
    facts = documents.charge_from_invoice(
        account, invoice, place.document_id, header, items, posts=command.posts
    )
    books.record(*facts)
    return _answer(place.document_id, header.number, facts, posts=command.posts)


def post_invoice(books: Books, command: PostInvoice) -> Outcome:
    """Refuses, first match wins: NotFound; as `documents.post` lists."""
    return _post(books, books.invoice(command.key), command)


def post_debit_memo(books: Books, command: PostDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound; as `documents.post` lists."""
    return _post(books, books.debit_memo(command.key), command)


def post_credit_memo(books: Books, command: PostCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound; as `documents.post` lists; where the memo is applied to its
    invoice, as `apply_credit_memo` lists.
    """
    memo = books.credit_memo(command.key)
    return _auto_applied(books, memo.document_id, _post(books, memo, command))


def made_from(books: Books, document: Document) -> Receivable | None:
    """The invoice that a memo was made from; None where there is none."""
    invoice_id = document.header.referred_invoice_id
    return None if invoice_id is None else books.receivable_by_id(DocumentKind.INVOICE, invoice_id)


def _begun(
    books: Books, kind: DocumentKind, command: OwnedDocument, day: date, due: date | None
) -> tuple[Place, Account, Header]:
    """Refuses, first match wins: NotFound, KeysDisagree, NumberTaken, IdTaken (the document's)."""
    account = account_of(books, command.account)
    currency = command.currency or account.currency
    number = books.number(kind.value, command.asked_number)
    document_id = books.new_id(kind.value, command.id)
    header = Header(
        number=number,
        account_id=account.account_id,
        currency=currency,
        status="Draft",
        document_date=day,
        due_date=due,
        personal=books.keep_personal(document_id, command.personal_fields()),
        details=command.details(),
    )
    return Place(books.ledger_id, document_id, number, currency), account, header


def _begun_from(
    books: Books, kind: DocumentKind, command: MemoFromInvoice, invoice: Receivable
) -> tuple[Place, Account, Header]:
    """Refuses, first match wins: NumberTaken, IdTaken (the memo's); before it NotFound, KeysDisagree."""
    account = books.account_by_id(invoice.account_id)
    number = books.number(kind.value, command.asked_number)
    memo_id = books.new_id(kind.value, command.id)
    day = command.document_date or max(books.open_day, invoice.own_day or books.open_day)
    header = Header(
        number=number,
        account_id=account.account_id,
        currency=invoice.currency,
        status="Draft",
        document_date=day,
        referred_invoice_id=invoice.document_id,
        personal=books.keep_personal(memo_id, command.personal_fields()),
        details=command.details(),
    )
    return Place(books.ledger_id, memo_id, number, invoice.currency), account, header


def _created(
    books: Books,
    kind: DocumentKind,
    account: Account,
    document_id: UUID,
    header: Header,
    items: tuple[Item, ...],
    command: OwnedDocument,
) -> Outcome:
    """Refuses, first match wins: as `_begun` lists; item by item TooManyDecimalsForCurrency,
    AmountOutOfRange, TaxExceedsAmount; then as `documents.create` lists; IdTaken (items).
    """
    facts = documents.create(kind, account, document_id, header, items, posts=command.posts)
    books.record(*facts)
    return _answer(document_id, header.number, facts, posts=command.posts)


def _post(books: Books, document: Document, command: PostDocument) -> Outcome:
    facts = documents.post(
        document,
        books.account_by_id(document.account_id),
        document_date=command.document_date,
        effective_on=command.effective_date,
        made_from=made_from(books, document),
    )
    books.record(*facts)
    return documented(document.document_id, document.number, facts, "Posted")


def _auto_applied(books: Books, memo_id: UUID, posted: Outcome) -> Outcome:
    """The answer to posting, with what the memo settles of its invoice where it is to be applied by that."""
    memo = books.credit_memo_by_id(memo_id)
    invoice = made_from(books, memo)
    if not memo.header.auto_apply or invoice is None:
        return posted
    plan = auto_applying.plan(memo, invoice, books.open_day)
    if plan is None:
        return posted
    named = [{"invoiceId": invoice.document_id.hex, "amount": Minor(plan.amount_minor)}]
    asked = {"key": memo_id.hex, "invoices": named, "policy": plan.policy, "effectiveDate": plan.day}
    applied = apply_credit_memo(books, ApplyCreditMemo.model_validate(asked))
    said = {name: getattr(applied, name) for name in ("applications", "currency", "policy", "instead_of")}
    return posted.model_copy(update=said)


def _require_size(books: Books, items: Iterable[Item]) -> None:
    """What is made counts, taxes that follow included. Refuses: LimitExceeded."""
    minors = (
        minor
        for item in items
        for minor in (item.amount_minor, *(tax.amount_minor for tax in item.tax_items))
    )
    rows = sum(1 for minor in minors if minor)
    require(books.settings, "memo-from-invoice-items", rows)


def _answer(document_id: UUID, number: str, facts: tuple[Event, ...], *, posts: bool) -> Outcome:
    return documented(document_id, number, facts, "Posted" if posts else "Draft")


SERVICES: Services = {
    CreateInvoice: create_invoice,
    PostInvoice: post_invoice,
    CreateDebitMemo: create_debit_memo,
    CreateDebitMemoFromInvoice: create_debit_memo_from_invoice,
    PostDebitMemo: post_debit_memo,
    CreateCreditMemo: create_credit_memo,
    CreateCreditMemoFromInvoice: create_credit_memo_from_invoice,
    PostCreditMemo: post_credit_memo,
}
