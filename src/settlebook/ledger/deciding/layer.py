"""Uncommitted state, layer over layer: what a batch has decided so far, and above it what one command adds.

A layer is merged into the one below when its command succeeds, and dropped when it does not, so nothing of a
command half-happens.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from settlebook.domain.document import Document
from settlebook.domain.errors import IdTaken, NumberTaken
from settlebook.domain.events import Event
from settlebook.ledger.deciding.reads import Reads
from settlebook.ledger.log.personal import PersonalRow
from settlebook.ledger.states.registry import Identity, Numbered, identities_of, number_of
from settlebook.ledger.states.streams import NOTHING, State, Stream, begins, evolve


class Layer:
    """What was decided above the committed ledger, or above another layer.

    The lowest may be that of a batch that is still being recorded: what is read of it is expected of the log.
    """

    def __init__(self, reads: Reads, below: "Layer | None" = None) -> None:
        self.reads = reads
        self.below = below
        self.streams: dict[UUID, Stream] = {}
        self.before: dict[UUID, Stream] = {}  # what these were before the first fact of this layer
        self.numbers: dict[tuple[str, str], UUID] = {}
        self.ids: set[UUID] = set()
        self.claimed_numbers: set[tuple[str, str]] = set()
        self.asked_ids: set[UUID] = set()  # that the caller chose
        self.facts: list[tuple[int, Event]] = []  # with its version in its stream
        self.numbered: list[Numbered] = []
        self.identities: list[Identity] = []
        self.owners: dict[UUID, UUID] = {}  # of ids that are looked up by what owns them
        self.personal: list[PersonalRow] = []
        self.contents: dict[UUID, str] = {}  # of personal rows, by id, of merged layers too

    def stream(self, stream_id: UUID) -> Stream:
        layer: Layer | None = self
        while layer is not None:
            if layer.streams:
                found = layer.streams.get(stream_id)
                if found is not None:
                    if layer.reads is not self.reads:
                        self.reads.expect(stream_id, found)
                    return found
            layer = layer.below
        return self.reads.stream(stream_id)

    def uncommitted(self) -> Iterator[UUID]:
        """The streams that this layer and those below it begin or change; some more than once."""
        layer: Layer | None = self
        while layer is not None:
            yield from layer.streams
            layer = layer.below

    def id_of(self, kind: str, number: str) -> UUID | None:
        layer: Layer | None = self
        while layer is not None:
            found = layer.numbers.get((kind, number))
            if found is not None:
                return found
            layer = layer.below
        return self.reads.id_of(kind, number)

    def owner_of(self, id: UUID) -> UUID | None:
        """The stream that tells of an id, such as the source of a refund; None where nothing has it."""
        layer: Layer | None = self
        while layer is not None:
            found = layer.owners.get(id)
            if found is not None:
                return found
            layer = layer.below
        return self.reads.owner_of(id)

    def personal_content(self, personal_id: UUID) -> dict[str, Any]:
        """What is kept under an id that this command, or one committed before, gave; nothing once erased."""
        layer: Layer | None = self
        while layer is not None:
            if personal_id in layer.contents:
                return json.loads(layer.contents[personal_id])  # type: ignore[no-any-return]
            layer = layer.below
        return self.reads.personal_content(personal_id)

    def claim_number(self, kind: str, number: str) -> bool:
        """Whether the number was free; it is this layer's from now on."""
        name = (kind, number)
        layer: Layer | None = self
        while layer is not None:
            if name in layer.numbers or name in layer.claimed_numbers:
                return False
            layer = layer.below
        if self.reads.is_number_taken(kind, number):
            return False
        self.claimed_numbers.add(name)
        return True

    def claim_ids(self, ids: Iterable[UUID]) -> None:
        """Refuses IdTaken, naming the first that is in use or comes twice."""
        asked = list(ids)
        fresh: set[UUID] = set()
        taken = self.reads.taken_ids(asked)
        for id in asked:
            if id in taken or id in fresh or self._has_id(id):
                raise IdTaken(id.hex)
            fresh.add(id)
        self.ids |= fresh
        self.asked_ids |= fresh

    def record(self, fact: Event) -> None:
        """Add a fact: the state, the numbers and the ids it makes are there at once."""
        stream_id = fact.stream_id
        known = NOTHING if begins(fact) else self.stream(stream_id)
        self.before.setdefault(stream_id, known)
        version = known.version + 1
        self._register(fact, known.state)
        self.streams[stream_id] = Stream(evolve(known.state, fact), version)
        self.facts.append((version, fact))

    def merge(self) -> None:
        """Hand what was decided down to the layer below."""
        below = self.below
        if below is None:
            raise AssertionError("the lowest layer is recorded, not merged")
        below.streams |= self.streams
        below.numbers |= self.numbers
        below.ids |= self.ids
        below.owners |= self.owners
        below.contents |= self.contents

    def hand_over(self) -> None:
        """Merge what a part of a command decided into the command's own layer, which records it."""
        self.merge()
        if self.below is not None:
            self.below.claimed_numbers |= self.claimed_numbers
            self.below.asked_ids |= self.asked_ids
            self.below.before = self.before | self.below.before
            self.below.facts += self.facts
            self.below.numbered += self.numbered
            self.below.identities += self.identities
            self.below.personal += self.personal

    def keep(self, row: PersonalRow) -> None:
        """Keep personal content beside the facts."""
        self.personal.append(row)
        self.contents[row.personal_id] = row.content or "{}"

    def _register(self, fact: Event, known: State | None) -> None:
        rows = known.rows if isinstance(known, Document) else ()
        identities = list(identities_of(fact, rows))
        unclaimed = [identity.id for identity in identities if identity.id not in self.ids]
        if unclaimed:
            self.claim_ids(unclaimed)
        self.identities.extend(identities)
        for identity in identities:
            if identity.kind == "refund":
                self.owners[identity.id] = identity.owner_id
        numbered = number_of(fact)
        if numbered is not None:
            self._number(numbered)

    def _number(self, numbered: Numbered) -> None:
        kind, number, id = numbered
        if (kind, number) not in self.claimed_numbers and not self.claim_number(kind, number):
            raise NumberTaken(kind.replace("_", " "), number)
        self.numbers[kind, number] = id
        self.numbered.append(numbered)

    def _has_id(self, id: UUID) -> bool:
        layer: Layer | None = self
        while layer is not None:
            if id in layer.ids:
                return True
            layer = layer.below
        return False
