"""Settings: the only reader of the environment. Every problem is reported at once, in words."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "WARMLINE_"
WHSEC = "whsec_"  # how the Standard Webhooks specification begins a secret that is written in base64
SHORTEST_KEY = 24  # bytes, by the same specification
Words = Annotated[tuple[str, ...], NoDecode]
# What admins set in Slack by now; a name that is still in somebody's file gets a word about that.
RULES = (
    "DEAL_CHANNELS",
    "DEAL_APPS",
    "DELIVERY_OWNERS",
    "CHANNEL_NAME",
    "CHANNEL_PRIVATE",
    "DIGEST_TIME",
    "HANDOFF_DAYS",
    "CHECKIN_DAYS",
    "ANSWER_HOURS",
)

PLAIN = {
    "int_parsing": "Write a whole number.",
    "float_parsing": "Write a number.",
}


class SettingsError(Exception):
    """The settings can't be used; its text says every problem in words, a line each."""


class Settings(BaseSettings):
    """Everything that differs between two installations. Field order and descriptions make .env.example."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file_encoding="utf-8", extra="ignore", frozen=True)

    transport: Literal["socket", "http"] = Field(
        "socket", description="How Slack reaches us: socket (no public address needed) or http."
    )
    bot_token: SecretStr = Field(SecretStr(""), description="Bot token, begins with xoxb-.")
    app_token: SecretStr = Field(SecretStr(""), description="App-level token, begins with xapp-. Only for socket.")
    signing_secret: SecretStr = Field(SecretStr(""), description="Signing secret. Only for http.")
    hook_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret with which other systems sign what they post to /hooks. Empty: hooks are off.",
    )
    client_id: str = Field("", description="Client id; doctor uses it to print the link that grants a missing scope.")

    database_url: str = Field(
        "sqlite+aiosqlite:///warmline.db",
        description="sqlite+aiosqlite:///FILE, or postgresql+asyncpg://USER:PASSWORD@HOST/NAME for several replicas.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on (http: Slack's requests; both: health checks).")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    public_url: str = Field("", description="Public https address of this app. Only for http; goes into the manifest.")

    admins: Words = Field(
        (),
        description="Who may set Warmline up and hears what needs a person, until somebody is chosen in Slack: ids or "
        "e-mails. Empty: Slack's own admins and owners.",
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")
    api_url: str = Field("https://slack.com/api/", description="Address of Slack's Web API.")
    socket_url: str = Field("", description="Where sockets are asked for, if that is not the Web API's address.")
    oauth_url: str = Field("https://slack.com/oauth/v2/authorize", description="Where an admin grants scopes.")
    clock_url: str = Field(
        "", description="A sandbox's clock to follow instead of this machine's. For trying out only."
    )
    time_scale: float = Field(
        1.0, ge=1, le=10_000, description="How many times faster Slack's limits are kept. For trying out only."
    )

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(",") if word.strip())
        return value

    @field_validator("hook_secret")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        _key_of(value.get_secret_value())
        return value

    @property
    def hook_key(self) -> bytes:
        """The key with which hooks are signed; empty when they are off."""
        return _key_of(self.hook_secret.get_secret_value())

    @field_validator("api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @model_validator(mode="after")
    def _fits_together(self) -> Settings:
        problems = [*self._token_problems(), *self._address_problems()]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _token_problems(self) -> list[str]:
        problems = []
        if not self.bot_token.get_secret_value().startswith("xoxb-"):
            problems.append(f"{PREFIX}BOT_TOKEN: paste the Bot User OAuth Token here; it begins with xoxb-.")
        if self.transport == "socket" and not self.app_token.get_secret_value().startswith("xapp-"):
            problems.append(
                f"{PREFIX}APP_TOKEN: socket needs an app-level token (connections:write); it begins with xapp-."
            )
        if self.transport == "http" and not self.signing_secret.get_secret_value():
            problems.append(
                f"{PREFIX}SIGNING_SECRET: http needs the signing secret from the app's Basic Information page."
            )
        return problems

    def _address_problems(self) -> list[str]:
        problems = []
        if not self.database_url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            problems.append(
                f"{PREFIX}DATABASE_URL: begin with sqlite+aiosqlite:/// (a file) or postgresql+asyncpg:// (a server)."
            )
        for name in ("api_url", "socket_url", "oauth_url", "clock_url", "public_url"):
            value = getattr(self, name)
            if value and not value.startswith(("http://", "https://")):
                problems.append(f"{PREFIX}{name.upper()}: must begin with http:// or https://.")
        return problems


def load_settings(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Read the environment, then env_file where the environment is silent; overrides win over both.

    Raises SettingsError whose text names every problem at once.
    """
    problems: list[str] = []
    while True:
        try:
            settings = Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type, call-arg]
        except ValidationError as error:
            problems += _in_words(error)
            bad = {str(problem["loc"][0]).lower() for problem in error.errors() if problem["loc"]}
            if not bad:
                break
            # What is said of single fields hides what the fields say together: look again with defaults in their place.
            overrides |= {name: Settings.model_fields[name].get_default() for name in bad}
        else:
            if not problems:
                return settings
            break
    raise SettingsError("\n".join(problems))


