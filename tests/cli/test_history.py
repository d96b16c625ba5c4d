"""What happened to a document, and what is open line by line, as people and programs see it."""

from tests.cli.conftest import Shell


def test_the_history_of_an_invoice_names_who_settled_and_who_wrote_it_off(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=60.00", "--policy", "fifo")
    shop.done("invoice", "write-off", "INV-7")

    told = shop.done("history", "invoice", "INV-7", "--json").json

    assert [(row["event"], row.get("otherDocumentType")) for row in told] == [
        ("created", None),
        ("posted", None),
        ("settled", "payment"),
        ("credited", "credit_memo"),
        ("settled", "credit_memo"),
        ("written off", "credit_memo"),
    ]
    assert told[2]["otherDocumentNumber"] == "P-1"
    assert "written off" in shop.done("history", "invoice", "INV-7").out


def test_a_memo_tells_what_it_writes_off(shop: Shell):
    shop.done("invoice", "write-off", "INV-7")
    (mark,) = shop.done("sql", "select * from documentmark", "--format", "json").json

    told = shop.done("history", "credit-memo", mark["otherdocumentnumber"], "--json").json

    assert [(row["event"], row.get("otherDocumentNumber")) for row in told] == [
        ("created", None),
        ("posted", None),
        ("writes off", "INV-7"),
    ]


def test_open_items_are_those_with_a_balance_now_or_on_a_day(shop: Shell):
    shop.done("payment", "apply", "P-1", "--invoice", "INV-7=60.00", "--policy", "fifo")

    now = shop.done("open-items", "--account", "A-1", "--json").json
    before = shop.done("open-items", "--as-of", "2000-01-01", "--json").json

    assert now and all(row["itemNumber"].startswith("INV-7#") and row["balance"] != "0.00" for row in now)
    assert before == []
    shop.refused("open-items", "--account", "A-9")
