"""What chooses documents and sources by itself: collecting a document, settling one account or many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from settlebook.commands import CollectDebitMemo, CollectInvoice, SettleAccount
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct
from settlebook.library.run_of_accounts import RunOfAccounts, SettledAccount, carry_out
from settlebook.progress import Advance, silent
from settlebook.queries import Key


class RunActs(AnyAct):
    """Acts that settle without being told what with."""

    def settle_account(self, command: SettleAccount, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def collect_invoice(self, command: CollectInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def collect_debit_memo(
        self, command: CollectDebitMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def settle_accounts(
        self,
        run_key: str,
        terms: Mapping[str, Any] | None = None,
        *,
        accounts: Sequence[Key] = (),
        batch: str | None = None,
        parent: Key | None = None,
        preview: bool = False,
        progress: Advance = silent,
        actor: str | None = None,
        client: str | None = None,
    ) -> Iterator[SettledAccount]:
        """Settle many accounts: a result for each, in the order of their numbers, as it is committed.

        run_key   what the run is known by. A run that was stopped is run again under its key: accounts that
                  it has settled answer as they did then, and the others are settled. A new run has a new key.
        terms     the body of `account.settle` by the names of the wire, the same for all accounts.
        accounts  by number or id; else all that owe and have something unapplied, of the batch and parent.
        preview   nothing is recorded; every result has its preview.
        progress  is told how many accounts are done, and of how many.
        actor     who acts, and `client` whose keys count: the ledger's own unless given.

        Refuses: InvalidRequest (the key, the terms), PolicyBroken, NotFound (accounts, the parent). What
        refuses a single account is its result.
        """
        run = RunOfAccounts(run_key, terms or {}, accounts, batch, parent, actor, client)
        return carry_out(self._log, run, progress, previews=preview)
