"""Every question that a ledger answers, for tests that compare what it said with what it says."""

from collections.abc import Callable, Iterator
from typing import Any, Unpack

from settlebook import Ledger
from settlebook.domain.errors import NotFound, Refusal
from settlebook.queries.moment import When

Question = Callable[..., Any]
KINDS = {
    "invoice": ("items", "applications", "history", "nettings"),
    "debit_memo": ("items", "applications", "history", "nettings"),
    "credit_memo": ("items", "applications", "history", "parts", "part_items"),
    "payment": ("applications", "parts", "part_items"),
    "refund": ("parts", "part_items"),
}


def questions(ledger: Ledger) -> dict[str, Question]:
    """By name, each takes `as_of` and `known_at`; about all that the ledger holds now, deleted or not."""
    return dict(_of_lists(ledger)) | dict(_of_objects(ledger))


def _of_lists(ledger: Ledger) -> Iterator[tuple[str, Question]]:
    for name in ("accounts", "invoices", "debit_memos", "credit_memos", "payments", "refunds"):
        yield name, _bound(getattr(ledger, name), limit=1_000)
        yield f"{name}, a page", _bound(getattr(ledger, name), limit=2)
    for name in ("periods", "settings", "accounting_codes", "journal_runs", "journal_entries"):
        yield name, getattr(ledger, name)
    yield "journal_summary", ledger.journal_summary
    yield "trial_balance by code", _bound(ledger.trial_balance, by="code")
    yield "trial_balance by book", _bound(ledger.trial_balance, by="book")
    yield "open_items", ledger.open_items
    yield "aging", ledger.aging


def _of_objects(ledger: Ledger) -> Iterator[tuple[str, Question]]:
    for account in ledger.accounts(limit=1_000):
        key = account.number
        yield f"account {key}", _bound(ledger.account, key)
        for name in ("open_items", "aging", "invoices", "payments", "refunds"):
            yield f"{name} of {key}", _bound(getattr(ledger, name), account=key)
        yield f"journal_entries of {key}", _bound(ledger.journal_entries, account=key)
    for kind, aspects in KINDS.items():
        for key in _keys(ledger, kind):
            yield f"{kind} {key}", _bound(getattr(ledger, kind), key)
            for aspect in aspects:
                yield f"{kind}_{aspect} {key}", _bound(getattr(ledger, f"{kind}_{aspect}"), key)
            if kind == "payment":
                yield f"explain {key}", _bound(ledger.explain, key)
    for number in _keys(ledger, "invoice"):
        yield f"explain {number}#1", _bound(ledger.explain, f"{number}#1")


def _keys(ledger: Ledger, kind: str) -> list[str]:
    """The numbers of a kind that were ever given."""
    with ledger._log.connections.borrow() as connection:
        rows = connection.execute(
            "SELECT number FROM log.number WHERE ledger_id = %s AND kind = %s ORDER BY number",
            [ledger.ledger_id, kind],
        )
        return [number for (number,) in rows]


def _bound(ask: Callable[..., Any], *positional: Any, **named: Any) -> Question:
    return lambda **when: ask(*positional, **named, **when)


def asked(question: Question, **when: Unpack[When]) -> Any:
    """The answer, or what is not found."""
    try:
        return question(**when)
    except NotFound as nothing:
        return nothing.kind, nothing.key
    except Refusal as refusal:
        return refusal.code
