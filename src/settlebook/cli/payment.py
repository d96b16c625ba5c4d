"""`settlebook payment`: money that comes in, what it settles, and what is paid back."""

from typing import Annotated

import typer

from settlebook.cli import options, shapes
from settlebook.cli.act import act
from settlebook.cli.body import request_body
from settlebook.cli.looking import print_fields, print_page, print_rows
from settlebook.cli.output import print_json
from settlebook.cli.session import opened
from settlebook.cli.settlement import settlement

app = typer.Typer(help="Payments: create, apply, unapply, refund, and look at them.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="PAYMENT", help="The payment, by number or id.")]
ApplyPolicy = Annotated[
    str | None,
    typer.Option("--policy", metavar="POLICY", help="prorate (default) or fifo, where no items are named."),
]
UnapplyPolicy = Annotated[
    str | None,
    typer.Option(
        "--policy", metavar="POLICY", help="latest-first (default) or fifo, where no items are named."
    ),
]


@app.command()
def create(
    context: typer.Context,
    account: options.OwnerAccount = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help="How much came in.")
    ] = None,
    currency: options.Currency = None,
    number: options.Number = None,
    effective_date: options.EffectiveDate = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="TEXT", help="The bank's reference.")
    ] = None,
    comment: options.Comment = None,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    items: options.Items = None,
    policy: ApplyPolicy = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Record a payment, and apply it to the documents that are named."""
    request = request_body(
        body,
        accountNumber=account,
        amount=amount,
        currency=currency,
        number=number,
        effectiveDate=effective_date,
        referenceId=reference,
        comment=comment,
        policy=policy,
        **settlement(invoices, debit_memos, items=items),
    )
    act(context, "payment.create", None, request, idempotency_key=key, as_json=as_json)


@app.command()
def apply(
    context: typer.Context,
    payment: Key,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    amount: options.DocumentAmount = None,
    items: options.Items = None,
    policy: ApplyPolicy = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Set unapplied money against invoices and debit memos, item by item or by a policy."""
    request = request_body(
        body,
        policy=policy,
        effectiveDate=effective_date,
        **settlement(invoices, debit_memos, amount, items),
    )
    act(context, "payment.apply", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def unapply(
    context: typer.Context,
    payment: Key,
    application: options.Application = None,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    amount: options.DocumentAmount = None,
    items: options.Items = None,
    policy: UnapplyPolicy = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Take money back from documents; with nothing named, all that is applied."""
    request = request_body(
        body,
        application=application,
        policy=policy,
        effectiveDate=effective_date,
        **settlement(invoices, debit_memos, amount, items),
    )
    act(context, "payment.unapply", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def refund(
    context: typer.Context,
    payment: Key,
    amount: options.RefundAmount = None,
    number: options.Number = None,
    date: options.RefundDate = None,
    method: options.RefundMethod = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Pay unapplied money back to the customer."""
    request = request_body(
        body,
        totalAmount=amount,
        number=number,
        refundDate=date,
        methodType=method,
        reasonCode=reason,
        comment=comment,
    )
    act(context, "payment.refund", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def show(context: typer.Context, payment: Key, as_json: options.AsJson = False) -> None:
    """Show a payment and where its money is."""
    with opened(context) as ledger:
        row = ledger.payment(payment)
    if as_json:
        print_json(row.as_json())
    else:
        print_fields(row, shapes.PAYMENTS)


@app.command(name="list")
def list_(
    context: typer.Context,
    account: options.OfAccount = None,
    limit: options.Limit = 100,
    after: options.After = None,
    as_json: options.AsJson = False,
) -> None:
    """List payments, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.payments(account, limit=limit + 1, after=after)
    print_page(rows, shapes.PAYMENTS, limit, as_json=as_json)


@app.command()
def parts(context: typer.Context, payment: Key, as_json: options.AsJson = False) -> None:
    """Show how much of the payment sits on which document now, and what is unapplied."""
    with opened(context) as ledger:
        rows = ledger.payment_parts(payment)
    print_rows(rows, shapes.PARTS, as_json=as_json)


@app.command(name="part-items")
def part_items(
    context: typer.Context, payment: Key, part: options.Part = None, as_json: options.AsJson = False
) -> None:
    """Show how much of the payment sits on which item now."""
    with opened(context) as ledger:
        rows = ledger.payment_part_items(payment, part)
    print_rows(rows, shapes.PART_ITEMS, as_json=as_json)


@app.command()
def applications(context: typer.Context, payment: Key, as_json: options.AsJson = False) -> None:
    """Show what the payment was used for: the history, with what an undo can still take."""
    with opened(context) as ledger:
        rows = ledger.payment_applications(payment)
    print_rows(rows, shapes.APPLICATIONS, as_json=as_json)
