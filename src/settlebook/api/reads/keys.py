"""Keys in requests: ids that are none name nothing, and a client of one account names no other."""

from uuid import UUID

from settlebook import Key, NotFound
from settlebook.api.context import Context
from settlebook.domain.ids import as_id


def require_id(kind: str, text: str) -> UUID:
    """Refuses: NotFound."""
    found = as_id(text)
    if found is None:
        raise NotFound(kind, text)
    return found


def own_account(context: Context, account: str | None) -> Key | None:
    """The account that is asked for; of a client that sees one only, that one. Refuses: NotFound."""
    own = context.account
    if own is not None and account is not None and context.ledger.account(account).id != own:
        raise NotFound("account", account)
    return own or account
