"""Merkle trees as RFC 6962 builds them: leaves and nodes hashed apart, split at the largest power of two."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Growing:
    """The root of a tree whose leaves come one by one: it keeps one hash a level."""

    def __init__(self) -> None:
        self.leaves = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.leaves += 1
        full = self.leaves
        while full % 2 == 0:
            leaf = node_hash(self._peaks.pop(), leaf)
            full //= 2
        self._peaks.append(leaf)

    @property
    def root(self) -> bytes:
        if not self._peaks:
            return sha256(b"").digest()
        *others, root = self._peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def root(leaves: Iterable[bytes]) -> bytes:
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The audit path of a leaf: what is hashed with it on the way up, the nearest first."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*path(index, left), root(right)]
    return [*path(index - split, right), root(left)]


def split_hashes(joined: bytes) -> list[bytes]:
    """Hashes that are stored one behind the other."""
    return [joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)]
