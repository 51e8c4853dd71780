"""What a person sees: channels, messages, modals, Home."""

from __future__ import annotations

from bot.sandbox.control.given import Given, find_user, route
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json, User
from bot.sandbox.present import channel_json, message_json, view_json


@route("GET", "/control/state")
async def state(given: Given) -> Json:
    """Return teams, people, channels and apps, with tokens and secrets: they are the sandbox's own."""
    world = given.core.world
    return {
        "url": given.core.url,
        "api": f"{given.core.url}/api/",
        "clock": given.core.clock.reading(),
        "teams": [vars(t) for t in world.teams.values()],
        "users": [vars(u) for u in world.users.values()],
        "channels": [
            {
                "id": c.id,
                "name": c.name,
                "team_id": c.team_id,
                "kind": c.kind,
                "members": c.members,
                "is_archived": c.is_archived,
                "is_ext_shared": c.is_ext_shared,
                "shared_team_ids": c.shared_team_ids,
                "creator": c.creator,
                "topic": c.topic["value"],
                "purpose": c.purpose["value"],
                "pins": [p["ts"] for p in c.pins],
                "bookmarks": c.bookmarks,
            }
            for c in world.channels.values()
            if not c.is_deleted
        ],
        "apps": [vars(a) for a in world.apps.values()],
        "installs": [vars(i) for i in world.installs],
        "connections": {a: len(given.core.sockets.of(a)) for a in world.apps},
        "pending": [
            {"event_id": p.event_id, "type": p.body["event"]["type"], "attempt": p.attempt, "undelivered": p.gave_up}
            for p in world.pending.values()
        ],
    }


def _viewer(given: Given) -> User:
    return find_user(given.core, str(given.need("as")), str(given.get("team", "")))


@route("GET", "/control/channels")
async def channels(given: Given) -> Json:
    """List the channels a person can see, direct conversations left out."""
    viewer = _viewer(given)
    world = given.core.world
    seen = [c for c in world.channels.values() if not c.is_im and world.sees(viewer, c)]
    return {"channels": [channel_json(world, c, viewer, members=True) for c in seen]}


@route("GET", "/control/dms")
async def dms(given: Given) -> Json:
    """List a person's direct conversations, each with its messages."""
    viewer = _viewer(given)
    found = []
    for channel in given.core.world.channels_of(viewer.id):
        if channel.is_im or channel.is_mpim:
            others = [m for m in channel.members if m != viewer.id]
            shown = [message_json(m, channel, viewer, True) for m in channel.messages.values()]
            found.append({"channel": channel.id, "with": others, "messages": shown})
    return {"dms": found}


@route("GET", "/control/messages")
async def messages(given: Given) -> Json:
    """List what a person sees in a channel or thread, oldest first, their ephemeral messages included."""
    viewer = _viewer(given)
    channel = given.channel(viewer)
    thread = str(given.get("thread_ts", ""))
    shown: list[Json] = []
    for message in channel.messages.values():
        root = message.get("thread_ts", message["ts"])
        top = root == message["ts"] or message.get("subtype") == "thread_broadcast"
        if (root == thread) if thread else (top or bool(given.get("all"))):
            shown.append(message_json(message, channel, viewer, True))
    for entry in channel.ephemerals:
        root = entry["message"].get("thread_ts", "")
        if entry["to"] == viewer.id and (root == thread or given.get("all")):
            shown.append(dict(entry["message"]))
    shown.sort(key=lambda m: str(m["ts"]))
    return {"channel": channel.id, "messages": shown}


@route("GET", "/control/views")
async def views(given: Given) -> Json:
    """List the modals a person has open: for each app the topmost, and the whole stack below it."""
    viewer = _viewer(given)
    screens = given.core.interactions.screens
    tops = screens.open_modals(viewer.id)
    stacks = {v.app_id: [view_json(s) for s in screens.stack(v.app_id, viewer.id)] for v in tops}
    return {"views": [view_json(v) for v in tops], "stacks": stacks}


@route("GET", "/control/home")
async def home(given: Given) -> Json:
    """Return the Home tab an app has published to a person, without opening it."""
    viewer = _viewer(given)
    app, install = given.install_for(viewer)
    view = given.core.interactions.screens.home(app.id, install.team_id, viewer.id)
    if viewer.team_id != install.team_id:
        raise Misuse(f"{viewer.real_name} has no Home of {app.name}.", 403)
    return {"view": view_json(view) if view is not None else None}
