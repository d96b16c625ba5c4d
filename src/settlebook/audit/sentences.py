"""What one posting did to an item or a payment, in a sentence that an auditor would write."""

from typing import NamedTuple

MARKS = {"written_off": "a write-off", "reversed": "a reversal"}


class Move(NamedTuple):
    """A posting as the explained item or payment sees it."""

    kind: str  # post, apply, net, transfer, ...
    book: str  # receivable, on_account_credit or unapplied_payment
    mark: str | None  # the settlement is the work of a write-off or a reversal
    account_number: str | None  # whose money it is; of a transfer, whom it left or reached
    is_whole: bool | None  # of a transfer: all of the payment went
    gains: bool  # the explained balance rises


def sentence(move: Move, other: str | None) -> str:
    """What happened; `other` is what stands on the other side, by its name."""
    match move.kind:
        case "post":
            return "Its document was posted."
        case "unpost":
            return "Its document was unposted: a draft again."
        case "receive":
            return "The money came in."
        case "cancel":
            return "The payment was canceled: the money never came in."
        case "transfer":
            return _transferred(move, other)
        case "net":
            return f"{other} filled it up." if move.gains else f"It filled up {other}."
        case "unnet":
            return f"It no longer fills up {other}." if move.gains else f"{other} no longer fills it up."
        case "refund":
            return f"{other} paid it back to the customer."
        case "refund_cancel":
            return f"The refund {other} was canceled: the money is unapplied again."
        case _:
            return _settled(move, other)


def _settled(move: Move, other: str | None) -> str:
    by = f", by {MARKS[move.mark]}" if move.mark else ""
    if move.kind == "apply":
        return f"{other} settled it{by}." if move.book == "receivable" else f"It settled {other}{by}."
    return (
        f"What {other} settled was taken back."
        if move.book == "receivable"
        else f"It came back from {other}."
    )


def _transferred(move: Move, other: str | None) -> str:
    owner = f"account {move.account_number}" if move.account_number else "nobody's money"
    if move.is_whole:
        return f"It was transferred to {owner}." if move.gains else f"It was transferred from {owner}."
    if move.gains:
        return f"It was split off {other}, for {owner}."
    return f"{other} was split off, out of {owner}."
