"""What is counted while a server runs, for Prometheus; of several processes together."""

import os
from collections.abc import Iterable, Mapping, Sequence

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


def exposition(standing: Sequence[Metric]) -> bytes:
    """All that was counted, and how the ledger stands, in Prometheus' own words."""
    registry = CollectorRegistry()
    if FIGURES in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Standing(standing))
    return generate_latest(registry)


def standing(ledger: Ledger) -> list[Metric]:
    """How the ledger stands when somebody looks."""
    lags, rebuilds = ledger.lags(), ledger.rebuilds()
    events = {lag.name: lag.events for lag in lags}
    seconds = {lag.name: lag.seconds for lag in lags}
    rates = {run.model: run.rate for run in rebuilds if run.is_running}
    unsealed = ledger.seal_status().unsealed
    return [
        _gauge("settlebook_log_position", "The last position of the log.", ledger.position),
        _gauges("settlebook_projection_lag_events", "Events that read models are behind.", events),
        _gauges("settlebook_projection_lag_seconds", "Since the first of these was recorded.", seconds),
        _gauges("settlebook_rebuild_rate", "What rebuilds at work do in a second.", rates),
        _gauge("settlebook_seal_backlog_events", "Events that are not sealed yet.", unsealed),
    ]


class _Standing:
    """What was seen of the ledger, as a registry takes it."""

    def __init__(self, seen: Sequence[Metric]) -> None:
        self._seen = seen

    def collect(self) -> Iterable[Metric]:
        return self._seen


def _gauge(name: str, documentation: str, value: int) -> Metric:
    return GaugeMetricFamily(name, documentation, value)


def _gauges(name: str, documentation: str, by_model: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, documentation, labels=("model",))
    for model, value in by_model.items():
        family.add_metric((model,), value)
    return family
