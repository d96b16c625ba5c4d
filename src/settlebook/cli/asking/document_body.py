"""Turns `--item` and `--tax` into the items of a document that is created."""

from collections.abc import Iterable, Sequence

from typer import BadParameter

from settlebook.cli.asking.body import Body, split_amount
from settlebook.domain.ids import as_item_name


def document_items(
    items: Iterable[str] | None, taxes: Sequence[str] | None, discounts: Sequence[str] | None = None
) -> list[Body]:
    """Items as NAME=AMOUNT, counted from 1; taxes and discounts as LINE:NAME=AMOUNT."""
    found: list[Body] = [
        {"chargeName": name, "amount": amount}
        for name, amount in (split_amount(text, "--item", "NAME=AMOUNT") for text in items or ())
    ]
    for text in taxes or ():
        line, name, amount = _of_line(text, "--tax", len(found))
        found[line - 1].setdefault("taxItems", []).append({"name": name, "taxAmount": amount})
    for text in discounts or ():
        line, name, amount = _of_line(text, "--discount", len(found))
        found[line - 1].setdefault("discountItems", []).append({"chargeName": name, "amount": amount})
    return found


def _of_line(text: str, option: str, lines: int) -> tuple[int, str, str]:
    both, amount = split_amount(text, option, "LINE:NAME=AMOUNT")
    line, _, name = both.partition(":")
    if not line.isascii() or not line.isdigit() or not 1 <= int(line) <= lines or not name:
        raise BadParameter(f"{text!r} is not LINE:NAME=AMOUNT with the LINE of an --item", param_hint=option)
    return int(line), name, amount


def credited_items(items: Iterable[str] | None) -> list[Body]:
    """Items of an invoice, each once, as INV-7#2=AMOUNT; its tax items, INV-7#2.1=AMOUNT, come under them."""
    found: dict[str, Body] = {}
    taxes: list[tuple[str, Body]] = []
    for text in items or ():
        name, amount = split_amount(text, "--item")
        item = as_item_name(name)
        if name in found:
            raise BadParameter(f"{name} is named twice; add its amounts up", param_hint="--item")
        if item is None or item.tax_line is None:
            found[name] = {"invoiceItemId": name, "amount": amount}
        else:
            tax = {"sourceTaxItemId": name, "taxAmount": amount}
            taxes.append((str(item._replace(tax_line=None)), tax))
    for name, tax in taxes:
        parent = found.setdefault(name, {"invoiceItemId": name, "amount": "0"})
        parent.setdefault("taxItems", []).append(tax)
    return list(found.values())


def require_of_invoice(taxes: Sequence[str] | None, account: str | None, currency: str | None) -> None:
    """Refuse, for a memo made from an invoice: taxes by line, then an account and a currency of its own."""
    if taxes:
        raise BadParameter(
            "with --from-invoice, name the tax item that is meant: --item INV-7#2.1=1.00", param_hint="--tax"
        )
    for option, given in (("--account", account), ("--currency", currency)):
        if given is not None:
            raise BadParameter("with --from-invoice it is the invoice's: leave it out", param_hint=option)


def require_standalone(**flags: bool) -> None:
    """Refuse, for a memo made from no invoice, flags of one that is, by the names of their options."""
    for flag, given in flags.items():
        if given:
            option = f"--{flag.replace('_', '-')}"
            raise BadParameter("it goes with --from-invoice only", param_hint=option)


def without_tax(asked: bool) -> Body:
    """Items of an invoice that name no tax have what follows from their amount, unless this is asked."""
    return {"taxAutoCalculation": False} if asked else {}
