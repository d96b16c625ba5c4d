"""Run as a process of its own: settles all accounts of a folder, and prints each as it is committed.

Usage: python run_settler.py FOLDER RUN
"""

import sys

import settlebook
from settlebook.domain.errors import Refusal
from settlebook.library import run_of_accounts

AT_ONCE = 3  # accounts in one commit, so that a kill finds the run in the middle


def main(folder: str, run: str) -> None:
    run_of_accounts.AT_ONCE = AT_ONCE
    with settlebook.open(folder) as ledger:
        for result in ledger.settle_accounts(run):
            assert not isinstance(result.answer, Refusal)
            print(result.number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
