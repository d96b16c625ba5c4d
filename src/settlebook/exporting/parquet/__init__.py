"""The log, the journal and the read models as Parquet, in buckets by account, for engines of any kind."""

from settlebook.exporting.parquet.export import Exported
from settlebook.exporting.parquet.files import Written

__all__ = [
    "Exported",
    "Written",
]
