"""Reads what was written for beancount and hledger in its own way, and adds everything up."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

Sums = defaultdict[tuple[str, str], Decimal]  # by account and currency
_LEG = re.compile(
    r"( {2}| {4})([A-Z][^ ]*) {2}(-?[0-9]+(?:\.[0-9]+)?) ([A-Z]{3})(?: *(=) (-?[0-9.]+) [A-Z]{3})?(?:  ; .*)?"
)
_BALANCE = re.compile(r"([0-9-]{10}) balance ([^ ]+)  (-?[0-9.]+) ~ 0 ([A-Z]{3})")
_HEAD = re.compile(r"([0-9-]{10}) \* (.+)")


@dataclass
class Transaction:
    on: date
    head: str
    said: str = ""
    legs: list[tuple[str, Decimal, str]] = field(default_factory=list)


@dataclass
class Reading:
    """`balances` are by the day at whose end they stand, in the order of the file."""

    transactions: list[Transaction] = field(default_factory=list)
    opened: dict[str, set[str]] = field(default_factory=dict)
    balances: list[tuple[date, str, Decimal, str]] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)

    @property
    def sums(self) -> Sums:
        return self.sums_until(date.max)

    def sums_until(self, day: date) -> Sums:
        found: Sums = defaultdict(Decimal)
        for transaction in self.transactions:
            if transaction.on <= day:
                for name, amount, currency in transaction.legs:
                    found[name, currency] += amount
        return found


def read(text: str) -> Reading:
    found = Reading()
    for line in text.splitlines():
        if opened := re.fullmatch(r"[0-9-]{10} open ([^ ]+) (.+)|account ([^ ]+)", line):
            name = opened[1] or opened[3]
            found.opened[name] = set((opened[2] or "").split(","))
        elif balance := _BALANCE.fullmatch(line):
            eve = date.fromisoformat(balance[1]) - timedelta(days=1)
            found.balances.append((eve, balance[2], Decimal(balance[3]), balance[4]))
        elif head := _HEAD.fullmatch(line):
            found.transactions.append(Transaction(date.fromisoformat(head[1]), head[2]))
        elif leg := _LEG.fullmatch(line):
            _leg(found, leg)
        elif line.startswith(" "):
            found.transactions[-1].said += line.strip() + "\n"
        else:
            assert not line or line.startswith((";", "option", "commodity ")), line
    found.transactions = [one for one in found.transactions if one.legs]
    return found


def _leg(found: Reading, leg: re.Match[str]) -> None:
    _, name, amount, currency, asserted, standing = leg.groups()
    transaction = found.transactions[-1]
    if asserted:
        found.balances.append((transaction.on, name, Decimal(standing), currency))
    else:
        transaction.legs.append((name, Decimal(amount), currency))
        found.amounts.append(f"{amount} {currency}")
