"""How much of a posted credit memo goes to the invoice it was made from, and by which policy."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.dating import effective_day, open_from, own_day_of, sum_of
from settlebook.domain.decisions.settling.choosing import source_items
from settlebook.domain.errors import NoSourceItem
from settlebook.domain.receivable import Receivable


@dataclass(frozen=True, slots=True)
class AutoApplication:
    """What is applied on which day; `policy` is None where the ledger, or the account, chooses it."""

    amount_minor: int
    policy: str | None
    day: date


def plan(memo: CreditMemo, invoice: Receivable, today: date) -> AutoApplication | None:
    """As much as is unapplied, and open now and on every later day; None for nothing.

    Row to the row that it was made from where all of the memo finds room there, else by the policy.
    """
    if not memo.is_posted or not invoice.is_posted:
        return None
    day = effective_day(None, today, [own_day_of(memo), own_day_of(invoice)])
    settled = sum_of(invoice.settled.values())
    rows = sum(max(open_from(invoice, item_id, day), 0) for item_id in invoice.rows)
    unapplied = sum_of(memo.unapplied.values()).lowest_from(day)
    amount = min(unapplied, rows, invoice.total_minor - settled.peak_from(day))
    if amount <= 0:
        return None
    by_source = amount == memo.unapplied_minor and _finds_its_rows(memo, invoice, day)
    return AutoApplication(amount, "source-item" if by_source else None, day)


def _finds_its_rows(memo: CreditMemo, invoice: Receivable, day: date) -> bool:
    minor_by_item: dict[UUID, int] = {}
    try:
        lines = source_items(memo, invoice)
    except NoSourceItem:
        return False
    for line in lines:
        minor_by_item[line.item_id] = minor_by_item.get(line.item_id, 0) + line.amount_minor
    return all(minor <= open_from(invoice, item_id, day) for item_id, minor in minor_by_item.items())
