"""Verifies the read models: each is built again beside the live one, and compared with it."""

from settlebook.audit import shown
from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence, Report
from settlebook.audit.second_books import UNFIT, told
from settlebook.ledger.errors import HeadLost
from settlebook.progress import Progress
from settlebook.projecting import How, Owner, Rebuilder, Rebuilt, RebuiltTable
from settlebook.projecting.poison import PoisonEvent
from settlebook.projecting.standings import standings

FOLDABLE = {"foldable": "Every event of the log can be folded into the read models."}
CURRENT = {"current_sql": "Every read model was made by the SQL that is in its folder."}


# What a log or live tables can be that nothing can be made of; a lost connection is something else.
BROKEN = (*UNFIT, TypeError, AttributeError)


def verify_projections(owner: Owner, ledger_id: str, progress: Progress) -> Report:
    """Live tables equal rebuilt ones, row by row and by digest, those a user added too."""
    rebuilder = Rebuilder(owner, ledger_id, How(replacing=False))
    foldable = Findings(FOLDABLE)
    tables: tuple[RebuiltTable, ...] = ()
    position = 0
    try:
        rebuilt: Rebuilt = rebuilder.rebuild_from_events(progress)
        position, tables = rebuilt.position, rebuilt.tables
        for failure in rebuilt.failing:
            expected = f"an event that the read model {failure.model} can fold"
            foldable.offend("foldable", Offence(failure.position, failure.topic, expected, failure.why))
    except PoisonEvent as error:
        position = error.position - 1
        offence = Offence(error.position, error.topic, "an event that can be folded", error.why)
        foldable.offend("foldable", offence)
    except HeadLost as error:
        foldable.offend("foldable", Offence(None, "the log", "a head that says where it ends", error.problem))
    except BROKEN as error:
        offence = Offence(None, "the read models", "tables that can be read and folded into", told(error))
        foldable.offend("foldable", offence)
    return Report(
        position,
        position,
        (*foldable.checks(), *_current(owner, ledger_id), *_shown(owner), *map(_checked, tables)),
    )


def _current(owner: Owner, ledger_id: str) -> tuple[Check, ...]:
    findings = Findings(CURRENT)
    with owner.session() as session:
        try:
            for standing in standings(session, ledger_id):
                if not standing.is_current:
                    expected = f"SQL of digest {standing.digest[:12]}, as `settlebook migrate` installs it"
                    findings.offend("current_sql", Offence(None, standing.name, expected, "another, or none"))
        except HeadLost as error:
            findings.offend(
                "current_sql", Offence(None, "the log", "a head that says where it ends", error.problem)
            )
        except BROKEN as error:
            offence = Offence(None, "the read models", "tables that can be read", told(error))
            findings.offend("current_sql", offence)
    return findings.checks()


def _shown(owner: Owner) -> tuple[Check, ...]:
    with owner.session() as session:
        try:
            return shown.checked_shown(session)
        except BROKEN as error:
            findings = Findings(shown.SENTENCES)
            offence = Offence(None, "the read models", "what can be made again, and read", told(error))
            findings.offend(shown.CHECK, offence)
            return findings.checks()


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
        Offence(table.position, _what(table), expected, found),
    )


def _what(table: RebuiltTable) -> str:
    return table.name if table.example is None else f"{table.name}, first {table.example}"
