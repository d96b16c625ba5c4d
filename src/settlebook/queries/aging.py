"""Aging: what accounts owe, by how long it has been due."""

from datetime import date

from pydantic import Field

from settlebook.queries.cut import Cut
from settlebook.queries.row import Amount, Id, Row
from settlebook.queries.snapshot import ACCOUNT, Key, Snapshot, question_of


class AgingRow(Row):
    """What an account owes in one currency on a day; the buckets add up to the balance."""

    day: date
    account_id: Id
    account_number: str
    currency: str
    balance: Amount
    not_due: Amount
    days_1_to_30: Amount = Field(alias="days1To30")
    days_31_to_60: Amount = Field(alias="days31To60")
    days_61_to_90: Amount = Field(alias="days61To90")
    over_90_days: Amount = Field(alias="over90Days")


def aging(books: Snapshot, today: date, account: Key | None, cut: Cut | None = None) -> list[AgingRow]:
    """On the day of the moment, else today. Refuses: NotFound for the account."""
    day = books.moment.today if books.moment is not None else today
    account_id = books.about(ACCOUNT, account).id if account is not None else None
    asked = {"day": day, "account": account_id}
    cut = cut or Cut()
    statement = cut.of(question_of("aging", "by_account"))
    return [AgingRow.of(record, day=day) for record in books.asked(statement, **asked, **cut.parameters)]
