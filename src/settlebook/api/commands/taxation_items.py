"""Tax items by themselves: added to a draft, changed, taken away, as edits of the document they stand in."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic.alias_generators import to_camel

from settlebook import (
    CreditMemoRow,
    DebitMemoRow,
    DebitMemoTaxRow,
    InvoiceRow,
    Ledger,
    NotFound,
    Recorded,
    When,
    parse_command,
)
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands.answers import SUCCESS, nothing_of
from settlebook.api.commands.carrying_out import Answer, carry_out
from settlebook.api.commands.route import endpoint, in_thread, operation_id, written_answers
from settlebook.api.context import Context
from settlebook.api.schemas import answer_schema, inlined, object_of
from settlebook.api.wire import Wire
from settlebook.commands import Command
from settlebook.commands.edited_items import EditedTax
from settlebook.domain.currency import shorten
from settlebook.domain.errors import InvalidRequest, Malformed
from settlebook.domain.events import DocumentKind
from settlebook.domain.ids import as_id
from settlebook.queries.items import ItemRow
from settlebook.queries.tax_items import FoundTax

_IN_EDIT = re.compile(r"(?:invoiceItems|items)\[(\d+)\](?:\.taxItems\[(\d+)\])?(.*)", re.ASCII)
_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its edit, what Zuora calls its items there, and how a tax names its item."""

    of: DocumentKind
    path: str
    edit: str
    items: str
    item_field: str
    read: Callable[..., Sequence[ItemRow]]


KINDS = (
    Kind(
        DocumentKind.INVOICE, "/v1/invoices", "invoice.edit", "invoiceItems", "invoiceItemId",
        Ledger.invoice_items,
    ),
    Kind(
        DocumentKind.CREDIT_MEMO, "/v1/credit-memos", "credit-memo.edit", "items", "memoItemId",
        Ledger.credit_memo_items,
    ),
    Kind(
        DocumentKind.DEBIT_MEMO, "/v1/debit-memos", "debit-memo.edit", "items", "memoItemId",
        Ledger.debit_memo_items,
    ),
)  # fmt: skip
_BY_KIND = {kind.of: kind for kind in KINDS}
_READ: Mapping[DocumentKind, Callable[..., InvoiceRow | CreditMemoRow | DebitMemoRow]] = {
    DocumentKind.INVOICE: Ledger.invoice,
    DocumentKind.CREDIT_MEMO: Ledger.credit_memo,
    DocumentKind.DEBIT_MEMO: Ledger.debit_memo,
}

_TAX = dict(answer_schema(DebitMemoTaxRow))
_TAX = {**_TAX, "properties": {**_TAX["properties"], "invoiceItemId": _TEXT, "memoItemId": _TEXT}}
_TAX["required"] = ["id", "taxAmount"]
_SEVERAL = object_of(success=SUCCESS, taxationItems={"type": "array", "items": _TAX})
_ASKED = inlined(EditedTax.model_json_schema())
_ASKED_ONE = {
    **_ASKED,
    "properties": {name: each for name, each in _ASKED["properties"].items() if name != "id"},
}


def router() -> APIRouter:
    made = APIRouter(tags=["Taxation items"])
    for kind in KINDS:
        path = f"{kind.path}/{{key}}/taxation-items"
        named = {**_ASKED_ONE, "properties": {**_ASKED_ONE["properties"], kind.item_field: _TEXT}}
        asked = object_of(taxationItems={"type": "array", "minItems": 1, "items": named})
        _add(made, "POST", path, partial(_added, kind), asked, _SEVERAL, "Add tax items to a draft.")
    one = "/v1/taxation-items/{key}"
    _add(made, "PUT", one, _changed, _ASKED_ONE, _TAX, "Change a tax item of a draft.")
    deleted = object_of(success=SUCCESS, id=_TEXT)
    _add(made, "DELETE", one, _taken_away, None, deleted, "Take a tax item of a draft away.")
    crud = object_of(Id=_TEXT, Success=SUCCESS)
    anything = {"type": "object", "properties": {"InvoiceItemId": _TEXT}}
    _add(made, "POST", "/v1/object/taxation-item", _made, anything, crud, "Add a tax item to an invoice.")
    return made


def _add(
    router: APIRouter,
    method: str,
    path: str,
    carried_out: Callable[[Context, str | None, Mapping[str, Any]], Wire],
    asked: Mapping[str, Any] | None,
    answer: Mapping[str, Any],
    summary: str,
) -> None:
    body = {"requestBody": {"content": {"application/json": {"schema": asked}}}} if asked is not None else {}
    router.add_api_route(
        path,
        endpoint(path, in_thread(carried_out)),
        methods=[method],
        summary=summary,
        operation_id=operation_id(method, path),
        response_class=Wire,
        responses=written_answers(answer),
        openapi_extra={**allowed(Role.OPERATOR, Scope.COMMAND), **body},
    )


