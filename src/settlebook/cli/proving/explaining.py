"""`settlebook explain`: why a balance is what it is."""

from typing import Annotated, Any

import typer

from settlebook.audit.explain import Explanation, Step
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.output import print_json, print_table, say


def explain(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM", help="An item or tax item: INV-7#2, INV-7#2.1, or its id; or a payment."
        ),
    ],
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Tell how the balance of an item came about: every event that moved it, summing to it."""
    with opened(context) as ledger:
        explanation = ledger.explain(item, **read_when(as_of, known_at))
    if as_json:
        print_json(explanation_json(explanation))
    else:
        show_explanation(explanation)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    return {
        "itemId": explanation.item_id,
        "item": explanation.item,
        "documentKind": explanation.document_kind,
        "currency": explanation.balance.currency,
        "balance": explanation.balance,
        "events": [_step_json(step) for step in explanation.steps],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "effectiveDate": step.effective_on,
        "recordedAt": step.recorded_at,
        "event": step.event,
        "topic": step.topic,
        "actor": step.actor,
        "amount": step.moved,
        "balance": step.balance,
        "counterpart": step.counterpart,
        "sentence": step.sentence,
        "applicationId": step.application_id,
        "undoes": step.undoes,
        "policy": step.policy.name if step.policy else None,
        "policyVersion": step.policy.version if step.policy else None,
    }


def show_explanation(explanation: Explanation) -> None:
    columns = (
        "Position",
        "Effective",
        "Recorded",
        "Event",
        "What happened",
        "Amount",
        "Balance",
        "Policy",
        "Actor",
        "Application",
    )
    rows = [
        (
            step.position,
            step.effective_on,
            step.recorded_at.strftime("%Y-%m-%d %H:%M:%S"),
            step.event,
            step.sentence,
            step.moved,
            step.balance,
            f"{step.policy.name} {step.policy.version}" if step.policy else None,
            step.actor,
            step.application_id,
        )
        for step in explanation.steps
    ]
    print_table(explanation.item, columns, rows, ("Position", "Amount", "Balance"))
    what = "unapplied" if explanation.document_kind in ("credit_memo", "payment") else "open"
    say(f"{explanation.item}: {explanation.balance} {explanation.balance.currency} {what}.")
