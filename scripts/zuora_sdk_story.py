"""Settles invoices item by item through Zuora's own Python client alone, and recomputes every balance itself.

Usage: python scripts/zuora_sdk_story.py URL CLIENT_ID CLIENT_SECRET

URL is where `settlebook serve` answers; the client is of the role operator or above. Needs the package
zuora-sdk, unchanged. After each step everything that the server derives is recomputed from what it is derived
from, and held against what a clerk would have written down; every PUT is sent twice under its key, and must
move money once. Exits 1 at the first difference.
"""

import csv
import io
import sys
import time
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from zuora_sdk import Configuration
from zuora_sdk.exceptions import BadRequestException
from zuora_sdk.zuora_client import ZuoraClient

CENT = Decimal("0.01")
ON_DEBIT_MEMOS = """select dmi.id, dmi.amount, ppi.amount, ppi.paymentpartid
  from debitmemoitem dmi join paymentpartitem ppi on dmi.id = ppi.debitmemoitemid
  join paymentpart pp on pp.id = ppi.paymentpartid"""
ON_INVOICES = """select ii.id, ii.chargeamount, ppi.amount, ppi.paymentpartid
  from invoiceitem ii join paymentpartitem ppi on ii.id = ppi.invoiceitemid
  join paymentpart pp on pp.id = ppi.paymentpartid"""


def money(value: Any) -> Decimal:
    """The client reads JSON numbers as floats; amounts of a few digits come back from their shortest text."""
    return Decimal(str(value or 0)).quantize(CENT)


def same(what: str, found: Any, expected: Any) -> None:
    if found != expected:
        raise SystemExit(f"{what}: {found}, and {expected} was expected")


