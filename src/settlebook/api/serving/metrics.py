"""What is counted while a server runs, for Prometheus; of several processes together."""

import os
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from settlebook import Ledger
from settlebook.ledger.committing.watching import Batch

FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # a folder where several processes add up what they count
REGISTRY = CollectorRegistry()
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024)

REQUESTS = Histogram(
    "settlebook_request_seconds",
    "How long requests took.",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=_QUICK,
)
COMMANDS = Counter(
    "settlebook_commands",
    "Commands, by kind and what became of them.",
    ("kind", "outcome"),
    registry=REGISTRY,
)
BATCH = Histogram(
    "settlebook_batch_commands", "Commands recorded by one commit.", registry=REGISTRY, buckets=_SIZES
)
APPEND = Histogram(
    "settlebook_append_seconds", "How long one commit took.", registry=REGISTRY, buckets=_QUICK
)


def count(batch: Batch) -> None:
    """A batch of commands that was answered."""
    if batch.recorded:
        BATCH.observe(batch.recorded)
        APPEND.observe(batch.seconds)
    for kind, outcome in batch.answered:
        COMMANDS.labels(kind, outcome).inc()


def exposition(ledger: Ledger) -> bytes:
    """Everything, in Prometheus' own words."""
    registry = CollectorRegistry()
    if FIGURES in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Standing(ledger))
    return generate_latest(registry)


class _Standing:
    """How the ledger stands when somebody looks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def collect(self) -> Iterator[Metric]:
        position = self._ledger.position
        yield _gauge("settlebook_log_position", "The last position of the log.", position)
        lags = self._ledger.lags()
        by_model = {lag.name: lag.events for lag in lags}
        yield _gauges("settlebook_projection_lag_events", "Events that read models are behind.", by_model)
        by_model = {lag.name: lag.seconds for lag in lags}
        yield _gauges("settlebook_projection_lag_seconds", "Since the first of these was recorded.", by_model)
        rates = {run.model: run.rate for run in self._ledger.rebuilds() if run.is_running}
        yield _gauges("settlebook_rebuild_rate", "What rebuilds at work do in a second.", rates)
        unsealed = self._ledger.seal_status().unsealed
        yield _gauge("settlebook_seal_backlog_events", "Events that are not sealed yet.", unsealed)


def _gauge(name: str, documentation: str, value: int) -> Metric:
    return GaugeMetricFamily(name, documentation, value)


def _gauges(name: str, documentation: str, by_model: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, documentation, labels=("model",))
    for model, value in by_model.items():
        family.add_metric((model,), value)
    return family
