"""Interactive payloads and slash commands: sent once, answered within three seconds or not at all."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.sandbox.courier import Outcome
from bot.sandbox.model import App, Channel, Install, Json, User
from bot.sandbox.screens import Screens

if TYPE_CHECKING:
    from bot.sandbox.core import Core

URL_SECONDS = 1800.0
URL_USES = 5


@dataclass
class ResponseUrl:
    """A right to answer an interaction: where, to whom, on which message, how often still."""

    app_id: str
    team_id: str
    user_id: str
    channel_id: str
    since: float
    message_ts: str = ""
    ephemeral: bool = False
    uses: int = 0


class Interactions:
    """Knows triggers and response addresses, and talks to apps in place of a person."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.screens = Screens(core)
        self.response_urls: dict[str, ResponseUrl] = {}
        self.offered: dict[str, list[Json]] = {}

    def offered_for(self, key: str) -> list[Json]:
        """Return the options an app has offered for a select."""
        return self.offered.get(key, [])

    def new_response_url(
        self, install: Install, user: User, channel: Channel, message_ts: str = "", ephemeral: bool = False
    ) -> str:
        """Return an address that answers to this interaction can be posted to."""
        word = uuid.uuid4().hex
        self.response_urls[word] = ResponseUrl(
            install.app_id,
            install.team_id,
            user.id,
            channel.id,
            self._core.wall.monotonic(),
            message_ts,
            ephemeral,
        )
        return f"{self._core.url}/respond/{install.team_id}/{word}"

    def base(self, kind: str, app: App, install: Install, user: User) -> Json:
        """Return what all interactive payloads have in common."""
        team = self._core.world.teams[install.team_id]
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "api_app_id": app.id,
            "token": app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def send(
        self, app: App, payload: Json, team_id: str, *, slash: bool = False, options: bool = False
    ) -> Outcome:
        """Send a payload by the app's way and return how it was answered; nothing is sent twice."""
        core = self._core
        began = core.wall.monotonic()
        if app.mode == "http":
            form = payload if slash else {"payload": json.dumps(payload)}
            body = urlencode({k: _form(v) for k, v in form.items()}).encode()
            url = app.options_url if options and app.options_url else app.request_url
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            outcome = await core.courier.http(app, url, body, headers)
            outcome.answer = _answer_of(outcome)
        else:
            kind = "slash_commands" if slash else "interactive"
            patience = core.wall.monotonic()
            outcome = await core.sockets.send(app, kind, payload, patience=patience, accepts=True)
        core.touched()
        core.ledger.write(
            "delivery",
            type="slash_command" if slash else payload["type"],
            app=app.id,
            team=team_id,
            event_id="",
            envelope_id=outcome.envelope_id,
            attempt=0,
            outcome=outcome.word,
            status=outcome.status,
            seconds=round(core.wall.monotonic() - began, 4),
        )
        return outcome


def error_shown(outcome: Outcome) -> str:
    """Return the error that the person sees, or an empty string."""
    if outcome.word == "acked":
        return ""
    return "operation_timeout" if outcome.word in ("http_timeout", "timeout") else "dispatch_failed"


def _form(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _answer_of(outcome: Outcome) -> Json | None:
    if outcome.word != "acked" or not outcome.body.strip():
        return None
    try:
        answer = json.loads(outcome.body)
    except ValueError:
        return {"text": outcome.body}
    return answer if isinstance(answer, dict) else {"text": outcome.body}
