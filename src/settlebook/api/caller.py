"""Who sends a request, and what a route asks of him."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

ROLE, SCOPE = "x-role", "x-scope"  # where a route says it, in OpenAPI too
ANYONE = "anyone"
OPENED_BY = "x-opened-by"  # the setting that opens a route to anyone


class Role(StrEnum):
    """What a client may do; each may do what those before it may."""

    VIEWER = "viewer"  # read
    OPERATOR = "operator"  # settle: documents, payments, memos, refunds
    ACCOUNTANT = "accountant"  # what changes the books as such: periods, codes, journal runs, settings
    ADMIN = "admin"  # who may do what, and who is told of events

    def includes(self, other: "Role") -> bool:
        return _RANK[self] >= _RANK[other]


_RANK = {role: rank for rank, role in enumerate(Role)}


class Scope(StrEnum):
    """How a route is kept to one account, for clients that see no other; a silent one is closed to them."""

    NOTHING = "nothing"  # shows nothing of any account
    FILTERED = "filtered"  # shows only what is of `context.account`
    COMMAND = "command"  # everything that the command names must be of the account
    ACCOUNT = "account"  # `key` names an account, or what is of one: it must be that one
    INVOICE = "invoice"
    DEBIT_MEMO = "debit_memo"
    CREDIT_MEMO = "credit_memo"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Caller:
    """A client of the API; idempotency keys are its own, and events keep its name as the actor."""

    client_id: str
    name: str
    role: Role
    account: UUID | None = None  # the only one it may see and change


def anyone() -> Mapping[str, Any]:
    """For `openapi_extra` of a route that needs no token, and shows nothing of the ledger."""
    return {ROLE: ANYONE, "security": []}


def allowed(role: Role, scope: Scope | None = None) -> Mapping[str, Any]:
    """For a route's `openapi_extra`: the least role, and how it is kept to an account."""
    return {ROLE: role.value} | ({SCOPE: scope.value} if scope is not None else {})
