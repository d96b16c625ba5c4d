"""Ledgers in memory to start a test from, and short words to read them by. Amounts in minor units."""

from collections.abc import Sequence
from datetime import date

from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money
from tests.model.commands import (
    Apply,
    Command,
    Draft,
    Kind,
    Line,
    NewAccount,
    NewItem,
    NewTax,
    Pay,
    Post,
    Share,
)
from tests.model.memory import Memory
from tests.model.standing import snapshot_of

Amounts = Sequence[int | NewItem]


def march(day: int) -> date:
    return date(2026, 3, day)


TODAY = march(15)


def a_ledger(currency: str = "GBP") -> Memory:
    """Two accounts, nothing else."""
    ledger = Memory(TODAY)
    ledger.do(NewAccount("A-1", currency))
    ledger.do(NewAccount("A-2", currency))
    return ledger


def taxed(amount_minor: int, *taxes: int) -> NewItem:
    """An item with its tax items."""
    return NewItem(amount_minor, tuple(NewTax(tax, f"tax {n}") for n, tax in enumerate(taxes, start=1)))


def a_document(
    ledger: Memory,
    number: str,
    amounts: Amounts,
    kind: Kind = "invoice",
    day: date | None = None,
    account: str = "A-1",
    draft: bool = False,
) -> None:
    items = tuple(NewItem(each) if isinstance(each, int) else each for each in amounts)
    ledger.do(Draft(kind, number, account, day or march(1), items))
    if not draft:
        ledger.do(Post(kind, number))


def a_credit_memo(ledger: Memory, number: str, amounts: Amounts, day: date | None = None) -> None:
    a_document(ledger, number, amounts, "credit_memo", day)


def a_payment(ledger: Memory, number: str, amount_minor: int, day: date | None = None) -> None:
    account = ledger.state("A-1")
    ledger.do(Pay(number, "A-1", account.currency, amount_minor, day or march(1)))


def lines(amounts: dict[str, int]) -> tuple[Line, ...]:
    """Lines of a payment, by item."""
    return tuple(Line(item, minor) for item, minor in amounts.items())


def pairs(amounts: dict[tuple[str, str], int]) -> tuple[Line, ...]:
    """Lines of a credit memo, by (its item, the document's item)."""
    return tuple(Line(item, minor, source) for (source, item), minor in amounts.items())


def invoice(number: str, amount_minor: int, named: tuple[Line, ...] | None = None) -> Share:
    return Share("invoice", number, amount_minor, named)


def debit_memo(number: str, amount_minor: int, named: tuple[Line, ...] | None = None) -> Share:
    return Share("debit_memo", number, amount_minor, named)


def pay(*shares: Share, source: str = "P-1", policy: str | None = None, day: date | None = None) -> Apply:
    return Apply("payment", source, shares, policy, day)


def credit(*shares: Share, source: str = "CM-1", policy: str | None = None, day: date | None = None) -> Apply:
    return Apply("credit_memo", source, shares, policy, day)


def gbp(minor: int) -> Money:
    return Money(minor, "GBP")


def refusal_of(ledger: Memory, command: Command) -> Refusal:
    """The refusal of a command, which changed nothing."""
    facts_before = list(ledger.facts)
    try:
        ledger.do(command)
    except Refusal as refusal:
        assert ledger.facts == facts_before
        return refusal
    raise AssertionError(f"{command} was not refused")


def open_of(ledger: Memory, number: str) -> dict[str, int]:
    """What is open of each item of a document."""
    return {item: left for item, left in snapshot_of(ledger).items.items() if item.startswith(f"{number}#")}


def parts_of(ledger: Memory, source: str) -> dict[str | None, int]:
    """The parts of a payment or credit memo by document; None is the unapplied part."""
    return {to: minor for (number, to), minor in snapshot_of(ledger).parts.items() if number == source}


def part_items_of(
    ledger: Memory, source: str, document: str | None
) -> dict[tuple[str | None, str | None], int]:
    """The part items by (source item, item)."""
    items = snapshot_of(ledger).part_items.items()
    return {
        (row, item): minor for (number, to, row, item), minor in items if (number, to) == (source, document)
    }
