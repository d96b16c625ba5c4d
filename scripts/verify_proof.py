"""Checks a proof of `settlebook prove` against anchors, offline: python verify_proof.py PROOF ANCHOR"""

import json  # docs/seals.md defines every byte that is checked here
import sys
from binascii import unhexlify  # which takes no blanks between digits: an event has one spelling
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

NONE = "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"  # decimals
THREE, FOUR = "BHD IQD JOD KWD LYD OMR TND", "CLF UYW"


def need(holds, why):
    if not holds:
        raise AssertionError(why)


def fields(record, tag, count):
    """What canonical bytes hold: a length in 4 bytes, big-endian, and so many bytes; ffffffff is null."""
    found, at = [], 0
    while at < len(record):
        size, at = int.from_bytes(record[at : at + 4], "big"), at + 4
        found.append(None if size == 0xFFFFFFFF else record[at : at + size])
        at += 0 if size == 0xFFFFFFFF else size
    need(at == len(record) and len(found) == count and found[0] == tag, "bytes of no known form")
    return found[1:]


def climb(leaf, index, size, path):
    """The root above a leaf, by RFC 6962: a tree is split at the largest power of two below its size."""
    need((size == 1) == (not path), "a path is not as long as its tree is high")
    if size == 1:
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return sha256(b"\x01" + climb(leaf, index, split, path[:-1]) + path[-1]).digest()
    return sha256(b"\x01" + path[-1] + climb(leaf, index - split, size - split, path[:-1])).digest()


def anchored_blocks(proof, anchors):
    """The ledger, and by number (first, last, root, hash): each follows one before, the last is anchored."""
    blocks, expected, ledger = {}, None, b""
    for header in map(unhexlify, proof["chain"]):
        ledger, number, first, last, root, previous, _ = fields(header, b"settlebook.block.v1", 8)
        number, first, last, hash = int(number), int(first), int(last), sha256(header).digest()
        need(expected in (None, (ledger, number, first, previous)), f"block {number} does not follow")
        blocks[number], expected = (first, last, root, hash.hex()), (ledger, number + 1, last + 1, hash)
    need(blocks[max(blocks)][3] == proof["last"], "the chain does not end where it says")
    mine = [one for one in anchors if one["ledger"] == ledger.decode() and one["block"] in blocks]
    need(mine, f"no block of the proof ({min(blocks)} to {max(blocks)}) is anchored there")
    need(all(one["hash"] == blocks[one["block"]][3] for one in mine), "an anchor has another hash")
    return ledger, {at: block for at, block in blocks.items() if at <= max(one["block"] for one in mine)}


def event_of(told, ledger, blocks):
    """The fields of an event, which has to stand in one of the blocks."""
    record, path = unhexlify(told["event"]), [unhexlify(one) for one in told["path"]]
    event, leaf = fields(record, b"settlebook.event.v1", 11), sha256(b"\x00" + record).digest()
    for first, last, root, _ in blocks.values():
        if first <= (at := int(event[1])) <= last and event[0] == ledger and len(told) == 2:
            need(climb(leaf, at - first, last - first + 1, path) == root, f"event {at} was not sealed so")
            return event
    raise AssertionError("an event is in no block of the proof that is anchored")


def words(said, currency):
    """What JSON says, part by part; amounts in minor units as decimals of their currency."""
    for name, value in said.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from (f"{name}: " + ", ".join(words(one, currency)) for one in value)
        elif name.endswith("_minor") and currency:
            decimals = 0 if currency in NONE else 3 if currency in THREE else 4 if currency in FOUR else 2
            yield f"{name[:-6]}: {Decimal(value).scaleb(-decimals):f} {currency}"
        else:
            yield f"{name}: {json.dumps(value)}"


def check(text, anchors):
    proof, currencies = json.loads(text), {}
    plain = json.dumps(proof, indent=1, sort_keys=True) + "\n" == text == text.lower() and len(proof) == 4
    need(plain and proof["format"] == "settlebook.proof.v1" and proof["events"], "it is no proof")
    ledger, blocks = chain = anchored_blocks(proof, map(json.loads, filter(str.strip, anchors.splitlines())))
    events = [event_of(one, *chain) for one in proof["events"]]
    need((at := [int(one[1]) for one in events]) == sorted({*at}), "its events are not each once, in order")
    for _, at, _, _, topic, day, recorded, *_, state in events:
        said, when = json.loads(state), datetime(1970, 1, 1) + timedelta(microseconds=int(recorded))
        currency = currencies.setdefault(said.get("application_id", at), said.get("currency"))
        print(f"Event {int(at)}, {topic.decode()}, effective {day.decode()}, recorded {when} UTC:")
        print(*("  " + word for word in words(said, currency)), sep="\n")
    print(f"Proven: so recorded in ledger {ledger.decode()}, by the anchor of block {max(blocks)}.")


if __name__ == "__main__":
    try:
        check(*(open(name, encoding="ascii", newline="").read() for name in sys.argv[1:]))  # noqa: SIM115
    except Exception as bad:  # one of Python's own says nothing to who reads it, but of files
        why = bad if type(bad) is AssertionError else str(bad).partition("] ")[2] or "no proof, or no anchors"
        sys.exit(f"Not proven: {why}" if len(sys.argv) == 3 else __doc__)
