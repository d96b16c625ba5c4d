"""A program that uses a ledger's folder, for tests that kill it: opens, says so, and closes when told to.

Usage: client.py FOLDER [--bindir FOLDER] [--as USER]; it prints `open` and waits for a line of input.
"""

import argparse
import os
import sys
from pathlib import Path

import psycopg

from settlebook.engine import EngineError, Role, identity
from settlebook.engine.embedded import EmbeddedEngine


def become(name: str) -> None:
    """Drop to an ordinary user after the imports: root's Python may be out of his reach."""
    user = identity.by_name(name)
    assert user is not None
    os.setgroups([])
    os.setgid(user.gid)
    os.setuid(user.uid)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bindir", type=Path)
    parser.add_argument("--as", dest="user")
    asked = parser.parse_args()
    if asked.user:
        become(asked.user)
    try:
        engine = EmbeddedEngine(asked.folder, notice=print, start_timeout=60, bindir=asked.bindir)
    except EngineError as refusal:
        print(f"refused {refusal.problem}", flush=True)
        return 1
    with engine, psycopg.connect(engine.conninfo(Role.APP)):
        print("open", flush=True)
        sys.stdin.readline()
    return 0


if __name__ == "__main__":
    sys.exit(main())
