"""`collect` for invoices and debit memos: settle one with what is unapplied, then with money that came in."""

from typing import Annotated, Any

import typer
from typer import BadParameter

from settlebook.cli.act import act
from settlebook.cli.asking import options
from settlebook.cli.asking.body import Body, request_body
from settlebook.cli.books.settle import TURNS, named

ApplyCredit = Annotated[
    bool, typer.Option("--apply-credit", help="Use what the account has unapplied, oldest first.")
]
Order = Annotated[
    str | None,
    typer.Option("--order", metavar="SOURCES", help="In this order. Default: credit-memos,payments."),
]
Received = Annotated[
    bool, typer.Option("--received", help="The open rest came in: record it as a payment, and apply it.")
]
Amount = Annotated[
    str | None,
    typer.Option("--amount", metavar="AMOUNT", help="How much came in, if it is not the open rest."),
]
Reference = Annotated[
    str | None, typer.Option("--reference", metavar="TEXT", help="The bank's reference of what came in.")
]


def collect_invoice(
    context: typer.Context,
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice, by number or id.")],
    apply_credit: ApplyCredit = False,
    order: Order = None,
    received: Received = False,
    amount: Amount = None,
    reference: Reference = None,
    number: options.Number = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Settle an invoice: with what is unapplied, then with money that came in for it."""
    payment = _payment(received, amount=amount, referenceId=reference, number=number)
    request = _request(body, apply_credit, order, payment, effective_date)
    act(context, "invoice.collect", invoice, request, idempotency_key=key, as_json=as_json)


def collect_debit_memo(
    context: typer.Context,
    memo: Annotated[str, typer.Argument(metavar="MEMO", help="The debit memo, by number or id.")],
    apply_credit: ApplyCredit = False,
    order: Order = None,
    received: Received = False,
    amount: Amount = None,
    reference: Reference = None,
    number: options.Number = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Settle a debit memo: with what is unapplied, then with money that came in for it."""
    payment = _payment(received, amount=amount, referenceId=reference, number=number)
    request = _request(body, apply_credit, order, payment, effective_date)
    act(context, "debit-memo.collect", memo, request, idempotency_key=key, as_json=as_json)


def _request(
    body: str | None, apply_credit: bool, order: str | None, payment: Body | None, day: str | None
) -> Body:
    if body is None and payment is None and not apply_credit:
        raise BadParameter("say what settles it: --apply-credit, --received, or both")
    return request_body(
        body,
        applyCredit=apply_credit,
        applicationOrder=named(order, TURNS, "--order"),
        collect=payment is not None,
        payment=payment,
        effectiveDate=day,
    )


def _payment(received: bool, **fields: Any) -> Body | None:
    """What came in; an amount or a reference says that something did."""
    given = {name: value for name, value in fields.items() if value is not None}
    return {"type": "External", **given} if received or given else None
