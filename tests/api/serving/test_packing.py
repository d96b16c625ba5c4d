"""Answers packed by gzip for who takes them so: the same bytes once unpacked, and nothing held back."""

import gzip
import zlib
from collections.abc import Mapping

import pytest
import requests

from settlebook.api.serving.packing import takes_gzip
from tests.api.conftest import Api

ACCOUNT = {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
PAYMENT = {"accountNumber": "A-1", "currency": "EUR", "type": "External", "effectiveDate": "2026-03-02"}
LONG = {name: "x" * 200 for name in ("comment", "color__c", "shape__c")}
Answer = tuple[bytes, Mapping[str, str]]


@pytest.fixture
def paid(api: Api) -> Api:
    """Four payments, which are more than a thousand bytes to tell of."""
    api.ledger.perform("account.create", None, ACCOUNT)
    for number in range(1, 5):
        api.ledger.perform("payment.create", None, {**PAYMENT, "number": f"P-{number}", "amount": "7.00"})
    return api


def answer(api: Api, path: str, method: str = "GET", body: object = None, **headers: str) -> Answer:
    """The bytes of an answer as they pass the network, and its headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with requests.request(method, api.url + path, json=body, headers=named, stream=True, timeout=30) as found:
        assert found.status_code == 200, found.text
        return found.raw.read(decode_content=False), found.headers


def test_a_larger_answer_is_packed_for_who_takes_it_so_and_is_the_same_once_unpacked(paid: Api):
    plain, unpacked = answer(paid, "/v1/payments", Accept_Encoding="identity")
    packed, headers = answer(paid, "/v1/payments", Accept_Encoding="gzip, deflate")

    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2
    assert headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in unpacked
    assert headers["Vary"] == unpacked["Vary"] == "Accept-Encoding"
    assert int(headers["Content-Length"]) == len(packed)
    assert headers["Content-Type"] == unpacked["Content-Type"]


def test_a_small_answer_is_not_worth_packing(paid: Api):
    assert "Content-Encoding" not in answer(paid, "/healthz", Accept_Encoding="gzip")[1]


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("gzip-like", False),
        ("", False),
    ],
)
def test_who_rules_gzip_out_gets_none(accepted: str, takes: bool):
    assert takes_gzip(accepted) is takes


def test_a_repeated_request_has_the_first_bytes_however_they_are_packed(paid: Api):
    long = {**PAYMENT, **LONG, "amount": 1}

    packed, first = answer(paid, "/v1/payments", "POST", long, Idempotency_Key="k", Accept_Encoding="gzip")
    plain, again = answer(paid, "/v1/payments", "POST", long, Idempotency_Key="k", Accept_Encoding="identity")

    assert (again["Idempotency-Replayed"], first["Content-Encoding"]) == ("true", "gzip")
    assert gzip.decompress(packed) == plain


def test_a_version_is_the_same_however_the_object_was_packed_and_can_be_expected(paid: Api):
    paid.put("/v1/payments/P-1", LONG)
    _, plain = answer(paid, "/v1/payments/P-1", Accept_Encoding="identity")
    _, packed = answer(paid, "/v1/payments/P-1", Accept_Encoding="gzip")

    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == plain["ETag"]
    assert paid.put("/v1/payments/P-1", {"comment": "y"}, If_Match=packed["ETag"])["comment"] == "y"
    assert paid.send("PUT", "/v1/payments/P-1", {"comment": "z"}, If_Match=packed["ETag"]).status_code == 412


def test_events_that_are_waited_for_come_unpacked_one_by_one(paid: Api):
    asked = {"Accept": "text/event-stream", "Accept-Encoding": "gzip"}
    with requests.get(f"{paid.url}/v1/events", headers=asked, stream=True, timeout=10) as stream:
        assert "Content-Encoding" not in stream.headers
        assert b"account.created" in next(line for line in stream.iter_lines(1) if line.startswith(b"data"))


def test_pages_of_events_and_many_results_are_packed_whole(paid: Api):
    page, headers = answer(paid, "/v1/events", Accept_Encoding="gzip")

    assert headers["Content-Encoding"] == "gzip"
    assert zlib.decompress(page, 31).count(b"payment.received") == 4
