"""Custom fields stand in free queries as if they were columns."""

import pytest

from settlebook.domain.errors import InvalidRequest
from settlebook.queries.custom_columns import TABLES, with_custom_columns
from tests.cli.conftest import Shell
from tests.conftest import Database
from tests.projections.story import Story

REGION = "custom_field(i.customfields, 'region__c')"


@pytest.mark.parametrize(
    ("asked", "becomes"),
    [
        ("select i.region__c from invoice i", f'select {REGION} AS "region__c" from invoice i'),
        ("select i.region__c r from invoice i", f"select {REGION} r from invoice i"),
        ("select 1 from invoice i where region__c = 'n'", f"select 1 from invoice i where {REGION} = 'n'"),
        ("select max(i.region__c) from invoice i", f"select max({REGION}) from invoice i"),
        ("select 1 from invoice i order by i.region__c", f"select 1 from invoice i order by {REGION}"),
        (
            'select "Po__NS" from Invoice',
            "select custom_field(Invoice.customfields, 'Po__NS') AS \"Po__NS\" from Invoice",
        ),
        (
            "select x.region__c from (select i.region__c from invoice i) x",
            f'select x.region__c from (select {REGION} AS "region__c" from invoice i) x',
        ),
        (
            "select 1 from invoice i where exists (select 1 from payment p where p.x__c = i.region__c)",
            "select 1 from invoice i where exists (select 1 from payment p where "
            f"custom_field(p.customfields, 'x__c') = {REGION})",
        ),
        (
            "select region__c from invoice i join paymentpart p on p.invoiceid = i.id",
            f'select {REGION} AS "region__c" from invoice i join paymentpart p on p.invoiceid = i.id',
        ),
    ],
)
def test_a_custom_field_becomes_a_look_into_the_fields_of_its_table(asked: str, becomes: str):
    assert with_custom_columns(asked) == becomes


@pytest.mark.parametrize(
    "statement",
    [
        "select balance from invoice",
        "select 'region__c' from invoice",
        "select 1 -- region__c",
        "select region__c from item_balance",
        "select region__c from",
        "selec region__c from invoice",
    ],
)
def test_what_has_none_or_is_not_understood_stays_as_it_is(statement: str):
    assert with_custom_columns(statement) == statement


def test_a_field_that_may_be_of_several_tables_is_refused_with_their_names():
    with pytest.raises(InvalidRequest, match="region__c may be of i or a: say of which"):
        with_custom_columns("select region__c from invoice i join account a on a.id = i.accountid")


def test_a_quote_in_a_name_ends_no_text():
    (changed,) = [with_custom_columns("""select "x'; drop table y; --__c" from invoice""")]

    assert "'x''; drop table y; --__c'" in changed


def test_the_tables_are_those_that_have_custom_fields(database: Database):
    story = Story(database)
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'customfields'"

    assert {name for (name,) in story.rows(query)} == TABLES
    story.close()


def test_custom_fields_are_asked_for_and_filtered_by_in_any_case(shell: Shell):
    shell.done("account", "create", "--body", '{"name": "n", "accountNumber": "A-1", "currency": "GBP"}')
    for number, region in (("INV-1", "north"), ("INV-2", "south")):
        body = f'{{"accountNumber": "A-1", "number": "{number}", "region__c": "{region}",'
        body += ' "IntegrationId__NS": "77", "invoiceItems": [{"amount": "1.00", "shelf__c": "B7"}]}'
        shell.done("invoice", "create", "--body", body)

    query = "select invoicenumber, region__c, INTEGRATIONID__NS from invoice where Region__c = 'south'"
    (row,) = shell.done("sql", query, "--format", "json").json

    assert row == {"invoicenumber": "INV-2", "region__c": "south", "INTEGRATIONID__NS": "77"}
    items = "select shelf__c, count(*) n from invoiceitem group by shelf__c"
    assert shell.done("sql", items, "--format", "json").json == [{"shelf__c": "B7", "n": 2}]


def test_the_column_of_custom_fields_holds_exactly_these(database: Database):
    story = Story(database)
    story.tell_of_account()
    story.do(
        "invoice.create",
        accountNumber="A-1",
        region__c="n",
        x__NS="1",
        paymentTerm="Net 30",
        invoiceItems=[{"amount": 1}],
    )
    story.catch_up()

    assert story.rows("SELECT customfields FROM invoice") == [({"region__c": "n", "x__NS": "1"},)]
    story.close()


def test_codes_and_journal_runs_have_custom_fields_too(shell: Shell):
    shell.done(
        "run",
        "-",
        given='{"do": "accounting-code.create", "body": {"name": "1200", "type": "Cash", "owner__c": "ada"}}'
        '\n{"do": "journal-run.create", "body": {"targetStartDate": "2024-03-01",'
        ' "targetEndDate": "2024-03-31", "batch__c": "7"}}\n',
    )

    codes = shell.done("sql", "select name, owner__c from accountingcode", "--format", "json").json
    assert codes == [{"name": "1200", "owner__c": "ada"}]
    assert shell.done("sql", "select batch__c from journalrun", "--format", "json").json == [
        {"batch__c": "7"}
    ]
