"""The objects that can be asked for, what each leads to, and how each is known to be an account's."""

from collections.abc import Iterable

from settlebook.queries.objects.columns import COLUMNS, POSITION
from settlebook.queries.objects.shapes import Owner, Relation, Shape, by_name, columns_of


def one(name: str, to: str, ours: str) -> Relation:
    """One row of another object, which a column names."""
    return Relation(name, to, ours, "id", is_many=False)


def many(name: str, to: str, theirs: str) -> Relation:
    """All rows of another object that name this one."""
    return Relation(name, to, "id", theirs, is_many=True)


ACCOUNT = one("account", "Account", "accountId")
INVOICE = one("invoice", "Invoice", "invoiceId")
INVOICE_ITEM = one("invoiceItem", "InvoiceItem", "invoiceItemId")
DEBIT_MEMO = one("debitMemo", "DebitMemo", "debitMemoId")
DEBIT_MEMO_ITEM = one("debitMemoItem", "DebitMemoItem", "debitMemoItemId")
CREDIT_MEMO = one("creditMemo", "CreditMemo", "creditMemoId")
CREDIT_MEMO_ITEM = one("creditMemoItem", "CreditMemoItem", "creditMemoItemId")
PAYMENT = one("payment", "Payment", "paymentId")
REFUND = one("refund", "Refund", "refundId")
GROUP = one("applicationGroup", "ApplicationGroup", "applicationGroupId")
JOURNAL_ENTRY = one("journalEntry", "JournalEntry", "journalEntryId")
TAXES = (
    one("taxationItem", "TaxationItem", "taxItemId"),
    one("debitTaxationItem", "DebitTaxationItem", "taxItemId"),
)
SETTLED_ITEMS = (INVOICE_ITEM, DEBIT_MEMO_ITEM, *TAXES)


def _settling(theirs: str) -> tuple[Relation, ...]:
    """What settles a document."""
    return (
        many("paymentApplications", "PaymentApplication", theirs),
        many("creditMemoApplications", "CreditMemoApplication", theirs),
        many("paymentParts", "PaymentPart", theirs),
        many("creditMemoParts", "CreditMemoPart", theirs),
    )


def _settling_items(theirs: str) -> tuple[Relation, ...]:
    """What settles an item or tax item."""
    return (
        many("paymentPartItems", "PaymentPartItem", theirs),
        many("creditMemoPartItems", "CreditMemoPartItem", theirs),
        many("paymentApplicationItems", "PaymentApplicationItem", theirs),
        many("creditMemoApplicationItems", "CreditMemoApplicationItem", theirs),
    )


def _giving_items(theirs: str) -> tuple[Relation, ...]:
    """Where a row of a credit memo went."""
    return (
        many("creditMemoPartItems", "CreditMemoPartItem", theirs),
        many("creditMemoApplicationItems", "CreditMemoApplicationItem", theirs),
        many("refundPartItems", "RefundPartItem", theirs),
    )


def _shape(
    name: str,
    plural: str,
    *relations: Relation,
    number: str | None = None,
    account: str | None = None,
    owners: Iterable[Owner] = (),
    custom: bool = False,
) -> Shape:
    columns = columns_of(COLUMNS[name], {"id", number, POSITION})
    return Shape(name, plural, columns, by_name(relations), number, account, tuple(owners), custom)


