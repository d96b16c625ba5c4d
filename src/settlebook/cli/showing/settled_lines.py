"""What was set against which item, taken back or paid back, as rows of a table."""

from collections.abc import Iterable, Iterator, Sequence

from settlebook import AppliedTo, Outcome
from settlebook.cli.showing.output import amount, print_table
from settlebook.domain.allocation import Policy

COLUMNS = ("Application", "From", "Item", "Amount", "Policy")


def print_lines(
    title: str | None, applications: Iterable[AppliedTo], paid_back: Outcome | None = None
) -> None:
    """A row for each line, without the columns that no line has anything for; no table without lines."""
    rows = [row for applied in applications for row in _applied(applied, with_id=paid_back is None)]
    rows += _paid_back(paid_back) if paid_back else []
    known = [index for index in range(len(COLUMNS)) if any(row[index] for row in rows)]
    if known:
        cells = [[row[index] for index in known] for row in rows]
        print_table(title, [COLUMNS[index] for index in known], cells, right=("Amount",))


def _applied(applied: AppliedTo, *, with_id: bool) -> Iterator[Sequence[object]]:
    for how, lines in (("netted", applied.netted), (_chosen_by(applied.policy), applied.lines)):
        for line in lines:
            value = amount(line.amount_minor, applied.currency)
            yield applied.id if with_id else None, line.source or applied.source, line.item, value, how


def _paid_back(answer: Outcome) -> Iterator[Sequence[object]]:
    """Of a credit memo's items; money of a payment is in no items that could be chosen."""
    for line in answer.refunded:
        how = _chosen_by(answer.policy) if line.source else None
        yield None, line.source, "(paid back)", amount(line.amount_minor, answer.currency or ""), how


def _chosen_by(policy: Policy | None) -> str:
    return f"{policy.name} {policy.version}" if policy else "named"
