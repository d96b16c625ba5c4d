"""Takes the log of one ledger out into a file, byte for byte, and into an empty ledger again."""

from settlebook.carrying.export import Exported, export_log
from settlebook.carrying.importing import Imported, import_log

__all__ = ["Exported", "Imported", "export_log", "import_log"]
