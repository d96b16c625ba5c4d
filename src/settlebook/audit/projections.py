"""Verifies the read models: each is built again beside the live one, and compared with it."""

from collections.abc import Callable

from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence, Report
from settlebook.projecting import How, Owner, Rebuilder, Rebuilt, RebuiltTable
from settlebook.projecting.poison import PoisonEvent
from settlebook.projecting.standings import standings

FOLDABLE = {"foldable": "Every event of the log can be folded into the read models."}
CURRENT = {"current_sql": "Every read model was made by the SQL that is in its folder."}


def verify_projections(owner: Owner, ledger_id: str, progress: Callable[[int, int], None]) -> Report:
    """Live tables equal rebuilt ones, row by row and by digest, those a user added too."""
    rebuilder = Rebuilder(owner, ledger_id, How(replacing=False))
    foldable, current = Findings(FOLDABLE), Findings(CURRENT)
    tables: tuple[RebuiltTable, ...] = ()
    position = 0
    try:
        rebuilt: Rebuilt = rebuilder.rebuild_from_events(progress)
        position, tables = rebuilt.position, rebuilt.tables
    except PoisonEvent as error:
        position = error.position - 1
        offence = Offence(error.position, error.topic, "an event that can be folded", error.why)
        foldable.offend("foldable", offence)
    with owner.session() as session:
        for standing in standings(session, ledger_id):
            if not standing.is_current:
                expected = f"SQL of digest {standing.digest[:12]}, as `settlebook migrate` installs it"
                current.offend("current_sql", Offence(None, standing.name, expected, "another, or none"))
    return Report(position, position, (*foldable.checks(), *current.checks(), *map(_checked, tables)))


def _checked(table: RebuiltTable) -> Check:
    sentence = f"Every live row of {table.name} is what its history folds to."
    if not table.differing:
        return Check(f"{table.name}_live", sentence, 0, None)
    found = f"{table.wrong:,} wrong, {table.missing:,} missing, digest {table.live_digest[:12]}"
    expected = f"{table.rows:,} rows, digest {table.digest[:12]}"
    return Check(
        f"{table.name}_live",
        sentence,
        table.differing,
        Offence(table.position, f"{table.name}, first {table.example}", expected, found),
    )
