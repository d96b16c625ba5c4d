"""`settlebook settle`: an auto-settle run over many accounts, with a result for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any
from uuid import uuid4

import typer

from settlebook import AppliedTo, SettledAccount
from settlebook.cli.asking import options
from settlebook.cli.asking.as_options import spoken
from settlebook.cli.asking.body import request_body
from settlebook.cli.asking.options import preview_asked
from settlebook.cli.failures import REFUSED
from settlebook.cli.previewing import show_balances
from settlebook.cli.session import opened
from settlebook.cli.showing.output import counted, notice, print_json, print_table, say
from settlebook.cli.showing.progress import progress_bar
from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money
from settlebook.library.result import answer_result, preview_result
from settlebook.library.run_of_accounts import RunOfAccounts

KINDS = {"invoices": "Invoice", "debit-memos": "DebitMemo"}
TURNS = {"credit-memos": "CreditMemo", "payments": "UnappliedPayment"}


Accounts = Annotated[
    list[str] | None,
    typer.Option("--account", metavar="ACCOUNT", help="Only this one, by number or id. Repeatable."),
]
Batch = Annotated[str | None, typer.Option("--batch", metavar="BATCH", help="Only accounts of this batch.")]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="ACCOUNT", help="Only children of this account.")
]
DueBy = Annotated[
    str | None, typer.Option("--due-by", metavar="DAY", help="Only documents due on that day or before.")
]
Documents = Annotated[
    str | None, typer.Option("--documents", metavar="KINDS", help="invoices or debit-memos. Default: both.")
]
Order = Annotated[
    str | None,
    typer.Option(
        "--order",
        metavar="SOURCES",
        help="What settles, in this order. Default: credit-memos,payments; one alone leaves the other.",
    ),
]
OnlyCurrency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Only what is in this currency.")
]
Minimum = Annotated[
    str | None,
    typer.Option("--minimum", metavar="AMOUNT", help="Leave applications of less than this undone."),
]
PaymentPolicy = Annotated[
    str | None, typer.Option("--payment-policy", metavar="POLICY", help="How payments choose items.")
]
CreditMemoPolicy = Annotated[
    str | None, typer.Option("--credit-memo-policy", metavar="POLICY", help="How credit memos choose items.")
]


def settle(
    context: typer.Context,
    accounts: Accounts = None,
    batch: Batch = None,
    parent: Parent = None,
    due: DueBy = None,
    documents: Documents = None,
    order: Order = None,
    currency: OnlyCurrency = None,
    minimum: Minimum = None,
    payment_policy: PaymentPolicy = None,
    credit_memo_policy: CreditMemoPolicy = None,
    effective_date: options.EffectiveDate = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Set what accounts have unapplied against what they owe: credit memos, then payments, oldest first.

    Each account is settled by itself, and told of. A run that was stopped goes on under its --key: no account
    is settled twice. Without a key, one is made up and told before the run begins.
    """
    terms = request_body(
        body,
        dueOnOrBefore=due,
        documents=named(documents, KINDS, "--documents"),
        applicationOrder=named(order, TURNS, "--order"),
        currency=currency,
        minimumAmount=minimum,
        paymentPolicy=payment_policy,
        creditMemoPolicy=credit_memo_policy,
        effectiveDate=effective_date,
    )
    run = RunOfAccounts(
        key if key is not None else f"settle-{uuid4().hex}", terms, accounts or (), batch, parent
    )
    results = _carry_out(context, run, tells_key=key is None and not preview_asked(context))
    if as_json:
        print_json([_json(result) for result in results])
    else:
        _show(results, context)
    if any(isinstance(result.answer, Refusal) for result in results):
        raise typer.Exit(REFUSED)


def _carry_out(context: typer.Context, run: RunOfAccounts, *, tells_key: bool) -> list[SettledAccount]:
    """The key is told when nothing refuses the run, and nothing of it is done yet."""
    with opened(context) as ledger, progress_bar("Settling") as progress:
        found = ledger.settle_accounts(
            run.key,
            run.terms,
            accounts=run.accounts,
            batch=run.batch,
            parent=run.parent,
            preview=preview_asked(context),
            progress=progress,
        )
        if tells_key:
            notice(f"This run is {run.key}. If it is stopped, --key {run.key} goes on with it.")
        return list(found)


def named(text: str | None, words: dict[str, str], option: str) -> list[str]:
    """`credit-memos,payments` as the words of the wire."""
    asked = [word.strip() for word in text.split(",")] if text is not None else []
    for word in asked:
        if word not in words:
            raise typer.BadParameter(f"{word!r} is not one of {', '.join(words)}", param_hint=option)
    return [words[word] for word in asked]


def _json(result: SettledAccount) -> dict[str, Any]:
    told = answer_result(result.answer) if result.preview is None else preview_result(result.preview)
    return {"account": result.number} | told


def _show(results: Sequence[SettledAccount], context: typer.Context) -> None:
    if preview_asked(context):
        say("Nothing is recorded.")
    rows = [row for result in results for row in _rows(result)]
    if rows:
        columns = ("Account", "Credit memos", "Payments", "Documents", "Currency", "Result")
        print_table(None, columns, rows, right=("Credit memos", "Payments", "Documents"))
    for result in results:
        if result.preview is not None and result.preview.balances:
            show_balances(result.preview.balances, f"Account {result.number}")
    _say_totals(results)
    for result in results:
        if isinstance(result.answer, Refusal):
            notice(f"{result.number}: refused, {result.answer.code}: {spoken(result.answer, context)}")


def _rows(result: SettledAccount) -> Iterator[tuple[object, ...]]:
    """A row for each currency; one for an account where nothing was done."""
    before = " (done before)" if result.replayed else ""
    done = "settled" if result.preview is None or result.replayed else "would be settled"
    if isinstance(result.answer, Refusal):
        yield result.number, "", "", "", "", f"refused, {result.answer.code}{before}"
        return
    if not result.answer.applications:
        yield result.number, "", "", "", "", f"nothing to settle{before}"
    for currency, (credit, paid, documents) in _sums(result.answer.applications).items():
        yield (
            result.number,
            Money(credit, currency),
            Money(paid, currency),
            documents,
            currency,
            f"{done}{before}",
        )


def _sums(applications: Iterable[AppliedTo]) -> dict[str, tuple[int, int, int]]:
    """By currency: minor units from credit memos, from payments, and how many documents they settle."""
    credit: defaultdict[str, int] = defaultdict(int)
    paid: defaultdict[str, int] = defaultdict(int)
    documents: defaultdict[str, set[object]] = defaultdict(set)
    for applied in applications:
        is_credit = any(line.source_item_id is not None for line in applied.lines)
        (credit if is_credit else paid)[applied.currency] += applied.amount_minor
        documents[applied.currency].add(applied.document_id)
    return {code: (credit[code], paid[code], len(documents[code])) for code in sorted(documents)}


def _say_totals(results: Sequence[SettledAccount]) -> None:
    refused = sum(isinstance(result.answer, Refusal) for result in results)
    applications = [
        applied
        for result in results
        if not isinstance(result.answer, Refusal)
        for applied in result.answer.applications
    ]
    say(f"{counted(len(results), 'account')}, {refused:,} refused.")
    for currency, (credit, paid, documents) in _sums(applications).items():
        settled = [f"{Money(minor, currency).decimal:,f} {currency}" for minor in (credit, paid)]
        say(f"{counted(documents, 'document')}: {settled[0]} of credit memos, {settled[1]} of payments.")
