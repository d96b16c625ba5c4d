"""Commands of credit memos and debit memos."""

from settlebook.api.commands.answers import (
    COMMON,
    CREDIT_MEMO,
    CREDIT_WRITTEN_OFF,
    DEBIT_MEMO,
    REFUND,
    REVERSED,
    WRITTEN_OFF,
)
from settlebook.api.commands.batches import CREDIT_MEMOS, DEBIT_MEMOS, DUE_DATES
from settlebook.api.commands.collecting import collected
from settlebook.api.commands.older_names import charges, due_dates, memos
from settlebook.api.commands.route import CommandRoute

CREDIT, DEBIT = "/v1/credit-memos", "/v1/debit-memos"
CREDIT_KEY, DEBIT_KEY = f"{CREDIT}/{{key}}", f"{DEBIT}/{{key}}"
_OLD_CREDIT, _OLD_DEBIT = "/v1/creditmemos", "/v1/debitmemos"  # as older pages of Zuora spell them
_CREDIT_OF_INVOICE = ("/v1/invoices/{key}/credit-memos", "/v1/invoices/{key}/creditmemos")
_DEBIT_OF_INVOICE = ("/v1/invoices/{key}/debit-memos", "/v1/invoices/{key}/debitmemos")

CREDIT_ROUTES = tuple(
    each.also(CREDIT, _OLD_CREDIT)
    for each in (
        CommandRoute("POST", CREDIT, "credit-memo.create", CREDIT_MEMO, reads=charges),
        CommandRoute("POST", f"{CREDIT}/bulk", "credit-memo.create-batch", CREDIT_MEMOS, reads=memos),
        CommandRoute("PUT", f"{CREDIT}/bulk", "credit-memo.edit-batch", CREDIT_MEMOS),
        CommandRoute(
            "POST",
            f"{CREDIT}/invoice/{{key}}",
            "credit-memo.create-from-invoice",
            CREDIT_MEMO,
            aliases=_CREDIT_OF_INVOICE,
        ),
        CommandRoute("PUT", CREDIT_KEY, "credit-memo.edit", CREDIT_MEMO),
        CommandRoute("PUT", f"{CREDIT_KEY}/post", "credit-memo.post", CREDIT_MEMO),
        CommandRoute("PUT", f"{CREDIT_KEY}/unpost", "credit-memo.unpost", CREDIT_MEMO),
        CommandRoute("PUT", f"{CREDIT_KEY}/cancel", "credit-memo.cancel", CREDIT_MEMO),
        CommandRoute("DELETE", CREDIT_KEY, "credit-memo.delete", COMMON),
        CommandRoute("PUT", f"{CREDIT_KEY}/apply", "credit-memo.apply", CREDIT_MEMO),
        CommandRoute("PUT", f"{CREDIT_KEY}/unapply", "credit-memo.unapply", CREDIT_MEMO),
        CommandRoute(
            "PUT", f"{CREDIT_KEY}/applications/{{application}}/undo", "credit-memo.unapply", CREDIT_MEMO
        ),
        CommandRoute(
            "POST", f"{CREDIT_KEY}/refund", "credit-memo.refund", REFUND, aliases=(f"{CREDIT_KEY}/refunds",)
        ),
        CommandRoute("PUT", f"{CREDIT_KEY}/reverse", "credit-memo.reverse", REVERSED),
        CommandRoute("PUT", f"{CREDIT_KEY}/write-off", "credit-memo.write-off", CREDIT_WRITTEN_OFF),
    )
)

DEBIT_ROUTES = tuple(
    each.also(DEBIT, _OLD_DEBIT)
    for each in (
        CommandRoute("POST", DEBIT, "debit-memo.create", DEBIT_MEMO, reads=charges),
        CommandRoute("PUT", DEBIT, "debit-memo.edit-batch", DUE_DATES, reads=due_dates),
        CommandRoute("POST", f"{DEBIT}/bulk", "debit-memo.create-batch", DEBIT_MEMOS, reads=memos),
        CommandRoute("PUT", f"{DEBIT}/bulk", "debit-memo.edit-batch", DEBIT_MEMOS),
        CommandRoute(
            "POST",
            f"{DEBIT}/invoice/{{key}}",
            "debit-memo.create-from-invoice",
            DEBIT_MEMO,
            aliases=_DEBIT_OF_INVOICE,
        ),
        CommandRoute("PUT", DEBIT_KEY, "debit-memo.edit", DEBIT_MEMO),
        CommandRoute("PUT", f"{DEBIT_KEY}/post", "debit-memo.post", DEBIT_MEMO),
        CommandRoute("PUT", f"{DEBIT_KEY}/unpost", "debit-memo.unpost", DEBIT_MEMO),
        CommandRoute("PUT", f"{DEBIT_KEY}/cancel", "debit-memo.cancel", DEBIT_MEMO),
        CommandRoute("DELETE", DEBIT_KEY, "debit-memo.delete", COMMON),
        CommandRoute("POST", f"{DEBIT_KEY}/collect", "debit-memo.collect", collected("debitMemo")),
        CommandRoute("PUT", f"{DEBIT_KEY}/write-off", "debit-memo.write-off", WRITTEN_OFF),
    )
)
