"""What a server can be told: by flags, by variables SETTLEBOOK_..., by a file, in this order."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from settlebook.commands.rules import wrong
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.log.application import MAIN

PREFIX = "SETTLEBOOK_"
MEGABYTE = 1_000_000


class ServerSettings(BaseSettings):
    """Every setting of a server, with what it is where nobody says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    database: str | None = Field(None, description="A folder or a postgresql:// URL.")
    ledger: str = Field(MAIN, description="Which books of the database.")
    host: str = Field("127.0.0.1", description="The address to listen on; the default is this machine alone.")
    port: int = Field(8080, ge=0, le=65_535, description="The port; 0 takes any that is free.")
    workers: int = Field(1, ge=1, le=256, description="Processes that answer.")
    threads: int = Field(
        64,
        ge=1,
        le=1_024,
        description="Reads, previews and large requests that one process carries out at once.",
    )
    stop_seconds: int = Field(30, ge=0, le=3_600, description="How long a stop waits for answers under way.")
    token_seconds: int = Field(1_800, ge=1, le=86_400, description="How long a token counts.")
    rate_per_minute: int = Field(
        60_000, ge=0, description="Requests of one client to one process; 0: as many as it likes."
    )
    at_once: int = Field(
        1_000, ge=0, description="Requests of one client under way in one process; 0: as many as it likes."
    )
    largest_body: int = Field(10 * MEGABYTE, ge=1_000, description="Bytes of a body, unpacked.")
    largest_bulk: int = Field(100 * MEGABYTE, ge=1_000, description="Bytes of a body of /v1/commands.")
    most_commands: int = Field(50_000, ge=1, description="Commands in one request to /v1/commands.")
    body_seconds: float = Field(
        30, gt=0, description="How long a body may take to come; a second more for each 10,000 bytes."
    )
    deepest_json: int = Field(32, ge=4, le=500, description="Objects and lists inside each other.")
    repeat_seconds: float = Field(
        120, ge=0, description="How long a PUT with the same track id and body is the same; 0: never."
    )
    private_webhooks: bool = Field(
        False, description="Whether webhooks may lead into private networks, and need no HTTPS."
    )
    open_metrics: bool = Field(False, description="Whether /metrics needs no token.")
    tls_certificate: Path | None = Field(None, description="A certificate chain in PEM, to serve HTTPS.")
    tls_key: Path | None = Field(None, description="Its private key in PEM.")
    proxies: str = Field("", description="Addresses whose X-Forwarded-For is believed, with commas.")
    log_format: str = Field("json", pattern="^(json|text)$", description="json, or text for people.")
    log_requests: bool = Field(True, description="Whether each request is a line of the log.")

    @model_validator(mode="after")
    def _both_of_tls(self) -> "ServerSettings":
        if (self.tls_certificate is None) != (self.tls_key is None):
            given, missing = ("tls_key", "tls_certificate")[:: 1 if self.tls_key else -1]
            raise wrong(missing, f"it goes together with `{given}`")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        found = (init_settings, env_settings)
        return (
            (*found, TomlConfigSettingsSource(settings_cls)) if cls.model_config.get("toml_file") else found
        )


def settings_of(file: Path | None, given: Mapping[str, Any]) -> ServerSettings:
    """The settings of flags, variables and a file of TOML. Refuses InvalidRequest, naming the setting."""
    kind: type[ServerSettings] = ServerSettings
    if file is not None:
        if not file.is_file():
            raise InvalidRequest("settings", f"there is no file {file}")
        kind = type("FileSettings", (ServerSettings,), {"model_config": SettingsConfigDict(toml_file=file)})
    try:
        return kind(**given)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRequest("settings", f"{file} is no TOML: {error}") from None
    except RecursionError:
        raise InvalidRequest("settings", f"{file} is nested too deeply") from None
    except SettingsError as error:
        raise InvalidRequest("settings", str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        named = ".".join(str(step) for step in first["loc"]) or first.get("ctx", {}).get("field", "settings")
        raise InvalidRequest(named, first["msg"][:1].lower() + first["msg"][1:]) from None
