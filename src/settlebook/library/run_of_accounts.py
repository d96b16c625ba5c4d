"""Auto-settle runs: which accounts take part, one command for each, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from settlebook.commands import parse_command
from settlebook.domain.errors import InvalidRequest, Refusal
from settlebook.ledger.identity.names import LONGEST, is_name
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.previews.preview import Preview
from settlebook.ledger.requests.outcome import Mode, Outcome
from settlebook.library.requests import Request, submissions
from settlebook.progress import Advance
from settlebook.projecting import Projector
from settlebook.queries import Key
from settlebook.queries.snapshot import ACCOUNT, Snapshot, snapshot
from settlebook.services.requests.policies import Act, named
from settlebook.statements import statements

(ACCOUNTS,) = statements(Path(__file__).parent / "sql" / "accounts_to_settle.sql")
AT_ONCE = 50  # accounts in one commit: what a run that is stopped has done
LONGEST_RUN_KEY = LONGEST - 33  # an account's key is the run's, a stroke, and the account's id


@dataclass(frozen=True, slots=True)
class RunOfAccounts:
    """An auto-settle run.

    `key`       what the run is known by: run again under it, an account that it has settled before answers as
                it did then, and only the others are settled.
    `terms`     the body of `account.settle`, the same for each account, by the names of the wire.
    `actor`, `client`  who acts, and whose keys count; the ledger's own unless given.
    `accounts`  by number or id; without any, all that owe something and have something unapplied, of
                the `batch` (what the accounts say of themselves) and of the `parent` account, if given.
    """

    key: str
    terms: Mapping[str, Any]
    accounts: Sequence[Key] = ()
    batch: str | None = None
    parent: Key | None = None
    actor: str | None = None
    client: str | None = None


class SettledAccount(NamedTuple):
    """What became of an account, or would become of it."""

    number: str
    account_id: UUID
    answer: Outcome | Refusal
    preview: Preview | None = None

    @property
    def replayed(self) -> bool:
        return bool(getattr(self.answer, "replayed", False))


class _Account(NamedTuple):
    account_id: UUID
    number: str


def carry_out(
    log: LedgerLog, run: RunOfAccounts, advance: Advance, *, previews: bool
) -> Iterator[SettledAccount]:
    """Settle account by account, in the order of their numbers; each is done, or refused, by itself.

    Refuses before the first: InvalidRequest, PolicyBroken, NotFound.
    """
    require_key(run.key)
    _require_terms(run)
    found = log.connections.read(lambda connection: _accounts(connection, log, run))
    requests = [_request(run, account) for account in found]
    advance(0, len(found))
    return _results(log, found, requests, advance, previews=previews)


def _results(
    log: LedgerLog,
    found: Sequence[_Account],
    requests: Sequence[Request],
    advance: Advance,
    *,
    previews: bool,
) -> Iterator[SettledAccount]:
    done = 0
    for some, group in zip(_in_batches(found), _in_batches(requests), strict=True):
        yield from _settled(log, some, group, previews=previews)
        done += len(some)
        advance(done, len(found))


def require_key(key: str) -> None:
    """Refuses: InvalidRequest."""
    if not is_name(key) or len(key) > LONGEST_RUN_KEY:
        raise InvalidRequest("runKey", f"it has 1 to {LONGEST_RUN_KEY} printable characters")


def _require_terms(run: RunOfAccounts) -> None:
    """Even where nobody is found, or has anything to settle. Refuses: InvalidRequest, PolicyBroken."""
    terms = _command(run, _Account(UUID(int=0), ""))
    named(Act.APPLY_PAYMENT, terms.payment_policy, "paymentPolicy")
    named(Act.APPLY_CREDIT, terms.credit_memo_policy, "creditMemoPolicy")


def _settled(
    log: LedgerLog, accounts: Sequence[_Account], requests: Sequence[Request], *, previews: bool
) -> Iterator[SettledAccount]:
    if previews:
        for account, preview in zip(accounts, log.preview(submissions(requests), Mode.CONTINUE), strict=True):
            yield SettledAccount(account.number, account.account_id, preview.answer, preview)
    else:
        answers = log.committer.submit_many(submissions(requests), Mode.CONTINUE)
        for account, answer in zip(accounts, answers, strict=True):
            yield SettledAccount(account.number, account.account_id, answer)


def _request(run: RunOfAccounts, account: _Account) -> Request:
    key = f"{run.key}/{account.account_id.hex}"
    return Request(_command(run, account), key, actor=run.actor, client=run.client)


def _command(run: RunOfAccounts, account: _Account) -> Any:
    """Without what the account has open: the same run is the same request, whatever was settled meanwhile."""
    return parse_command("account.settle", account.account_id.hex, run.terms)


def _accounts(connection: Connection[Any], log: LedgerLog, run: RunOfAccounts) -> list[_Account]:
    """Refuses: NotFound, for an account or a parent."""
    Projector(connection, log.ledger_id).catch_up()
    with snapshot(connection, log.ledger_id) as books:
        parameters = {
            "ledger": log.ledger_id,
            "client": run.client or log.client,
            "run": run.key,
            "ids": [_id(books, key) for key in run.accounts] or None,
            "batch": run.batch,
            "parent": _id(books, run.parent) if run.parent is not None else None,
            "currency": run.terms.get("currency"),
        }
        return [_Account(*row) for row in connection.execute(ACCOUNTS, parameters)]


def _id(books: Snapshot, key: Key) -> UUID:
    return books.find(ACCOUNT, key).id


def _in_batches(everything: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(everything)
    while some := list(islice(remaining, AT_ONCE)):
        yield some
