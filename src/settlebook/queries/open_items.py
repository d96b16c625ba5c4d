"""What is open, item by item: of one account or of all, at the moment that is asked of."""

from datetime import date

from settlebook.queries.cut import Cut
from settlebook.queries.row import Amount, Id, Row
from settlebook.queries.snapshot import ACCOUNT, Key, Snapshot, question_of


class OpenItemRow(Row):
    """An item or tax item of an invoice or debit memo of which something is open; negative lines are too."""

    id: Id
    item_number: str  # INV-7#2, INV-7#2.1
    document_type: str  # invoice or debit_memo
    document_id: Id
    document_number: str
    account_id: Id
    account_number: str
    document_date: date
    due_date: date | None = None
    currency: str
    description: str | None = None
    amount: Amount
    balance: Amount


def open_items(books: Snapshot, account: Key | None, cut: Cut | None = None) -> list[OpenItemRow]:
    """The oldest due first. Refuses: NotFound."""
    account_id = books.about(ACCOUNT, account).id if account is not None else None
    cut = cut or Cut()
    statement = cut.of(question_of("item_balance", "open_items"))
    return [OpenItemRow.of(record) for record in books.asked(statement, account=account_id, **cut.parameters)]
