"""What a ledger holds cannot steer the terminal of who reads it."""

import pytest

from settlebook.cli.showing.safe_text import safe
from settlebook.queries.free_query import unique_labels


@pytest.mark.parametrize("text", ["", "INV-7#2.1", "Café & Söhne", "株式会社", "naïve [bold]text[/bold]"])
def test_ordinary_text_is_shown_as_it_is(text: str):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("two\nlines\ttab", r"two\nlines\ttab"),
        ("\x9b2J", r"\x9b2J"),
        ("evil\u202etxt", r"evil\u202etxt"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("half \udc80", r"half \udc80"),
        ("bell\a\x7f", r"bell\x07\x7f"),
    ],
)
def test_characters_that_steer_a_terminal_are_spelled_out(text: str, shown: str):
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("labels", "unique"),
    [
        (["id", "amount", "amount"], ["id", "amount", "amount_2"]),
        (["a", "a", "a"], ["a", "a_2", "a_3"]),
        (["a", "a_2", "a"], ["a", "a_2", "a_3"]),
        (["a", "a", "a_2"], ["a", "a_3", "a_2"]),
        ([], []),
    ],
)
def test_a_repeated_label_is_counted_without_taking_anothers_name(labels: list[str], unique: list[str]):
    assert unique_labels(labels) == unique
