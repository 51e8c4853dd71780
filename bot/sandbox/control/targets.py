"""What a person points at: an element in a message or in a view, and how payloads describe that place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.control.given import Given
from bot.sandbox.errors import Misuse
from bot.sandbox.formvalues import elements, initial_values
from bot.sandbox.model import App, Channel, Install, Json, User, View
from bot.sandbox.present import message_json, view_json

if TYPE_CHECKING:
    from bot.sandbox.core import Core


@dataclass
class Target:
    """An element, the block it is in, and the message or view around it."""

    app: App
    install: Install
    block: Json
    element: Json
    channel: Channel | None
    message: Json
    view: View | None

    @property
    def key(self) -> str:
        """Return a key for the options that were offered here."""
        place = self.view.id if self.view is not None else self.message["ts"]
        return f"{place}/{self.block['block_id']}/{self.element['action_id']}"

    def remember(self, value: Json) -> None:
        """Keep what was chosen, as the client does."""
        values = self.view.values if self.view is not None else self.message.setdefault("_values", {})
        values.setdefault(self.block["block_id"], {})[self.element["action_id"]] = value

    def payload(self, viewer: User) -> Json:
        """Return container, channel, message, view and state as payloads carry them."""
        if self.view is not None:
            shown = view_json(self.view)
            return {"container": {"type": "view", "view_id": self.view.id}, "view": shown}
        assert self.channel is not None
        container: Json = {
            "type": "message",
            "message_ts": self.message["ts"],
            "channel_id": self.channel.id,
            "is_ephemeral": bool(self.message.get("is_ephemeral")),
        }
        if self.message.get("thread_ts"):
            container["thread_ts"] = self.message["thread_ts"]
        values = initial_values({"blocks": self.message.get("blocks") or []})
        for block_id, actions in self.message.get("_values", {}).items():
            values.setdefault(block_id, {}).update(actions)
        return {
            "container": container,
            "channel": {"id": self.channel.id, "name": self.channel.name or "directmessage"},
            "message": message_json(self.message, self.channel, viewer),
            "state": {"values": values},
        }


def _pick(given: Given, blocks: list[Json]) -> tuple[Json, Json]:
    action_id = str(given.need("action_id"))
    block_id = given.get("block_id")
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block.get("block_id")):
            return block, element
    known = ", ".join(element["action_id"] for _, element in elements(blocks))
    raise Misuse(f"There is no {action_id} there. There is: {known or 'nothing to use'}.", 404)


def _blocks_of(message: Json) -> list[Json]:
    found = list(message.get("blocks") or [])
    for attachment in message.get("attachments") or []:
        found += attachment.get("blocks") or []
    return found


def own_view(given: Given, person: User) -> View:
    """Return the view a value names, or the topmost open modal; it must be on this person's screen."""
    screens = given.core.interactions.screens
    wanted = given.get("view_id")
    if wanted is None:
        open_now = screens.open_modals(person.id)
        if not open_now:
            raise Misuse(f"{person.real_name} has no modal open.", 404)
        return open_now[-1]
    view = given.core.world.views.get(str(wanted))
    if view is None or view.user_id != person.id:
        raise Misuse(f"{person.real_name} has no view {wanted} on the screen.", 404)
    return view


def find_target(given: Given, person: User) -> Target:
    """Return the element that a call names by view_id, or by channel and ts."""
    world = given.core.world
    if given.get("view_id") is not None or given.get("ts") is None:
        view = own_view(given, person)
        block, element = _pick(given, view.given["blocks"])
        install = world.install_of(view.app_id, view.team_id)
        if install is None:
            raise Misuse("The app of this view is no longer installed.", 403)
        return Target(world.apps[view.app_id], install, block, element, None, {}, view)
    channel = given.joined(person)
    message = next(
        (
            e["message"]
            for e in channel.ephemerals
            if e["to"] == person.id and e["message"]["ts"] == str(given.get("ts"))
        ),
        None,
    )
    if message is None:
        message = given.message(channel)
    block, element = _pick(given, _blocks_of(message))
    install = world.install_by_bot(str(message.get("bot_id", "")))
    if install is None or not install.active:
        raise Misuse("No installed app has written this message.", 403)
    return Target(world.apps[install.app_id], install, block, element, channel, message, None)


def new_top(core: Core, app: App, person: User) -> tuple[str, str]:
    """Return the id and hash of the app's topmost modal of this person, to see later whether another was opened."""
    stack = core.interactions.screens.stack(app.id, person.id)
    return (stack[-1].id, stack[-1].hash) if stack else ("", "")


async def settled_view(given: Given, app: App, person: User, before: tuple[str, str]) -> Json | None:
    """Return the modal that was opened or changed meanwhile; with "wait_view" (seconds) wait for one."""
    core = given.core
    deadline = core.wall.monotonic() + given.number("wait_view")
    while new_top(core, app, person) == before and core.wall.monotonic() < deadline:
        await core.wall.sleep(0.01)
    now = new_top(core, app, person)
    if now == before or not now[0]:
        return None
    return view_json(core.world.views[now[0]])