def _key_of(secret: str) -> bytes:
    """The key that a secret stands for: base64 after whsec_, else its own bytes. Raises ValueError with a sentence."""
    if not secret:
        return b""
    key = secret.encode()
    if secret.startswith(WHSEC):
        try:
            key = base64.b64decode(secret.removeprefix(WHSEC), validate=True)
        except binascii.Error:
            raise ValueError("After whsec_ comes base64. Copy the whole secret.") from None
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"A secret has at least {SHORTEST_KEY} bytes. `openssl rand -base64 32` makes one.")
    return key


def _in_words(error: ValidationError) -> list[str]:
    lines: list[str] = []
    for problem in error.errors(include_url=False, include_input=False):
        text = PLAIN.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        if problem["type"] == "literal_error":
            text = f"Write one of these: {problem['ctx']['expected']}."
        name = PREFIX + str(problem["loc"][0]).upper() if problem["loc"] else ""
        lines += [f"{name}: {line}" if name else line for line in text.splitlines()]
    return lines


def database_url(env_file: Path | None = Path(".env")) -> str:
    """Only where the database is: enough to look into it while tokens are missing. Raises SettingsError."""
    stand_ins = {"transport": "socket", "bot_token": "xoxb-", "app_token": "xapp-"}
    return load_settings(env_file, **stand_ins).database_url


def unknown_names(env_file: Path | None = Path(".env")) -> list[str]:
    """Names that begin like ours but are no setting: most likely typing mistakes."""
    known = {PREFIX + field.upper() for field in Settings.model_fields} | {PREFIX + name for name in RULES}
    names = _our_names(env_file)
    return sorted(name for name in names if name.upper() not in known and not name.upper().startswith(PREFIX + "TEST_"))


def moved_names(env_file: Path | None = Path(".env")) -> list[str]:
    """Names of settings that are rules, and so are set in Slack."""
    moved = {PREFIX + name for name in RULES}
    return sorted(name for name in _our_names(env_file) if name.upper() in moved)


def _our_names(env_file: Path | None) -> set[str]:
    names = {name for name in os.environ if name.upper().startswith(PREFIX)}  # noqa: TID251
    if env_file and env_file.is_file():
        from dotenv import dotenv_values

        names |= {name for name in dotenv_values(env_file) if name.upper().startswith(PREFIX)}
    return names


def env_example() -> str:
    """The text of .env.example, made from the settings themselves."""
    lines = ["# Copy to .env and fill in what has no value. Every setting, with its default."]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        elif isinstance(default, tuple):
            default = ",".join(default)
        lines += ["", f"# {field.description}", f"{PREFIX}{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