def _added(kind: Kind, context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
    for name in body:
        if name != "taxationItems":
            raise InvalidRequest(shorten(name), "give taxationItems, and nothing else")
    given = body.get("taxationItems")
    if not isinstance(given, list) or not given:
        raise InvalidRequest("taxationItems", "give a list of at least one")
    by_item, places = _by_item(kind, given)
    edit = [{"id": item, "taxItems": taxes} for item, taxes in by_item.items()]
    command = _edit(kind, key, edit, places)
    counts = {item: len(taxes) for item, taxes in by_item.items()}
    return carry_out(context, command, Answer(partial(_new_ones, kind, counts), _SEVERAL))


Places = list[list[int]]  # of each item of the edit, where its taxes stand in the request


def _by_item(kind: Kind, given: Sequence[Any]) -> tuple[dict[str, list[dict[str, Any]]], Places]:
    found: dict[str, list[dict[str, Any]]] = {}
    places: dict[str, list[int]] = {}
    for index, tax in enumerate(given):
        if not isinstance(tax, Mapping):
            raise InvalidRequest(f"taxationItems[{index}]", "give an object")
        asked = dict(tax)
        item = asked.pop(kind.item_field, None)
        if not isinstance(item, str):
            raise InvalidRequest(f"taxationItems[{index}].{kind.item_field}", "it is required")
        if "id" in asked:
            raise InvalidRequest(f"taxationItems[{index}].id", "what is new has none yet")
        found.setdefault(item, []).append(asked)
        places.setdefault(item, []).append(index)
    return found, list(places.values())


def _edit(kind: Kind, key: str | None, items: Sequence[Mapping[str, Any]], places: Places) -> Command:
    """Refuses: Malformed, with the path in the request as it was sent."""
    try:
        return parse_command(kind.edit, key, {kind.items: items})
    except Malformed as refusal:
        found = _IN_EDIT.fullmatch(str(getattr(refusal, "field", "")))
        if found is not None:
            refusal.field = _path(found, places)  # type: ignore[attr-defined]
        raise


def _path(found: re.Match[str], places: Places) -> str:
    item, tax, rest = int(found[1]), found[2], found[3]
    if not places:
        return rest.removeprefix(".")
    return f"taxationItems[{places[item][int(tax or 0)]}]{rest}"


def _new_ones(
    kind: Kind, counts: Mapping[str, int], ledger: Ledger, found: Recorded, when: When
) -> dict[str, Any]:
    """What is new got the last lines of its item."""
    assert found.id is not None
    rows = kind.read(ledger, found.id, **when)
    added = [
        _shown(kind, row, tax)
        for item, count in counts.items()
        for row in rows
        if item in (row.item_number, row.id.hex) or as_id(item) == row.id
        for tax in list(vars(row)["taxation_items"])[-count:]
    ]
    return {"success": True, "taxationItems": added}


def _shown(kind: Kind, item: ItemRow, tax: Any) -> dict[str, Any]:
    return {**tax.model_dump(by_alias=True, exclude_none=True), kind.item_field: item.id}


def _changed(context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
    for name in ("id", "delete"):
        if name in body:
            raise InvalidRequest(name, "it is not what a tax item says of itself")
    if not body:
        raise InvalidRequest("taxAmount", "give at least one field to change")
    tax = _tax(context.ledger, key or "")
    _keep_to_account(context, tax.kind, tax.document_id, NotFound("tax item", key or ""))
    kind = _BY_KIND[tax.kind]
    command = _edit(kind, tax.document_id.hex, [_of_item(tax, body)], [])
    answer = Answer(partial(_one, kind, tax.tax.id), _TAX)
    return carry_out(context, command, answer)


def _taken_away(context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
    tax = _tax(context.ledger, key or "")
    _keep_to_account(context, tax.kind, tax.document_id, NotFound("tax item", key or ""))
    command = _edit(_BY_KIND[tax.kind], tax.document_id.hex, [_of_item(tax, {"delete": True})], [])
    answer = Answer(lambda ledger, found, when: {"success": True, "id": tax.tax.id}, {}, nothing_of)
    return carry_out(context, command, answer)


def _keep_to_account(context: Context, kind: DocumentKind, document: UUID, unknown: NotFound) -> None:
    """What is of another account is refused as if it were not there, and tells of no document."""
    if context.account is None:
        return
    try:
        owner = _READ[kind](context.ledger, document, with_items=False).account_id
    except NotFound:  # a draft that is gone, or a document of another kind
        raise unknown from None
    if owner != context.account:
        raise unknown


def _of_item(tax: FoundTax, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": tax.item.id.hex, "taxItems": [{**said, "id": tax.tax.id.hex}]}


def _tax(ledger: Ledger, key: str) -> FoundTax:
    """A tax item; one that the document's last event took away too, since that request may be repeated."""
    try:
        return ledger.tax_item(key)
    except NotFound:
        id = as_id(key)
        found = _taken_before(ledger, id) if id is not None else None
        if found is None:
            raise
        return found


def _taken_before(ledger: Ledger, id: UUID) -> FoundTax | None:
    document, head = ledger.owner_of(id), ledger.stream_head(id)
    if document is None or head is None or head.version == 1:
        return None
    for kind in KINDS:
        with suppress(NotFound):
            for item in kind.read(ledger, document, known_at=head.position - 1):
                for tax in vars(item)["taxation_items"]:
                    if tax.id == id:
                        return FoundTax(kind.of, document, item, tax)
    return None


def _one(kind: Kind, id: UUID, ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    tax = ledger.tax_item(id, **when)
    return {"success": True, **_shown(kind, tax.item, tax.tax)}


def _made(context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
    """Zuora's older way, which names its fields with capitals."""
    given = {to_camel(name[:1].lower() + name[1:]): value for name, value in body.items()}
    item = given.pop("invoiceItemId", None)
    id = as_id(item) if isinstance(item, str) else None
    if id is None:
        raise InvalidRequest("InvoiceItemId", "give the id of an invoice item")
    document = context.ledger.owner_of(id)
    unknown = NotFound("invoice item", shorten(str(item)))
    if document is None:
        raise unknown
    kind = KINDS[0]
    _keep_to_account(context, kind.of, document, unknown)
    command = _edit(kind, document.hex, [{"id": id.hex, "taxItems": [given]}], [])

    def told(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
        (tax,) = _new_ones(kind, {id.hex: 1}, ledger, found, when)["taxationItems"]
        return {"Success": True, "Id": tax["id"]}

    return carry_out(context, command, Answer(told, {}))
