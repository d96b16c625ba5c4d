"""Jobs are carried out once, by whichever worker is free, and begun anew where a worker fell silent."""

from uuid import uuid4

import pytest

from settlebook import Ledger
from settlebook.api.jobs.job import Asking, Ended, State
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import MOST_TRIES, Interrupted, JobKind, JobWorker, Work
from settlebook.domain.errors import KeyReused

COUNT = {"upTo": 3, "step": "0.10"}
KIND = "Count"


def asking(key: str | None = None, **request: object) -> Asking:
    return Asking(KIND, request or COUNT, "c" * 32, "erin", key)


def counted(work: Work) -> Ended:
    for number in range(work.job.request["upTo"]):
        work.write(f"{number}\n".encode())
    return Ended({"step": work.job.request["step"]}, rows=3)


def test_a_job_is_carried_out_and_leaves_its_result_and_its_file(ledger: Ledger):
    store = JobStore(ledger)
    job, repeated = store.ask(asking())

    assert JobWorker(ledger, {KIND: counted}).carry_out_waiting() == 1

    done = store.find(job.id)
    assert not repeated
    assert done and (done.state, done.result, done.rows, done.tries) == (State.DONE, {"step": "0.10"}, 3, 1)
    assert b"".join(store.chunks(job.id)) == b"0\n1\n2\n"
    assert JobWorker(ledger, {KIND: counted}).carry_out_waiting() == 0


def test_a_key_names_one_job_for_one_request(ledger: Ledger):
    store = JobStore(ledger)
    job, _ = store.ask(asking("k", a=1, b=2))

    assert store.ask(asking("k", b=2, a=1)) == (job, True)
    with pytest.raises(KeyReused, match="b differs"):
        store.ask(asking("k", a=1, b=3))


def test_two_workers_never_have_one_job_and_a_silent_ones_is_begun_anew(ledger: Ledger):
    store, silent, other = JobStore(ledger), uuid4(), uuid4()
    job, _ = store.ask(asking())
    assert store.claim([KIND], silent, lease=60)
    store.write_chunk(job.id, silent, 0, b"half")
    assert store.claim([KIND], other, lease=60) is None

    store.renew(job.id, silent, lease=-1)  # it said nothing for longer than its lease
    assert JobWorker(ledger, {KIND: counted}).carry_out_waiting() == 1

    assert b"".join(store.chunks(job.id)) == b"0\n1\n2\n"
    assert not store.end(job.id, silent, Ended({"late": True}))  # nor does it overwrite what another found
    assert not store.write_chunk(job.id, silent, 1, b"late")


def test_each_of_several_jobs_is_taken_in_hand_by_itself_the_oldest_first(ledger: Ledger):
    store = JobStore(ledger)
    asked = [store.ask(asking())[0].id for _ in range(4)]

    taken = [store.claim([KIND], uuid4(), lease=60) for _ in range(5)]

    assert [job.id if job else None for job in taken] == [*asked, None]


def test_a_job_that_nobody_comes_to_the_end_of_is_given_up(ledger: Ledger):
    store = JobStore(ledger)
    job, _ = store.ask(asking())
    for _ in range(MOST_TRIES):
        store.claim([KIND], uuid4(), lease=-1)

    JobWorker(ledger, {KIND: JobKind(counted, keeps_request=True)}).carry_out_waiting()

    found = store.find(job.id)
    assert found and found.state is State.FAILED
    assert found.error and found.error["code"] == "given_up"
    assert found.request == COUNT  # who asked looks what was given up


def test_a_canceled_job_stops_where_it_is_and_leaves_no_file(ledger: Ledger):
    store = JobStore(ledger)
    job, _ = store.ask(asking())

    def canceled(work: Work) -> Ended:
        work.write(b"something")
        store.cancel(job.id)
        with pytest.raises(Interrupted):
            work.write(b"more")
        raise Interrupted

    JobWorker(ledger, {KIND: canceled}).carry_out_waiting()

    found = store.find(job.id)
    assert found and found.state is State.CANCELED
    assert list(store.chunks(job.id)) == []


def test_what_expired_is_gone_with_its_file(ledger: Ledger):
    store = JobStore(ledger)
    job, _ = store.ask(asking("k"))

    JobWorker(ledger, {KIND: lambda work: Ended({}, keep_for=-1)}).carry_out_waiting()

    assert store.find(job.id) is None
    assert store.ask(asking("k"))[1] is False  # as new, under the same id
