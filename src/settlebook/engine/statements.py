"""The SQL of this room, read once."""

from importlib.resources import files

_FOLDER = files("settlebook.engine") / "sql"

CREATE_ROLES = (_FOLDER / "create_roles.sql").read_text("utf-8")
READ_SETTINGS = (_FOLDER / "read_settings.sql").read_bytes()
READ_SERVER = (_FOLDER / "read_server.sql").read_bytes()
BECOME_APP = (_FOLDER / "become_app.sql").read_bytes()
MORE_THAN_A_READER = (_FOLDER / "more_than_a_reader.sql").read_bytes()
UNHURRIED = (_FOLDER / "unhurried.sql").read_bytes()
