"""The table of what can go wrong: each kind of error with its exit code and the words for it."""

import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg
import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from settlebook.cli.asking.as_options import spoken
from settlebook.cli.asking.options import json_asked
from settlebook.cli.ending import AskedToEnd
from settlebook.cli.showing.output import notice, print_json
from settlebook.cli.showing.safe_text import safe
from settlebook.domain.currency import UnknownCurrency, shorten
from settlebook.domain.errors import Refusal
from settlebook.domain.money import InvalidAmount
from settlebook.engine import EngineError
from settlebook.engine.read_only import ASK_THE_PRIMARY, TAKES_NO_WRITES, takes_no_writes
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.library.result import result_of
from settlebook.projecting.poison import PoisonEvent
from settlebook.starting import INTERRUPTED, interruptible

REFUSED, USAGE = 1, 2


class Failure(NamedTuple):
    kind: type[BaseException]
    exit_code: int
    words: Callable[[Any], str]


def _refusal(error: Refusal, said: str) -> str:
    known = " (this answer was already known under its idempotency key)" if error.replayed else ""
    return f"Refused, {error.code}: {safe(said)}{known}"


def _operating_system(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{safe(str(where))}{safe(error.strerror or str(error))}"


def _database(error: psycopg.Error) -> str:
    """Without the lines that repeat the query; the driver's own errors have no parts."""
    if takes_no_writes(error):
        return f"{TAKES_NO_WRITES}\n{ASK_THE_PRIMARY}"
    diag = error.diag
    said = diag.message_primary or " ".join(str(error).split()) or type(error).__name__
    place = f" (at character {diag.statement_position})" if diag.statement_position else ""
    hint = f" Hint: {diag.message_hint}" if diag.message_hint else ""
    return safe(f"The database says: {said}{place}.{hint}")


# The first kind that fits counts.
FAILURES = (
    Failure(Refusal, REFUSED, lambda error: _refusal(error, error.message)),
    Failure(EngineError, REFUSED, str),
    Failure(PoisonEvent, REFUSED, lambda error: safe(str(error))),
    Failure(UnreadableEvent, REFUSED, lambda error: safe(error.told)),
    Failure(UnknownCurrency, USAGE, str),
    Failure(InvalidAmount, REFUSED, str),
    Failure(psycopg.Error, REFUSED, _database),
    Failure(OSError, REFUSED, _operating_system),
    Failure(AskedToEnd, INTERRUPTED, lambda _: "Ended, as was asked."),
    Failure(KeyboardInterrupt, INTERRUPTED, lambda _: "Interrupted."),
)


class Face(TyperGroup):
    """The command `settlebook`: whatever a command raises is told in one message, never as a trace-back."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for argument in args:
            if not argument.isascii() and any("\ud800" <= character <= "\udfff" for character in argument):
                ctx.fail(f"{safe(argument)!r} is not text in the encoding of this terminal.")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            with interruptible():
                return super().invoke(ctx)
        except BrokenPipeError:
            _stop_writing()
            raise typer.Exit(REFUSED) from None
        except tuple(failure.kind for failure in FAILURES) as error:
            if not isinstance(error, Refusal):
                raise typer.Exit(told(error)) from None
            if json_asked(ctx):
                print_json(result_of(error))
            else:
                notice(_refusal(error, spoken(error, ctx)))
            raise typer.Exit(REFUSED) from None
        except Exception as error:
            _name_all_options(error)
            _speak_plainly(error)
            raise


def _name_all_options(error: Any) -> None:
    """Instead of options that are spelled alike and mean something else: all that the command has, if any."""
    if not hasattr(error, "option_name") or not hasattr(error, "possibilities") or error.ctx is None:
        return
    params = error.ctx.command.params
    words = [param.opts[0] if param.param_type_name == "option" else param.metavar for param in params]
    error.possibilities = None
    error.message = f"No such option: {error.option_name}."
    if words:
        error.message += f" It takes {', '.join(words)}."


def _speak_plainly(error: Any) -> None:
    """Without the words that Python and pydantic have for what is wrong with a word."""
    if isinstance(error, typer.BadParameter):
        error.message = error.message.removeprefix("Value error, ")
    if isinstance(error.__cause__, ValidationError):
        found = error.__cause__.errors()[0]
        asked, limits = str(found["input"]), found.get("ctx", {})
        match found["type"]:
            case "greater_than_equal":
                error.message = f"{asked} is too small: give {limits['ge']:,} or more"
            case "less_than_equal":
                error.message = f"{asked} is too large: give {limits['le']:,} or less"
            case kind if kind.startswith("int_"):
                error.message = f"{shorten(asked)!r} is no whole number"


def told(error: BaseException) -> int:
    """Tell of the error on the standard error; the exit code for it."""
    failure = next(failure for failure in FAILURES if isinstance(error, failure.kind))
    notice(failure.words(error))
    return failure.exit_code


def _stop_writing() -> None:
    """Who reads the results has left: what is still buffered would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
