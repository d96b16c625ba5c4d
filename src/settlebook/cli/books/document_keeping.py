"""Edit, unpost, cancel, delete, split and batches, as verbs of invoices, debit memos and credit memos."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer
from typer import BadParameter

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import Body, request_body, split_amount
from settlebook.cli.books import credit_memo, debit_memo, invoice
from settlebook.domain.ids import as_item_name

Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document, by number or id.")]
Date = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="Its new date, yyyy-mm-dd; of a draft only.")
]
DueDate = Annotated[str | None, typer.Option("--due", metavar="DAY", help="The day it is due from now on.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ITEM=AMOUNT",
        help="The new amount of an item, as INV-7#2=5.00, of a tax item, as INV-7#2.1=1.00, "
        "or of a discount, as INV-7#2d1=-1.00. Repeatable.",
    ),
]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="NAME=AMOUNT", help="A new item, on the next line. Repeatable."),
]
Remove = Annotated[
    list[str] | None,
    typer.Option("--remove", metavar="ITEM", help="An item, a discount or a tax item that goes. Repeatable."),
]
Parts = Annotated[
    list[str] | None,
    typer.Option(
        "--part",
        metavar="PERCENT[=NUMBER]",
        help="A part, as 60 or 60=INV-7a; the percentages of all add up to 100. Repeatable.",
    ),
]
Numbers = Annotated[
    list[str] | None, typer.Argument(metavar="INVOICE...", help="The invoices, by number or id.")
]


def edit_invoice(
    context: typer.Context,
    document: Document,
    amounts: Set = None,
    new: Add = None,
    gone: Remove = None,
    date: Date = None,
    due: DueDate = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what an invoice says, and while it is a draft its items."""
    items = edited_items(amounts, new, gone)
    request = request_body(body, items=items, invoiceDate=date, dueDate=due, comments=comment)
    act(context, "invoice.edit", document, request, idempotency_key=key, as_json=as_json)


def edit_debit_memo(
    context: typer.Context,
    document: Document,
    amounts: Set = None,
    new: Add = None,
    gone: Remove = None,
    date: Date = None,
    due: DueDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a debit memo says, and while it is a draft its items."""
    items = edited_items(amounts, new, gone)
    said = {"effectiveDate": date, "dueDate": due, "reasonCode": reason, "comment": comment}
    request = request_body(body, items=items, **said)
    act(context, "debit-memo.edit", document, request, idempotency_key=key, as_json=as_json)


def edit_credit_memo(
    context: typer.Context,
    document: Document,
    amounts: Set = None,
    new: Add = None,
    gone: Remove = None,
    date: Date = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a credit memo says, and while it is a draft its items."""
    items = edited_items(amounts, new, gone)
    said = {"effectiveDate": date, "reasonCode": reason, "comment": comment}
    request = request_body(body, items=items, **said)
    act(context, "credit-memo.edit", document, request, idempotency_key=key, as_json=as_json)


def split_invoice(
    context: typer.Context,
    document: Document,
    parts: Parts = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Split a draft of an invoice into several, row by row, so that the parts of each add up to it."""
    request = request_body(body, invoices=[_part(text) for text in parts or ()])
    act(context, "invoice.split", document, request, idempotency_key=key, as_json=as_json)


def post_invoices(
    context: typer.Context,
    invoices: Numbers = None,
    effective_date: options.PostingDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Post several drafts, each by itself; the exit code is 1 where one of them was refused."""
    day = {} if effective_date is None else {"effectiveDate": effective_date}
    request = request_body(body, invoices=[{"id": number, **day} for number in invoices or ()])
    act(context, "invoice.post-batch", None, request, idempotency_key=key, as_json=as_json)


def edited_items(
    amounts: Iterable[str] | None, new: Iterable[str] | None, gone: Iterable[str] | None
) -> list[Body]:
    """Items as an edit names them; tax items come under their item. A row is named once."""
    found: dict[str, Body] = {}
    for text in amounts or ():
        name, amount = split_amount(text, "--set")
        _unnamed_row(found, name, "--set")["amount"] = amount
    for name in gone or ():
        _unnamed_row(found, name, "--remove")["delete"] = True
    added = (split_amount(text, "--add", "NAME=AMOUNT") for text in new or ())
    return [*found.values(), *({"chargeName": name, "amount": amount} for name, amount in added)]


def _unnamed_row(found: dict[str, Body], name: str, option: str) -> Body:
    row = _row(found, name)
    if "amount" in row or "delete" in row:
        raise BadParameter(f"{name} is named twice", param_hint=option)
    return row


def _row(found: dict[str, Body], name: str) -> Body:
    """The entry of a row by its name; one named by its id is taken for an item, since an id does not tell."""
    item = as_item_name(name)
    if item is None or item.tax_line is None:
        return found.setdefault(name, {"id": name})
    parent = str(item._replace(tax_line=None))
    tax: Body = {"id": name}
    found.setdefault(parent, {"id": parent}).setdefault("taxItems", []).append(tax)
    return tax


def _part(text: str) -> Body:
    percentage, separator, number = text.partition("=")
    if separator and not number:
        raise BadParameter(f"{text!r} is not PERCENT=NUMBER", param_hint="--part")
    return {"splitPercentage": percentage} | ({"number": number} if separator else {})


def _keeping(do: str, said: str) -> Callable[..., None]:
    """A verb that needs no more than the key of its document."""

    def keep(
        context: typer.Context,
        document: Document,
        key: options.IdempotencyKey = None,
        as_json: options.AsJson = False,
    ) -> None:
        act(context, do, document, {}, idempotency_key=key, as_json=as_json)

    keep.__doc__ = said
    return keep


def _batch(do: str, said: str) -> Callable[..., None]:
    """A verb over several documents, which its body names."""

    def carry_out(
        context: typer.Context,
        body: options.Body = None,
        key: options.IdempotencyKey = None,
        as_json: options.AsJson = False,
    ) -> None:
        act(context, do, None, request_body(body), idempotency_key=key, as_json=as_json)

    carry_out.__doc__ = said
    return carry_out


_KINDS = (
    ("invoice", "an invoice", invoice.app, edit_invoice),
    ("debit-memo", "a debit memo", debit_memo.app, edit_debit_memo),
    ("credit-memo", "a credit memo", credit_memo.app, edit_credit_memo),
)
_KEEPING = {
    "unpost": "Make a draft of {kind} that was posted, while nothing settles it or comes of it.",
    "cancel": "Give a draft of {kind} up.",
    "delete": "Show {kind} that was canceled no longer; its history and its number stay.",
}


def add_verbs() -> None:
    """Hang the verbs under the groups of their kinds."""
    for kind, spoken, group, edit in _KINDS:
        group.command("edit")(edit)
        for verb, said in _KEEPING.items():
            group.command(verb)(_keeping(f"{kind}.{verb}", said.format(kind=spoken)))
        plural = "invoices" if kind == "invoice" else "memos"
        said = f"Draft several {plural}, each by itself; --body names them as {plural}."
        group.command("create-batch")(_batch(f"{kind}.create-batch", said))
        said = f"Edit several {plural}, each by itself; --body names them as {plural}."
        group.command("edit-batch")(_batch(f"{kind}.edit-batch", said))
    invoice.app.command("post-batch")(post_invoices)
    invoice.app.command("split")(split_invoice)
