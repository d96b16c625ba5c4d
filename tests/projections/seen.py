"""What the Data Query views show of a ledger, as the figures that the naive model keeps too."""

from decimal import Decimal
from typing import Any

from tests.model.snapshot import Snapshot, Source
from tests.projections.story import Story

ITEMS = """
SELECT itemnumber, balance FROM invoiceitem UNION ALL SELECT itemnumber, balance FROM taxationitem
UNION ALL SELECT itemnumber, balance FROM debitmemoitem
UNION ALL SELECT itemnumber, balance FROM debittaxationitem
"""
DOCUMENTS = """
SELECT invoicenumber, balance, status FROM invoice UNION ALL SELECT memonumber, balance, status FROM debitmemo
"""
PAYMENTS = "SELECT paymentnumber, appliedamount, unappliedamount, refundamount FROM payment"
MEMO_ROWS = """
SELECT item_name(number, line, tax_line),
       applied_minor * unit, unapplied_minor * unit, refunded_minor * unit
  FROM credit_memo_item_balance
  JOIN item USING (ledger_id, item_id)
  JOIN document USING (ledger_id, document_id)
  JOIN currency ON code = document.currency WHERE ledger_id = current_ledger() AND status = 'Posted'
"""
PARTS = """
SELECT p.paymentnumber, coalesce(i.invoicenumber, d.memonumber), part.amount
  FROM paymentpart part JOIN payment p ON p.id = part.paymentid
  LEFT JOIN invoice i ON i.id = part.invoiceid LEFT JOIN debitmemo d ON d.id = part.debitmemoid
UNION ALL
SELECT m.memonumber, coalesce(i.invoicenumber, d.memonumber), part.amount
  FROM creditmemopart part JOIN creditmemo m ON m.id = part.creditmemoid
  LEFT JOIN invoice i ON i.id = part.invoiceid LEFT JOIN debitmemo d ON d.id = part.debitmemoid
"""
PART_ITEMS = """
SELECT p.paymentnumber, split_part(item.itemnumber, '#', 1), NULL, item.itemnumber, item.amount
  FROM paymentpartitem item JOIN paymentpart part ON part.id = item.paymentpartid
  JOIN payment p ON p.id = part.paymentid
UNION ALL
SELECT m.memonumber, nullif(split_part(item.itemnumber, '#', 1), ''), item.credititemnumber, item.itemnumber,
       item.amount
  FROM creditmemopartitem item JOIN creditmemopart part ON part.id = item.creditmemopartid
  JOIN creditmemo m ON m.id = part.creditmemoid
"""
ACCOUNTS = "SELECT accountnumber, balance FROM account"


def snapshot(story: Story) -> Snapshot:
    """The figures now, in minor units of currencies with two decimals."""
    seen = Snapshot()
    posted = [(number, balance) for number, balance, status in story.rows(DOCUMENTS) if status == "Posted"]
    seen.documents.update({number: _minor(balance) for number, balance in posted})
    seen.items.update(
        {name: _minor(balance) for name, balance in story.rows(ITEMS) if _document(name) in seen.documents}
    )
    seen.payments.update({number: _source(*rest) for number, *rest in story.rows(PAYMENTS)})
    seen.memo_rows.update({name: _source(*rest) for name, *rest in story.rows(MEMO_ROWS)})
    seen.parts.update({(source, document): _minor(amount) for source, document, amount in story.rows(PARTS)})
    seen.part_items.update({tuple(names): _minor(amount) for *names, amount in story.rows(PART_ITEMS)})
    seen.accounts.update({number: _minor(balance) for number, balance in story.rows(ACCOUNTS)})
    return seen


def _document(item: str) -> str:
    return item.partition("#")[0]


def _minor(amount: Decimal) -> int:
    assert amount.as_tuple().exponent == -2
    return int(amount * 100)


def _source(*amounts: Any) -> Source:
    return Source(*map(_minor, amounts))
