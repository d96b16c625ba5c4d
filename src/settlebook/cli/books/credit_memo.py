"""`settlebook credit-memo`: credit on account, what it settles, and what is paid back."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import choices, options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.document_body import (
    credited_items,
    document_items,
    require_of_invoice,
    require_standalone,
    without_tax,
)
from settlebook.cli.asking.settlement import credit_lines, settlement
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows
from settlebook.cli.showing.shapes import with_taxes

app = typer.Typer(
    help="Credit memos: create, post, apply, unapply, refund, and look at them.", no_args_is_help=True
)

Key = Annotated[str, typer.Argument(metavar="MEMO", help="The credit memo, by number or id.")]
CreditItems = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="NAME=AMOUNT",
        help="An item; with --from-invoice the item it credits, as INV-7#2=5.00. Repeatable.",
    ),
]
AutoApply = Annotated[
    bool,
    typer.Option("--auto-apply", help="With --from-invoice: posting applies it to the invoice."),
]
ApplyPolicy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="POLICY",
        help="prorate-matrix (built in), fifo, source-item or yours, where no pairs are named.",
    ),
]
UnapplyPolicy = Annotated[
    str | None,
    typer.Option("--policy", metavar="POLICY", help="latest-first (built in), fifo, prorate or yours."),
]
RefundPolicy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="POLICY",
        help="fifo (built in), prorate, latest-first or yours, where no items are named.",
    ),
]
RefundItems = Annotated[
    list[str] | None,
    typer.Option("--item", metavar="ITEM=AMOUNT", help="An item of the memo, as CM-1#1=5.00. Repeatable."),
]


@app.command()
def create(
    context: typer.Context,
    account: options.OwnerAccount = None,
    items: CreditItems = None,
    taxes: options.NewTaxes = None,
    from_invoice: options.FromInvoice = None,
    number: options.Number = None,
    currency: options.Currency = None,
    date: options.Date = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    post: options.Post = False,
    no_tax: options.NoTax = False,
    auto_apply: AutoApply = False,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Draft a credit memo, standalone or from an invoice; with --post, post it as well."""
    given = {
        "accountNumber": account,
        "currency": currency,
        "number": number,
        "effectiveDate": date,
        "reasonCode": reason,
        "comment": comment,
        "autoPost": post,
    }
    if from_invoice is None:
        require_standalone(auto_apply=auto_apply, no_tax=no_tax)
        do, lines = "credit-memo.create", {"charges": document_items(items, taxes)}
    else:
        require_of_invoice(taxes, account, currency)
        do, lines = "credit-memo.create-from-invoice", {"items": credited_items(items)}
    request = request_body(body, **given, **lines, autoApplyToInvoiceUponPosting=auto_apply)
    request |= without_tax(no_tax)
    act(context, do, from_invoice, request, idempotency_key=key, as_json=as_json)


@app.command()
def post(
    context: typer.Context,
    memo: Key,
    effective_date: options.PostingDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Post a draft: it becomes credit on account."""
    request = request_body(body, effectiveDate=effective_date)
    act(context, "credit-memo.post", memo, request, idempotency_key=key, as_json=as_json)


@app.command()
def apply(
    context: typer.Context,
    memo: Key,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    amount: options.DocumentAmount = None,
    pairs: options.Pairs = None,
    policy: ApplyPolicy = None,
    negative_lines: choices.NegativeLines = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Set unapplied credit against invoices and debit memos, item by item or by a policy."""
    request = request_body(
        body,
        policy=policy,
        negativeLines=negative_lines,
        effectiveDate=effective_date,
        **settlement(invoices, debit_memos, amount, pairs=pairs),
    )
    act(context, "credit-memo.apply", memo, request, idempotency_key=key, as_json=as_json)


@app.command()
def unapply(
    context: typer.Context,
    memo: Key,
    application: options.Application = None,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    amount: options.DocumentAmount = None,
    pairs: options.Pairs = None,
    policy: UnapplyPolicy = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take credit back from documents; with nothing named, all that is applied."""
    request = request_body(
        body,
        application=application,
        policy=policy,
        effectiveDate=effective_date,
        **settlement(invoices, debit_memos, amount, pairs=pairs),
    )
    act(context, "credit-memo.unapply", memo, request, idempotency_key=key, as_json=as_json)


@app.command()
def refund(
    context: typer.Context,
    memo: Key,
    amount: options.RefundAmount = None,
    items: RefundItems = None,
    policy: RefundPolicy = None,
    number: options.Number = None,
    date: options.RefundDate = None,
    method: options.RefundMethod = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Pay unapplied credit back to the customer, from the items named or by a policy."""
    request = request_body(
        body,
        totalAmount=amount,
        items=credit_lines(items),
        policy=policy,
        number=number,
        refundDate=date,
        methodType=method,
        reasonCode=reason,
        comment=comment,
    )
    act(context, "credit-memo.refund", memo, request, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a credit memo and where the credit of its items is."""
    with opened(context) as ledger:
        row = ledger.credit_memo(memo, **read_when(as_of, known_at))
    items = (with_taxes(row.items or ()), shapes.CREDIT_ITEMS)
    print_one(row, (*shapes.CREDIT_MEMOS, shapes.REVERSED), as_json=as_json, inside=items)


@app.command(name="list")
def list_(
    context: typer.Context,
    account: options.OfAccount = None,
    limit: options.Limit = 100,
    after: options.After = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """List credit memos, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.credit_memos(account, limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.CREDIT_MEMOS, limit, as_json=as_json)


@app.command()
def items(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the items with their tax items, and where the credit of each is."""
    with opened(context) as ledger:
        rows = ledger.credit_memo_items(memo, **read_when(as_of, known_at))
    print_rows(rows, shapes.CREDIT_ITEMS, as_json=as_json, spread=with_taxes)


@app.command()
def parts(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how much of the memo sits on which document now, and what is unapplied."""
    with opened(context) as ledger:
        rows = ledger.credit_memo_parts(memo, **read_when(as_of, known_at))
    print_rows(rows, shapes.PARTS, as_json=as_json)


@app.command(name="part-items")
def part_items(
    context: typer.Context,
    memo: Key,
    part: options.Part = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how much of which item of the memo sits on which item of a document now."""
    with opened(context) as ledger:
        rows = ledger.credit_memo_part_items(memo, part, **read_when(as_of, known_at))
    print_rows(rows, shapes.CREDIT_PART_ITEMS, as_json=as_json)


@app.command()
def applications(
    context: typer.Context,
    memo: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what the memo was used for: the history, with what an undo can still take."""
    with opened(context) as ledger:
        rows = ledger.credit_memo_applications(memo, **read_when(as_of, known_at))
    print_rows(rows, shapes.APPLICATIONS, as_json=as_json)
