"""Every command by the word that the wire has for it."""

from settlebook.commands.accounts import CreateAccount
from settlebook.commands.base import Command
from settlebook.commands.documents import (
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateInvoice,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
)
from settlebook.commands.refunds import RefundCreditMemo, RefundPayment
from settlebook.commands.settlement import (
    ApplyCreditMemo,
    ApplyPayment,
    CreatePayment,
    UnapplyCreditMemo,
    UnapplyPayment,
)

VERBS: dict[str, type[Command]] = {
    command.DO: command
    for command in (
        CreateAccount,
        CreateInvoice,
        PostInvoice,
        CreateDebitMemo,
        PostDebitMemo,
        CreateCreditMemo,
        CreateCreditMemoFromInvoice,
        PostCreditMemo,
        CreatePayment,
        ApplyPayment,
        UnapplyPayment,
        RefundPayment,
        ApplyCreditMemo,
        UnapplyCreditMemo,
        RefundCreditMemo,
    )
}
