"""Acts on invoices, debit memos and credit memos before anything settles them: create and post."""

from collections.abc import Sequence
from datetime import date

from settlebook.commands import (
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateInvoice,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
)
from settlebook.commands.documents import OwnedDocument, PostDocument
from settlebook.commands.items import AnyItem
from settlebook.domain.decisions import documents
from settlebook.domain.document import Document
from settlebook.domain.events import DocumentKind, Header
from settlebook.ledger.books import Books
from settlebook.ledger.outcome import Outcome
from settlebook.services.items import Place
from settlebook.services.keys import account_of, invoice_of
from settlebook.services.outcomes import documented
from settlebook.services.service import Services


def create_invoice(books: Books, command: CreateInvoice) -> Outcome:
    """Refuses as `_create` does."""
    day = command.document_date or books.open_day
    due = command.due_date or day
    return _create(books, DocumentKind.INVOICE, command, command.invoice_items, day, due)


def create_debit_memo(books: Books, command: CreateDebitMemo) -> Outcome:
    """Refuses as `_create` does."""
    day = command.document_date or books.open_day
    due = command.due_date or day
    return _create(books, DocumentKind.DEBIT_MEMO, command, command.charges, day, due)


def create_credit_memo(books: Books, command: CreateCreditMemo) -> Outcome:
    """Refuses as `_create` does."""
    day = command.document_date or books.open_day
    return _create(books, DocumentKind.CREDIT_MEMO, command, command.charges, day, None)


def create_credit_memo_from_invoice(books: Books, command: CreateCreditMemoFromInvoice) -> Outcome:
    """Refuses, first match wins: NotFound, KeysDisagree, NumberTaken, IdTaken; item by item
    ItemNotOfDocument, NoSuchTax, TooManyDecimalsForCurrency, AmountOutOfRange, TaxExceedsAmount; then as
    `documents.create_from_invoice` lists; IdTaken (items).
    """
    kind = DocumentKind.CREDIT_MEMO
    invoice = invoice_of(books, command.invoice)
    account = books.account_by_id(invoice.account_id)
    number = books.number(kind.value, command.asked_number)
    memo_id = books.new_id(kind.value, command.id)
    place = Place(books.ledger_id, memo_id, number, invoice.currency)
    header = Header(
        number=number,
        account_id=account.account_id,
        currency=invoice.currency,
        status="Draft",
        document_date=command.document_date or max(books.open_day, invoice.own_day or books.open_day),
        referred_invoice_id=invoice.document_id,
        personal=books.keep_personal(memo_id, command.personal_fields()),
        details=command.details(),
    )
    items = place.credited_items(invoice, command.items)
    facts = documents.create_from_invoice(account, invoice, memo_id, header, items, posts=command.posts)
    books.record(*facts)
    return documented(memo_id, number, facts, "Posted" if command.posts else "Draft")


def post_invoice(books: Books, command: PostInvoice) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft, AccountClosed."""
    return _post(books, books.invoice(command.key), command)


def post_debit_memo(books: Books, command: PostDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft, AccountClosed."""
    return _post(books, books.debit_memo(command.key), command)


def post_credit_memo(books: Books, command: PostCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft, AccountClosed."""
    return _post(books, books.credit_memo(command.key), command)


def _create(
    books: Books,
    kind: DocumentKind,
    command: OwnedDocument,
    items: Sequence[AnyItem],
    day: date,
    due: date | None,
) -> Outcome:
    """Refuses, first match wins: NotFound, KeysDisagree, NumberTaken, IdTaken (the document's); item by item
    TooManyDecimalsForCurrency, AmountOutOfRange, TaxExceedsAmount; then as `documents.create` lists;
    IdTaken (items).
    """
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
    rows = Place(books.ledger_id, document_id, number, currency).items(items)
    facts = documents.create(kind, account, document_id, header, rows, posts=command.posts)
    books.record(*facts)
    return documented(document_id, number, facts, "Posted" if command.posts else "Draft")


def _post(books: Books, document: Document, command: PostDocument) -> Outcome:
    account = books.account_by_id(document.account_id)
    fact = documents.post(
        document, account, document_date=command.document_date, effective_on=command.effective_date
    )
    books.record(fact)
    return documented(document.document_id, document.number, (fact,), "Posted")


SERVICES: Services = {
    CreateInvoice: create_invoice,
    PostInvoice: post_invoice,
    CreateDebitMemo: create_debit_memo,
    PostDebitMemo: post_debit_memo,
    CreateCreditMemo: create_credit_memo,
    CreateCreditMemoFromInvoice: create_credit_memo_from_invoice,
    PostCreditMemo: post_credit_memo,
}
