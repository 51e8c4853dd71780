"""Acting as a person: clicking, commands, shortcuts, opening Home, typing into a search select."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import respond
from bot.sandbox.control.given import Given, route
from bot.sandbox.control.people import record
from bot.sandbox.control.targets import Target, find_target, new_top, settled_view
from bot.sandbox.errors import Misuse, Refused
from bot.sandbox.events import emit
from bot.sandbox.formvalues import STATEFUL, typed_value
from bot.sandbox.interact import error_shown
from bot.sandbox.model import App, Channel, Install, Json, User
from bot.sandbox.posting import open_dm
from bot.sandbox.present import message_json, view_json

_CHOICES = (
    "value",
    "selected_option",
    "selected_options",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "selected_user",
    "selected_users",
    "selected_channel",
    "selected_channels",
    "selected_conversation",
    "selected_conversations",
)


def _chosen(given: Given) -> Any:
    return next((given.get(key) for key in _CHOICES if given.get(key) is not None), None)


def _action(given: Given, target: Target) -> Json:
    """Return the entry of actions[] for what the person did with the element."""
    element = target.element
    kind = element["type"]
    now = f"{given.core.now():.6f}"
    action: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": target.block["block_id"],
        "action_ts": now,
    }
    if kind in STATEFUL:
        value = typed_value(element, _chosen(given), given.core.interactions.offered_for(target.key))
        target.remember(value)
        return value | action
    if kind == "overflow":
        wanted = _chosen(given)
        wanted = wanted.get("value") if isinstance(wanted, dict) else wanted
        option = next((o for o in element["options"] if str(wanted) in (o.get("value"), o["text"]["text"])), None)
        if option is None:
            raise Misuse(f"The menu has no entry {wanted!r}.")
        return action | {"selected_option": option}
    return action | {k: element[k] for k in ("text", "value", "style", "url") if k in element}


@route("POST", "/control/act/click")
async def click(given: Given) -> Json:
    """Use an element of a message or view: press a button, choose in a select, pick a date."""
    person = given.person()
    target = find_target(given, person)
    core = given.core
    action = _action(given, target)
    if target.block["type"] == "input" and not target.block.get("dispatch_action"):
        core.on_change()
        return {"status": 0, "response": None, "dispatched": False}
    app, install = target.app, target.install
    payload = core.interactions.base("block_actions", app, install, person)
    payload |= target.payload(person)
    view_id = target.view.id if target.view is not None else ""
    payload["trigger_id"] = core.interactions.screens.new_trigger(app, install, person.id, view_id)
    if target.channel is not None:
        payload["response_url"] = core.interactions.new_response_url(
            install, person, target.channel, target.message["ts"], bool(target.message.get("is_ephemeral"))
        )
    payload["actions"] = [action]
    before = new_top(core, app, person)
    record(given, "click", action_id=action["action_id"], block_id=action["block_id"])
    outcome = await core.interactions.send(app, payload, install.team_id)
    opened = await settled_view(given, app, person, before)
    answer: Json = {"status": outcome.status or (200 if outcome.word == "acked" else 0), "response": outcome.answer}
    error = error_shown(outcome)
    return answer | ({"error": error} if error else {}) | ({"opened_view": opened} if opened else {})


def _command_owner(given: Given, person: User, command: str) -> tuple[App, Install, Json]:
    """Return the app that answers a command: the latest installed one that declares it, or one that takes all."""
    world = given.core.world
    taker: tuple[App, Install, Json] | None = None
    for install in reversed(world.installs):
        if not install.active or install.team_id != person.team_id or "commands" not in install.scopes:
            continue
        app = world.apps[install.app_id]
        for declared in app.commands or []:
            if declared.get("command") == command:
                return app, install, declared
        if app.commands is None and taker is None:
            taker = (app, install, {"command": command, "should_escape": True})
    if taker is None:
        raise Misuse(f"{command} is not a valid command.", 404)
    return taker


def _escaped(given: Given, person: User, text: str) -> str:
    """Turn @handle and #channel into ids, as should_escape does."""
    world = given.core.world

    def mention(found: re.Match[str]) -> str:
        handle = found[1].lower()
        for user in world.users.values():
            if user.team_id == person.team_id and user.name.lower() == handle:
                return f"<@{user.id}>"
        return found[0]

    def channel(found: re.Match[str]) -> str:
        named = world.channel_named(person.team_id, found[1])
        if named is None or not world.sees(person, named):
            return found[0]
        return f"<#{named.id}|{'' if named.is_private else named.name}>"

    text = re.sub(r"(?<![\w<@])@([A-Za-z0-9._-]*[A-Za-z0-9])", mention, text)
    return re.sub(r"(?<![\w<#])#([a-z0-9_-]+)", channel, text)


def _command_place(given: Given, person: User, install: Install) -> tuple[Channel, str]:
    if given.get("channel") is None:
        channel, _, _ = open_dm(given.core, [person.id, install.user_id], person.id)
    else:
        channel = given.channel(person)
    names = {"im": "directmessage", "mpim": channel.name, "group": "privategroup"}
    return channel, names.get(channel.kind, channel.name)


