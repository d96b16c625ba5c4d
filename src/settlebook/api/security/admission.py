"""Lets requests in: the role that the route names, and the one account of a client that sees no other."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from settlebook import Key, Ledger, NotFound, When
from settlebook.api.caller import ANYONE, OPENED_BY, ROLE, SCOPE, Caller, Role, Scope
from settlebook.api.failures import PERMISSION, TOO_MANY, ApiError
from settlebook.api.moments import when_of
from settlebook.api.security.at_once import AtOnce
from settlebook.api.security.buckets import Buckets

PATH_KEY = "key"  # of the path, where a scope says of what it is
OwnerOf = Callable[[Ledger, Key, When], UUID | None]
OWNERS: Mapping[Scope, OwnerOf] = {
    Scope.ACCOUNT: lambda ledger, key, when: ledger.account(key, **when).id,
    Scope.INVOICE: lambda ledger, key, when: ledger.invoice(key, with_items=False, **when).account_id,
    Scope.DEBIT_MEMO: lambda ledger, key, when: ledger.debit_memo(key, with_items=False, **when).account_id,
    Scope.CREDIT_MEMO: lambda ledger, key, when: ledger.credit_memo(key, with_items=False, **when).account_id,
    Scope.PAYMENT: lambda ledger, key, when: ledger.payment(key, **when).account_id,
    Scope.REFUND: lambda ledger, key, when: ledger.refund(key, **when).account_id,
}


async def admit(request: Request) -> Caller | None:
    """Who asks, if he may; None of a route that is open to anyone. A route that names no role lets nobody in.

    Raises ApiError; for what is of another account NotFound, as if it were not there.
    """
    route = request.scope["route"].openapi_extra or {}
    role = route.get(ROLE)
    if role == ANYONE or getattr(request.app.state.settings, route.get(OPENED_BY, ""), False):
        return None
    caller: Caller = await request.app.state.authenticate(request)
    _count(request, caller)
    _begin(request, caller)
    if role is None or not caller.role.includes(Role(role)):
        message = f"{caller.name} has the role {caller.role}, and this needs {role or 'another'}."
        raise ApiError(PERMISSION, "not_allowed", message)
    if caller.account is not None:
        await _keep_to_account(request, caller, caller.account, route.get(SCOPE))
    return caller


async def _keep_to_account(request: Request, caller: Caller, account: UUID, named: str | None) -> None:
    """Keys are looked up here; what filters by itself, and commands, are kept to it where they read."""
    if named is None:
        message = f"{caller.name} is kept to one account, and this is not about one account."
        raise ApiError(PERMISSION, "not_allowed", message)
    scope = Scope(named)
    owner_of = OWNERS.get(scope)
    if owner_of is None:
        return
    key = request.path_params[PATH_KEY]
    owners = await run_in_threadpool(_owners, request, owner_of, key)
    if owners != {account}:
        raise NotFound(scope.value.replace("_", " "), key)


def _owners(request: Request, owner_of: OwnerOf, key: Key) -> set[UUID | None]:
    """Whose it is, and whose it was at the moment that is asked about: a payment can be given to another."""
    ledger: Ledger = request.app.state.ledger
    asked = request.query_params
    when = when_of(asked.get("asOf"), asked.get("knownAt"))
    now: When = {}
    return {owner_of(ledger, key, moment) for moment in ((now, when) if when else (now,))}


def _begin(request: Request, caller: Caller) -> None:
    """Refuses who has too much under way; the entrance ends what was begun, however it ends."""
    at_once: AtOnce | None = request.app.state.at_once
    if at_once is None:
        return
    try:
        at_once.begin(caller)
        request.state.end = partial(at_once.end, caller)
    finally:
        request.state.at_once = at_once.told(caller)


def _count(request: Request, caller: Caller) -> None:
    """Refuses who asks too often; what is left to him is told with every answer."""
    rates: Buckets | None = request.app.state.rates
    if rates is None:
        return
    left = rates.take(caller.client_id)
    request.state.rate = (
        (b"ratelimit-limit", str(rates.size).encode()),
        (b"ratelimit-remaining", str(left.remaining).encode()),
        (b"ratelimit-reset", str(left.wait or 60).encode()),
    )
    if left.wait:
        message = f"{caller.name} asks more than {rates.size:,} times a minute. Nothing was done."
        raise ApiError(TOO_MANY, "too_many_requests", message, {"Retry-After": str(left.wait)})
