"""Neutral commands as the wire spells them: camelCase, exact amounts as text, items by name or by id."""

from dataclasses import replace

from settlebook.domain.currency import digits
from settlebook.ledger.requests.outcome import Outcome
from tests.model.commands import (
    ApplicationRef,
    Apply,
    Collect,
    Command,
    Draft,
    NewAccount,
    Pay,
    Post,
    Refund,
    RefundApplied,
    Settle,
    Split,
    Transfer,
    Unapply,
)
from tests.model.saying import say
from tests.model.wording import NOBODY, VERBS, Body, Speech, Spoken, Words, on_day, with_policy

__all__ = ["Speaker", "Speech", "Spoken", "sendable"]

DAYS = {"invoice": "invoiceDate", "debit_memo": "debitMemoDate", "credit_memo": "effectiveDate"}
PREFIX = {"invoice": "INV", "debit_memo": "DM", "credit_memo": "CM", "payment": "P", "refund": "R"}


def sendable(command: Command) -> Command:
    """As a request can say it: invoices before debit memos, a policy only where it may choose."""
    match command:
        case Transfer() | RefundApplied():
            shares = tuple(sorted(command.shares, key=lambda share: share.kind != "invoice"))
            return replace(command, shares=shares)
        case Pay() | Apply() | Unapply():
            shares = tuple(sorted(command.shares, key=lambda share: share.kind != "invoice"))
            everything = isinstance(command, Unapply) and not shares and command.application is None
            chooses = everything or any(share.lines is None for share in shares)
            shape = command.policy == "source-item"  # which refuses lines by itself
            return replace(command, shares=shares, policy=command.policy if chooses or shape else None)
        case Refund(lines=tuple()):
            return replace(command, policy=None)
    return command


class Speaker(Words):
    """Puts commands into words; learns from the answers which ids and numbers things have."""

    def learn(self, place: int, command: Command, outcome: Outcome) -> None:
        if isinstance(command, Draft | Pay) and outcome.id is not None:
            self.ids[command.number] = outcome.id
        if isinstance(command, Refund | RefundApplied) and outcome.id is not None:
            self.ids[command.number] = outcome.id
        self._learn_made(place, command, outcome)
        names = {number: name for name, number in self.called.items()}
        for applied in outcome.applications:
            document = names.get(applied.document, applied.document)
            source = names.get(applied.source or "", applied.source)
            several = isinstance(command, Settle | Collect)
            self.applications[ApplicationRef(place, document, source if several else None)] = applied.id

    def _learn_made(self, place: int, command: Command, outcome: Outcome) -> None:
        """What a command made by itself is called by its kind, the place of the command, and a count."""
        count = dict.fromkeys(PREFIX, 0)
        for made in outcome.made:
            count[made.kind] += 1
            name = f"{PREFIX[made.kind]}@{place}+{count[made.kind]}"
            match command:
                case Transfer(number=str(number)) | Collect(received=str(number)):
                    name = number
                case Split():
                    name = made.number
            if name != made.number:
                self.called[name] = made.number
            self.ids[name] = made.id
            self.made.add(name)
            if outcome.currency:
                self._digits[name] = digits(outcome.currency)

    def spoken(self, command: Command) -> Spoken:
        match command:
            case NewAccount():
                return self._account(command)
            case Draft():
                return self._draft(command)
            case Post():
                return Spoken(f"{VERBS[command.kind]}.post", self.key(command.number), on_day(command.day))
            case Pay():
                return self._pay(command)
            case Apply():
                return self._apply(command)
            case Unapply():
                return self._unapply(command)
            case Refund():
                return self._refund(command)
            case _:
                return say(self, command)

    def _account(self, command: NewAccount) -> Spoken:
        self._digits[command.number] = digits(command.currency)
        body = {"accountNumber": command.number, "name": command.number, "currency": command.currency}
        body |= {"parentId": command.parent} if command.parent else {}
        return Spoken("account.create", None, {**body, "status": command.status})

    def _draft(self, command: Draft) -> Spoken:
        number, origin = command.number, command.from_invoice
        self.like(number, origin or command.account)
        name = {"invoice": "invoiceNumber", "debit_memo": "debitMemoNumber", "credit_memo": "number"}
        body: Body = {name[command.kind]: number, DAYS[command.kind]: command.day.isoformat()}
        body |= self.chosen_id(number) | ({"status": "Posted"} if command.posts else {})
        if command.currency:
            self._digits[number] = digits(command.currency)
            body["currency"] = command.currency
        items = [
            self.new_item(number, f"{number}#{line}", item, origin)
            for line, item in enumerate(command.items, start=1)
        ]
        if origin:
            body |= {"autoApplyToInvoiceUponPosting": True} if command.auto_apply else {}
            if command.derives:
                self.deriving.add(number)
            else:
                body["taxAutoCalculation"] = False
            verb = f"{VERBS[command.kind]}.create-from-invoice"
            return Spoken(verb, self.key(origin), {**body, "items": items})
        body |= {"accountNumber": command.account}
        rows = {"invoiceItems" if command.kind == "invoice" else "charges": items}
        return Spoken(f"{VERBS[command.kind]}.create", None, body | rows)

    def _pay(self, command: Pay) -> Spoken:
        self._digits[command.number] = digits(command.currency)
        body = {
            "number": command.number,
            "currency": command.currency,
            "amount": self.amount(command.number, command.amount_minor),
            **self.chosen_id(command.number),
            **self.shares(command.shares, command.number),
        }
        body |= {"accountNumber": command.account} if command.account else {}
        body |= {"prepayment": True} if command.prepayment else {}
        body |= {"standalone": True} if command.standalone else {}
        return Spoken("payment.create", None, body | with_policy(command.policy) | on_day(command.day))

    def _apply(self, command: Apply) -> Spoken:
        body = self.shares(command.shares, command.source) | with_policy(command.policy)
        if command.nets is not None:
            body["negativeLines"] = "net" if command.nets else "skip"
        verb = f"{VERBS[command.source_kind]}.apply"
        return Spoken(verb, self.key(command.source), body | on_day(command.day))

    def _unapply(self, command: Unapply) -> Spoken:
        body = self.shares(command.shares, command.source) | with_policy(command.policy)
        if command.application is not None:
            body["application"] = self.applications.get(command.application, NOBODY).hex
        verb = f"{VERBS[command.source_kind]}.unapply"
        return Spoken(verb, self.key(command.source), body | on_day(command.day))

    def _refund(self, command: Refund) -> Spoken:
        amount = self.amount(command.source, command.amount_minor)
        body: Body = {"number": command.number, "totalAmount": amount, "type": "External"}
        body |= with_policy(command.policy) | self.chosen_id(command.number)
        body |= on_day(command.day, "refundDate")
        if command.lines is not None:
            body["items"] = [
                {"amount": self.amount(command.source, line.amount_minor)}
                | self.row("credit", line.item, command.source)
                for line in command.lines
            ]
        return Spoken(f"{VERBS[command.source_kind]}.refund", self.key(command.source), body)
