"""A month of real invoices is imported whole: nothing lost, nothing rejected, twice the same."""

from decimal import Decimal
from pathlib import Path

from settlebook import Ledger
from settlebook.importing.importer import import_file
from settlebook.importing.rejects import Place
from settlebook.importing.retail import OnlineRetail
from settlebook.importing.summary import Group, Sum
from tests.importing.real_invoices import real_invoices

FILE = real_invoices()

if FILE is not None:

    def test_a_month_of_a_wholesaler_is_imported_without_a_rejected_line(ledger: Ledger, tmp_path: Path):
        rejects = Place(tmp_path / "rejects.csv", asked_for=False)

        first = import_file(ledger, str(FILE), OnlineRetail("GBP"), rejects)
        second = import_file(ledger, str(FILE), OnlineRetail("GBP"), rejects)

        assert (first.read, first.posted, first.rejected, first.accounts_created) == (42_481, 42_481, 0, 949)
        assert first.groups == {
            Group("invoice", "Posted", "GBP"): Sum(1_699, 41_753, Decimal("823746.14")),
            Group("credit-memo", "Posted", "GBP"): Sum(326, 728, Decimal("74789.12")),
        }
        assert (second.posted, second.already_there) == (0, 42_481)
