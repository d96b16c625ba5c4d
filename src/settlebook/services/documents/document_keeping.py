"""Acts that keep documents: edit, unpost, cancel, delete and split."""

from decimal import Decimal
from uuid import UUID

from settlebook.commands.document_keeping import (
    CancelCreditMemo,
    CancelDebitMemo,
    CancelInvoice,
    CreditMemoEdit,
    DebitMemoEdit,
    DeleteCreditMemo,
    DeleteDebitMemo,
    DeleteInvoice,
    EditCreditMemo,
    EditDebitMemo,
    EditDocument,
    EditInvoice,
    InvoiceEdit,
    SplitInvoice,
    UnpostCreditMemo,
    UnpostDebitMemo,
    UnpostInvoice,
)
from settlebook.domain.decisions.documents import document_editing, ending, splitting
from settlebook.domain.decisions.documents.documents import dated
from settlebook.domain.decisions.rules.describing import edited
from settlebook.domain.document import Document
from settlebook.domain.events import DocumentKind, Header, Item, SourceKind
from settlebook.domain.ids import derived_id
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Made, Outcome
from settlebook.services.documents.edited_items import ItemEdits
from settlebook.services.documents.items import Place
from settlebook.services.documents.making import made_from
from settlebook.services.requests.outcomes import documented
from settlebook.services.requests.personal import edited_personal
from settlebook.services.service import Services


def edit_invoice(books: Books, command: InvoiceEdit) -> Outcome:
    """Refuses as `_edit` does."""
    return _edit(books, books.invoice(command.edited_key), command)


def edit_debit_memo(books: Books, command: DebitMemoEdit) -> Outcome:
    """Refuses as `_edit` does."""
    return _edit(books, books.debit_memo(command.edited_key), command)


def edit_credit_memo(books: Books, command: CreditMemoEdit) -> Outcome:
    """Refuses as `_edit` does."""
    return _edit(books, books.credit_memo(command.edited_key), command)


def unpost_invoice(books: Books, command: UnpostInvoice) -> Outcome:
    """Refuses, first match wins: NotFound; as `ending.unpost` lists; PeriodIsClosed."""
    return _unpost(books, books.invoice(command.key))


