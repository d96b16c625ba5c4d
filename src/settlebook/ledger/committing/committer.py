"""The one way into the log of a program: commands are decided one after another and recorded batch by batch.

Any thread may submit. Commands that wait while a batch is being recorded go together into the next one, so
one commit serves many; no answer, refusals included, leaves before the commit it depends on.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from settlebook.domain.errors import Failed, NotRun, Refusal
from settlebook.ledger.committing.attempts import Attempts, TooSoon
from settlebook.ledger.committing.lineup import LineUp
from settlebook.ledger.deciding.batch import MOST_BYTES, MOST_ENTRIES, Entry, Group, Submission
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.errors import NotRecorded
from settlebook.ledger.requests.asked import Command
from settlebook.ledger.requests.outcome import Answer, Mode, Outcome, Recorded

if TYPE_CHECKING:
    from concurrent.futures import Future

AT_ONCE = 2  # groups of one caller: while one is recorded, the other is decided


class Committer:
    """Decides and records the commands of one program on one ledger."""

    def __init__(self, attempts: Attempts, *, client: str, actor: str | None) -> None:
        self._line = LineUp(attempts.run)
        self._client = client
        self._actor = actor
        self._sent: set[Future[Recorded]] = set()  # and not answered yet

    def submit(
        self,
        kind: str,
        command: Command,
        decide: Callable[[Books], Outcome],
        idempotency_key: str | None = None,
    ) -> Recorded:
        """Record a command and return its outcome; a refusal is raised. Both are kept under the key."""
        return self.record(Submission(kind, command, decide, idempotency_key))

    def record(self, submission: Submission) -> Recorded:
        entry = self._entry(submission)
        self._line.join(Group([entry], Mode.CONTINUE))
        return _recorded(entry)

    def send(self, submission: Submission) -> "Future[Recorded]":
        """As `record`, and no thread waits: the future has the answer, and cannot be cancelled."""
        from concurrent.futures import Future  # most programs wait for their answers

        entry = self._entry(submission)
        group = Group([entry], Mode.CONTINUE)
        found: Future[Recorded] = Future()
        found.set_running_or_notify_cancel()
        self._sent.add(found)
        found.add_done_callback(self._sent.discard)
        self._line.send(group, partial(_tell, found, group, entry))
        return found

    def close(self) -> None:
        """When what was sent has its answers."""
        if self._sent:
            from concurrent.futures import wait

            wait(self._sent.copy())
        self._line.close()

    def submit_many(self, submissions: Iterable[Submission | Refusal], mode: Mode) -> Iterator[Answer]:
        """An answer for each submission, in order. A line that could not be read is sent as its refusal.

        atomic    all are recorded or none: the refused one has its refusal, the others are RolledBack
        continue  each on its own, in batches
        stop      up to the first refusal, which is recorded too; those after it are NotRun
        """
        lines = (self.line_of(submission) for submission in submissions)
        match mode:
            case Mode.ATOMIC:
                yield from self._answers(Group(list(lines), mode))
            case Mode.CONTINUE:
                yield from self._side_by_side(lines)
            case Mode.STOP:
                yield from self._until_refused(lines)

    def line_of(self, submission: Submission | Refusal) -> Entry | Refusal:
        """A submission on its way, or why it cannot be."""
        if isinstance(submission, Refusal):
            return submission
        try:
            return self._entry(submission)
        except Refusal as refusal:
            return refusal

    def _side_by_side(self, lines: Iterator[Entry | Refusal]) -> Iterator[Answer]:
        """While one group is recorded and another decided, the caller's thread reads the lines of the next.

        A third is sent when the answers to the first were taken; these are given as soon as they are there.
        """
        from concurrent.futures import ThreadPoolExecutor  # most programs send single commands

        sent: deque[tuple[Group, Future[list[Answer]]]] = deque()
        filling = _Filling(Mode.CONTINUE)
        with ThreadPoolExecutor(AT_ONCE, "settlebook-recording") as threads:
            for line in lines:
                is_full = filling.add(line)
                while sent and (sent[0][1].done() or (is_full and len(sent) == AT_ONCE)):
                    yield from sent.popleft()[1].result()
                if is_full:
                    group, filling = filling.group, _Filling(Mode.CONTINUE)
                    group.is_decided = Event()
                    sent.append((group, threads.submit(self._after, group, *(sent[-1] if sent else ()))))
            while sent:
                yield from sent.popleft()[1].result()
        yield from self._answers(filling.group)

    def _after(
        self, group: Group, before: Group | None = None, answers: "Future[list[Answer]] | None" = None
    ) -> list[Answer]:
        """Decided upon what the group before it will leave, and recorded only if that one is."""
        try:
            if before is None or answers is None:
                return self._answers(group)
            before.wait_until_decided()
            group.after = before
            try:
                return self._answers(group)
            except TooSoon:
                answers.result()  # raises what kept the one before from being recorded
                answered = self._answers(Group(group.lines, group.mode))
                group.is_recorded = True  # for the one after it
                return answered
        finally:
            group.after = None  # or all groups of a file would be kept
            group.tell_decided()

    def _until_refused(self, lines: Iterator[Entry | Refusal]) -> Iterator[Answer]:
        for group in _groups(lines, Mode.STOP):
            answers = self._answers(group)
            refused = [index for index, answer in enumerate(answers) if isinstance(answer, Refusal)]
            if refused:
                yield from answers[: refused[0] + 1]
                yield from (NotRun() for _ in answers[refused[0] + 1 :])
                break
            yield from answers
        yield from (NotRun() for _ in lines)

    def _answers(self, group: Group) -> list[Answer]:
        if group.entries:
            self._line.join(group)
        return [_answer(line) for line in group.lines]

    def _entry(self, submission: Submission) -> Entry:
        return Entry.of(submission, self._client, self._actor)


def _recorded(entry: Entry) -> Recorded:
    """Raises what the program met, and a refusal."""
    if entry.fault is not None:
        raise entry.fault
    answer = _answer(entry)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _tell(found: "Future[Recorded]", group: Group, entry: Entry) -> None:
    try:
        if group.error is not None:
            raise group.error
        found.set_result(_recorded(entry))
    except BaseException as error:
        found.set_exception(error)


def _answer(line: Entry | Refusal) -> Answer:
    if isinstance(line, Refusal):
        return line
    if line.answer is None:
        if isinstance(line.fault, NotRecorded):
            return line.fault.as_refusal
        return Failed(f"{type(line.fault).__name__}: {line.fault}")
    return line.answer


class _Filling:
    """A group to which lines are added, until one more could make it too long to be decided again."""

    def __init__(self, mode: Mode) -> None:
        self.group = Group([], mode)
        self._size = 0

    def add(self, line: Entry | Refusal) -> bool:
        """Whether it is full now."""
        lines = self.group.lines
        lines.append(line)
        self._size += line.size if isinstance(line, Entry) else 0
        return len(lines) >= MOST_ENTRIES or self._size >= MOST_BYTES


def _groups(lines: Iterable[Entry | Refusal], mode: Mode) -> Iterator[Group]:
    """Lines in batches, none too long to be decided again after a lost race."""
    filling = _Filling(mode)
    for line in lines:
        if filling.add(line):
            yield filling.group
            filling = _Filling(mode)
    if filling.group.lines:
        yield filling.group
