"""The objects whose exports are understood, by Zuora's names, and what their columns are called."""

import re
from dataclasses import dataclass

CUSTOM = re.compile(r"[A-Za-z0-9_]{1,100}__(c|NS)", re.ASCII)
_NO_LETTER = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Object:
    """One kind of exported row; `needs` are columns that every file of it has."""

    name: str
    needs: tuple[str, ...]

    @property
    def word(self) -> str:
        return plain(self.name)


def plain(text: str) -> str:
    """A name as it is compared: lower case, without blanks, dots and underscores."""
    return _NO_LETTER.sub("", text.lower())


PAYMENT = Object("Payment", ("id", "amount"))
PAYMENT_APPLICATION = Object("PaymentApplication", ("id", "applyamount"))
PAYMENT_APPLICATION_ITEM = Object("PaymentApplicationItem", ("id", "amount"))
PAYMENT_PART = Object("PaymentPart", ("id", "amount"))
PAYMENT_PART_ITEM = Object("PaymentPartItem", ("id", "amount"))
CREDIT_MEMO_APPLICATION = Object("CreditMemoApplication", ("id", "amount"))
CREDIT_MEMO_APPLICATION_ITEM = Object("CreditMemoApplicationItem", ("id", "amount"))
CREDIT_MEMO_PART = Object("CreditMemoPart", ("id", "amount"))
CREDIT_MEMO_PART_ITEM = Object("CreditMemoPartItem", ("id", "amount"))
REFUND = Object("Refund", ("id", "amount"))
REFUND_APPLICATION = Object("RefundApplication", ("id", "applyamount"))
REFUND_APPLICATION_ITEM = Object("RefundApplicationItem", ("id", "amount"))
INVOICE_PAYMENT = Object("InvoicePayment", ("id", "amount"))
REFUND_INVOICE_PAYMENT = Object("RefundInvoicePayment", ("id",))
INVOICE_ITEM_ADJUSTMENT = Object("InvoiceItemAdjustment", ("id", "amount"))
CREDIT_BALANCE_ADJUSTMENT = Object("CreditBalanceAdjustment", ("id", "amount"))

OBJECTS: dict[str, Object] = {
    known.word: known
    for known in (
        PAYMENT,
        PAYMENT_APPLICATION,
        PAYMENT_APPLICATION_ITEM,
        PAYMENT_PART,
        PAYMENT_PART_ITEM,
        CREDIT_MEMO_APPLICATION,
        CREDIT_MEMO_APPLICATION_ITEM,
        CREDIT_MEMO_PART,
        CREDIT_MEMO_PART_ITEM,
        REFUND,
        REFUND_APPLICATION,
        REFUND_APPLICATION_ITEM,
        INVOICE_PAYMENT,
        REFUND_INVOICE_PAYMENT,
        INVOICE_ITEM_ADJUSTMENT,
        CREDIT_BALANCE_ADJUSTMENT,
    )
}
# Objects that an export may join to its rows, so that their names stand before a column's.
_JOINED = {
    *OBJECTS, "account", "applicationgroup", "creditmemo", "creditmemoitem", "credittaxationitem",
    "debitmemo", "debitmemoitem", "debittaxationitem", "invoice", "invoiceitem", "taxationitem",
}  # fmt: skip
# What different releases and exports call the same column.
_SAME = {
    "taxationitemid": "taxitemid",
    "debittaxationitemid": "taxitemid",
    "debittaxitemid": "taxitemid",
    "invoicetaxitemid": "taxitemid",
    "credittaxationitemid": "credittaxitemid",
    "paymentnumber": "number",
    "refundnumber": "number",
    "adjustmentnumber": "number",
    "accountaccountnumber": "accountnumber",
    "invoiceinvoicenumber": "invoicenumber",
}


def object_named(file_stem: str) -> Object | None:
    """The object that a file's name begins with: `Payment Application Item 2026-01` names the item's."""
    word = plain(file_stem)
    fitting = [name for name in OBJECTS if word.startswith(name)]
    return OBJECTS[max(fitting, key=len)] if fitting else None


def column(of: Object, header: str) -> str:
    """A column by one name, however the export spells it: `Payment: ID` of another object is `paymentid`."""
    own = header.replace(":", ".").rpartition(".")[2].strip()
    if CUSTOM.fullmatch(own):
        return own  # a tenant's own field keeps its spelling
    prefix, found, rest = _parted(header)
    if not found:
        return _SAME.get(prefix, prefix)
    if prefix == of.word:
        return _SAME.get(rest, rest)
    if prefix not in _JOINED:
        return _SAME.get(prefix + rest, prefix + rest)
    name = rest if rest.startswith(prefix) else prefix + rest
    return _SAME.get(name, name)


def _parted(header: str) -> tuple[str, bool, str]:
    for mark in (":", "."):
        before, found, after = header.partition(mark)
        if found:
            return plain(before), True, plain(after)
    return plain(header), False, ""