def unpost_debit_memo(books: Books, command: UnpostDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound; as `ending.unpost` lists; PeriodIsClosed."""
    return _unpost(books, books.debit_memo(command.key))


def unpost_credit_memo(books: Books, command: UnpostCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound; as `ending.unpost` lists; PeriodIsClosed."""
    return _unpost(books, books.credit_memo(command.key))


def cancel_invoice(books: Books, command: CancelInvoice) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft."""
    return _cancel(books, books.invoice(command.key))


def cancel_debit_memo(books: Books, command: CancelDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft."""
    return _cancel(books, books.debit_memo(command.key))


def cancel_credit_memo(books: Books, command: CancelCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotDraft."""
    return _cancel(books, books.credit_memo(command.key))


def delete_invoice(books: Books, command: DeleteInvoice) -> Outcome:
    """Refuses, first match wins: NotFound, NotCanceled."""
    return _delete(books, books.invoice(command.key))


def delete_debit_memo(books: Books, command: DeleteDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotCanceled."""
    return _delete(books, books.debit_memo(command.key))


def delete_credit_memo(books: Books, command: DeleteCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotCanceled."""
    return _delete(books, books.credit_memo(command.key))


def split_invoice(books: Books, command: SplitInvoice) -> Outcome:
    """Refuses, first match wins: NotFound, NumberTaken (a part's); as `splitting.split` lists."""
    invoice = books.invoice(command.key)
    account = books.account_by_id(invoice.account_id)
    weights = _weights([part.split_percentage for part in command.invoices])
    parts: list[splitting.Part] = []
    for asked, weight in zip(command.invoices, weights, strict=True):
        day = asked.invoice_date or invoice.header.document_date
        due = asked.due_date or invoice.header.due_date
        part_id = books.new_id("invoice")
        parts.append(
            splitting.Part(
                invoice_id=part_id,
                number=books.number("invoice", asked.asked_number),
                weight=weight,
                document_date=day,
                due_date=max(due, day) if due and not asked.due_date else due,
                row_id=_RowsOf(books.ledger_id, part_id, invoice).id_of,
            )
        )
    facts = splitting.split(invoice, account, parts, books.today)
    books.record(*facts)
    made = tuple(Made(kind="invoice", id=part.invoice_id, number=part.number) for part in parts)
    answer = documented(invoice.document_id, invoice.number, facts, "Split")
    return answer.model_copy(update={"made": made})


class _RowsOf:
    """The ids of a part's rows, derived from where they stand as those of any document are."""

    def __init__(self, ledger_id: str, part_id: UUID, invoice: Receivable) -> None:
        self._ledger_id, self._part_id, self._invoice = ledger_id, part_id, invoice

    def id_of(self, row_id: UUID) -> UUID:
        row = self._invoice.rows[row_id]
        lines: list[object] = [row.line]
        lines += [f"d{row.discount_line}"] if row.discount_line is not None else []
        lines += [row.tax_line] if row.tax_line is not None else []
        return derived_id(self._ledger_id, "item", self._part_id, *lines)


def _weights(percentages: list[Decimal]) -> list[int]:
    """The percentages as whole numbers of the smallest decimal that any of them has."""
    exponents = [share.as_tuple().exponent for share in percentages]
    places = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return [int(share.scaleb(max(places, 0))) for share in percentages]


def _edit(books: Books, document: Document, command: EditDocument) -> Outcome:
    """Refuses, first match wins: NotFound; NotEditable, AlreadyReversed, NotDraft (items, date); as
    `ItemEdits.after` lists; as `document_editing.edit` lists; IdTaken (new items).
    """
    asks_draft = bool(command.edited_items) or command.document_date is not None
    document_editing.require_editable(document, as_draft=asks_draft)
    invoice = made_from(books, document)
    header = _header(books, document, command)
    facts = document_editing.edit(
        document,
        header,
        _items(books, document, command, invoice),
        made_from=invoice,
        guard=books.settings.over_crediting,
    )
    books.record(*facts)
    return documented(document.document_id, document.number, facts[:1], header.status)


def _header(books: Books, document: Document, command: EditDocument) -> Header:
    known = document.header
    header = dated(known, command.document_date) if command.document_date else known
    changes: dict[str, object] = {
        "due_date": command.new_due_date or header.due_date,
        "details": edited(known.details, command.details()),
        "personal": edited_personal(books, document.document_id, known.personal, command.personal_fields()),
    }
    if command.auto_applies is not None:
        changes["auto_apply"] = command.auto_applies or None
    return header.model_copy(update=changes)


def _items(
    books: Books, document: Document, command: EditDocument, invoice: Receivable | None
) -> tuple[Item, ...]:
    if not command.edited_items:
        return tuple(document.items.values())
    asked = command.derives_taxes
    derives = document.header.details.get("taxAutoCalculation") if asked is None else asked
    place = Place(books.ledger_id, document.document_id, document.number, document.currency)
    return ItemEdits(place, document, invoice, derives_taxes=derives is not False).after(command.edited_items)


def _unpost(books: Books, document: Document) -> Outcome:
    facts = ending.unpost(document, _numbers(books, document))
    books.record(*facts)
    return documented(document.document_id, document.number, facts, "Draft")


def _numbers(books: Books, document: Document) -> dict[UUID, str]:
    """The numbers of what settles the document and of the memos made from it."""
    if not isinstance(document, Receivable):
        return {}
    numbers = {memo_id: books.credit_memo_by_id(memo_id).number for memo_id in document.credited_by}
    for source_id, by in document.settled_by.items():
        is_memo = by.source_kind is SourceKind.CREDIT_MEMO
        source = books.credit_memo_by_id(source_id) if is_memo else books.payment_by_id(source_id)
        numbers[source_id] = source.number
    return numbers


def _cancel(books: Books, document: Document) -> Outcome:
    invoice = made_from(books, document) if document.kind is DocumentKind.CREDIT_MEMO else None
    facts = ending.cancel(document, invoice, books.today)
    books.record(*facts)
    return documented(document.document_id, document.number, facts[:1], "Canceled")


def _delete(books: Books, document: Document) -> Outcome:
    fact = ending.delete(document, books.today)
    books.record(fact)
    return documented(document.document_id, document.number, (fact,), "Deleted")


SERVICES: Services = {
    EditInvoice: edit_invoice,
    EditDebitMemo: edit_debit_memo,
    EditCreditMemo: edit_credit_memo,
    UnpostInvoice: unpost_invoice,
    UnpostDebitMemo: unpost_debit_memo,
    UnpostCreditMemo: unpost_credit_memo,
    CancelInvoice: cancel_invoice,
    CancelDebitMemo: cancel_debit_memo,
    CancelCreditMemo: cancel_credit_memo,
    DeleteInvoice: delete_invoice,
    DeleteDebitMemo: delete_debit_memo,
    DeleteCreditMemo: delete_credit_memo,
    SplitInvoice: split_invoice,
}
