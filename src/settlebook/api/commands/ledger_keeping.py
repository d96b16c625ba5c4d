"""Commands of accounts, and of what the ledger as a whole keeps: periods, codes, journal runs, settings."""

from collections.abc import Iterable

from settlebook.api.caller import Role
from settlebook.api.commands.answers import ACCOUNT, COMMON, JOURNAL_RUN, SETTLED
from settlebook.api.commands.older_names import transaction_types
from settlebook.api.commands.route import CommandRoute

ACCOUNTS, PERIODS, CODES = "/v1/accounts", "/v1/accounting-periods", "/v1/accounting-codes"
RUNS, SETTINGS = "/v1/journal-runs", "/v1/settings"

ACCOUNT_ROUTES = (
    CommandRoute("POST", ACCOUNTS, "account.create", ACCOUNT, is_of_one_account=False),
    CommandRoute("PUT", f"{ACCOUNTS}/{{key}}", "account.edit", COMMON),
    CommandRoute("POST", f"{ACCOUNTS}/{{key}}/settle", "account.settle", SETTLED),
)


def _of_the_ledger(routes: Iterable[tuple[str, str, str]]) -> tuple[CommandRoute, ...]:
    return tuple(
        CommandRoute(method, path, do, COMMON, role=Role.ACCOUNTANT, is_of_one_account=False)
        for method, path, do in routes
    )


PERIOD_ROUTES = _of_the_ledger(
    (
        ("POST", PERIODS, "accounting-period.create"),
        ("PUT", f"{PERIODS}/{{key}}", "accounting-period.edit"),
        ("PUT", f"{PERIODS}/{{key}}/pending-close", "accounting-period.pending-close"),
        ("PUT", f"{PERIODS}/{{key}}/close", "accounting-period.close"),
        ("PUT", f"{PERIODS}/{{key}}/reopen", "accounting-period.reopen"),
        ("DELETE", f"{PERIODS}/{{key}}", "accounting-period.delete"),
    )
)
CODE_ROUTES = _of_the_ledger(
    (
        ("POST", CODES, "accounting-code.create"),
        ("PUT", f"{CODES}/{{key}}", "accounting-code.edit"),
        ("PUT", f"{CODES}/{{key}}/activate", "accounting-code.activate"),
        ("PUT", f"{CODES}/{{key}}/deactivate", "accounting-code.deactivate"),
    )
)
JOURNAL_RUN_ROUTES = (
    CommandRoute(
        "POST",
        RUNS,
        "journal-run.create",
        JOURNAL_RUN,
        role=Role.ACCOUNTANT,
        reads=transaction_types,
        is_of_one_account=False,
    ),
    *_of_the_ledger((("PUT", f"{RUNS}/{{key}}/cancel", "journal-run.cancel"),)),
)
SETTING_ROUTES = _of_the_ledger((("PUT", SETTINGS, "settings.change"),))
ROUTES = (*ACCOUNT_ROUTES, *PERIOD_ROUTES, *CODE_ROUTES, *JOURNAL_RUN_ROUTES, *SETTING_ROUTES)
