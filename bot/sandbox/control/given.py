"""What a control call is given, and how its route is registered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.errors import Misuse, Refused
from bot.sandbox.model import App, Channel, Install, Json, User
from bot.sandbox.seed import CRM_BOT, WARMLINE

if TYPE_CHECKING:
    from bot.sandbox.core import Core


@dataclass
class Given:
    """The values of a control call (body, query and path together), and lookups among them."""

    core: Core
    values: Json

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value, or the default when it is absent or null."""
        value = self.values.get(name)
        return default if value is None else value

    def need(self, name: str) -> Any:
        """Return a value; raises Misuse when it is missing."""
        value = self.values.get(name)
        if value in (None, ""):
            raise Misuse(f'"{name}" is missing.')
        return value

    def number(self, name: str, default: float = 0.0) -> float:
        """Return a number."""
        try:
            return float(self.get(name, default))
        except (TypeError, ValueError):
            raise Misuse(f'"{name}" must be a number.') from None

    def user(self, name: str = "as") -> User:
        """Return the user that a value names: by id, by handle or real name, or "crm"."""
        return find_user(self.core, str(self.need(name)), str(self.get("team", "")))

    def person(self) -> User:
        """Return the acting person; bots and deactivated people do not act."""
        user = self.user()
        if user.deleted:
            raise Misuse(f"{user.real_name} is deactivated and cannot do anything.", 403)
        if user.is_bot:
            raise Misuse(f"{user.real_name} is an app; only people can do this.", 403)
        return user

    def channel(self, viewer: User, name: str = "channel") -> Channel:
        """Return the conversation that a value names, if this user can see it."""
        wanted = str(self.need(name))
        channels = self.core.world.channels
        found = channels.get(wanted)
        if found is None:
            bare = wanted.removeprefix("#")
            named = [c for c in channels.values() if c.name == bare and not c.is_deleted]
            found = next((c for c in named if viewer.team_id in c.shared_team_ids), None)
        if found is None or not self.core.world.sees(viewer, found):
            raise Misuse(f"{viewer.real_name} sees no channel {wanted}.", 404)
        return found

    def joined(self, viewer: User) -> Channel:
        """Return the conversation, if this user is a member of it."""
        channel = self.channel(viewer)
        if viewer.id not in channel.members:
            raise Misuse(f"{viewer.real_name} is not a member of {channel.name or channel.id}.", 403)
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Json:
        """Return the message that a value names."""
        found = channel.messages.get(str(self.need(name)))
        if found is None:
            raise Misuse(f"There is no message {self.get(name)} in {channel.name or channel.id}.", 404)
        return found

    def app(self) -> App:
        """Return the app a value names by id or name; without one, Warmline."""
        wanted = str(self.get("app", self.get("app_id", WARMLINE)))
        for app in self.core.world.apps.values():
            if wanted in (app.id, app.name):
                return app
        raise Misuse(f"There is no app {wanted}.", 404)

    def install_for(self, person: User, channel: Channel | None = None) -> tuple[App, Install]:
        """Return the app and its install that serve this person, through the channel if they are outsiders."""
        app = self.app()
        install = self.core.world.install_of(app.id, person.team_id)
        if install is None and channel is not None:
            install = self.core.bot_in(channel, app.id)
        if install is None:
            raise Misuse(f"{app.name} is not installed where {person.real_name} is.", 403)
        return app, install


def find_user(core: Core, wanted: str, team: str = "") -> User:
    """Return a user by id, handle or real name (in a team, if two have the same), or the CRM by "crm"."""
    if wanted.lower() == "crm":
        wanted = CRM_BOT
    if wanted in core.world.users:
        return core.world.users[wanted]
    lower = wanted.lower().removeprefix("@")
    for user in core.world.users.values():
        if lower in (user.name.lower(), user.real_name.lower()) and team in ("", user.team_id):
            return user
    raise Misuse(f"There is nobody called {wanted}.", 404)


Handler = Callable[[Given], Awaitable[Json]]
ROUTES: list[tuple[str, str, Handler]] = []


def route(verb: str, path: str) -> Callable[[Handler], Handler]:
    """Register a coroutine as the handler of a control route."""

    def register(handler: Handler) -> Handler:
        ROUTES.append((verb, path, handler))
        return handler

    return register


def add_routes(app: web.Application, core: Core) -> None:
    """Put all control routes into the server."""
    for verb, path, handler in ROUTES:
        app.router.add_route(verb, path, _serve(core, handler))


def is_from_here(core: Core, request: web.Request) -> bool:
    """Tell whether a call is not a foreign web page's in this machine's browser."""
    own = {core.url, core.url.replace("127.0.0.1", "localhost")}
    here = request.host.rpartition(":")[0] in ("127.0.0.1", "localhost")
    return here and request.headers.get("Origin", core.url) in own


def _serve(core: Core, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        if not is_from_here(core, request):
            return web.json_response({"error": "Other web pages may not control the sandbox."}, status=403)
        try:
            values: Json = dict(request.query)
            raw = await request.read()
            if raw.strip():
                body = json.loads(raw)
                if not isinstance(body, dict):
                    raise Misuse("The body must be a JSON object.")
                values |= body
            values |= request.match_info
            answer = await handler(Given(core, values))
        except Misuse as misuse:
            return web.json_response({"error": misuse.sentence}, status=misuse.status)
        except Refused as refused:
            return web.json_response({"error": f"Slack refuses: {refused.code}.", **refused.more}, status=400)
        except (ValueError, TypeError):
            return web.json_response(
                {"error": "The body is not JSON, or a value in it is of the wrong kind."}, status=400
            )
        return web.json_response(answer)

    return serve
