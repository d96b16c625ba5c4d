"""`settlebook payment`: money that comes in, what it settles, and what is paid back."""

from typing import Annotated

import typer

from settlebook.cli.act import act
from settlebook.cli.asking import choices, options
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.settlement import settlement
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_one, print_page, print_rows

app = typer.Typer(
    help="Payments: create, apply, unapply, transfer, refund, edit, cancel, delete, and look at them.",
    no_args_is_help=True,
)

Key = Annotated[str, typer.Argument(metavar="PAYMENT", help="The payment, by number or id.")]
ApplyPolicy = Annotated[
    str | None,
    typer.Option(
        "--policy", metavar="POLICY", help="prorate (built in), fifo or yours, where no items are named."
    ),
]
UnapplyPolicy = Annotated[
    str | None,
    typer.Option("--policy", metavar="POLICY", help="latest-first (built in), fifo, prorate or yours."),
]


Reference = Annotated[str | None, typer.Option("--reference", metavar="TEXT", help="The bank's reference.")]
SecondReference = Annotated[
    str | None, typer.Option("--second-reference", metavar="TEXT", help="Another reference of it.")
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
    reference: Reference = None,
    second_reference: SecondReference = None,
    source_name: Annotated[
        str | None, typer.Option("--source-name", metavar="TEXT", help="Where it came from, such as a file.")
    ] = None,
    comment: options.Comment = None,
    prepayment: Annotated[
        bool, typer.Option("--prepayment", help="Reserved: no run applies it by itself.")
    ] = False,
    standalone: Annotated[bool, typer.Option("--standalone", help="It is never settled here.")] = False,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    items: options.Items = None,
    policy: ApplyPolicy = None,
    negative_lines: choices.NegativeLines = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Record a payment, and apply it to the documents that are named; without an account it is unassigned."""
    named = settlement(invoices, debit_memos, items=items)
    if not named and body is None:
        _require_no_choice(policy, negative_lines)
    request = request_body(
        body,
        accountNumber=account,
        amount=amount,
        currency=currency,
        number=number,
        effectiveDate=effective_date,
        referenceId=reference,
        secondPaymentReferenceId=second_reference,
        sourceName=source_name,
        comment=comment,
        prepayment=prepayment,
        standalone=standalone,
        policy=policy,
        negativeLines=negative_lines,
        **named,
    )
    act(context, "payment.create", None, request, idempotency_key=key, as_json=as_json)


def _require_no_choice(policy: str | None, negative_lines: str | None) -> None:
    """Refuse, where no document is named, what says how items of one are chosen."""
    for option, chosen in (("--policy", policy), ("--negative-lines", negative_lines)):
        if chosen is not None:
            raise typer.BadParameter("it chooses items: name an --invoice or --debit-memo", param_hint=option)


@app.command()
def apply(
    context: typer.Context,
    payment: Key,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    amount: options.DocumentAmount = None,
    items: options.Items = None,
    policy: ApplyPolicy = None,
    negative_lines: choices.NegativeLines = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Set unapplied money against invoices and debit memos, item by item or by a policy."""
    request = request_body(
        body,
        policy=policy,
        negativeLines=negative_lines,
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
def transfer(
    context: typer.Context,
    payment: Key,
    to: Annotated[
        str | None, typer.Option("--to", metavar="ACCOUNT", help="The account it goes to, by number or id.")
    ] = None,
    unassign: Annotated[bool, typer.Option("--unassign", help="To no account: it is unassigned.")] = False,
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar="AMOUNT", help="How much. Default: all that is unapplied."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help="Of the payment that a part becomes.")
    ] = None,
    application: options.Application = None,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    items: options.Items = None,
    policy: UnapplyPolicy = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Move unapplied money to another account; documents that are named are unapplied first."""
    if unassign and to is not None:
        raise typer.BadParameter("it goes to an account or to none", param_hint="--unassign")
    if not unassign and to is None and body is None:
        raise typer.BadParameter("say where it goes: --to ACCOUNT, or --unassign")
    request = request_body(
        body,
        accountNumber="" if unassign else to,
        amount=amount,
        number=number,
        application=application,
        policy=policy,
        effectiveDate=effective_date,
        **settlement(invoices, debit_memos, items=items),
    )
    act(context, "payment.transfer", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    payment: Key,
    comment: options.Comment = None,
    reference: Reference = None,
    second_reference: SecondReference = None,
    gateway_state: Annotated[
        str | None,
        typer.Option(
            "--gateway-state", metavar="STATE", help="NotSubmitted, Submitted, Settled or FailedToSettle."
        ),
    ] = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what a payment says of itself; an empty text takes a field away."""
    request = request_body(
        body,
        comment=comment,
        referenceId=reference,
        secondPaymentReferenceId=second_reference,
        gatewayState=gateway_state,
    )
    act(context, "payment.edit", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def cancel(
    context: typer.Context,
    payment: Key,
    unapply_first: Annotated[
        bool, typer.Option("--unapply-first", help="Take it back from all documents first.")
    ] = False,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Say that a payment never came in after all."""
    request = request_body(body, unapplyFirst=unapply_first, effectiveDate=effective_date)
    act(context, "payment.cancel", payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def delete(
    context: typer.Context,
    payment: Key,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a canceled payment no longer; its history stays."""
    act(context, "payment.delete", payment, {}, idempotency_key=key, as_json=as_json)


@app.command()
def refund(
    context: typer.Context,
    payment: Key,
    amount: options.RefundAmount = None,
    unapply: Annotated[
        bool, typer.Option("--unapply", help="Take the money back from documents first, as far as needed.")
    ] = False,
    invoices: options.Invoices = None,
    debit_memos: options.DebitMemos = None,
    items: options.Items = None,
    policy: UnapplyPolicy = None,
    write_off: Annotated[
        bool, typer.Option("--write-off", help="Write off what opens again, by credit memos.")
    ] = False,
    number: options.Number = None,
    date: options.RefundDate = None,
    method: options.RefundMethod = None,
    reason: options.Reason = None,
    comment: options.Comment = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Pay money back; with --unapply, also what settles documents: the newest first, or those named."""
    named = settlement(invoices, debit_memos, items=items)
    if not unapply and write_off:
        raise typer.BadParameter("only what --unapply opens again is written off", param_hint="--write-off")
    if not unapply and (named or policy):
        raise typer.BadParameter("documents are unapplied with --unapply only", param_hint="--unapply")
    request = request_body(
        body,
        totalAmount=amount,
        number=number,
        refundDate=date,
        methodType=method,
        reasonCode=reason,
        comment=comment,
        policy=policy,
        writeOff=write_off,
        **named,
    )
    do = "payment.refund-with-unapply" if unapply else "payment.refund"
    act(context, do, payment, request, idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    payment: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show a payment and where its money is."""
    with opened(context) as ledger:
        row = ledger.payment(payment, **read_when(as_of, known_at))
    print_one(row, shapes.PAYMENTS, as_json=as_json)


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
    """List payments, in the order of recording."""
    with opened(context) as ledger:
        rows = ledger.payments(account, limit=limit + 1, after=after, **read_when(as_of, known_at))
    print_page(rows, shapes.PAYMENTS, limit, as_json=as_json)


@app.command()
def parts(
    context: typer.Context,
    payment: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how much of the payment sits on which document now, and what is unapplied."""
    with opened(context) as ledger:
        rows = ledger.payment_parts(payment, **read_when(as_of, known_at))
    print_rows(rows, shapes.PARTS, as_json=as_json)


@app.command(name="part-items")
def part_items(
    context: typer.Context,
    payment: Key,
    part: options.Part = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how much of the payment sits on which item now."""
    with opened(context) as ledger:
        rows = ledger.payment_part_items(payment, part, **read_when(as_of, known_at))
    print_rows(rows, shapes.PART_ITEMS, as_json=as_json)


@app.command()
def applications(
    context: typer.Context,
    payment: Key,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what the payment was used for: the history, with what an undo can still take."""
    with opened(context) as ledger:
        rows = ledger.payment_applications(payment, **read_when(as_of, known_at))
    print_rows(rows, shapes.APPLICATIONS, as_json=as_json)
