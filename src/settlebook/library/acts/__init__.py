"""What can be done to a ledger: one method an act, answered with what was recorded; a refusal is raised."""

from settlebook.library.acts.accounts import AccountActs
from settlebook.library.acts.credit_memos import CreditMemoActs
from settlebook.library.acts.documents import BatchActs, DocumentActs
from settlebook.library.acts.finance import FinanceActs
from settlebook.library.acts.ledger import LedgerActs
from settlebook.library.acts.payments import PaymentActs
from settlebook.library.acts.refunds import RefundActs
from settlebook.library.acts.runs import RunActs
from settlebook.library.acts.write_offs import WriteOffActs


class Acts(
    AccountActs,
    LedgerActs,
    DocumentActs,
    BatchActs,
    PaymentActs,
    RefundActs,
    CreditMemoActs,
    WriteOffActs,
    FinanceActs,
    RunActs,
):
    """All acts: a method an act, and `carry_out`, `perform` and `execute` for any."""


__all__ = ["Acts"]
