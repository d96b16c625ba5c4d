"""What a ledger says of any object of the Data Query world: pages of rows, one row, and what they lead to."""

from typing import TYPE_CHECKING, Any, Unpack

from settlebook.library.answers import Answers
from settlebook.queries.moment import When

if TYPE_CHECKING:
    from settlebook.queries.objects.question import Page, Question


class ObjectAnswers(Answers):
    """Answers by names and values; each is of one state of the books, with all that it leads to."""

    def objects(self, question: "Question", **when: Unpack[When]) -> "Page":
        """A page of rows. Refuses: InvalidRequest, where it takes too long or expands to too much."""
        from settlebook.queries.objects import answering  # a large table, which few programs need

        return self._ask(lambda books: answering.page(books, question), **when)

    def object(self, question: "Question", key: str, **when: Unpack[When]) -> dict[str, Any]:
        """The row that an id or a number names. Refuses: NotFound, and as `objects`."""
        from settlebook.queries.objects import answering

        return self._ask(lambda books: answering.found(books, question, key), **when)
