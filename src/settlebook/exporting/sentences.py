"""Says in one sentence what an event did with money, by the numbers of what it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

THINGS = {
    "invoice": "Invoice",
    "debit_memo": "Debit memo",
    "credit_memo": "Credit memo",
    "payment": "Payment",
}
MIRRORS = {"written_off": "writes off", "reversed": "reverses"}
_SENTENCES: Mapping[str, str] = {
    "post": "{document} posted{mirrors}",
    "unpost": "{document} unposted",
    "receive": "{source} received",
    "cancel": "{source} canceled",
    "transfer": "{source} transferred from {giver} to {taker}{as_another}",
    "apply": "{source} applied to {document_number}",
    "unapply": "{source} unapplied from {document_number}",
    "net": "Negative lines of {document_number} netted",
    "unnet": "Negative lines of {document_number} no longer netted",
    "refund": "Refund {refund_number} of {source_number}",
    "refund_cancel": "Refund {refund_number} of {source_number} canceled",
}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Moved:
    """What an event that moves money concerns: `kind` as in the journal, all else by its number."""

    kind: str
    source_kind: str | None = None
    source_number: str | None = None
    document_kind: str | None = None
    document_number: str | None = None
    refund_number: str | None = None
    mirrored_how: str | None = None
    mirrored_number: str | None = None
    giver: str | None = None  # of a transfer: the accounts
    taker: str | None = None

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.kind].format(
            source=_thing(self.source_kind, self.source_number),
            source_number=self.source_number,
            document=_thing(self.document_kind, self.document_number),
            document_number=self.document_number,
            refund_number=self.refund_number,
            mirrors=f", {MIRRORS[self.mirrored_how]} {self.mirrored_number}" if self.mirrored_how else "",
            giver=self.giver or NOBODY,
            taker=self.taker or NOBODY,
            as_another=f" as {self.document_number}" if self.document_number != self.source_number else "",
        )


MOVED = tuple(each.name for each in fields(Moved))


def _thing(kind: str | None, number: str | None) -> str:
    return f"{THINGS[kind]} {number}" if kind else ""
