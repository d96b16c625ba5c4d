"""Write-off and reversal, as verbs of invoices, debit memos and credit memos."""

from collections.abc import Sequence
from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import Body, request_body
from settlebook.cli.books import credit_memo, debit_memo, invoice
from settlebook.domain.ids import as_item_name

MemoDate = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help="The day of the memo, yyyy-mm-dd. Default: today."),
]
ApplyDate = Annotated[
    str | None,
    typer.Option("--apply-date", metavar="DAY", help="The day they settle each other. Default: the memo's."),
]
Amount = Annotated[
    str | None,
    typer.Option("--amount", metavar="AMOUNT", help="How much; a policy spreads it. Default: all of it."),
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="ITEM[=AMOUNT]",
        help="An item, as INV-7#2=5.00, or a tax item, as INV-7#2.1; without an amount all that is left of "
        "it, and of an item's taxes. Repeatable.",
    ),
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--policy", metavar="POLICY", help="Spreads the amount: prorate (built in), fifo, or yours."
    ),
]
WriteOffCode = Annotated[
    str | None,
    typer.Option(
        "--write-off-code", metavar="CODE", help="The accounting code of what does not touch revenue."
    ),
]
Unwind = Annotated[
    bool,
    typer.Option(
        "--unwind", help="Unapply first what settles it; the payments and credit memos keep it unapplied."
    ),
]


def write_off_invoice(
    context: typer.Context,
    document: invoice.Key,
    amount: Amount = None,
    items: Items = None,
    policy: Policy = None,
    date: MemoDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    code: WriteOffCode = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Give up what is open, item by item: a credit memo of the same rows settles it."""
    request = _write_off(
        body, "invoiceItemId", "taxItemId", amount, items, policy, date, reason, comment, code
    )
    act(context, "invoice.write-off", document, request, idempotency_key=key, as_json=as_json)


def write_off_debit_memo(
    context: typer.Context,
    document: debit_memo.Key,
    amount: Amount = None,
    items: Items = None,
    policy: Policy = None,
    date: MemoDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    code: WriteOffCode = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Give up what is open, item by item: a credit memo of the same rows settles it."""
    request = _write_off(
        body, "debitMemoItemId", "taxItemId", amount, items, policy, date, reason, comment, code
    )
    act(context, "debit-memo.write-off", document, request, idempotency_key=key, as_json=as_json)


def write_off_credit_memo(
    context: typer.Context,
    document: credit_memo.Key,
    amount: Amount = None,
    items: Items = None,
    policy: Policy = None,
    date: MemoDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Give up what is unapplied, item by item: it settles a debit memo of the same rows."""
    request = _write_off(
        body, "creditMemoItemId", "creditTaxItemId", amount, items, policy, date, reason, comment, None
    )
    act(context, "credit-memo.write-off", document, request, idempotency_key=key, as_json=as_json)


def reverse_invoice(
    context: typer.Context,
    document: invoice.Key,
    unwind: Unwind = False,
    date: MemoDate = None,
    apply_date: ApplyDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take all of it back, for good: a credit memo mirrors it; memos made from it are reversed first."""
    request = request_body(
        body,
        unwind=unwind,
        memoDate=date,
        applyEffectiveDate=apply_date,
        reasonCode=reason,
        comment=comment,
    )
    act(context, "invoice.reverse", document, request, idempotency_key=key, as_json=as_json)


def reverse_credit_memo(
    context: typer.Context,
    document: credit_memo.Key,
    date: MemoDate = None,
    apply_date: ApplyDate = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take all of it back, for good, while it settles nothing: a debit memo mirrors it."""
    request = request_body(
        body, memoDate=date, applyEffectiveDate=apply_date, reasonCode=reason, comment=comment
    )
    act(context, "credit-memo.reverse", document, request, idempotency_key=key, as_json=as_json)


def add_verbs() -> None:
    """Give the verbs of this module to the groups of the documents that they are about."""
    invoice.app.command(name="write-off")(write_off_invoice)
    invoice.app.command(name="reverse")(reverse_invoice)
    debit_memo.app.command(name="write-off")(write_off_debit_memo)
    credit_memo.app.command(name="write-off")(write_off_credit_memo)
    credit_memo.app.command(name="reverse")(reverse_credit_memo)


def _write_off(
    body: str | None,
    item_field: str,
    tax_field: str,
    amount: str | None,
    items: Sequence[str] | None,
    policy: str | None,
    date: str | None,
    reason: str | None,
    comment: str | None,
    code: str | None,
) -> Body:
    return request_body(
        body,
        amount=amount,
        items=[_item(text, item_field, tax_field) for text in items or ()],
        policy=policy,
        memoDate=date,
        reasonCode=reason,
        comment=comment,
        nonRevenueWriteOffAccountingCode=code,
    )


def _item(text: str, item_field: str, tax_field: str) -> Body:
    """An item named by its id is taken for an item, since an id does not tell."""
    name, separator, amount = text.partition("=")
    item = as_item_name(name)
    is_tax = item is not None and item.tax_line is not None
    found = {tax_field if is_tax else item_field: name}
    return found | ({"amount": amount} if separator else {})
