"""A program that makes journal rows of the events it is told: see `decoding`."""

import sys
from pathlib import Path
from types import ModuleType

if __name__ == "__main__":
    # The package without its Python API, which takes longer to import than 50,000 events to decode.
    package = ModuleType("settlebook")
    package.__path__ = [str(Path(__file__).parents[2])]
    sys.modules["settlebook"] = package

    from settlebook.projecting.beside.decoding import serve

    serve(sys.stdin, lambda line: print(line, flush=True))
