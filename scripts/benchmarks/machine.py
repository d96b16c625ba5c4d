"""What a run was measured on: the machine, its disk, and the versions of everything that matters."""

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks.place import Server

SYNCS = 500
BLOCK = b"\0" * 8192


def described(server: Server) -> dict[str, object]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
        "fdatasync_us": round(_flush_microseconds(server.folder)),
        "python": sys.version.split()[0],
        "postgresql": server.version(),
        **{name: server.setting(name) for name in ("fsync", "synchronous_commit", "shared_buffers")},
        **{name: version(name) for name in ("settlebook", "eventsourcing", "psycopg", "pydantic")},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _flush_microseconds(folder: Path) -> float:
    """What one flush of a block takes, on the disk that the server writes to."""
    with tempfile.TemporaryFile(dir=folder.parent) as file:
        began = perf_counter()
        for _ in range(SYNCS):
            file.seek(0)
            file.write(BLOCK)
            file.flush()
            os.fdatasync(file.fileno())
        return (perf_counter() - began) / SYNCS * 1e6
