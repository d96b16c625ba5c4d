"""What became of a command, as a sentence for people."""

from collections.abc import Iterator

from settlebook import (
    ChangeSettings,
    Command,
    Recorded,
    RefundCreditMemo,
    RefundPayment,
    RefundPaymentWithUnapply,
    TransferPayment,
)
from settlebook.cli.showing.output import amount
from settlebook.commands.documents import CreateDocument

DONE = {
    "create": "created",
    "create-from-invoice": "created",
    "post": "posted",
    "unpost": "unposted",
    "split": "split",
    "apply": "applied",
    "unapply": "unapplied",
    "edit": "edited",
    "cancel": "canceled",
    "change": "changed",
    "close": "closed",
    "reopen": "reopened",
    "pending-close": "is about to be closed",
    "activate": "activated",
    "deactivate": "deactivated",
    "delete": "deleted",
    "write-off": "written off",
    "reverse": "reversed",
    "collect": "collected",
    "settle": "settled",
}


def sentence(command: Command, answer: Recorded) -> str:
    """Without the full stop; verbs that DONE does not know are said as they are."""
    match command:
        case RefundPayment() | RefundCreditMemo() | RefundPaymentWithUnapply():
            paid = sum(line.amount_minor for line in answer.refunded)
            return f"{_amount(paid, answer)} paid back from {command.key}: refund {answer.number}"
        case TransferPayment():
            to = next(iter(command.account.values()), None)
            where = "unassigned" if to is None else f"transferred to {to}"
            return f"{_amount(answer.amount_minor or 0, answer)} of payment {answer.number} {where}"
    if answer.results:
        done = sum(not result.is_refused for result in answer.results)
        return f"{done} of {len(answer.results)} documents done"
    if isinstance(command, ChangeSettings):
        return "Settings changed"
    kind, _, verb = command.DO.partition(".")
    said = DONE.get(verb, verb)
    if answer.status == "NothingToSettle":
        said = "has nothing that settles it"
    elif isinstance(command, CreateDocument) and command.posts:
        said = "created and posted"
    elif verb == "write-off" and answer.applications:
        given_up = sum(applied.amount_minor for applied in answer.applications)
        lost = amount(given_up, answer.applications[0].currency)
        return f"{lost} of {kind.replace('-', ' ')} {answer.number} written off"
    return f"{kind.replace('-', ' ').capitalize()} {answer.number} {said}"


def made(answer: Recorded) -> Iterator[str]:
    """What came into the ledger beside what the command was about."""
    for each in answer.made:
        yield f"Made {each.kind.replace('_', ' ')} {each.number}."


def _amount(minor: int, answer: Recorded) -> str:
    return amount(minor, answer.currency or "")
