"""Which installation a payload belongs to, and the token to speak with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.ids import new_id
from bot.slack.clients import Clients
from bot.slack.errors import Kind, sort_exception
from bot.storage import workspaces
from bot.storage.database import Database, Priority
from bot.storage.workspaces import Workspace


class NotConnected(Exception):
    """Slack does not let us in; the text says why and what to do."""


class Installs:
    """The one workspace whose token stands in the settings."""

    def __init__(self, database: Database, clients: Clients, clock: Clock, token: str) -> None:
        self._database, self._clients, self._clock, self._token = database, clients, clock, token
        self._known: dict[str, Workspace] = {}
        self.scopes: frozenset[str] = frozenset()

    @property
    def connected(self) -> list[Workspace]:
        """What the token speaks for."""
        return list(self._known.values())

    def token(self, workspace: Workspace) -> str:
        return self._token

    async def connect(self) -> list[Workspace]:
        """Learn from Slack which workspace the token is for; while Slack is down, go on with what is known.

        Raises NotConnected when the token is refused, or when Slack is down and nothing is known yet.
        """
        try:
            answer = await self._clients.with_token(self._token).auth_test()
            app_id = await self._app_id(str(answer["bot_id"]))
        except Exception as error:
            return await self._go_on_without(error)
        self.scopes = frozenset(str(answer.headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")) - {""}
        workspace = Workspace(
            id=new_id(),
            app_id=app_id,
            enterprise_id=str(answer.get("enterprise_id") or ""),
            team_id=str(answer["team_id"]),
            name=str(answer["team"]),
            url=str(answer["url"]),
            bot_user_id=str(answer["user_id"]),
            bot_id=str(answer["bot_id"]),
            owner_turns=0,
            added_at=self._clock.now(),
            token_mark=_mark(self._token),
        )
        async with self._database.write(Priority.INTERACTION) as connection:
            workspace = await workspaces.add_or_refresh(connection, workspace)
        self._known = {workspace.team_id: workspace}
        return [workspace]

    async def _app_id(self, bot_id: str) -> str:
        answer = await self._clients.with_token(self._token).bots_info(bot=bot_id)
        return str(answer["bot"]["app_id"])

    async def _go_on_without(self, error: Exception) -> list[Workspace]:
        failure = sort_exception("auth.test", error)
        if failure.kind not in (Kind.WAIT, Kind.UNKNOWN):
            raise NotConnected(failure.sentence) from error
        async with self._database.read() as connection:
            # Another token's workspace must not get what is sent with this one.
            known = [one for one in await workspaces.every(connection) if one.token_mark == _mark(self._token)]
        if not known:
            raise NotConnected(f"Slack can't be reached yet: {failure.sentence}") from error
        self._known = {workspace.team_id: workspace for workspace in known}
        return known

    def of_body(self, body: Mapping[str, Any]) -> Workspace | None:
        """The installation that a payload was sent to; None when it is none of ours.

        In channels shared with others the acting person's team is not ours: what Slack says about the
        authorisation or the view comes first.
        """
        for team_id in _teams(body):
            if workspace := self._known.get(team_id):
                return workspace
        return None


def _mark(token: str) -> str:
    """Tells one token from another; tokens are random, so nothing leads back from it."""
    return hashlib.sha256(f"warmline {token}".encode()).hexdigest()


def _teams(body: Mapping[str, Any]) -> list[str]:
    authorizations = body.get("authorizations")
    listed = authorizations if isinstance(authorizations, list) else []
    found = [_text(part, "team_id") for part in listed if isinstance(part, Mapping)]
    view = body.get("view")
    if isinstance(view, Mapping):
        found += [_text(view, "app_installed_team_id"), _text(view, "team_id")]
    team = body.get("team")
    if isinstance(team, Mapping):
        found.append(_text(team, "id"))
    found += [_text(body, "team_id"), _text(body, "context_team_id")]
    user = body.get("user")
    if isinstance(user, Mapping):
        found.append(_text(user, "team_id"))
    return [team_id for team_id in found if team_id]


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""
