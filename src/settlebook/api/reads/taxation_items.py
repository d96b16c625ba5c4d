"""A tax item by its id alone, whichever document it stands in."""

from typing import Any

from settlebook import DebitMemoTaxRow, Key, Ledger, NotFound
from settlebook.api.caller import Scope
from settlebook.api.context import Context, Reading
from settlebook.api.reads.histories import ONE_EXPLANATION, explained
from settlebook.api.reads.route import Reads
from settlebook.api.reads.shapes import fields_of, named, tax_shown
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import Wire
from settlebook.domain.events import DocumentKind
from settlebook.queries.tax_items import FoundTax

reads = Reads("Taxation items", Scope.FILTERED)
_ITEM = {
    DocumentKind.INVOICE: "invoiceItemId",
    DocumentKind.DEBIT_MEMO: "memoItemId",
    DocumentKind.CREDIT_MEMO: "memoItemId",
}
_OWNER = {
    DocumentKind.INVOICE: Ledger.invoice,
    DocumentKind.DEBIT_MEMO: Ledger.debit_memo,
    DocumentKind.CREDIT_MEMO: Ledger.credit_memo,
}


def taxation_item(context: Reading, key: str) -> Wire:
    """One tax item of an invoice, debit memo or credit memo, by its id."""
    found = _found(context, key)
    stamps = {name: value for name, value in fields_of(found.item).items() if name in _STAMPS}
    return Wire(
        {"success": True, **tax_shown(found.tax), _ITEM[found.kind]: vars(found.item)["id"], **stamps}
    )


_STAMPS = ("createdById", "createdDate", "updatedById", "updatedDate")


def explain(context: Reading, key: str) -> Wire:
    """The events that made the balance of one tax item."""
    found = _found(context, key)
    return explained(context, found.tax.id)


def _found(context: Context, key: Key) -> FoundTax:
    """Refuses: NotFound, as well for one of an account that the caller does not see."""
    found = context.ledger.tax_item(key, **context.when)
    if context.account is not None:
        read: Any = _OWNER[found.kind]
        document = read(context.ledger, found.document_id, with_items=False, **context.when)
        if document.account_id != context.account:
            raise NotFound("tax item", str(key))
    return found


_TEXT = {"type": "string"}
_TAX = named(answer_schema(DebitMemoTaxRow), invoiceItemId=_TEXT, memoItemId=_TEXT)
_TAX["required"] = ["id", "taxAmount"]
reads.add("/v1/taxation-items/{key}", taxation_item, _TAX, "/v1/object/taxation-item/{key}")
reads.add("/v1/taxation-items/{key}/explain", explain, ONE_EXPLANATION)
