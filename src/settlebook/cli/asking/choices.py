"""The options by which an account and a ledger choose policies, and what the choices are called."""

from typing import Annotated

import typer

from settlebook.cli.asking.body import Body


def _policy(option: str, what: str) -> object:
    return typer.Option(option, metavar="POLICY", help=f"Which policy {what} where a request names none.")


ForPayments = Annotated[str | None, _policy("--apply-payment", "applies payments")]
ForCredit = Annotated[str | None, _policy("--apply-credit-memo", "applies credit memos")]
ForUnapply = Annotated[str | None, _policy("--unapply", "takes back")]
ForRefund = Annotated[str | None, _policy("--refund", "refunds credit memos")]
ForWriteOff = Annotated[str | None, _policy("--write-off", "writes off")]
NegativeLines = Annotated[
    str | None,
    typer.Option(
        "--negative-lines",
        metavar="skip|net",
        help="Whether negative items are filled from positive ones before a document is settled.",
    ),
]


def policies(
    payments: str | None,
    credit: str | None,
    unapply: str | None,
    refund: str | None,
    write_off: str | None,
) -> Body | None:
    """The policies of a request that were given as options; None for none."""
    chosen = {
        "applyPayment": payments,
        "applyCreditMemo": credit,
        "unapply": unapply,
        "refund": refund,
        "writeOff": write_off,
    }
    return {name: policy for name, policy in chosen.items() if policy is not None} or None
