"""The log as an application of the eventsourcing library: its event store, repository and projections.

A projection written in Python follows the log with the library's own runner:

    with ProjectionRunner(
        application_class=SettlementLog,
        projection_class=Totals,       # process_event(envelope, tracking), with `match envelope.fact`
        view_class=TotalsInMemory,
        env={"SETTLEBOOK_DATABASE": "./var/settlebook"},
    ) as runner: ...

The projection's own tables are not Settlebook's: the library's PERSISTENCE_MODULE says where they live, in
memory unless told otherwise.
"""

from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, InfrastructureFactoryError, TrackingRecorder
from eventsourcing.utils import Environment, EnvType

from settlebook.engine import Engine, open_engine
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.log.mapper import FactMapper
from settlebook.ledger.log.recorder import LogRecorder

DATABASE = "SETTLEBOOK_DATABASE"
LEDGER = "SETTLEBOOK_LEDGER"
MAIN = "main"


class LogFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives the library our mapper and our recorder, on connections it is given or opens itself."""

    def __init__(self, env: Environment | EnvType | None, connections: Connections | None = None) -> None:
        super().__init__(env)
        self._engine: Engine | None = None
        if connections is None:
            self._engine = open_engine(self.env.get(DATABASE) or None)
            connections = Connections(self._engine)
        self._connections = connections

    def application_recorder(self) -> LogRecorder:
        return LogRecorder(self._connections, self.env.get(LEDGER, MAIN))

    def _keeps_only_facts(self, *_: Any, **__: Any) -> Any:
        raise InfrastructureFactoryError(
            "the log keeps facts that commands decide; a projection's own tables need a PERSISTENCE_MODULE"
        )

    aggregate_recorder = tracking_recorder = process_recorder = _keeps_only_facts

    def close(self) -> None:
        if self._engine is not None:
            self._connections.close()
            self._engine.close()


class SettlementLog(Application[UUID]):
    """The log of one ledger: of SETTLEBOOK_DATABASE and SETTLEBOOK_LEDGER, unless connections are given."""

    name = "settlebook"

    recorder: LogRecorder
    mapper: FactMapper

    def __init__(self, env: EnvType | None = None, *, connections: Connections | None = None) -> None:
        self._given_connections = connections
        super().__init__(env)

    def construct_factory(self, env: Environment) -> LogFactory:
        return LogFactory(env, self._given_connections)

    def construct_mapper(self) -> FactMapper:
        return FactMapper()
