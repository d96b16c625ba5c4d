"""Reads `select Id, Balance from Invoice where Status = 'Posted' and Balance > 0`; `and` goes before `or`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from settlebook.api.object_query.parsing import compared_with
from settlebook.domain.errors import InvalidRequest
from settlebook.queries.objects.catalogue import BY_NAME
from settlebook.queries.objects.question import AllOf, AnyOf, Compared, Condition, Operator
from settlebook.queries.objects.shapes import Column, Shape, Type

WHERE = "queryString"
LONGEST = 20_000  # characters
MOST_CONDITIONS = 200
DEEPEST = 16  # parentheses inside each other
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text> '(?:[^'\\]|\\.)*' )
      | (?P<number> [+-]?[0-9]+(?:\.[0-9]+)? (?![\w.]) )
      | (?P<word> [A-Za-z_]\w* )
      | (?P<sign> <= | >= | != | <> | [=<>(),] )
    )""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_COMPARISONS = {
    "=": Operator.EQ,
    "!=": Operator.NE,
    "<>": Operator.NE,
    "<": Operator.LT,
    "<=": Operator.LE,
    ">": Operator.GT,
    ">=": Operator.GE,
    "like": Operator.LIKE,
}
_OBJECTS = {name.lower(): shape for name, shape in BY_NAME.items()}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # of the groups above, or `end`
    text: str

    @property
    def word(self) -> str:
        return self.text.lower() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a statement asks for."""

    shape: Shape
    fields: tuple[Column, ...]
    condition: Condition


def read_zoql(statement: object) -> Asked:
    """Refuses: InvalidRequest."""
    if not isinstance(statement, str) or not 0 < len(statement) <= LONGEST:
        raise InvalidRequest(WHERE, f"give a query of at most {LONGEST:,} characters")
    return _Reader(statement).read()


class _Reader:
    def __init__(self, statement: str) -> None:
        self._tokens = _tokens(statement)
        self._next = next(self._tokens)
        self._conditions = 0

    def read(self) -> Asked:
        self._expect("select")
        names = self._names()
        self._expect("from")
        shape = self._object()
        fields = tuple(shape.column(name, WHERE) for name in names)
        condition: Condition = AllOf()
        if self._next.word == "where":
            self._take()
            condition = self._any(shape, 0)
        if self._next.kind != "end":
            raise _unexpected(self._next, "the end, and, or or")
        return Asked(shape, fields, condition)

    def _names(self) -> list[str]:
        names = [self._name()]
        while self._next.text == ",":
            self._take()
            names.append(self._name())
        return names

    def _object(self) -> Shape:
        name = self._name()
        shape = _OBJECTS.get(name.lower())
        if shape is None:
            raise InvalidRequest(WHERE, f"there is no object {name}; there are {', '.join(BY_NAME)}")
        return shape

    def _any(self, shape: Shape, depth: int) -> Condition:
        ways = [self._all(shape, depth)]
        while self._next.word == "or":
            self._take()
            ways.append(self._all(shape, depth))
        return AnyOf(tuple(ways)) if len(ways) > 1 else ways[0]

    def _all(self, shape: Shape, depth: int) -> Condition:
        parts = [self._one(shape, depth)]
        while self._next.word == "and":
            self._take()
            parts.append(self._one(shape, depth))
        return AllOf(tuple(parts))

    def _one(self, shape: Shape, depth: int) -> Condition:
        if self._next.text == "(":
            if depth == DEEPEST:
                raise InvalidRequest(WHERE, f"parentheses stand in each other {DEEPEST} times at most")
            self._take()
            condition = self._any(shape, depth + 1)
            if self._take().text != ")":
                raise InvalidRequest(WHERE, "a parenthesis is not closed")
            return condition
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise InvalidRequest(WHERE, f"it has more than {MOST_CONDITIONS} conditions")
        column = shape.column(self._name(), WHERE)
        token = self._take()
        operator = _COMPARISONS.get(token.text.lower())
        if operator is None:
            raise _unexpected(token, "a comparison, such as = or like")
        return _compared(column, operator, self._take())

    def _name(self) -> str:
        token = self._take()
        if token.kind != "word":
            raise _unexpected(token, "a name")
        return token.text

    def _expect(self, word: str) -> None:
        if (token := self._take()).word != word:
            raise _unexpected(token, word)

    def _take(self) -> Token:
        token = self._next
        if token.kind != "end":
            self._next = next(self._tokens)
        return token


def _compared(column: Column, operator: Operator, value: Token) -> Condition:
    if value.word == "null" and operator in (Operator.EQ, Operator.NE):
        return Compared(column, operator, None)
    if value.word in ("true", "false") and column.type is Type.TRUTH:
        return compared_with(column, operator, value.word, WHERE)
    if value.kind not in ("text", "number"):
        raise _unexpected(value, "a value: 'text', a number, true, false or null")
    text = re.sub(r"\\(.)", r"\1", value.text[1:-1], flags=re.DOTALL) if value.kind == "text" else value.text
    if operator is Operator.LIKE:
        text = text.replace("\\", "\\\\").replace("_", "\\_")  # % alone stands for others
    return compared_with(column, operator, text, WHERE)


def _tokens(statement: str) -> Iterator[Token]:
    begin, end = 0, len(statement.rstrip().rstrip(";").rstrip())
    while begin < end:
        found = _TOKEN.match(statement, begin, end)
        if found is None:
            raise InvalidRequest(WHERE, f"{statement[begin : begin + 20]!r} is not understood")
        assert found.lastgroup is not None
        yield Token(found.lastgroup, found[found.lastgroup])
        begin = found.end()
    while True:
        yield Token("end", "the end")


def _unexpected(token: Token, wanted: str) -> InvalidRequest:
    return InvalidRequest(WHERE, f"{token.text[:40]!r} stands where {wanted} is expected")
