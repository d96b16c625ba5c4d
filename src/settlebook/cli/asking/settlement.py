"""Turns `--invoice`, `--item` and `--pair` into the `invoices` and `debitMemos` of a request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from typer import BadParameter

from settlebook.cli.asking.body import Body, split_amount
from settlebook.domain.ids import as_item_name
from settlebook.domain.money import InvalidAmount, parse_decimal
from settlebook.importing.exact import exact_sum


@dataclass(slots=True)
class Named:
    """A document that the command line names, and the lines that belong to it."""

    kind: str  # invoice or debitMemo
    key: str
    amount: str | None
    lines: list[Body] = field(default_factory=list)

    def body(self) -> Body:
        amount = self.amount if self.amount is not None or not self.lines else _sum_of(self.lines)
        found: Body = {f"{self.kind}Number": self.key}
        found |= {"amount": amount} if amount is not None else {}
        return found | ({"items": self.lines} if self.lines else {})


def settlement(
    invoices: Sequence[str] | None,
    debit_memos: Sequence[str] | None,
    amount: str | None = None,
    items: Sequence[str] | None = None,
    pairs: Sequence[str] | None = None,
) -> Body:
    """The documents with their lines; a document whose amount is not said has the sum of its lines."""
    named = [*_named("invoice", invoices or ()), *_named("debitMemo", debit_memos or ())]
    if amount is not None:
        _give_amount(named, amount)
    for text in items or ():
        target, each = split_amount(text, "--item")
        document = _document_of(named, target, "--item")
        document.lines.append(_target(document.kind, target) | {"amount": _possible(each, "--item")})
    for text in pairs or ():
        document, line = _pair(named, text)
        document.lines.append(line)
    bodies = {kind: [one.body() for one in named if one.kind == kind] for kind in ("invoice", "debitMemo")}
    return {f"{kind}s": found for kind, found in bodies.items() if found}


def credit_lines(items: Iterable[str] | None) -> list[Body]:
    """The items of a credit memo that a refund names."""
    return [
        _source(name) | {"amount": amount}
        for name, amount in (split_amount(text, "--item") for text in items or ())
    ]


def _named(kind: str, texts: Iterable[str]) -> list[Named]:
    found = [text.partition("=") for text in texts]
    return [Named(kind, key, amount if separator else None) for key, separator, amount in found]


def _give_amount(named: list[Named], amount: str) -> None:
    if len(named) != 1 or named[0].amount is not None:
        raise BadParameter(
            "it is the amount of the one document that is named; for several write DOCUMENT=AMOUNT",
            param_hint="--amount",
        )
    named[0].amount = _possible(amount, "--amount")


def _possible(amount: str, option: str) -> str:
    """Refuse what is no amount where it was typed: what a document has may be given so, or be its sum."""
    try:
        parse_decimal(amount)
    except InvalidAmount as wrong:
        raise BadParameter(str(wrong), param_hint=option) from None
    return amount


def _document_of(named: list[Named], target: str, option: str) -> Named:
    """By the number in the item's name; by elimination where the item or the document is named by its id."""
    item = as_item_name(target)
    by_number = [one for one in named if item is not None and one.key == item.number]
    found = by_number or (named if len(named) == 1 else [])
    if len(found) != 1:
        raise BadParameter(
            f"name the document of {target} too, once: --invoice or --debit-memo", param_hint=option
        )
    return found[0]


def _pair(named: list[Named], text: str) -> tuple[Named, Body]:
    both, amount = split_amount(text, "--pair", "FROM:TO=AMOUNT")
    source, separator, target = both.partition(":")
    if not separator:
        raise BadParameter(f"{text!r} is not FROM:TO=AMOUNT", param_hint="--pair")
    document = _document_of(named, target, "--pair")
    line = _source(source) | _target(document.kind, target) | {"amount": _possible(amount, "--pair")}
    return document, line


def _target(kind: str, name: str) -> Body:
    return {"taxItemId" if _is_tax(name) else f"{kind}ItemId": name}


def _source(name: str) -> Body:
    return {"creditTaxItemId" if _is_tax(name) else "creditMemoItemId": name}


def _is_tax(name: str) -> bool:
    """Told by the name; an id does not tell, and is taken for an item's."""
    item = as_item_name(name)
    return item is not None and item.tax_line is not None


def _sum_of(lines: Iterable[Body]) -> str:
    return f"{exact_sum(parse_decimal(line['amount']) for line in lines):f}"
