"""Writers in several processes never hide an event from a reader who tails the log."""

from tests.integration.tailing import Tailed, a_ledger, tail_ours, tail_the_library

PATIENCE = 60  # seconds, for a busy machine; one or two are usual
FEW = 1_000  # events


def test_a_reader_who_tails_the_log_misses_nothing_where_the_librarys_own_setting_loses_events():
    with a_ledger() as (ledger, folder):
        theirs = tail_the_library(ledger, lambda found: bool(found.lost) or found.seconds > PATIENCE)
        assert theirs.lost, f"of {theirs.seen} events: who reads like this would not see a loss"

        def is_long_enough(found: Tailed) -> bool:
            return (found.seconds > theirs.seconds and found.seen > FEW) or found.seconds > PATIENCE

        ours = tail_ours(ledger, folder, is_long_enough)

        assert ours.lost == ()
        assert ours.seen > FEW
