"""What the read models are made of is known by name, so that anything can stand in for it."""

import re

import pytest

from settlebook.projecting.catalogue import built_in
from settlebook.projecting.past.standing_in import CUT
from settlebook.projecting.relations import Kind, own_relations, own_views
from settlebook.resources import projections_folder


def test_every_table_of_the_journal_is_cut_at_a_moment():
    tables = {name for name, relation in own_relations().items() if relation.is_journal}

    assert tables == set(CUT)


def test_what_a_statement_reads_is_found_in_its_text():
    known = own_relations()

    assert {"journal_item", "posting_leg", "edited_rows", "journal_credited"} < known["item_balance"].reads
    assert known["edited_rows"].reads == {"journal_item", "journal_document"}
    assert {"entry_code", "entry_run_member", "accounting_code"} < known["journal_entry"].reads
    assert {"journal_named_code", "journal_settings"} < known["journal_entry"].reads
    assert known["posting_leg"].kind is Kind.VIEW and known["currency"].is_kept is False
    assert {"invoice", "paymentpart", "aging"} < set(own_views())


@pytest.mark.parametrize("model", [model.name for model in built_in()])
def test_statements_name_tables_without_a_schema_so_that_they_can_be_asked_of_the_past(model: str):
    qualified = [
        path.name
        for path in (projections_folder() / model).rglob("*.sql")
        if path.name != "present.sql"
        and re.search(r"\b(FROM|JOIN|INTO|USING|UPDATE) (read|added|data_query)\.", path.read_text("utf-8"))
    ]

    assert qualified == []
