"""Commands that move payments from account to account."""

from typing import ClassVar

from settlebook.commands.base import Command
from settlebook.commands.fields import DayOrInstant, Id, Key, KeyOrNone, Number, PositiveAmount
from settlebook.commands.rules import wrong
from settlebook.commands.settlement import OfPayment, Unapplying


class TransferPayment(OfPayment, Unapplying, Command):
    """Move unapplied money of a payment to another account; `key` is the payment's.

    Account    by id or number; null or an empty text unassigns the payment.
    Amount     all that is unapplied, unless it is given.
    Documents  those that are named are unapplied first, in the same command.
    Own        a part becomes a payment of its own; to ask for its number or id asks for one in any case.
    """

    DO: ClassVar[str] = "payment.transfer"

    key: Key
    account_id: KeyOrNone | None = None
    account_number: KeyOrNone | None = None
    amount: PositiveAmount | None = None
    effective_date: DayOrInstant | None = None
    number: Number | None = None
    id: Id | None = None

    @property
    def account(self) -> dict[str, str | None]:
        """The fields that name an account; none of them where the payment is to be unassigned."""
        named = {"accountId": self.account_id, "accountNumber": self.account_number}
        return {field: key for field, key in named.items() if key}

    @property
    def names_own(self) -> bool:
        return self.number is not None or self.id is not None

    @property
    def takes_back(self) -> bool:
        return bool(self.documents) or self.application is not None

    def check(self) -> None:
        super().check()
        given = {"account_id", "account_number"} & self.model_fields_set
        if not given:
            raise wrong("accountId", "it is required, or accountNumber instead; null unassigns the payment")
        if len(given) > 1 and len(self.account) == 1:
            raise wrong("accountNumber", "one of accountId and accountNumber unassigns, the other does not")
        if self.policy and not self.documents:
            raise wrong("policy", "no documents are named, so nothing is left for a policy to choose")


COMMANDS: tuple[type[Command], ...] = (TransferPayment,)
