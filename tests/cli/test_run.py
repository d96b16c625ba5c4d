"""A command file gets a result for every line, in the way of its mode, and can be run again."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from settlebook.cli.files import command_lines
from settlebook.commands import parse_line
from tests.cli.conftest import Said, Shell

APPLY = {"do": "payment.apply", "key": "P-1"}


def apply(amount: str, **other: Any) -> dict[str, Any]:
    return APPLY | {"body": {"invoices": [{"invoiceNumber": "INV-7", "amount": amount}]}} | other


def written(*lines: dict[str, Any] | str) -> str:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path("commands.ndjson").write_text("".join(f"{text}\n" for text in texts))
    return "commands.ndjson"


def codes(said: Said) -> list[str | None]:
    return [line.get("code") for line in said.lines]


def open_of_invoice(shell: Shell) -> str:
    return shell.done("invoice", "show", "INV-7", "--json").json["balance"]


def test_every_line_has_its_result_in_the_documented_shape(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), apply("120.00")))

    first, second = said.lines
    assert list(first) == ["line", "ok", "id", "number", "position", "applications"]
    assert (first["line"], first["ok"], first["number"]) == (1, True, "P-1")
    assert [(entry["document"], entry["amount"]) for entry in first["applications"]] == [("INV-7", "60.00")]
    assert second.pop("message").startswith("P-1 has 40.00 GBP unapplied")
    assert second == {
        "line": 2,
        "ok": False,
        "code": "exceeds_unapplied",
        "asked": "120.00",
        "available": "40.00",
    }


def test_all_commands_can_stand_in_a_file(shell: Shell):
    lines = [
        {"do": "account.create", "body": {"name": "Ada", "currency": "GBP", "accountNumber": "A-1"}},
        {
            "do": "invoice.create",
            "body": {
                "accountNumber": "A-1",
                "number": "I-1",
                "invoiceItems": [{"amount": 60}, {"amount": 40}],
            },
        },
        {"do": "invoice.post", "key": "I-1"},
        {
            "do": "debit-memo.create",
            "body": {"accountNumber": "A-1", "number": "D-1", "charges": [{"amount": 5}]},
        },
        {"do": "debit-memo.post", "key": "D-1"},
        {
            "do": "credit-memo.create",
            "body": {"accountNumber": "A-1", "number": "C-1", "charges": [{"amount": 9}]},
        },
        {"do": "credit-memo.post", "key": "C-1"},
        {
            "do": "credit-memo.create-from-invoice",
            "key": "I-1",
            "body": {"number": "C-2", "autoPost": True, "items": [{"invoiceItemId": "I-1#1", "amount": 6}]},
        },
        {"do": "payment.create", "body": {"accountNumber": "A-1", "number": "P-1", "amount": "50.00"}},
        apply("20.00", body={"invoices": [{"invoiceNumber": "I-1", "amount": "20.00"}]}),
        {"do": "payment.unapply", "key": "P-1"},
        {"do": "payment.refund", "key": "P-1", "body": {"totalAmount": 1.5}},
        {
            "do": "credit-memo.apply",
            "key": "C-1",
            "body": {"debitMemos": [{"debitMemoNumber": "D-1", "amount": 5}]},
        },
        {"do": "credit-memo.unapply", "key": "C-1"},
        {"do": "credit-memo.refund", "key": "C-1", "body": {"totalAmount": "9.00"}},
    ]

    said = shell.done("run", written(*lines))

    assert [line["line"] for line in said.lines if line["ok"]] == list(range(1, len(lines) + 1))


def test_continue_goes_on_after_a_refused_line(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), apply("120.00"), "{", apply("1.00")))

    assert codes(said) == [None, "exceeds_unapplied", "invalid_request", None]
    assert open_of_invoice(shop) == "51.00"


def test_stop_ends_at_the_first_refused_line(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), apply("120.00"), "{", apply("1.00")), "--mode", "stop")

    assert codes(said) == [None, "exceeds_unapplied", "not_run", "not_run"]
    assert "4 lines: 1 done, 1 refused, 2 not run." in said.err
    assert open_of_invoice(shop) == "52.00"


def test_stop_ends_at_a_line_that_cannot_be_read(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), "{", apply("1.00")), "--mode", "stop")

    assert codes(said) == [None, "invalid_request", "not_run"]


def test_atomic_takes_all_lines_or_none(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), apply("120.00"), apply("1.00")), "--mode", "atomic")

    assert codes(said) == ["rolled_back", "exceeds_unapplied", "rolled_back"]
    assert "3 lines: 0 done, 1 refused, 2 rolled back." in said.err
    assert open_of_invoice(shop) == "112.00"


def test_atomic_with_a_line_that_cannot_be_read_takes_none(shop: Shell):
    said = shop.refused("run", written(apply("60.00"), "{", apply("1.00")), "--mode", "atomic")

    assert codes(said)[1] == "invalid_request" and None not in codes(said)
    assert open_of_invoice(shop) == "112.00"


def test_atomic_takes_all_where_all_can_be(shop: Shell):
    said = shop.done("run", written(apply("60.00"), apply("1.00")), "--mode", "atomic")

    assert codes(said) == [None, None]


def test_a_file_with_keys_can_be_run_again_and_says_what_was_known(shop: Shell):
    file = written(apply("60.00", idempotencyKey="k-1"), apply("120.00", idempotencyKey="k-2"))
    first = shop.refused("run", file)

    second = shop.refused("run", file)

    assert second.lines == [line | {"replayed": True} for line in first.lines]
    assert "2 with the outcome they had before" in second.err
    assert "without idempotencyKey" not in first.err


def test_lines_without_a_key_run_again_and_the_person_is_warned(shop: Shell):
    said = shop.done("run", written(apply("1.00"), apply("1.00", idempotencyKey="k-1"), apply("1.00")))

    assert "Run again, the file repeats 2 lines without idempotencyKey." in said.err


def test_of_lines_that_cannot_be_read_those_that_surely_have_no_key_are_counted(shop: Shell):
    said = shop.refused(
        "run", written("{", '{"do": "fly"}', '{"do": "fly", "idempotencyKey": "k-1"}', "[]", apply("1.00"))
    )

    assert "repeats 2 lines without idempotencyKey" in said.err


def test_a_byte_order_mark_is_no_part_of_the_first_command(shop: Shell):
    said = shop.done("run", "-", given=b"\xef\xbb\xbf" + json.dumps(apply("1.00")).encode())

    assert codes(said) == [None]


def test_where_json_breaks_is_told_by_its_column_since_the_file_counts_the_lines(shop: Shell):
    said = shop.refused("run", written(apply("1.00"), '{"do": }'))

    assert said.lines[1]["message"].endswith("column 8")
    assert (said.lines[1]["line"], "line 1" in said.lines[1]["message"]) == (2, False)


def test_the_same_key_with_another_body_is_refused_by_the_field_that_differs(shop: Shell):
    said = shop.refused(
        "run", written(apply("1.00", idempotencyKey="k-1"), apply("2.00", idempotencyKey="k-1"))
    )

    assert codes(said) == [None, "key_reused"]
    assert "amount" in said.lines[1]["message"]


def test_blank_lines_count_where_lines_are_numbered(shop: Shell):
    said = shop.done("run", written(apply("1.00"), "", "  ", apply("1.00")))

    assert [line["line"] for line in said.lines] == [1, 4]


def test_standard_input_and_gzip_are_read_too(shop: Shell):
    line = json.dumps(apply("1.00"))
    Path("packed").write_bytes(gzip.compress(line.encode()))

    shop.done("run", "-", given=line)
    shop.done("run", "packed")

    assert open_of_invoice(shop) == "110.00"


def test_results_go_to_the_file_that_is_named(shop: Shell):
    said = shop.done("run", written(apply("1.00")), "--results", "results.ndjson")

    assert said.out == ""
    assert json.loads(Path("results.ndjson").read_text())["ok"] is True


def test_results_never_overwrite_the_command_file(shop: Shell):
    file = written(apply("1.00"))

    said = shop.misused("run", file, "--results", f"./{file}")

    assert "command file itself" in said.err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", None),
        ("[]", "invalid_request"),
        ("null", "invalid_request"),
        ('{"do": "payment.apply"}', "invalid_request"),
        ('{"do": "payment.fly", "key": "P-1"}', "invalid_request"),
        ('{"do": ["payment.apply"], "key": "P-1"}', "invalid_request"),
        ('{"do": "payment.apply", "key": "P-1", "do": "payment.unapply"}', "invalid_request"),
        ('{"do": "payment.unapply", "key": "P-1", "body": []}', "invalid_request"),
        ('{"do": "payment.unapply", "key": 1}', "invalid_request"),
        ('{"do": "payment.unapply", "key": "P-1", "idempotencyKey": ""}', "invalid_request"),
        ('{"do": "payment.unapply", "key": "P-1", "extra": 1}', "unknown_field"),
        ('{"do": "payment.unapply", "key": "P-1"', "invalid_request"),
        ('{"do": "payment.unapply", "key": "P-2"}', "not_found"),
        ('{"a": NaN}', "invalid_request"),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "invalid_request"),
        (
            '{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": ' + "9" * 5_000 + "}}",
            "invalid_amount",
        ),
        ('{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": 1e400}}', "invalid_amount"),
        ('{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": true}}', "invalid_amount"),
        (
            '{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": "1", "writeOff": true}}',
            "not_offered",
        ),
        (
            '{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": "1", "comment": "\\ud800"}}',
            "invalid_request",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_a_result_with_its_code(shop: Shell, line: str, code: str | None):
    said = shop("run", "-", given=f"{line}\n")

    assert (said.code, codes(said)) == ((1, [code]) if code else (0, []))


def test_a_field_whose_name_holds_half_a_pair_is_refused_and_the_others_are_carried_out(shop: Shell):
    half = '{"do": "account.create", "body": {"name": "n", "currency": "GBP", "\\ud800__c": 1}}'

    said = shop.refused("run", written(half, apply("60.00")))

    assert codes(said) == ["unknown_field", None]
    assert open_of_invoice(shop) == "52.00"


def test_a_line_that_the_program_fails_on_is_refused_and_the_others_are_carried_out(
    shop: Shell, monkeypatch: pytest.MonkeyPatch
):
    def fails(text: str) -> Any:
        if "poison" in text:
            raise LookupError("a fault of the program")
        return parse_line(text)

    monkeypatch.setattr(command_lines, "parse_line", fails)

    said = shop.refused("run", written("poison", apply("60.00")))

    assert codes(said) == ["internal_error", None]
    assert open_of_invoice(shop) == "52.00"


def test_a_line_that_is_not_utf8_is_named(shop: Shell):
    said = shop.refused("run", "-", given=b'\n{"do": "\xff"}\n')

    assert said.lines[0]["line"] == 2 and "UTF-8" in said.lines[0]["message"]


def test_a_packed_file_that_is_cut_says_so_after_what_could_be_read(shop: Shell):
    lines = "".join(json.dumps(apply("0.01", idempotencyKey=f"k-{number}")) + "\n" for number in range(50))
    Path("cut.gz").write_bytes(gzip.compress(lines.encode())[:-12])

    said = shop.refused("run", "cut.gz")

    assert "cut_file" in said.err
