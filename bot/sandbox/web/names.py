"""What can be completed while somebody types: commands, people, channels, emoji."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import emoji
from aiohttp import web

from bot.sandbox.control.given import is_from_here
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json, User
from bot.sandbox.web.look import Look
from bot.sandbox.web.place import find_place

if TYPE_CHECKING:
    from bot.sandbox.core import Core

MOST_EMOJI = 48


def commands_for(core: Core, viewer: User) -> list[Json]:
    """Return the slash commands that a person has, of all apps of their team, by name."""
    found = []
    for install in core.world.installs:
        if not install.active or install.team_id != viewer.team_id or "commands" not in install.scopes:
            continue
        app = core.world.apps[install.app_id]
        for declared in app.commands or []:
            found.append(
                {
                    "name": declared["command"],
                    "hint": declared.get("usage_hint", ""),
                    "about": declared.get("description", ""),
                    "app": app.name,
                }
            )
    return sorted(found, key=lambda c: str(c["name"]))


def _names(core: Core, viewer: User) -> Json:
    look = Look(core.world, viewer, core.now())
    people = [
        {"id": u.id, "name": u.name, "real_name": u.real_name, "about": u.title or ("App" if u.is_bot else "")}
        for u in look.people(bots=True)
    ]
    channels = [
        {"id": c.id, "name": c.name, "is_private": c.is_private, "is_member": viewer.id in c.members}
        for c in core.world.channels.values()
        if not (c.is_im or c.is_mpim or c.is_archived) and core.world.sees(viewer, c)
    ]
    channels.sort(key=lambda c: str(c["name"]))
    return {"commands": commands_for(core, viewer), "people": people, "channels": channels}


USUAL = (
    "+1", "eyes", "white_check_mark", "tada", "heart", "raised_hands", "pray", "wave", "thinking", "fire", "rocket",
    "clap", "100", "question", "hourglass_flowing_sand", "phone", "handshake", "bulb", "warning", "x", "cry", "joy",
    "sunglasses", "coffee",
)  # fmt: skip


@cache
def _emoji_names() -> tuple[tuple[str, str], ...]:
    """Return (name, character) of every emoji, skin tones left out; the name is the one that people type."""
    found = []
    for character, about in emoji.EMOJI_DATA.items():
        name = str([*about.get("alias", []), about["en"]][0]).strip(":").lower()
        if about["status"] == emoji.STATUS["fully_qualified"] and "skin_tone" not in name:
            found.append((name, character))
    return tuple(found)


def find_emoji(words: str) -> list[Json]:
    """Return emoji whose name holds these words, those that begin with them first; without words the usual ones."""
    wanted = words.strip(" :").lower().replace(" ", "_")
    if not wanted:
        shown = [(name, emoji.emojize(f":{name}:", language="alias")) for name in USUAL]
    else:
        hits = [pair for pair in _emoji_names() if wanted in pair[0]]
        shown = sorted(hits, key=lambda pair: (not pair[0].startswith(wanted), len(pair[0])))[:MOST_EMOJI]
    return [{"name": name, "character": character} for name, character in shown]


def add_routes(app: web.Application, core: Core, headers: Mapping[str, str]) -> None:
    """Put the completion's routes into the server."""

    def guarded(answer: Callable[[web.Request], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            if not is_from_here(core, request):
                raise web.HTTPForbidden(text="Other web pages may not read the sandbox.", headers=headers)
            try:
                return web.json_response(answer(request), headers=headers)
            except Misuse as misuse:
                return web.json_response({"error": misuse.sentence}, status=misuse.status, headers=headers)

        return serve

    app.router.add_get("/web/names", guarded(lambda r: _names(core, find_place(core, r.query).viewer)))
    app.router.add_get("/web/emoji", guarded(lambda r: {"emoji": find_emoji(r.query.get("q", ""))}))
