"""Which streams a replay reads: those of one account, document, payment or refund, or all."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.replay.reading import SQL
from settlebook.audit.statements import statement
from settlebook.domain.errors import InvalidRequest, NotFound, NotFoundSo
from settlebook.domain.ids import as_id, is_number

DOCUMENTS = ("invoice", "debit_memo", "credit_memo")
KINDS = ("account", *DOCUMENTS, "payment", "refund")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is replayed; at most one is given, by number or id. Nothing: the whole log."""

    account: str | None = None
    document: str | None = None
    payment: str | None = None
    refund: str | None = None

    def __post_init__(self) -> None:
        """Refuses: InvalidRequest."""
        given = [name for name in self.__slots__ if getattr(self, name) is not None]
        if len(given) > 1:
            raise InvalidRequest(given[1], f"name one thing to replay: `{given[0]}` is given as well")


@dataclass(frozen=True, slots=True)
class Selected:
    """The streams to read, all where None. Of a refund: its source's, and the facts about `refund_id`."""

    streams: tuple[UUID, ...] | None = None
    refund_id: UUID | None = None


def selected(connection: Connection[Any], ledger_id: str, asked: Selection) -> Selected:
    """By the log's own numbers; only which streams are an account's is asked of the read models.

    Refuses: NotFound; InvalidRequest for a number that documents of several kinds have.
    """
    if asked.account is not None:
        given = {"ledger": ledger_id, "account": account_id_of(connection, ledger_id, asked.account)}
        found = connection.execute(statement(SQL, "streams_of_account"), given)
        return Selected(tuple(stream_id for (stream_id,) in found))
    if asked.document is not None:
        return Selected((_named(connection, ledger_id, "document", asked.document, DOCUMENTS)[1],))
    if asked.payment is not None:
        return Selected((_named(connection, ledger_id, "payment", asked.payment, ("payment",))[1],))
    if asked.refund is not None:
        _, refund_id, source_id = _named(connection, ledger_id, "refund", asked.refund, ("refund",))
        return Selected((source_id,), refund_id)
    return Selected()


def account_id_of(connection: Connection[Any], ledger_id: str, key: str) -> UUID:
    """By number or id. Refuses: NotFound."""
    return _named(connection, ledger_id, "account", key, ("account",))[1]


def _named(
    connection: Connection[Any], ledger_id: str, what: str, key: str, kinds: tuple[str, ...]
) -> tuple[str, UUID, UUID]:
    id = as_id(key)
    number = key if id is None and is_number(key) else None
    given = {"ledger": ledger_id, "id": id, "number": number, "kinds": list(kinds)}
    found: list[tuple[str, UUID, UUID]] = connection.execute(statement(SQL, "named"), given).fetchall()
    if not found:
        raise _not_found(connection, given, what, key)
    if len(found) > 1:
        named = ", ".join(sorted(kind.replace("_", " ") for kind, _, _ in found))
        raise InvalidRequest(what, f"{key} is the number of several documents ({named}); give the id")
    return found[0]


def _not_found(connection: Connection[Any], given: dict[str, Any], what: str, key: str) -> NotFound:
    others = connection.execute(statement(SQL, "named"), {**given, "kinds": list(KINDS)}).fetchall()
    if not others:
        return NotFound(what, key)
    return NotFoundSo(what, key, ", ".join(sorted(kind.replace("_", " ") for kind, _, _ in others)))
