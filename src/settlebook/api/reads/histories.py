"""What happened to an object, and which events made each of its balances: for every kind alike."""

from collections.abc import Callable

from settlebook import Key
from settlebook.api.context import Context, Reading
from settlebook.api.failures import PERMISSION, ApiError
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.reads.shapes import EXPLANATION, explanation_shown
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire
from settlebook.queries.histories import DocumentEventRow, NettingRow
from settlebook.queries.snapshot import PAYMENT, Kind

HISTORY = pages_of("history", answer_schema(DocumentEventRow))
ONE_EXPLANATION = {
    **EXPLANATION,
    "properties": {"success": {"const": True}, **EXPLANATION["properties"]},
}


def add_history(reads: Reads, path: str, kind: Kind, *aliases: str) -> None:
    def endpoint(context: Reading, paged: Paging, key: str) -> Wire:
        require_own_past(context, kind, key)
        rows = context.ledger.history(kind, key, cut=paged.cut, **context.when)
        return Wire(paged.answer("history", rows))

    reads.add(path, endpoint, HISTORY, *aliases, summary=f"What happened to one {kind.name}, in order.")


def require_own_past(context: Context, kind: Kind, key: str) -> None:
    """What happened to a payment elsewhere, with its documents, is not for clients of its account of now.

    Raises ApiError.
    """
    if context.account is None or kind is not PAYMENT:
        return
    if any(row.event == "transferred" for row in context.ledger.history(kind, key)):
        message = f"The payment {key} came from another account, and what happened there is not told here."
        raise ApiError(PERMISSION, "not_allowed", message)


def add_explanations(reads: Reads, path: str, kind: Kind, *aliases: str) -> None:
    """Of a document, row by row."""

    def endpoint(context: Reading, paged: Paging, key: str) -> Wire:
        rows = context.ledger.explain_document(kind, key, cut=paged.cut, **context.when)
        return Wire(paged.answer("explanations", rows, explanation_shown))

    schema = pages_of("explanations", EXPLANATION)
    said = f"The events that made the balance of each item and tax item of one {kind.name}."
    reads.add(path, endpoint, schema, *aliases, summary=said)


def add_nettings(
    reads: Reads, path: str, kind: Kind, read: Callable[..., list[NettingRow]], *aliases: str
) -> None:
    """Of receivables: negative rows that positive ones fill up."""

    def endpoint(context: Reading, paged: Paging, key: str) -> Wire:
        return Wire(paged.answer_of_all("nettings", read(context.ledger, key, **context.when)))

    schema = pages_of("nettings", answer_schema(NettingRow))
    reads.add(path, endpoint, schema, *aliases, summary=f"What positive rows of one {kind.name} fill up now.")


def explained(context: Context, item: Key) -> Wire:
    """The events that made one balance, of an item, tax item or payment."""
    text = item if isinstance(item, str) else item.hex
    found = context.ledger.explain(text, **context.when)
    return Wire({"success": True, **explanation_shown(found)})
