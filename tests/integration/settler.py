"""Run as a process of its own: settles ten invoices with one payment, item by item, and prints every result.

Usage: python settler.py FOLDER PAYMENT
"""

import json
import sys

import settlebook
from settlebook.domain.errors import Refusal


def main(folder: str, payment: str) -> None:
    with settlebook.open(folder) as ledger:
        print("ready", flush=True)
        sys.stdin.readline()  # all start at once
        for line in range(1, 5):
            for invoice in range(1, 11):
                print(json.dumps(settle(ledger, payment, f"INV-{invoice}", line)), flush=True)


def settle(ledger: settlebook.Ledger, payment: str, invoice: str, line: int) -> dict[str, object]:
    item = f"{invoice}#{line}"
    body = {
        "invoices": [
            {
                "invoiceNumber": invoice,
                "amount": "1.00",
                "items": [{"invoiceItemId": item, "amount": "1.00"}],
            }
        ]
    }
    command = settlebook.parse_command("payment.apply", payment, body)
    try:
        done = ledger.apply_payment(command, idempotency_key=f"{payment} {item}")
    except Refusal as refusal:
        return {"item": item, "code": refusal.code}
    return {"item": item, "application": done.applications[0].id.hex, "position": done.position}


if __name__ == "__main__":
    main(*sys.argv[1:])