@route("POST", "/control/act/command")
async def command(given: Given) -> Json:
    """Type a slash command; its first word decides the app, the rest is its text."""
    person = given.person()
    core = given.core
    name, _, text = str(given.need("text")).strip().partition(" ")
    if not name.startswith("/"):
        raise Misuse("A command begins with a slash.")
    app, install, declared = _command_owner(given, person, name)
    channel, channel_name = _command_place(given, person, install)
    team = core.world.teams[install.team_id]
    form: Json = {
        "token": app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": _escaped(given, person, text.strip()) if declared.get("should_escape") else text.strip(),
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": core.interactions.new_response_url(install, person, channel),
        "trigger_id": core.interactions.screens.new_trigger(app, install, person.id),
    }
    before = new_top(core, app, person)
    record(given, "command", command=name, channel=channel.id)
    outcome = await core.interactions.send(app, form, install.team_id, slash=True)
    error = error_shown(outcome)
    answer: Json = {"status": outcome.status or (200 if outcome.word == "acked" else 0), "reply": None}
    answer["ephemeral"] = None
    if error:
        return answer | {"error": error}
    reply = outcome.answer or {}
    if reply.get("text") or reply.get("blocks") or reply.get("attachments"):
        try:
            posted = respond.reply(core, install, channel, person.id, reply)
        except Refused as refused:
            return answer | {"error": refused.code}
        answer["reply"] = {k: posted[k] for k in ("text", "blocks", "attachments", "ts") if k in posted}
        answer["ephemeral"] = reply.get("response_type") != "in_channel"
    opened = await settled_view(given, app, person, before)
    return answer | ({"opened_view": opened} if opened else {})


@route("POST", "/control/act/shortcut")
async def shortcut(given: Given) -> Json:
    """Use a global shortcut, or with channel and ts a message shortcut."""
    person = given.person()
    core = given.core
    callback_id = str(given.need("callback_id"))
    on_message = given.get("ts") is not None
    app = given.app()
    install = core.world.install_of(app.id, person.team_id)
    if install is None or "commands" not in install.scopes:
        raise Misuse(f"{person.real_name} has no shortcuts of {app.name}.", 403)
    kind = "message" if on_message else "global"
    if app.shortcuts is not None and not any(
        s.get("callback_id") == callback_id and s.get("type") == kind for s in app.shortcuts
    ):
        raise Misuse(f"{app.name} has no {kind} shortcut {callback_id}.", 404)
    payload = core.interactions.base("message_action" if on_message else "shortcut", app, install, person)
    payload |= {"callback_id": callback_id, "action_ts": f"{core.now():.6f}"}
    if on_message:
        channel = given.joined(person)
        message = given.message(channel)
        payload |= {
            "message_ts": message["ts"],
            "message": message_json(message, channel, person),
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "response_url": core.interactions.new_response_url(install, person, channel, message["ts"]),
        }
    payload["trigger_id"] = core.interactions.screens.new_trigger(app, install, person.id)
    before = new_top(core, app, person)
    record(given, "shortcut", callback_id=callback_id)
    outcome = await core.interactions.send(app, payload, install.team_id)
    opened = await settled_view(given, app, person, before)
    error = error_shown(outcome)
    answer: Json = {"status": outcome.status or (200 if outcome.word == "acked" else 0), "response": outcome.answer}
    return answer | ({"error": error} if error else {}) | ({"opened_view": opened} if opened else {})


@route("POST", "/control/act/home")
async def open_home(given: Given) -> Json:
    """Open an app's Home tab (or with "tab" its messages) and return what the app shows there within "wait" seconds."""
    person = given.person()
    core = given.core
    app, install = given.install_for(person)
    if person.team_id != install.team_id:
        raise Misuse(f"{person.real_name} has no Home of {app.name}.", 403)
    channel, _, _ = open_dm(core, [person.id, install.user_id], person.id)
    screens = core.interactions.screens
    view = screens.home(app.id, install.team_id, person.id)
    before = view.hash if view is not None else ""
    tab = str(given.get("tab", "home"))
    event: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
    if view is not None and tab == "home":
        event["view"] = view_json(view)
    record(given, "home")
    emit(core, event, install=install)
    deadline = core.wall.monotonic() + given.number("wait", 2.0)
    while core.wall.monotonic() < deadline:
        view = screens.home(app.id, install.team_id, person.id)
        if view is not None and view.hash != before:
            break
        await core.wall.sleep(0.01)
    return {"view": view_json(view) if view is not None else None}


@route("POST", "/control/act/suggest")
async def suggest(given: Given) -> Json:
    """Type into a select whose options the app gives, and return them."""
    person = given.person()
    core = given.core
    target = find_target(given, person)
    if "external_select" not in target.element["type"]:
        raise Misuse("Only a select with options from the app asks for suggestions.")
    typed = str(given.get("value", ""))
    if len(typed) < int(target.element.get("min_query_length", 3)):
        return {"status": 0, "options": [], "asked": False}
    payload = core.interactions.base("block_suggestion", target.app, target.install, person)
    payload |= target.payload(person)
    payload |= {"action_id": target.element["action_id"], "block_id": target.block["block_id"], "value": typed}
    outcome = await core.interactions.send(target.app, payload, target.install.team_id, options=True)
    error = error_shown(outcome)
    reply = outcome.answer or {}
    options = list(reply.get("options") or [])
    for group in reply.get("option_groups") or []:
        options += group.get("options", [])
    if len(options) > 100 and not reply.get("option_groups"):
        error = error or "too_many_options"
    core.interactions.offered[target.key] = options
    record(given, "suggest", action_id=target.element["action_id"])
    answer: Json = {"status": outcome.status, "options": options, "response": outcome.answer, "asked": True}
    return answer | ({"error": error} if error else {})
