"""The sidebar: what a person finds there, what is new in it, and whom one can be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.model import Channel, Json, User
from bot.sandbox.present import author_of
from bot.sandbox.web.place import Place, apps_of, dm_with_app

if TYPE_CHECKING:
    from bot.sandbox.core import Core

_QUIET = ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "tombstone")
_TO_ALL = ("<!channel>", "<!here>", "<!everyone>")


@dataclass(frozen=True)
class Entry:
    """One line: `kind` is channel, private, dm, group or app; `unread` and `mentions` count messages."""

    url: str
    key: str
    name: str
    kind: str
    unread: int = 0
    mentions: int = 0
    is_here: bool = False
    with_team: str = ""
    is_gone: bool = False
    colour_key: str = ""


def _says(message: Json, words: tuple[str, ...]) -> bool:
    text = str(message.get("text", "")) + json.dumps(message.get("blocks") or [], ensure_ascii=False)
    return any(word in text for word in words)


def unread(channel: Channel, viewer: User) -> tuple[int, int]:
    """Return how many messages this person has not seen, and how many of them speak to them."""
    since = channel.last_read.get(viewer.id, "0")
    new = mentions = 0
    for ts in reversed(channel.messages):
        if ts <= since:
            break
        message = channel.messages[ts]
        if author_of(message) == viewer.id or message.get("subtype") in _QUIET:
            continue
        is_mention = channel.is_im or channel.is_mpim or _says(message, (f"<@{viewer.id}>", *_TO_ALL))
        is_reply = message.get("thread_ts", ts) != ts and message.get("subtype") != "thread_broadcast"
        new += not is_reply or is_mention
        mentions += is_mention
    return new, mentions


def _partner_team(core: Core, channel: Channel, viewer: User) -> str:
    others = [core.world.teams[t].name for t in channel.shared_team_ids if t != viewer.team_id]
    return ", ".join(others)


def dm_name(core: Core, channel: Channel, viewer: User) -> str:
    """Return whom a direct conversation is with."""
    names = [core.user(m).real_name for m in channel.members if m != viewer.id]
    return ", ".join(names) or f"{viewer.real_name} (you)"


def _entry(place: Place, channel: Channel) -> Entry:
    core, viewer = place.core, place.viewer
    is_direct = channel.is_im or channel.is_mpim
    other = next((m for m in channel.members if m != viewer.id), viewer.id)
    new, mentions = unread(channel, viewer)
    return Entry(
        url=place.url(**{"in": channel.id}, tab="", thread=""),
        key=channel.id,
        name=dm_name(core, channel, viewer) if is_direct else channel.name,
        kind="dm" if channel.is_im else "group" if channel.is_mpim else "private" if channel.is_private else "channel",
        unread=new,
        mentions=mentions,
        is_here=place.channel is not None and place.channel.id == channel.id,
        with_team=_partner_team(core, channel, viewer) if channel.is_ext_shared else "",
        is_gone=is_direct and core.user(other).deleted,
        colour_key=other if is_direct else "",
    )


def _apps(place: Place) -> list[Entry]:
    found = []
    for app in apps_of(place.core, place.viewer):
        dm = dm_with_app(place.core, place.viewer, app)
        new, mentions = unread(dm, place.viewer) if dm is not None else (0, 0)
        url = place.url(**{"in": app.id}, tab="messages" if new and app.messages_tab else "", thread="")
        is_here = place.app is not None and place.app.id == app.id
        install = place.core.world.install_of(app.id, place.viewer.team_id)
        key = install.user_id if install is not None else app.id
        found.append(Entry(url, app.id, app.name, "app", new, mentions, is_here, colour_key=key))
    return found


def sidebar(place: Place) -> Json:
    """Return the sidebar's sections."""
    core, viewer = place.core, place.viewer
    mine = list(core.world.channels_of(viewer.id))
    rooms = sorted((c for c in mine if not (c.is_im or c.is_mpim)), key=lambda c: c.name)
    app_dms = {dm.id for app in apps_of(core, viewer) if (dm := dm_with_app(core, viewer, app)) is not None}
    direct = [c for c in mine if (c.is_im or c.is_mpim) and c.id not in app_dms and (c.messages or _is_open(place, c))]
    return {
        "apps": _apps(place),
        "channels": [_entry(place, c) for c in rooms if not c.is_archived],
        "archived": [_entry(place, c) for c in rooms if c.is_archived],
        "direct": sorted((_entry(place, c) for c in direct), key=lambda e: e.name),
    }


def _is_open(place: Place, channel: Channel) -> bool:
    return place.viewer.id in channel.open_for or channel == place.channel


def companies(core: Core, viewer: User) -> list[Json]:
    """Return everybody by company, the viewer's own company first; deactivated people are marked as gone."""
    found = []
    for team in core.world.teams.values():
        people = [u for u in core.world.users.values() if u.team_id == team.id and not u.is_bot]
        if people:
            found.append({"team": team, "people": people, "is_own": team.id == viewer.team_id})
    return found
