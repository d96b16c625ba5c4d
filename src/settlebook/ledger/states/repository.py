"""The states this program knows: read once, brought forward by what was added, forgotten when in doubt."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.ids import as_id
from settlebook.ledger.log.mapper import Envelope, FactMapper, StoredFact, originator_of
from settlebook.ledger.log.recorder import LogRecorder
from settlebook.ledger.states.snapshots import Snapshots, is_worth_keeping, kept
from settlebook.ledger.states.streams import NOTHING, State, Stream, after, evolve, weight

CAPACITY = 200_000  # rows, all streams together
MOST_NUMBERS = 100_000
MOST_ABSENT = 1_000


class StreamRow(NamedTuple):
    """One fact of a stream as it is stored, with the number by which the stream was asked for."""

    version: int
    topic: str
    content: bytes
    kind: str | None
    number: str | None


class Repository:
    """States by stream and ids by number, the ones used last.

    States are frozen, so they are handed out as they are. What is here is always some committed past of its
    stream, maybe not the latest: who decides on it states the version, and the append looks whether it holds.
    """

    def __init__(
        self, recorder: LogRecorder, mapper: FactMapper, snapshots: Snapshots, capacity: int = CAPACITY
    ) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._snapshots = snapshots
        self._capacity = capacity
        self._streams: OrderedDict[UUID, Stream] = OrderedDict()
        self._numbers: OrderedDict[tuple[str, str], UUID] = OrderedDict()
        self._absent: set[UUID] = set()  # streams that nobody had begun when they were read last
        self._weight = 0
        self._lock = Lock()

    def get(self, stream_id: UUID) -> Stream:
        """The stream as known here, else as read now; version 0 where the log has no such stream."""
        with self._lock:
            known = self._streams.get(stream_id)
            if known is not None:
                self._streams.move_to_end(stream_id)
                return known
            if stream_id in self._absent:
                return NOTHING
        return self._read(stream_id, self._snapshots.rows_of_stream(stream_id))

    def id_of(self, kind: str, number: str) -> UUID | None:
        """What a number names; its stream is read along with it."""
        known = self.known_id(kind, number)
        if known is not None:
            return known
        rows = self._snapshots.rows_of_number(kind, number)
        if not rows:  # a refund has no stream of its own
            return self._recorder.numbers_taken([(kind, number)]).get((kind, number))
        stream_id = originator_of(rows[0])
        self.know_number(kind, number, stream_id)
        self._read(stream_id, rows)
        return stream_id

    def unknown(self, wanted: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[UUID]]:
        """Of what is named by kind, and id or number: the numbers and the ids whose streams are not here."""
        numbers: dict[tuple[str, str], None] = {}
        ids: dict[UUID, None] = {}
        with self._lock:
            for name in wanted:
                id = self._numbers.get(name) or as_id(name[1])
                if id is None:
                    numbers[name] = None
                elif id not in self._streams:
                    ids[id] = None
        return list(numbers), list(ids)

    def without_known(self, ids: Iterable[UUID]) -> list[UUID]:
        with self._lock:
            return [id for id in ids if id not in self._streams]

    def learn(self, stream_id: UUID, rows: Mapping[int, StreamRow]) -> State | None:
        """A whole stream as somebody read it, by version; its state."""
        state: State | None = None
        version = 0
        for version in sorted(rows):
            row = rows[version]
            state = evolve(state, self._mapper.fact(row.topic, row.content))
        if row.kind is not None and row.number is not None:
            self.know_number(row.kind, row.number, stream_id)
        self.put(stream_id, Stream(state, version))
        return state

    def owner_of(self, id: UUID) -> UUID | None:
        """The stream that tells of an id; None where nothing has it."""
        return self._recorder.owner_of(id)

    def known_id(self, kind: str, number: str) -> UUID | None:
        """What a number names, as far as is known without asking; a number never changes its meaning."""
        with self._lock:
            return self._numbers.get((kind, number))

    def know_number(self, kind: str, number: str, id: UUID) -> None:
        with self._lock:
            self._numbers[kind, number] = id
            if len(self._numbers) > MOST_NUMBERS:
                self._numbers.popitem(last=False)

    def put(self, stream_id: UUID, stream: Stream) -> None:
        """Keep what was committed; never an older state over a newer one."""
        with self._lock:
            known = self._streams.get(stream_id, NOTHING)
            if stream.version < known.version:
                return
            self._absent.discard(stream_id)
            self._weight += weight(stream) - (weight(known) if known.version else 0)
            self._streams[stream_id] = stream
            self._streams.move_to_end(stream_id)
            while self._weight > self._capacity and len(self._streams) > 1:
                self._weight -= weight(self._streams.popitem(last=False)[1])

    def bring_forward(self, stream_ids: Iterable[UUID]) -> None:
        """After a lost race: add to these streams what others recorded.

        Where others recorded nothing, what is known here is itself in doubt and is forgotten.
        """
        with self._lock:
            known = {stream_id: self._streams.get(stream_id, NOTHING) for stream_id in stream_ids}
            self._absent -= known.keys()
        rows = self._recorder.newer_events({id: stream.version for id, stream in known.items()})
        for stream_id, group in groupby(self._envelopes(rows), key=lambda envelope: envelope.originator_id):
            self.put(stream_id, after(known[stream_id], group))
        if not rows:
            self._forget(known)

    def forget(self) -> None:
        """Drop everything, as after a commit whose outcome is unknown."""
        with self._lock:
            self._streams.clear()
            self._absent.clear()
            self._numbers.clear()
            self._weight = 0

    def _forget(self, stream_ids: Iterable[UUID]) -> None:
        with self._lock:
            for stream_id in stream_ids:
                dropped = self._streams.pop(stream_id, None)
                self._weight -= weight(dropped) if dropped else 0

    def _read(self, stream_id: UUID, rows: Sequence[StoredFact]) -> Stream:
        known = kept(rows)
        if known is None:  # a state that this program cannot read
            known, rows = NOTHING, self._recorder.select_events(stream_id)
        newer = self._envelopes(row for row in rows if row.id)
        stream = after(known, newer)
        if is_worth_keeping(len(newer), stream):
            self._snapshots.keep(stream_id, stream)
        if stream.version:
            self.put(stream_id, stream)
        else:
            self._miss(stream_id)
        return stream

    def _miss(self, stream_id: UUID) -> None:
        """Every decision looks at the calendar and the settings, which most ledgers never begin."""
        with self._lock:
            if len(self._absent) >= MOST_ABSENT:
                self._absent.clear()
            self._absent.add(stream_id)

    def _envelopes(self, rows: Iterable[StoredFact]) -> list[Envelope]:
        return [self._mapper.envelope(row) for row in rows]
