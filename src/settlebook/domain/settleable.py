"""What of an account can be settled by itself, and with what, as it stands now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable


@dataclass(frozen=True, slots=True)
class Settleable:
    """The open documents of an account and what it has unapplied, in no order."""

    documents: tuple[Receivable, ...] = ()
    memos: tuple[CreditMemo, ...] = ()
    payments: tuple[Payment, ...] = ()

    @classmethod
    def of(cls, account_id: UUID, states: Iterable[Any]) -> "Settleable":
        """Those of these states that are the account's, posted or processed, and not used up."""
        owned = [state for state in states if _is_open(state) and state.account_id == account_id]
        return cls(
            tuple(state for state in owned if isinstance(state, Receivable)),
            tuple(state for state in owned if isinstance(state, CreditMemo)),
            tuple(state for state in owned if isinstance(state, Payment)),
        )


def _is_open(state: Any) -> bool:
    match state:
        case Receivable():
            return state.is_posted and state.balance_minor > 0
        case CreditMemo():
            return state.is_posted and state.unapplied_minor > 0
        case Payment():
            return state.status == "Processed" and state.unapplied_minor > 0
    return False
