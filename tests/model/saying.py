"""The commands of a document's, a payment's and a ledger's whole life, as the wire spells them."""

from collections.abc import Iterable

from tests.model.commands import (
    Cancel,
    CancelPayment,
    CancelRefund,
    Choose,
    Collect,
    Delete,
    Edit,
    Line,
    NewPeriod,
    OfDocuments,
    OfPayments,
    OfTheLedger,
    RefundApplied,
    Reverse,
    Settle,
    Split,
    Transfer,
    TurnPeriod,
    Unpost,
    WriteOff,
)
from tests.model.wording import VERBS, Body, Spoken, Words, on_day, with_policy

POLICIES = {
    "apply_payment": "applyPayment",
    "apply_credit": "applyCreditMemo",
    "unapply": "unapply",
    "refund": "refund",
    "write_off": "writeOff",
}


def say(words: Words, command: OfPayments | OfDocuments | OfTheLedger) -> Spoken:
    match command:
        case Transfer() | CancelPayment() | RefundApplied() | CancelRefund():
            return _of_payments(words, command)
        case Delete():
            return Spoken(f"{VERBS[command.kind]}.delete", words.key(command.number), {})
        case Unpost():
            return Spoken(f"{VERBS[command.kind]}.unpost", words.key(command.number), {})
        case Cancel():
            return Spoken(f"{VERBS[command.kind]}.cancel", words.key(command.number), {})
        case Edit():
            return _edit(words, command)
        case Split():
            return _split(words, command)
        case WriteOff():
            return _write_off(words, command)
        case Reverse():
            return _reverse(words, command)
        case _:
            return _of_the_ledger(words, command)


def _of_payments(words: Words, command: OfPayments) -> Spoken:
    match command:
        case Transfer():
            body: Body = words.shares(command.shares, command.payment) | on_day(command.day)
            body["accountNumber"] = command.account
            if command.amount_minor is not None:
                body["amount"] = words.amount(command.payment, command.amount_minor)
            if command.number is not None:
                body |= {"number": command.number} | words.chosen_id(command.number)
                words.like(command.number, command.payment)
            return Spoken("payment.transfer", words.key(command.payment), body)
        case CancelPayment():
            body = {} if command.unapplies is None else {"unapplyFirst": command.unapplies}
            return Spoken("payment.cancel", words.key(command.payment), body | on_day(command.day))
        case RefundApplied():
            body = {"number": command.number, "type": "External"} | words.chosen_id(command.number)
            body |= words.shares(command.shares, command.payment) | with_policy(command.policy)
            body |= on_day(command.day, "refundDate") | ({"writeOff": True} if command.writes_off else {})
            if command.amount_minor is not None:
                body["totalAmount"] = words.amount(command.payment, command.amount_minor)
            return Spoken("payment.refund-with-unapply", words.key(command.payment), body)
        case CancelRefund():
            body = ({"reapply": True} if command.reapplies else {}) | on_day(command.day)
            return Spoken("refund.cancel", words.key(command.refund), body)


def _edit(words: Words, command: Edit) -> Spoken:
    items: list[Body] = []
    for line, item in command.changes:
        name = f"{command.number}#{line}"
        if line > command.last_line and item is not None:
            items.append(words.new_item(command.number, name, item, command.made_from, chosen=False))
        else:
            items.append(words.edited_item(command.number, name, item))
    field = "invoiceItems" if command.kind == "invoice" else "items"
    body: Body = {field: items} | ({"taxAutoCalculation": False} if command.made_from else {})
    return Spoken(f"{VERBS[command.kind]}.edit", words.key(command.number), body)


def _split(words: Words, command: Split) -> Spoken:
    parts: list[Body] = []
    for percentage, number in zip(command.percentages, command.numbers, strict=True):
        words.like(number, command.invoice)
        words.made.add(number)  # its rows can be named before the answer is there, as in the same batch
        parts.append({"splitPercentage": percentage, "invoiceNumber": number})
    return Spoken("invoice.split", words.key(command.invoice), {"invoices": parts})


def _write_off(words: Words, command: WriteOff) -> Spoken:
    body = on_day(command.day, "memoDate") | with_policy(command.policy)
    if command.amount_minor is not None:
        body["amount"] = words.amount(command.number, command.amount_minor)
    if command.lines is not None:
        body["items"] = list(_given_up(words, command, command.lines))
    return Spoken(f"{VERBS[command.kind]}.write-off", words.key(command.number), body)


def _given_up(words: Words, command: WriteOff, lines: Iterable[Line]) -> Iterable[Body]:
    field = {"invoice": "invoice", "debit_memo": "debit_memo", "credit_memo": "credit"}[command.kind]
    for line in lines:
        amount = {"amount": words.amount(command.number, line.amount_minor)}
        yield amount | words.row(field, line.item, command.number)


def _reverse(words: Words, command: Reverse) -> Spoken:
    body = on_day(command.day, "memoDate") | on_day(command.applies_on, "applyEffectiveDate")
    if command.unwinds:
        body["unwind"] = True
    return Spoken(f"{VERBS[command.kind]}.reverse", words.key(command.number), body)


def _of_the_ledger(words: Words, command: OfTheLedger) -> Spoken:
    match command:
        case Choose():
            return _choose(words, command)
        case NewPeriod():
            days = on_day(command.starts_on, "startDate") | on_day(command.ends_on, "endDate")
            return Spoken("accounting-period.create", None, {"name": command.name} | days)
        case TurnPeriod():
            return Spoken(f"accounting-period.{command.how}", command.name, {})
        case Settle():
            body = _order(command.payments_first) | on_day(command.day)
            return Spoken("account.settle", command.account, body)
        case Collect():
            return _collect(words, command)


def _choose(words: Words, command: Choose) -> Spoken:
    chosen = dict(command.choices)
    body: Body = {"policies": {spoken: chosen.get(name) for name, spoken in POLICIES.items()}}
    body["negativeLines"] = chosen.get("negative_lines")
    if command.account is not None:
        return Spoken("account.edit", command.account, body)
    body["overCrediting"] = command.over_crediting
    body |= {"cancelUnapplies": command.cancel_unapplies, "family": command.family}
    return Spoken("settings.change", None, body)


def _collect(words: Words, command: Collect) -> Spoken:
    body: Body = {"applyCredit": True} | _order(command.payments_first) | on_day(command.day)
    if command.received is not None:
        words.like(command.received, command.document)
        payment = {"type": "External", "number": command.received} | words.chosen_id(command.received)
        body |= {"collect": True, "payment": payment}
    return Spoken(f"{VERBS[command.kind]}.collect", words.key(command.document), body)


def _order(payments_first: bool) -> Body:
    return {"applicationOrder": ["UnappliedPayment", "CreditMemo"]} if payments_first else {}
