"""Exports are read whatever their columns are called, and refused as a whole where they are damaged."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.importing.errors import CutFile, NoSuchExport, OtherColumns
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.objects import (
    OBJECTS,
    PAYMENT,
    PAYMENT_APPLICATION,
    PAYMENT_APPLICATION_ITEM,
    column,
    object_named,
)
from tests.importing.settlement.exports import export, payment


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Payment Application Item: ID", "id"),
        ("PaymentApplicationItem.Id", "id"),
        ("id", "id"),
        ("Payment Application: ID", "paymentapplicationid"),
        ("PaymentApplicationId", "paymentapplicationid"),
        ("Invoice: Invoice Number", "invoicenumber"),
        ("Taxation Item: ID", "taxitemid"),
        ("Payment Application Item: Effective Date", "effectivedate"),
        ("Payment Application Item: Region__c", "Region__c"),
    ],
)
def test_a_column_has_one_name_however_the_export_spells_it(header: str, name: str):
    assert column(PAYMENT_APPLICATION_ITEM, header) == name


@pytest.mark.parametrize("known", OBJECTS.values(), ids=lambda known: known.name)
def test_a_file_is_known_by_the_longest_object_that_its_name_begins_with(known):
    assert object_named(f"{known.name} 2026-01") is known


@given(st.sampled_from([" ", "_", "-", ""]))
def test_how_the_words_of_a_files_name_are_parted_does_not_matter(mark: str):
    assert object_named(mark.join(["Payment", "Application"])) is PAYMENT_APPLICATION


def test_a_file_of_no_known_object_is_refused(tmp_path: Path):
    path = export(tmp_path, "Subscriptions", [{"Id": "1"}])

    with pytest.raises(NoSuchExport, match=r"Subscriptions\.csv"):
        Export.of([path])


def test_of_a_folder_only_exports_are_read(tmp_path: Path):
    export(tmp_path, "Payment", [payment()])
    (tmp_path / "notes.csv").write_text("anything\n")

    read = Export.of([tmp_path])

    assert [row.id for row in read.rows(PAYMENT)] == [payment()["Payment: ID"]]


def test_a_file_without_the_columns_of_its_object_is_refused(tmp_path: Path):
    path = export(tmp_path, "Payment", [{"Amount": "1.00"}])

    with pytest.raises(OtherColumns, match="id"):
        Export.of([path])


def test_a_first_line_that_is_no_csv_is_said_to_have_no_columns(tmp_path: Path):
    path = tmp_path / "Payment.csv"
    path.write_text('"Id"x,Amount\n1,10.00\n')

    with pytest.raises(OtherColumns, match=r"has no columns that can be read; every row needs id.*its name"):
        Export.of([path])


def test_a_file_that_is_cut_is_refused(tmp_path: Path):
    path = tmp_path / "Payment.csv"
    path.write_text('Id,Amount,Currency\n1,"10.00')

    with pytest.raises(CutFile):
        Export.of([path])


def test_two_rows_of_one_id_that_differ_are_not_both_believed(tmp_path: Path):
    path = export(tmp_path, "Payment", [payment(), payment(**{"Payment: Amount": "1.00"})])

    read = Export.of([path])

    assert [why.code for _, _, why in read.unusable] == ["other_row"]
