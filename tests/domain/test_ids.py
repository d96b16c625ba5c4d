"""How things are called: ids, numbers and item names."""

from uuid import UUID, uuid5

import pytest

from settlebook.domain.ids import NAMESPACE, as_id, as_item_name, derived_id, is_number

AN_ID = UUID("8a8082e6-5b27-f6c3-015b-89e4344c16b1")


@pytest.mark.parametrize("text", ["8a8082e65b27f6c3015b89e4344c16b1", "8A8082E6-5B27-F6C3-015B-89E4344C16B1"])
def test_an_id_is_32_hexadecimal_digits_with_or_without_dashes(text):
    assert as_id(text) == AN_ID


@pytest.mark.parametrize(
    "text", ["", "8a8082e6", "{8a8082e65b27f6c3015b89e4344c16b1}", "8a8082e65b27f6c3015b89e4344c16bg"]
)
def test_other_texts_are_no_ids(text):
    assert as_id(text) is None


@pytest.mark.parametrize("text", ["INV-7", "A00000001", "x" * 32, "536365", "a_b"])
def test_a_number_is_up_to_32_letters_digits_dashes_and_underscores(text):
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["", "x" * 33, "INV 7", "INV#7", "ÏNV", "INV-7\n", "8a8082e65b27f6c3015b89e4344c16b1", "٣"]
)
def test_other_texts_are_no_numbers(text):
    assert not is_number(text)


def test_an_item_is_named_by_document_and_line_and_a_tax_item_by_its_own_line_behind_it():
    assert as_item_name("INV-7#2") == ("INV-7", 2, None, None)
    assert as_item_name("INV-7#2.1") == ("INV-7", 2, 1, None)
    assert str(as_item_name("INV-7#2.1")) == "INV-7#2.1"


@pytest.mark.parametrize(
    "text", ["INV-7", "INV-7#", "INV-7#0", "INV-7#02", "INV-7#1.0", "#1", "INV-7#1.1.1", "INV-7#-1"]
)
def test_other_texts_name_no_item(text):
    assert as_item_name(text) is None


def test_a_derived_id_never_changes():
    source, document = UUID(int=1), UUID(int=2)

    known = uuid5(NAMESPACE, f"main/part/{source.hex}/{document.hex}")
    assert derived_id("main", "part", source, document) == known
    assert known == UUID("c8c3402a-6e8b-5a7d-802b-cdd2eea2e8e8")


def test_derived_ids_differ_between_ledgers():
    assert derived_id("main", "part", 1) != derived_id("other", "part", 1)