class Story:
    """One customer, told step by step."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        client = ZuoraClient(client_id, client_secret, None, Configuration(host=url, retries=0))
        client.set_accept_encoding("gzip")
        client.initialize()
        self.accounts, self.invoices = client.accounts_api(), client.invoices_api()
        self.payments, self.refunds = client.payments_api(), client.refunds_api()
        self.credit_memos, self.debit_memos = client.credit_memos_api(), client.debit_memos_api()
        self.queries = client.data_queries_api()
        self.mark = uuid.uuid4().hex[:8]  # so that the story may be told again to the same ledger
        self.known_invoices: list[str] = []
        self.known_debit_memos: list[str] = []
        self.known_payments: list[str] = []
        self.known_credit_memos: list[str] = []
        self.written_off: set[str] = set()

    def twice(self, act: Callable[..., Any], *words: Any) -> Any:
        """A PUT under a key, and again: the second answer is the first one."""
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        first, again = act(*words, _headers=headers), act(*words, _headers=headers)
        same(f"a repeated {act.__name__}", again.to_dict(), first.to_dict())
        return first

    # What is recomputed ---------------------------------------------------------------------------------

    def recompute(self) -> None:
        """Every derived amount, from the parts and applications that it is made of."""
        settled: defaultdict[str, Decimal] = defaultdict(Decimal)
        for payment in self.known_payments:
            self._recompute_payment(payment, settled)
        for memo in self.known_credit_memos:
            self._recompute_credit_memo(memo, settled)
        for invoice in self.known_invoices:
            self._recompute_invoice(invoice, settled)
        for memo in self.known_debit_memos:
            self._recompute_debit_memo(memo, settled)

    def _recompute_payment(self, number: str, settled: defaultdict[str, Decimal]) -> None:
        payment, applied, unapplied = self.payments.get_payment(number), Decimal(), Decimal()
        for part in self.payments.get_payment_parts(number).parts or ():
            if not (part.invoice_id or part.debit_memo_id):
                unapplied += money(part.amount)
                continue
            rows = self.payments.get_payment_item_parts(part.id, number, page_size=40).parts
            same(f"part {part.id} of {number}", sum(money(row.amount) for row in rows), money(part.amount))
            for row in rows:
                settled[row.tax_item_id or row.invoice_item_id or row.debit_memo_item_id] += money(row.amount)
            applied += money(part.amount)
        same(f"applied of {number}", money(payment.applied_amount), applied)
        same(f"unapplied of {number}", money(payment.unapplied_amount), unapplied)
        whole = applied + unapplied + money(payment.refund_amount)
        same(f"amount of {number}", money(payment.amount), whole)

    def _recompute_credit_memo(self, number: str, settled: defaultdict[str, Decimal]) -> None:
        memo, applied, by_row = self.credit_memos.get_credit_memo(number), Decimal(), defaultdict(Decimal)
        for part in self.credit_memos.get_credit_memo_parts(number).parts or ():
            rows = self.credit_memos.get_credit_memo_item_parts(part.id, number, page_size=40).item_parts
            same(f"part {part.id} of {number}", sum(money(row.amount) for row in rows), money(part.amount))
            for row in rows:
                target = row.tax_item_id or row.invoice_item_id or row.debit_memo_item_id
                if target is not None:
                    settled[target] += money(row.amount)
                    by_row[row.credit_tax_item_id or row.credit_memo_item_id] += money(row.amount)
                    applied += money(row.amount)
        same(f"applied of {number}", money(memo.applied_amount), applied)
        for item in self.credit_memos.get_credit_memo_items(number, page_size=40).items:
            same(f"applied of item {item.id}", money(item.applied_amount), by_row[item.id])
            whole = money(item.applied_amount) + money(item.unapplied_amount) + money(item.refund_amount)
            same(f"amount of item {item.id}", money(item.amount), whole)
        whole = applied + money(memo.unapplied_amount) + money(memo.refund_amount)
        same(f"amount of {number}", money(memo.amount), whole)

    def _recompute_invoice(self, number: str, settled: defaultdict[str, Decimal]) -> None:
        """Between rows of one invoice a write-off nets the negative ones: that adds up to nothing."""
        balance, netted = Decimal(), Decimal()
        for row, amount, open_amount in self._rows(number):
            moved = open_amount - (amount - settled[row])
            same(f"open of {row} of {number}", moved if number not in self.written_off else 0, 0)
            balance, netted = balance + open_amount, netted + moved
        same(f"netted in {number}", netted, 0)
        same(f"balance of {number}", money(self.invoices.get_invoice(number).balance), balance)

    def _rows(self, invoice: str) -> Iterator[tuple[str, Decimal, Decimal]]:
        """Of items and taxes: id, amount and what is open."""
        for item in self.invoices.get_invoice_items(invoice, page_size=40).invoice_items:
            yield item.id, money(item.charge_amount), money(item.balance)
            taxes = self.invoices.get_taxation_items_of_invoice_item(invoice, item.id, page_size=40)
            yield from ((tax.id, money(tax.tax_amount), money(tax.balance)) for tax in taxes.data or ())

    def _recompute_debit_memo(self, number: str, settled: defaultdict[str, Decimal]) -> None:
        balance = Decimal()
        for item in self.debit_memos.get_debit_memo_items(number, page_size=40).items:
            same(f"open of {item.id}", money(item.balance), money(item.amount) - settled[item.id])
            balance += money(item.balance)
        same(f"balance of {number}", money(self.debit_memos.get_debit_memo(number).balance), balance)

    # What a clerk writes down ---------------------------------------------------------------------------

    def rows_of(self, invoice: str) -> dict[str, str]:
        """The ids of an invoice's items and taxes by what they are called."""
        rows: dict[str, str] = {}
        for item in self.invoices.get_invoice_items(invoice, page_size=40).invoice_items:
            rows[item.charge_name] = item.id
            for tax in self.invoices.get_taxation_items_of_invoice_item(invoice, item.id).data or ():
                rows[tax.name] = tax.id
        return rows

    def open_of(self, invoice: str) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for item in self.invoices.get_invoice_items(invoice, page_size=40).invoice_items:
            found[item.charge_name] = money(item.balance)
            for tax in self.invoices.get_taxation_items_of_invoice_item(invoice, item.id).data or ():
                found[tax.name] = money(tax.balance)
        return found

    def is_open(self, invoice: str, **expected: str) -> None:
        self.recompute()
        found = self.open_of(invoice)
        same(f"open of {invoice}", found, {name: Decimal(amount) for name, amount in expected.items()})

    # Chapters -------------------------------------------------------------------------------------------

    def tell(self) -> Iterator[str]:
        yield from self._billing()
        yield from self._paying()
        yield from self._taking_back()
        yield from self._crediting()
        yield from self._refunding_credit()
        yield from self._giving_up()
        yield from self._charging()
        yield from self._asking()

    def _billing(self) -> Iterator[str]:
        self.account = f"A-{self.mark}"
        contact = {"firstName": "Ada", "lastName": "Byron", "country": "Germany"}
        body = {"name": "Ada Mills", "accountNumber": self.account, "currency": "EUR"}
        body |= {"billToContact": contact}
        self.accounts.create_account(body, idempotency_key=f"{self.account}-create")
        yield f"account {self.account}"

        self.invoice = self._invoice(
            f"INV-{self.mark}-1",
            {"chargeName": "Seats", "amount": 100, "taxItems": [_tax("SeatsVAT", 20)]},
            {"chargeName": "Support", "amount": Decimal("60.00")},
            {"chargeName": "Goodwill", "amount": -10},
        )
        self.is_open(self.invoice, Seats="100", SeatsVAT="20", Support="60", Goodwill="-10")
        yield f"{self.invoice}: 170.00 with a tax and a negative line"

    def _invoice(self, number: str, *items: dict[str, Any]) -> str:
        body = {
            "accountNumber": self.account, "invoiceNumber": number, "invoiceDate": "2026-03-01",
            "status": "Posted",
            "invoiceItems": [{"serviceStartDate": "2026-03-01", **item} for item in items],
        }  # fmt: skip
        made = self.invoices.create_standalone_invoice(body, idempotency_key=f"{number}-create")
        self.known_invoices.append(made.invoice_number)
        return str(made.invoice_number)

    def _paying(self) -> Iterator[str]:
        rows = self.rows_of(self.invoice)
        items = [
            {"invoiceItemId": rows["Seats"], "amount": 50},
            {"taxItemId": rows["SeatsVAT"], "amount": 10},
            {"invoiceItemId": rows["Support"], "amount": 20},
        ]
        body = {"accountNumber": self.account, "amount": 90, "currency": "EUR", "type": "External"}
        body |= {"invoices": [{"invoiceNumber": self.invoice, "amount": 80, "items": items}]}
        made = self.payments.create_payment(body, idempotency_key=f"{self.invoice}-pay")
        self.payment = str(made.number)
        self.known_payments.append(self.payment)
        same("applied", (money(made.applied_amount), money(made.unapplied_amount)), (80, 10))
        self.is_open(self.invoice, Seats="50", SeatsVAT="10", Support="40", Goodwill="-10")
        yield f"{self.payment}: 90.00, of which 80.00 on three rows"

        too_much = {"invoices": [{"invoiceNumber": self.invoice, "amount": "10.01"}]}
        try:
            self.payments.apply_payment(self.payment, too_much)
        except BadRequestException as refused:
            same("why", str(refused.data.reasons[0].code), "50000030")
        else:
            raise SystemExit("more than is unapplied was applied")

        rest = {"invoices": [{"invoiceNumber": self.invoice, "amount": 10}]}
        self.twice(self.payments.apply_payment, self.payment, rest)
        self.is_open(self.invoice, Seats="45", SeatsVAT="9", Support="36", Goodwill="-10")
        yield "its last 10.00 applied without items: in proportion, not to the negative line"

    def _taking_back(self) -> Iterator[str]:
        row = {"invoiceItemId": self.rows_of(self.invoice)["Support"], "amount": 4}
        back = {"invoices": [{"invoiceNumber": self.invoice, "amount": 4, "items": [row]}]}
        self.twice(self.payments.unapply_payment, self.payment, back)
        self.is_open(self.invoice, Seats="45", SeatsVAT="9", Support="40", Goodwill="-10")
        yield "4.00 of it unapplied from Support"

        body = {"totalAmount": 4, "type": "External", "methodType": "WireTransfer"}
        refund = self.payments.create_refund_payment(
            self.payment, body, idempotency_key=f"{self.invoice}-refund"
        )
        parts = self.refunds.get_refund_parts(refund.number).parts
        same("parts of the refund", [money(part.amount) for part in parts], [4])
        self.recompute()
        yield f"{refund.number}: the 4.00 paid back"

    def _crediting(self) -> Iterator[str]:
        self.credited = self._invoice(
            f"INV-{self.mark}-2",
            {"chargeName": "Hosting", "amount": 80, "taxItems": [_tax("HostingVAT", 8)]},
            {"chargeName": "Licence", "amount": 40},
        )
        self.credited_id = self.invoices.get_invoice(self.credited).id
        rows = self.rows_of(self.credited)
        self.memo = self._memo(self.credited, {"Hosting": 30, "Licence": 10}, rows)
        items = self.credit_memos.get_credit_memo_items(self.memo).items
        source = {item.source_item_id: item.id for item in items}
        line = {
            "creditMemoItemId": source[rows["Licence"]], "invoiceItemId": rows["Licence"], "amount": 6,
        }  # fmt: skip
        self._credit(self.memo, {"amount": 6, "items": [line]})
        self.is_open(self.credited, Hosting="80", HostingVAT="8", Licence="34")
        yield f"{self.memo}: 6.00 applied item to item"

        for rule, amount, balance in (("fifo", 7, 115), ("prorate-matrix", 8, 107)):
            self._credit(self.memo, {"amount": amount}, policy=rule)
            same("balance", sum(self.open_of(self.credited).values()), balance)
            yield f"{amount}.00 by {rule}"

        before = self.open_of(self.credited)
        other = self._memo(self.credited, {"Licence": 5}, rows)
        self._credit(other, {"amount": 5}, applicationRule="ApplyCreditToSourceItemRule")
        self.is_open(
            self.credited,
            **{name: str(amount - 5 * (name == "Licence")) for name, amount in before.items()},
        )
        yield f"{other}: 5.00 to the very item that was credited"

    def _credit(self, memo: str, document: dict[str, Any], **more: str) -> None:
        body = {"invoices": [{"invoiceId": self.credited_id, **document}], **more}
        self.twice(self.credit_memos.apply_credit_memo, memo, body)
        self.recompute()

    def _refunding_credit(self) -> Iterator[str]:
        back = {"invoices": [{"invoiceId": self.credited_id, "amount": 8}]}
        self.twice(self.credit_memos.unapply_credit_memo, self.memo, back)
        self.recompute()
        same("balance", sum(self.open_of(self.credited).values()), 110)
        yield f"8.00 of {self.memo} unapplied"

        items = self.credit_memos.get_credit_memo_items(self.memo).items
        item = max(items, key=lambda item: money(item.unapplied_amount))
        line = {"creditMemoItemId": item.id, "amount": 5}
        body = {"totalAmount": 5, "type": "External", "items": [line]}
        key = f"{self.credited}-refund"
        refund = self.credit_memos.refund_credit_memo(self.memo, body, idempotency_key=key)
        self.recompute()
        (part,) = self.refunds.get_refund_parts(refund.number).parts
        parts = self.refunds.get_refund_item_parts(part.id, refund.number).item_parts
        same("items", [(row.credit_memo_item_id, money(row.amount)) for row in parts], [(item.id, 5)])
        yield f"{refund.number}: 5.00 of one item of it paid back"

    def _memo(self, invoice: str, amounts: dict[str, int], rows: dict[str, str]) -> str:
        items = [
            {"invoiceItemId": rows[name], "skuName": name, "amount": amount}
            for name, amount in amounts.items()
        ]
        body = {"items": items, "effectiveDate": "2026-03-05"}
        made = self.credit_memos.create_credit_memo_from_invoice(invoice, body)
        self.twice(self.credit_memos.post_credit_memo, made.number)
        self.known_credit_memos.append(made.number)
        return str(made.number)

    def _giving_up(self) -> Iterator[str]:
        first = self.invoice
        answer = self.twice(self.invoices.write_off_invoice, first, {"comment": "insolvent"})
        self.written_off.add(first)
        self._know_memo(answer.credit_memo.id)
        self.recompute()
        same("balance", money(self.invoices.get_invoice(first).balance), 0)
        same("rows", set(self.open_of(first).values()), {Decimal("0.00")})
        yield f"{first} written off: nothing of it is open"

        third = self._invoice(f"INV-{self.mark}-3", {"chargeName": "Setup", "amount": 25})
        answer = self.twice(self.invoices.reverse_invoice, third, {})
        self._know_memo(answer.credit_memo.id)
        self.is_open(third, Setup="0")
        yield f"{third} reversed"

    def _charging(self) -> Iterator[str]:
        body = {"accountNumber": self.account, "charges": [{"chargeName": "Late fee", "amount": 12}]}
        memo = self.debit_memos.create_debit_memo_from_charge({**body, "autoPost": True})
        self.known_debit_memos.append(memo.number)
        body = {"accountNumber": self.account, "amount": 12, "currency": "EUR", "type": "External"}
        document = {"debitMemoNumber": memo.number, "amount": 12}
        payment = self.payments.create_payment({**body, "debitMemos": [document]})
        self.known_payments.append(str(payment.number))
        self.recompute()
        yield f"{memo.number}: a late fee, paid"

    def _know_memo(self, id: str) -> None:
        self.known_credit_memos.append(str(self.credit_memos.get_credit_memo(id).number))

    def _asking(self) -> Iterator[str]:
        on_invoices = {row[0]: money(row[2]) for row in self._queried(ON_INVOICES)}
        on_debit_memos = [money(row[2]) for row in self._queried(ON_DEBIT_MEMOS)]
        rows = self.rows_of(self.invoice)
        same("paid of Seats", on_invoices[rows["Seats"]], 55)
        same("paid of debit memos", Decimal(12) in on_debit_memos, True)
        yield "both queries of the Data Query tell the same"

    def _queried(self, query: str) -> list[list[str]]:
        body = {"query": query, "compression": "NONE", "output": {"target": "S3"}, "outputFormat": "CSV"}
        job = self.queries.post_data_query_job(body)
        until = time.monotonic() + 30
        while (found := self.queries.get_data_query_job(job.data.id).data).query_status not in (
            "completed",
            "failed",
        ):
            if time.monotonic() > until:
                raise SystemExit("the query does not end")
            time.sleep(0.05)
        with urllib.request.urlopen(found.data_file) as answer:
            _, *rows = csv.reader(io.TextIOWrapper(answer, encoding="utf-8"))
        return rows


def _tax(name: str, amount: int) -> dict[str, Any]:
    return {
        "name": name, "taxAmount": amount, "taxCode": "VAT", "taxDate": "2026-03-01",
        "taxMode": "TaxExclusive", "taxRate": amount, "taxRateType": "Percentage",
    }  # fmt: skip


def main() -> None:
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    for step, told in enumerate(Story(*sys.argv[1:]).tell(), 1):
        print(f"{step:2}. {told}")
    print("Every balance was recomputed after every step, and every PUT sent twice moved money once.")


if __name__ == "__main__":
    main()
