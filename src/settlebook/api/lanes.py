"""The lanes of jobs: in each server every lane has a worker of its own."""

from collections.abc import Mapping

from settlebook import Ledger
from settlebook.api.commands.asynchronous import JOBS as COMMAND_JOBS
from settlebook.api.commands.payment_runs.carrying_out import JOBS as RUN_JOBS
from settlebook.api.data_query.running import KINDS as QUERY_JOBS
from settlebook.api.jobs.worker import Doing, JobKind, JobWorker

# Each lane has a thread of its own, so that what takes long keeps nothing waiting that does not.
LANES: Mapping[str, Mapping[str, Doing | JobKind]] = {
    "commands": COMMAND_JOBS,
    "payment runs": RUN_JOBS,
    "queries": QUERY_JOBS,
}


class JobWorkers:
    """A worker for each lane; `stop` finishes what they have in hand, or gives it back."""

    def __init__(self, ledger: Ledger) -> None:
        self._workers = [JobWorker(ledger, kinds) for kinds in LANES.values()]

    def start(self) -> None:
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        for worker in self._workers:
            worker.stop()
