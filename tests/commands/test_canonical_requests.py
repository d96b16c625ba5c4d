"""One request has one spelling, by which a repeated one is known as the same for ever."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from settlebook.commands import CreatePayment, parse_command
from settlebook.domain.canonical import canonical_text
from settlebook.domain.errors import Malformed
from settlebook.domain.money import Minor
from tests.builders import a_command


def payment(**fields):
    return a_command("payment.create", accountId="A-1", **fields).canonical()


def test_the_order_of_fields_and_the_spelling_of_amounts_do_not_matter():
    first = parse_command("payment.create", None, {"amount": "60.00", "accountId": "A-1", "currency": "GBP"})
    again = parse_command("payment.create", None, {"currency": "GBP", "accountId": "A-1", "amount": 60})

    assert first.canonical() == again.canonical() == {"accountId": "A-1", "amount": "60", "currency": "GBP"}
    assert list(first.canonical()) == sorted(first.canonical())


def test_null_is_the_same_as_nothing_and_a_default_that_is_given_is_not():
    assert payment(amount=1, currency=None) == payment(amount=1)
    assert payment(amount=1, type="External") != payment(amount=1)


def test_a_null_that_takes_something_away_is_part_of_an_edit():
    edited, taken = ({"comment": "Late"}, {"comment": "Late", "referenceId": None})

    spelled = [parse_command("payment.edit", "P-1", body).canonical() for body in (edited, taken)]

    assert spelled[1] == {**spelled[0], "referenceId": None}


def test_another_amount_is_another_request():
    assert payment(amount="60.01") != payment(amount="60.1")


def test_amounts_in_minor_units_have_their_own_spelling():
    command = CreatePayment(account_id="A-1", amount=Minor(6000))

    assert command.canonical() == {"accountId": "A-1", "amount": {"minor": 6000}}


def test_the_order_of_items_matters_since_lines_are_numbered_by_it():
    one, two = {"amount": 1, "sku": "A"}, {"amount": 1, "sku": "B"}

    first = a_command("invoice.create", accountId="A-1", invoiceItems=[one, two])
    other = a_command("invoice.create", accountId="A-1", invoiceItems=[two, one])

    assert first.canonical() != other.canonical()


def test_the_key_of_the_path_is_part_of_the_request():
    refund = a_command("payment.refund", "P-1", totalAmount=1)

    assert refund.canonical() == {"key": "P-1", "totalAmount": "1"}


@given(st.decimals(min_value=Decimal("0.001"), max_value=10**15, places=3), st.integers(0, 3))
def test_equal_amounts_are_spelled_alike_and_different_ones_are_not(amount, zeros):
    text = f"{amount:f}" + "0" * zeros

    spelled = payment(amount=text)["amount"]

    assert Decimal(spelled) == amount
    assert spelled == payment(amount=amount)["amount"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.decimals(-(10**6), 10**6, places=2)
    | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.sampled_from(["b__c", "a__NS", "Z__c", "e__c"]), VALUES)


@given(FIELDS, FIELDS, st.text(max_size=20), st.booleans())
def test_a_request_is_written_as_its_canonical_form_says(of_payment, of_line, comment, flag):
    try:
        line = {"invoiceItemId": "INV-1#1", "amount": "1.50", **of_line}
        invoices = [{"invoiceNumber": "INV-1", "amount": Decimal("1.5"), "items": [line]}]
        given = {
            "accountId": "A-1",
            "amount": 2,
            "comment": comment,
            "prepayment": flag,
            "invoices": invoices,
        }
        command = a_command("payment.create", effectiveDate="2026-03-01", **given, **of_payment)
    except Malformed:
        assume(False)

    said = command.canonical()
    assert command.spelled() == canonical_text(said)
    assert command.spelled({"comment"}) == canonical_text({k: said[k] for k in said if k != "comment"})


def test_what_a_batch_does_not_tell_of_persons_is_not_written():
    invoice = {"accountId": "A-1", "billToContact": {"firstName": "Ada"}, "invoiceItems": [{"amount": 1}]}

    batch = a_command("invoice.create-batch", invoices=[invoice])

    assert "Ada" not in batch.spelled() and batch.spelled() == canonical_text(batch.canonical())
