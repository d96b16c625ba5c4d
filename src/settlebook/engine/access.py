"""Who may log in to an embedded cluster: its opener, as owner, app and reader, and nobody else."""

from settlebook.engine.identity import OsUser
from settlebook.engine.interface import Role

SUPERUSER = "settlebook_superuser"  # no line below names it: it is reached in single-user mode only
MAP = "settlebook"


def host_rules() -> str:
    roles = ",".join(Role)
    return f"# Written by Settlebook at every start.\nlocal all {roles} peer map={MAP}\n"


def ident_map(opener: OsUser) -> str:
    name = opener.name.replace('"', '""')
    lines = [f'{MAP} "{name}" {role}\n' for role in Role]
    return "# Written by Settlebook at every start.\n" + "".join(lines)
