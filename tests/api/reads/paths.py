"""Every path that reads, with the ids of a ledger filled in."""

from tests.api.conftest import Api


def paths(read: Api) -> list[str]:
    ledger = read.ledger
    item, tax = ledger.invoice_items("INV-1")[0], ledger.invoice_items("INV-1")[0].taxation_items[0]
    debited, credited = ledger.debit_memo_items("DM-1")[0], ledger.credit_memo_items("CM-1")[0]
    part = ledger.payment_parts("PAY-1")[0]
    row = ledger.payment_part_items("PAY-1", part.id)[0]
    use = ledger.payment_applications("PAY-1")[0]
    memo_part = ledger.credit_memo_parts("CM-1")[0]
    memo_row = ledger.credit_memo_part_items("CM-1", memo_part.id)[0]
    refund = next(each for each in ledger.refunds() if each.source_type == "CreditMemo")
    refund_part = ledger.refund_parts(refund.id)[0]
    refund_row = ledger.refund_part_items(refund.id)[0]
    run, entry = ledger.journal_runs()[0], ledger.journal_entries()[0]
    under = f"/v1/payments/PAY-1/parts/{part.id.hex}"
    memo_under = f"/v1/credit-memos/CM-1/parts/{memo_part.id.hex}"
    refunds = f"/v1/refunds/{refund.number}"
    refund_under = f"{refunds}/parts/{refund_part.id.hex}"
    return [
        "/v1/accounts?sort=-balance",
        *_all("/v1/accounts/ACME", "", "/summary", "/history", "/aging", "/open-items"),
        "/v1/payments?sort=-amount&pageSize=2",
        *_all("/v1/payments/PAY-1", "", "/parts", "/applications", "/history", "/explain"),
        f"/v1/payments/PAY-1/applications/{use.id.hex}",
        *_all(under, "", "/item-parts?pageSize=1", f"/item-parts/{row.id.hex}"),
        "/v1/refunds",
        *_all(refunds, "", "/parts", "/history"),
        *_all(refund_under, "", "/item-parts", f"/item-parts/{refund_row.id.hex}"),
        "/v1/invoices?status=Posted",
        *_all("/v1/invoices/INV-1", "", "/items", "/application-parts", "/files", "/history", "/nettings"),
        *_all("/v1/invoices/INV-1", "/explain?pageSize=2&page=2"),
        *_all(f"/v1/invoices/INV-1/items/{item.id.hex}", "", "/taxation-items", "/explain"),
        "/v1/debit-memos",
        *_all("/v1/debitmemos/DM-1", "", "/items", "/application-parts", "/history", "/nettings", "/explain"),
        *_all(f"/v1/debit-memos/DM-1/items/{debited.id.hex}", "", "/taxation-items", "/explain"),
        "/v1/credit-memos",
        *_all("/v1/creditmemos/CM-1", "", "/items", "/parts", "/applications", "/history", "/explain"),
        *_all(f"/v1/credit-memos/CM-1/items/{credited.id.hex}", "", "/taxation-items", "/explain"),
        *_all(memo_under, "", "/item-parts", f"/item-parts/{memo_row.id.hex}"),
        *_all(f"/v1/taxation-items/{tax.id.hex}", "", "/explain"),
        "/v1/billing-documents?accountNumber=ACME",
        *_all("/v1/accounting-periods", "", "/Jan%202026"),
        *_all("/v1/accounting-codes", "", "/AR"),
        *_all("/v1/journal-runs", "", f"/{run.number}"),
        *_all("/v1/journal-entries", "?pageSize=3&account=ACME", f"/{entry.number}", "/summary"),
        f"/v1/journal-entries/journal-runs/{run.number}?pageSize=2",
        "/v1/aging",
        "/v1/open-items?pageSize=2",
        "/v1/trial-balance?by=book",
    ]


def _all(path: str, *rest: str) -> list[str]:
    return [path + each for each in rest]
