"""What exists in the local Slack: teams, people, apps, channels, views, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Team:
    """One workspace."""

    id: str
    name: str
    domain: str
    created: int = 0


@dataclass
class User:
    """A person or a bot user."""

    id: str
    team_id: str
    name: str
    real_name: str
    tz: str = "Europe/London"
    email: str = ""
    title: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    app_id: str = ""
    bot_id: str = ""
    updated: int = 0
    profile: Json = field(default_factory=dict)


@dataclass
class App:
    """A registered app and how it wants to be reached."""

    id: str
    name: str
    client_id: str
    client_secret: str
    signing_secret: str
    verification_token: str
    app_token: str
    mode: str = "socket"
    request_url: str = ""
    options_url: str = ""
    scopes: list[str] = field(default_factory=list)
    events: list[str] | None = None
    commands: list[Json] | None = None
    shortcuts: list[Json] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    manifest: Json = field(default_factory=dict)


@dataclass
class Install:
    """An app in a team: its bot user, its token and what it may do."""

    app_id: str
    team_id: str
    user_id: str
    bot_id: str
    token: str
    scopes: list[str]
    active: bool = True


@dataclass
class Channel:
    """A conversation of any kind; messages are kept by ts, oldest first."""

    id: str
    team_id: str
    name: str
    created: int
    creator: str
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_general: bool = False
    is_archived: bool = False
    is_deleted: bool = False
    shared_team_ids: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    topic: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    purpose: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    previous_names: list[str] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)
    pins: list[Json] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    open_for: list[str] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def is_ext_shared(self) -> bool:
        """Tell whether people of more than one organisation are in it."""
        return len(self.shared_team_ids) > 1

    @property
    def kind(self) -> str:
        """Return Slack's channel_type: channel, group, im or mpim."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"


@dataclass
class View:
    """A modal or a Home tab that an app has on a person's screen."""

    id: str
    app_id: str
    team_id: str
    user_id: str
    given: Json
    hash: str
    bot_id: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """Return the app's own id of the view, or an empty string."""
        return str(self.given.get("external_id") or "")


@dataclass
class Pending:
    """An event on its way to an app, or kept after Slack would have given up."""

    event_id: str
    app_id: str
    team_id: str
    body: Json
    attempt: int = 0
    reason: str = ""
    gave_up: bool = False