_DOCUMENTS = (
    _shape(
        "Account",
        "accounts",
        *(many("invoices", "Invoice", "accountId"), many("debitMemos", "DebitMemo", "accountId")),
        *(many("creditMemos", "CreditMemo", "accountId"), many("payments", "Payment", "accountId")),
        many("refunds", "Refund", "accountId"),
        number="accountNumber",
        account="id",
        custom=True,
    ),
    _shape(
        "Invoice",
        "invoices",
        *(ACCOUNT, many("invoiceItems", "InvoiceItem", "invoiceId"), *_settling("invoiceId")),
        number="invoiceNumber",
        account="accountId",
        custom=True,
    ),
    _shape(
        "InvoiceItem",
        "invoice-items",
        *(INVOICE, many("taxationItems", "TaxationItem", "invoiceItemId")),
        *_settling_items("invoiceItemId"),
        account="accountId",
        custom=True,
    ),
    _shape(
        "TaxationItem",
        "taxation-items",
        *(INVOICE_ITEM, *_settling_items("taxItemId")),
        owners=[Owner("invoiceItemId", "InvoiceItem")],
        custom=True,
    ),
    _shape(
        "DebitMemo",
        "debit-memos",
        *(ACCOUNT, many("debitMemoItems", "DebitMemoItem", "debitMemoId"), *_settling("debitMemoId")),
        number="memoNumber",
        account="accountId",
        custom=True,
    ),
    _shape(
        "DebitMemoItem",
        "debit-memo-items",
        *(DEBIT_MEMO, many("debitTaxationItems", "DebitTaxationItem", "debitMemoItemId")),
        *_settling_items("debitMemoItemId"),
        owners=[Owner("debitMemoId", "DebitMemo")],
        custom=True,
    ),
    _shape(
        "DebitTaxationItem",
        "debit-taxation-items",
        *(DEBIT_MEMO_ITEM, *_settling_items("taxItemId")),
        owners=[Owner("debitMemoItemId", "DebitMemoItem")],
        custom=True,
    ),
    _shape(
        "CreditMemo",
        "credit-memos",
        *(ACCOUNT, many("creditMemoItems", "CreditMemoItem", "creditMemoId")),
        many("creditMemoApplications", "CreditMemoApplication", "creditMemoId"),
        many("creditMemoParts", "CreditMemoPart", "creditMemoId"),
        many("refundApplications", "RefundApplication", "creditMemoId"),
        many("refundParts", "RefundPart", "creditMemoId"),
        number="memoNumber",
        account="accountId",
        custom=True,
    ),
    _shape(
        "CreditMemoItem",
        "credit-memo-items",
        *(CREDIT_MEMO, many("creditTaxationItems", "CreditTaxationItem", "creditMemoItemId")),
        *_giving_items("creditMemoItemId"),
        owners=[Owner("creditMemoId", "CreditMemo")],
        custom=True,
    ),
    _shape(
        "CreditTaxationItem",
        "credit-taxation-items",
        *(CREDIT_MEMO_ITEM, *_giving_items("creditTaxItemId")),
        owners=[Owner("creditMemoItemId", "CreditMemoItem")],
        custom=True,
    ),
)
_CREDIT_ITEMS = (CREDIT_MEMO_ITEM, one("creditTaxationItem", "CreditTaxationItem", "creditTaxItemId"))
_SETTLEMENTS = (
    _shape(
        "CreditMemoPart",
        "credit-memo-parts",
        *(CREDIT_MEMO, INVOICE, DEBIT_MEMO),
        many("creditMemoPartItems", "CreditMemoPartItem", "creditMemoPartId"),
        account="accountId",
    ),
    _shape(
        "CreditMemoPartItem",
        "credit-memo-part-items",
        *(one("creditMemoPart", "CreditMemoPart", "creditMemoPartId"), *_CREDIT_ITEMS, *SETTLED_ITEMS),
        owners=[Owner("creditMemoPartId", "CreditMemoPart")],
    ),
    _shape(
        "CreditMemoApplication",
        "credit-memo-applications",
        *(CREDIT_MEMO, INVOICE, DEBIT_MEMO, GROUP),
        many("creditMemoApplicationItems", "CreditMemoApplicationItem", "creditMemoApplicationId"),
        account="accountId",
    ),
    _shape(
        "CreditMemoApplicationItem",
        "credit-memo-application-items",
        one("creditMemoApplication", "CreditMemoApplication", "creditMemoApplicationId"),
        *(*_CREDIT_ITEMS, *SETTLED_ITEMS, GROUP, JOURNAL_ENTRY),
        owners=[Owner("creditMemoApplicationId", "CreditMemoApplication")],
    ),
    _shape(
        "Payment",
        "payments",
        *(ACCOUNT, many("paymentApplications", "PaymentApplication", "paymentId")),
        many("paymentParts", "PaymentPart", "paymentId"),
        many("refundApplications", "RefundApplication", "paymentId"),
        many("refundParts", "RefundPart", "paymentId"),
        number="paymentNumber",
        account="accountId",
        custom=True,
    ),
    _shape(
        "PaymentPart",
        "payment-parts",
        *(PAYMENT, INVOICE, DEBIT_MEMO, many("paymentPartItems", "PaymentPartItem", "paymentPartId")),
        account="accountId",
    ),
    _shape(
        "PaymentPartItem",
        "payment-part-items",
        *(one("paymentPart", "PaymentPart", "paymentPartId"), *SETTLED_ITEMS),
        owners=[Owner("paymentPartId", "PaymentPart")],
    ),
    _shape(
        "PaymentApplication",
        "payment-applications",
        *(PAYMENT, INVOICE, DEBIT_MEMO, GROUP),
        many("paymentApplicationItems", "PaymentApplicationItem", "paymentApplicationId"),
        account="accountId",
    ),
    _shape(
        "PaymentApplicationItem",
        "payment-application-items",
        one("paymentApplication", "PaymentApplication", "paymentApplicationId"),
        *(*SETTLED_ITEMS, GROUP, JOURNAL_ENTRY),
        owners=[Owner("paymentApplicationId", "PaymentApplication")],
    ),
)
_REFUNDS = (
    _shape(
        "Refund",
        "refunds",
        *(ACCOUNT, many("refundApplications", "RefundApplication", "refundId")),
        many("refundParts", "RefundPart", "refundId"),
        number="refundNumber",
        account="accountId",
        custom=True,
    ),
    _shape(
        "RefundPart",
        "refund-parts",
        *(REFUND, PAYMENT, CREDIT_MEMO, many("refundPartItems", "RefundPartItem", "refundPartId")),
        owners=[Owner("refundId", "Refund")],
    ),
    _shape(
        "RefundPartItem",
        "refund-part-items",
        *(one("refundPart", "RefundPart", "refundPartId"), *_CREDIT_ITEMS),
        owners=[Owner("refundPartId", "RefundPart")],
    ),
    _shape(
        "RefundApplication",
        "refund-applications",
        *(REFUND, PAYMENT, CREDIT_MEMO, GROUP),
        many("refundApplicationItems", "RefundApplicationItem", "refundApplicationId"),
        account="accountId",
    ),
    _shape(
        "RefundApplicationItem",
        "refund-application-items",
        one("refundApplication", "RefundApplication", "refundApplicationId"),
        *(CREDIT_MEMO_ITEM, one("creditTaxationItem", "CreditTaxationItem", "creditTaxationItemId")),
        *(GROUP, JOURNAL_ENTRY),
        owners=[Owner("refundApplicationId", "RefundApplication")],
    ),
    _shape(
        "ApplicationGroup",
        "application-groups",
        many("paymentApplications", "PaymentApplication", "applicationGroupId"),
        many("creditMemoApplications", "CreditMemoApplication", "applicationGroupId"),
        many("refundApplications", "RefundApplication", "applicationGroupId"),
        owners=[
            Owner("id", "PaymentApplication", "applicationGroupId"),
            Owner("id", "CreditMemoApplication", "applicationGroupId"),
            Owner("id", "RefundApplication", "applicationGroupId"),
        ],
    ),
)
_FINANCE = (
    _shape(
        "JournalEntry",
        "journal-entries",
        *(one("journalRun", "JournalRun", "journalRunId"), ACCOUNT, GROUP),
        one("accountingPeriod", "AccountingPeriod", "accountingPeriodId"),
        account="accountId",
    ),
    _shape(
        "JournalRun",
        "journal-runs",
        many("journalEntries", "JournalEntry", "journalRunId"),
        custom=True,
    ),
    _shape("AccountingPeriod", "accounting-periods", custom=True),
    _shape("AccountingCode", "accounting-codes", custom=True),
)
SHAPES = (*_DOCUMENTS, *_SETTLEMENTS, *_REFUNDS, *_FINANCE)
BY_NAME = {shape.name: shape for shape in SHAPES}
