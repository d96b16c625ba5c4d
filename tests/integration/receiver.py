"""Run as a process of its own: receives payments for ever, and prints each one once it is acknowledged.

Usage: python receiver.py FOLDER
"""

import sys
from itertools import count

import settlebook


def main(folder: str) -> None:
    with settlebook.open(folder) as ledger:
        for number in count(1):
            body = {"accountNumber": "ACME", "number": f"PAY-{number}", "amount": "1.00"}
            body |= {"currency": "GBP", "type": "External"}
            ledger.perform("payment.create", None, body, idempotency_key=f"pay {number}")
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
