"""What an object of a query is made of: its columns, what it leads to, and whose it is."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from settlebook.domain.errors import InvalidRequest

CUSTOM_FIELD = re.compile(r"[a-z_][a-z0-9_]{0,250}__(c|ns)", re.IGNORECASE | re.ASCII)


class Type(StrEnum):
    """What a column holds, as `columns` spells it."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    DAY = "day"
    INSTANT = "instant"
    TRUTH = "truth"
    ID = "id"
    TEXTS = "texts"  # a list, which is shown and never compared


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view by its name in answers; a custom one is looked up among the custom fields.

    is_unique  no two rows have the same there, and none has nothing: an index gives their order.
    """

    name: str
    type: Type = Type.TEXT
    is_custom: bool = False
    is_unique: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """What an object leads to: the rows of `to` whose column `theirs` holds what `ours` does."""

    name: str
    to: str
    ours: str
    theirs: str
    is_many: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a row is: its column `ours` holds what `theirs` of `of` does, which is the account's."""

    ours: str
    of: str
    theirs: str = "id"


@dataclass(frozen=True)
class Shape:
    """One object of the Data Query world.

    name      as people spell it: `InvoiceItem`; its view has the same.
    plural    as paths spell it: `invoice-items`.
    number    the column of its number, where it has one: it can be found by it.
    owners    by which of these a row is an account's; one of them is enough, none: it is nobody's.
    """

    name: str
    plural: str
    columns: Mapping[str, Column]  # by name in lower case
    relations: Mapping[str, Relation]
    number: str | None = None
    account: str | None = None  # the column that names the account, where there is one
    owners: tuple[Owner, ...] = ()
    has_custom_fields: bool = False
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns.values()))

    @property
    def view(self) -> str:
        return self.name.lower()

    @property
    def singular(self) -> str:
        """As `invoiceitem.fields[]` has it."""
        return self.name.lower()

    @property
    def spoken(self) -> str:
        """As people call it: `invoice item`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).lower()

    def column(self, name: str, where: str) -> Column:
        """The column of that name in any case; `where` is what the request calls the place.

        Refuses: InvalidRequest.
        """
        if (found := self.columns.get(name.lower())) is not None:
            return found
        if self.has_custom_fields and CUSTOM_FIELD.fullmatch(name):
            return Column(name, is_custom=True)
        raise InvalidRequest(where, f"{self.name} has no field {name!r}; it has {', '.join(self.names)}")

    def relation(self, name: str, where: str) -> Relation:
        """What it leads to by that name in any case. Refuses: InvalidRequest."""
        if (found := self.relations.get(name.lower())) is not None:
            return found
        known = ", ".join(relation.name.lower() for relation in self.relations.values()) or "nothing"
        raise InvalidRequest(where, f"{self.name} does not lead to {name!r} here, but to {known}")


def columns_of(text: str, unique: Container[str | None] = ()) -> dict[str, Column]:
    """The columns that a text spells, such as `id:id amount:number status`."""
    spelled = (word.partition(":") for word in text.split())
    return {
        name.lower(): Column(name, Type(type or Type.TEXT), is_unique=name in unique)
        for name, _, type in spelled
    }


def by_name(relations: Iterable[Relation]) -> dict[str, Relation]:
    return {relation.name.lower(): relation for relation in relations}
