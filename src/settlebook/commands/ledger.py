"""Commands about the ledger as a whole: what it chooses where requests and accounts do not."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StrictInt, StrictStr, model_validator

from settlebook.commands.base import Command
from settlebook.commands.editing import Editing
from settlebook.commands.fields import Flag, NegativeLinesWord, PolicyWord, ShortText
from settlebook.commands.rules import wrong
from settlebook.domain.accounting_codes import Role

LimitName = Annotated[StrictStr, Field(min_length=1, max_length=64)]
LimitNumber = Annotated[StrictInt, Field(ge=0, lt=2**31)]
CodeOfRole = Annotated[ShortText, Field(min_length=1)]

FIELD_OF_POLICY = {
    "applyPayment": "apply_payment",
    "applyCreditMemo": "apply_credit",
    "unapply": "unapply",
    "refund": "refund",
    "writeOff": "write_off",
}


class ChosenPolicies(Editing):
    """Policies by what they are for; null takes a choice back."""

    apply_payment: PolicyWord | None = None
    apply_credit_memo: PolicyWord | None = None
    unapply: PolicyWord | None = None
    refund: PolicyWord | None = None
    write_off: PolicyWord | None = None

    @model_validator(mode="after")
    def _only_policies(self) -> Self:
        _require_known(self, "policies")
        return self


class ChoosingPolicies(Editing):
    """The part of a request that says which policies run where a later request names none."""

    policies: ChosenPolicies | None = None
    negative_lines: NegativeLinesWord | None = None

    def choices(self) -> dict[str, str | None]:
        """What was given, by the fields of `Choices`; None takes a choice back."""
        given, found = self.given(), dict[str, str | None]()
        if "policies" in given:
            named = dict.fromkeys(FIELD_OF_POLICY) if self.policies is None else self.policies.given()
            found |= {FIELD_OF_POLICY[name]: policy for name, policy in named.items()}
        if "negativeLines" in given:
            found["negative_lines"] = self.negative_lines
        return found


class ChangeSettings(ChoosingPolicies, Command):
    """Change what the ledger chooses: only what is given changes, and null goes back to what is built in.

    Limits    `limits` lifts all of them or none; `limit_of` gives single ones another number, by their names.
    Codes     by role, for what names no accounting code itself.
    """

    DO: ClassVar[str] = "settings.change"
    ABOUT_NOBODY: ClassVar[bool] = True

    over_crediting: Literal["off", "header", "item"] | None = None
    cancel_unapplies: Flag | None = None
    family: Flag | None = None
    limits: Literal["strict", "lifted"] | None = None
    limit_of: dict[LimitName, LimitNumber | None] | None = None
    accounting_codes: dict[Role, CodeOfRole | None] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        _require_known(self, "settings")
        self.require_change("policies")
        return self


def _require_known(part: Editing, what: str) -> None:
    """Refuse a tenant's own fields where nothing keeps them."""
    for name in part.model_extra or {}:
        raise wrong(name, f"{what} keep no fields of your own")


COMMANDS: tuple[type[Command], ...] = (ChangeSettings,)
