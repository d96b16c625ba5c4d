"""Draws what can happen to payments and refunds beside settling: transfers, cancels, refunds with unapply."""

from typing import TypeVar

from hypothesis import strategies as st

from tests.model.commands import CancelPayment, CancelRefund, Command, Pay, RefundApplied, Share, Transfer
from tests.model.sequences import Author

Drawn = TypeVar("Drawn")


class MoneyAuthor(Author):
    def _of_money(self, kind: str) -> Command | None:
        match kind:
            case "transfer":
                return self._transfer()
            case "cancel payment":
                payment = self._one_of(list(self.book.payments) or ["P-0"])
                return CancelPayment(payment, self._one_of((None, None, True, False)), self._day())
            case "refund applied":
                return self._refund_applied()
            case "cancel refund":
                return self._cancel_refund()
        raise AssertionError(kind)

    def _some_of(self, values: list[Drawn]) -> list[Drawn]:
        if not values:
            return []
        chosen = self.draw(st.lists(st.sampled_from(range(len(values))), max_size=2, unique=True))
        return [values[place] for place in chosen]

    def _payment(self) -> Pay:
        paid = super()._payment()
        match self._number(0, 9):
            case 3:
                return Pay(paid.number, None, paid.currency, paid.amount_minor, paid.day)
            case 5:
                return Pay(paid.number, "A-1", paid.currency, paid.amount_minor, paid.day, prepayment=True)
            case 7 if self._rarely():
                return Pay(paid.number, "A-1", paid.currency, paid.amount_minor, paid.day, standalone=True)
        return paid

    def _holding(self) -> list[str]:
        """Payments, those that hold something or are set against something before others."""
        held = [number for number in self.book.payments if self.book.brought(number) > 0]
        return held or list(self.book.payments)

    def _taken_back(self, payment: str) -> tuple[Share, ...]:
        applications = [each for each in self.book.applications(payment) if self.book.remaining(each)]
        documents = list(dict.fromkeys(each.document for each in applications))
        return tuple(self._share_back(payment, document) for document in self._some_of(documents))

    def _transfer(self) -> Transfer | None:
        if not self.book.payments:
            return None
        name = self._one_of(self._holding())
        payment = self.book.payments[name]
        shares = self._taken_back(name) if self._number(0, 1) else ()
        unapplied = self.book.unapplied_of(name) + sum(share.amount_minor for share in shares)
        amount = self._amount(unapplied) if self._number(0, 1) else None
        account = self._one_of(("A-1", "A-2", "A-2", None, "A-3" if self._rarely() else "A-2"))
        is_whole = amount in (None, payment.amount) and unapplied == payment.amount
        number = None if is_whole and self._number(0, 3) else f"P-{len(self.commands)}"
        return Transfer(name, account, amount, number, shares, self._day())

    def _refund_applied(self) -> RefundApplied | None:
        if not self.book.payments:
            return None
        payment, number, day = self._one_of(self._holding()), f"R-{len(self.commands)}", self._day()
        writes_off = self._number(0, 2) == 1
        has = self.book.unapplied_of(payment) + self._applied_of(payment)
        match self._number(0, 2):
            case 0:
                return RefundApplied(payment, number, None, (), writes_off, None, day)
            case 1:
                return RefundApplied(payment, number, self._amount(has), (), writes_off, None, day)
        shares = self._taken_back(payment)
        named = sum(share.amount_minor for share in shares)
        total = self._one_of((None, self._amount(named + self.book.unapplied_of(payment))))
        return RefundApplied(payment, number, total, shares, writes_off, None, day)

    def _cancel_refund(self) -> CancelRefund | None:
        standing = [each for each in self.book.refunds.values() if each.status == "Processed"]
        if not standing:
            return None
        refund = self._one_of(list(self.book.refunds.values()) if self._rarely() else standing)
        reapplies = bool(refund.took_back) and self._number(0, 2) > 0
        return CancelRefund(refund.number, reapplies, self._day() if self._number(0, 2) == 0 else None)
