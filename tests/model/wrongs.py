"""A request to apply that is right, and everything that can be wrong with it, in any combination.

Each wrong is put into the states or the request by itself, so that two can stand together and the order of
refusals shows.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.decisions.sources import credit_memos, payments
from settlebook.domain.errors import Refusal
from settlebook.domain.receivable import Receivable
from settlebook.domain.timeline import Timeline
from tests.model.builders import TODAY, a_credit_memo, a_document, a_ledger, a_payment, march, taxed
from tests.model.memory import Memory, id_of

SOURCE_DAY = march(10)


def attempt(kind: str, wrongs: Collection[str]) -> str | None:
    """The code of the refusal, for a payment or a credit memo of 110.00 against an invoice of 110.00."""
    ledger = a_ledger()
    a_document(ledger, "INV-1", [taxed(60_00, 10_00), 40_00], day=march(5))
    a_document(ledger, "DM-1", [20_00], "debit_memo", day=march(5))
    a_payment(ledger, "P-1", 110_00, day=SOURCE_DAY)
    a_credit_memo(ledger, "CM-1", [taxed(60_00, 10_00), 40_00], day=SOURCE_DAY)
    memo = kind == "credit_memo"
    source = _memo(ledger, wrongs) if memo else _payment(ledger, wrongs)
    asked = _asked(_invoice(ledger, wrongs), memo, wrongs)
    settings: dict[str, Any] = {
        "policy": "random" if "invalid_request" in wrongs else None,
        "effective_on": march(3) if "too_early" in wrongs else march(15),
        "today": TODAY,
        "new_id": ledger.ids.__next__,
    }
    try:
        (credit_memos if memo else payments).apply(source, asked, **settings)
    except Refusal as refusal:
        return refusal.code
    return None


def _asked(document: Receivable, memo: bool, wrongs: Collection[str]) -> list[AskedDocument]:
    lines = [_line("INV-1#1", 30_00, "CM-1#1", memo), _line("INV-1#2", 20_00, "CM-1#2", memo)]
    if "line_named_twice" in wrongs:
        lines.append(replace(lines[0], amount_minor=1))
    if "item_not_of_document" in wrongs:
        lines.append(_line("DM-1#1", 1, "CM-1#1", memo))
    if "pair_mismatch" in wrongs:
        lines.append(_line("INV-1#1.1", 1, "CM-1#2", memo))
    amount = sum(line.amount_minor for line in lines)
    entry = AskedDocument(document, amount + ("lines_do_not_add_up" in wrongs), tuple(lines))
    return [entry, replace(entry)] if "document_named_twice" in wrongs else [entry]


def _line(item: str, minor: int, row: str, memo: bool) -> AskedLine:
    return AskedLine(id_of(item), minor, id_of(row) if memo else None)


def _invoice(ledger: Memory, wrongs: Collection[str]) -> Receivable:
    document: Receivable = ledger.state("INV-1")
    header = document.header
    if "not_posted" in wrongs:
        header = header.model_copy(update={"status": "Draft"})
    if "account_mismatch" in wrongs:
        header = header.model_copy(update={"account_id": id_of("A-2")})
    if "currency_mismatch" in wrongs:
        header = header.model_copy(update={"currency": "USD"})
    settled: dict[str, int] = {}
    if "exceeds_item_balance" in wrongs:
        settled = {"INV-1#2": 30_00}
    if "exceeds_balance" in wrongs:
        settled = {"INV-1#1": 35_00, "INV-1#1.1": 10_00, "INV-1#2": 20_00}
    if "nothing_open" in wrongs:
        settled = {"INV-1#1": 60_00, "INV-1#1.1": 10_00, "INV-1#2": 40_00}
    timelines = {id_of(item): Timeline(((march(5), minor),)) for item, minor in settled.items()}
    return replace(document, header=header, settled=timelines)


def _left(minor: int, wrongs: Collection[str]) -> Timeline:
    """What a source has unapplied; for `exceeds_on_day` it is gone for a while later on."""
    if "exceeds_on_day" in wrongs:
        return Timeline(((SOURCE_DAY, minor), (march(20), -minor), (march(25), minor)))
    return Timeline(((SOURCE_DAY, minor),))


def _payment(ledger: Memory, wrongs: Collection[str]) -> Any:
    minor = 10_00 if "exceeds_unapplied" in wrongs else 110_00
    return replace(ledger.state("P-1"), unapplied=_left(minor, wrongs))


def _memo(ledger: Memory, wrongs: Collection[str]) -> Any:
    memo = ledger.state("CM-1")
    left = {"CM-1#1": 60_00, "CM-1#1.1": 10_00, "CM-1#2": 40_00}
    if "exceeds_item_unapplied" in wrongs:
        left["CM-1#2"] = 10_00
    if "exceeds_unapplied" in wrongs:
        left = dict.fromkeys(left, 5_00)
    if "memo_not_posted" in wrongs:
        memo = replace(memo, header=memo.header.model_copy(update={"status": "Draft"}))
    return replace(memo, unapplied={id_of(row): _left(minor, wrongs) for row, minor in left.items()})
