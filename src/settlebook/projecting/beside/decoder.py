"""A program that makes journal rows of the events it is told: see `decoding`."""

import sys

from settlebook.projecting.beside.decoding import serve

if __name__ == "__main__":
    serve(sys.stdin, lambda line: print(line, flush=True))
