"""Run as a process of its own: rebuilds a read model from the journal.

Usage: python rebuilder.py CONNECTION_OF_THE_OWNER NAME
"""

import sys

from settlebook.projecting import Owner, Rebuilder

if __name__ == "__main__":
    Rebuilder(Owner(sys.argv[1]), "main").rebuild(sys.argv[2])
