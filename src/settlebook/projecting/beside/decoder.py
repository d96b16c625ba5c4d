"""A program that makes journal rows of the events it is told: see `decoding`."""

import sys
from pathlib import Path
from types import ModuleType

if __name__ == "__main__":
    # The packages without their API, which takes longer to import than 50,000 events to decode.
    for name, folder in (("settlebook", 2), ("settlebook.projecting", 1)):
        sys.modules[name] = package = ModuleType(name)
        package.__path__ = [str(Path(__file__).parents[folder])]

    from settlebook.projecting.beside.decoding import serve

    serve(sys.stdin, lambda line: print(line, flush=True))
