"""Refusals name the fields of a request; to a person who typed options they name those."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import typer

from settlebook.commands import VERBS
from settlebook.domain.errors import Refusal

_TYPED = "settlebook.options_typed"


class Typed(NamedTuple):
    """An option of the command that was typed."""

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
    "invoices": ("--invoice", "--part"),
    "items": ("--item", "--pair", "--set", "--add", "--remove"),
    "journalEntryDate": ("--entry-date",),
    "limitOf": ("--limit",),
    "memoDate": ("--date",),
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
ELSEWHERE = {"gatewayState": "--gateway-state", "limitOf": "--limit"}  # of a command that a remedy names
_COMMAND = re.compile(rf"\b({'|'.join(re.escape(do) for do in sorted(VERBS, key=len, reverse=True))})\b")
_FIELD = re.compile(r"(?<!\")\b[a-z]+(?:[A-Z][a-z]+)+\b")  # in quotes it stands in JSON
_FLAG = re.compile(r"\b(with|without) ([a-z]+)\b")
_EITHER = re.compile(r"(--[a-z-]+) or \1(?![a-z-])")  # two fields, of which the option may be either
_INSTEAD = re.compile(r"^(--[a-z-]+)(: [^,]*), or \1 instead")


def note_options(context: typer.Context) -> None:
    """Keep which options the command has, unless it was given JSON, for who tells of its refusal."""
    if context.params.get("body") is None:
        params = [param for param in context.command.params if param.param_type_name == "option"]
        context.meta[_TYPED] = {
            option: Typed(getattr(param, "is_flag", False), bool(context.params.get(param.name or "")))
            for param in params
            for option in param.opts
        }


def spoken(refusal: Refusal, context: Any) -> str:
    """The message of a refusal, in the words of the command line where the request came from options."""
    typed = context.meta.get(_TYPED)
    if typed is None:
        return refusal.message
    field = refusal.facts().get("field")
    said = refusal.message
    if isinstance(field, str) and said.startswith(f"{field}: "):
        said = _of_field(field, said[len(field) :], typed)
    said = _FIELD.sub(lambda found: _named_anywhere(found.group(), typed), said)
    said = _FLAG.sub(lambda found: _with_flag(found, typed), said)
    said = _COMMAND.sub(lambda found: f"`settlebook {found.group().replace('.', ' ')}`", said)
    said = _INSTEAD.sub(r"\1\2", _EITHER.sub(r"\1", said))
    return said.replace("` with {", "` with --body {")


def option_of(field: str, typed: Mapping[str, Typed]) -> str | None:
    """The option of a command that has these, by the name of its field; items may be given by several."""
    spelled = "--" + re.sub(r"(?=[A-Z])", "-", field).lower()
    known = [option for option in (*OPTIONS.get(field, ()), spelled) if option in typed]
    given = [option for option in known if typed[option].is_given]
    return " or ".join(given) if field == "items" and given else next(iter(known), None)


def _named_anywhere(field: str, typed: Mapping[str, Typed]) -> str:
    return option_of(field, typed) or ELSEWHERE.get(field, field)


def _with_flag(found: re.Match[str], typed: Mapping[str, Typed]) -> str:
    option = typed.get(f"--{found[2]}")
    return f"{found[1]} --{found[2]}" if option is not None and option.is_flag else found.group()


def _of_field(path: str, problem: str, typed: Mapping[str, Typed]) -> str:
    """`invoices[0].items[1].amount` is --item: what is repeated stands in the innermost list."""
    names = path.split(".")
    lists = [name.partition("[")[0] for name in names if name.endswith("]")]
    found = next(filter(None, (option_of(name, typed) for name in reversed(lists or names))), None)
    if found is None:
        return f"{path}{problem}"
    if lists and not names[-1].endswith("]"):
        problem = problem.replace(": it is required", f": its {names[-1]} is required", 1)
    return f"{found}{problem}"
