"""Refusals name the fields of a request or question; to a person who typed options they name those."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import typer

from settlebook.commands import VERBS
from settlebook.domain.errors import Refusal

_TYPED = "settlebook.options_typed"


class Typed(NamedTuple):
    """An option or argument of the command that was typed."""

    is_flag: bool
    is_given: bool


# Options that are not spelled like their field; the first counts that a command has.
OPTIONS = {
    "accountId": ("--account", "--to"),
    "accountNumber": ("--account", "--to", "--number"),
    "accountingCodes": ("--code",),
    "accountingPeriodName": ("--period",),
    "applyEffectiveDate": ("--apply-date",),
    "applicationOrder": ("--order",),
    "autoApplyToInvoiceUponPosting": ("--auto-apply",),
    "autoPost": ("--post",),
    "charges": ("--item",),
    "collect": ("--received",),
    "comments": ("--comment",),
    "creditMemoDate": ("--date",),
    "debitMemoDate": ("--date",),
    "debitMemos": ("--debit-memo",),
    "discountItems": ("--discount",),
    "dueDate": ("--due",),
    "dueOnOrBefore": ("--due-by",),
    "effectiveDate": ("--effective-date", "--date"),
    "endDate": ("--to",),
    "fiscalQuarter": ("--quarter",),
    "fiscalYear": ("--year",),
    "glAccountName": ("--gl-name",),
    "glAccountNumber": ("--gl-number",),
    "idempotencyKey": ("--key",),
    "invoiceDate": ("--date",),
    "invoiceId": ("--from-invoice",),
    "invoiceItems": ("--item",),
    "invoices": ("--invoice", "--part", "INVOICE...", "--body"),
    "items": ("--item", "--pair", "--set", "--add", "--remove"),
    "journalEntryDate": ("--entry-date",),
    "limitOf": ("--limit",),
    "memoDate": ("--date",),
    "memos": ("--body",),
    "methodType": ("--method",),
    "minimumAmount": ("--minimum",),
    "nonRevenueWriteOffAccountingCode": ("--write-off-code",),
    "parentAccountNumber": ("--parent",),
    "reasonCode": ("--reason",),
    "referenceId": ("--reference",),
    "refundDate": ("--date",),
    "runKey": ("--key",),
    "secondPaymentReferenceId": ("--second-reference",),
    "startDate": ("--from",),
    "status": ("--status", "--post"),
    "targetEndDate": ("--to",),
    "targetStartDate": ("--from",),
    "taxItems": ("--tax",),
    "totalAmount": ("--amount",),
    "transactionTypes": ("--type",),
}
ELSEWHERE = {  # of a command that a remedy names
    "gatewayState": "--gateway-state",
    "limitOf": "--limit",
    "unwind": "`settlebook invoice reverse --unwind`",
}
_COMMAND = re.compile(rf"\b({'|'.join(re.escape(do) for do in sorted(VERBS, key=len, reverse=True))})\b")
_FIELD = re.compile(r"(?<![\"'])\b[a-z]+(?:[A-Z][a-z]+|_[a-z]+)+\b")  # in quotes it stands in JSON
_SAID_TO_BE_FIELD = re.compile(r"`([a-z]+(?:[A-Z][a-z]+|_[a-z]+)*)`")
_FLAG = re.compile(r"\b(with|without) ([a-z]+)\b")
_EITHER = re.compile(r"(--[a-z-]+) or \1(?![a-z-])")  # two fields, of which the option may be either
_NO_CHANGE = re.compile(r"^[a-zA-Z]+: give at least one field to change$")
_CHANGES_NOTHING = {"--body", "--json", "--key", "--preview"}
_INSTEAD = re.compile(r"^(--[a-z-]+)(: [^,]*), or \1 instead")


def note_options(context: typer.Context) -> None:
    """Keep what the command can be told, unless it was given JSON, for who tells of its refusal."""
    if context.params.get("body") is None:
        context.meta[_TYPED] = {
            word: Typed(getattr(param, "is_flag", False), bool(context.params.get(param.name or "")))
            for param in context.command.params
            for word in (param.opts if param.param_type_name == "option" else [param.metavar])
        }


def spoken(refusal: Refusal, context: Any) -> str:
    """The message of a refusal, in the words of the command line where the request came from options."""
    typed = context.meta.get(_TYPED)
    if typed is None:
        return refusal.message
    field = refusal.facts().get("field")
    said = refusal.message
    if _NO_CHANGE.match(said):
        return f"say what to change: {', '.join(_changing(typed))}"
    if isinstance(field, str) and said.startswith(f"{field}: "):
        said = _of_field(field, said[len(field) :], typed)
    said = _SAID_TO_BE_FIELD.sub(lambda found: _named_anywhere(found[1], typed), said)
    said = _FIELD.sub(lambda found: _named_anywhere(found.group(), typed), said)
    said = _FLAG.sub(lambda found: _with_flag(found, typed), said)
    said = _COMMAND.sub(lambda found: f"`settlebook {found.group().replace('.', ' ')}`", said)
    said = _INSTEAD.sub(r"\1\2", _EITHER.sub(r"\1", said))
    return said.replace("` with {", "` with --body {")


def option_of(field: str, typed: Mapping[str, Typed]) -> str | None:
    """What a command that has these calls a field; items may be given by several options."""
    if field == "key":  # of what the command is about: --key is the one that makes it safe to send again
        return next((word for word in typed if not word.startswith("-")), None)
    spelled = "--" + re.sub(r"(?=[A-Z])|_", "-", field).lower()
    known = [option for option in (*OPTIONS.get(field, ()), spelled, field.upper()) if option in typed]
    given = [option for option in known if typed[option].is_given]
    return " or ".join(given) if field == "items" and given else next(iter(known), None)


def _changing(typed: Mapping[str, Typed]) -> list[str]:
    return [word for word in typed if word.startswith("-") and word not in _CHANGES_NOTHING]


def _named_anywhere(field: str, typed: Mapping[str, Typed]) -> str:
    return option_of(field, typed) or ELSEWHERE.get(field, field)


def _with_flag(found: re.Match[str], typed: Mapping[str, Typed]) -> str:
    """`with unwind`: by the option of this command, or as the command that has it."""
    option = typed.get(f"--{found[2]}")
    if option is None:
        return f"{found[1]} {ELSEWHERE[found[2]]}" if found[2] in ELSEWHERE else found.group()
    return f"{found[1]} --{found[2]}" if option.is_flag else found.group()


def _of_field(path: str, problem: str, typed: Mapping[str, Typed]) -> str:
    """`invoices[0].items[1].amount` is --item: what is repeated stands in the innermost list.

    Only what is no amount may have been given once for all that a list holds.
    """
    names = path.split(".")
    lists = [name.partition("[")[0] for name in names if name.endswith("]")]
    shared = option_of(names[-1], typed) if names[-1] != "amount" else None
    if shared is not None and typed[shared].is_given:
        return f"{shared}{problem}"
    found = next(filter(None, (option_of(name, typed) for name in reversed(lists or names))), None)
    if found is None:
        return f"{path}{problem}"
    if lists and not names[-1].endswith("]"):
        problem = problem.replace(": it is required", f": its {names[-1]} is required", 1)
    return f"{found}{problem}"
