"""Administering apps: how they are reached, scopes, manifests, installing and uninstalling, sockets, redelivery."""

from __future__ import annotations

import json
import re

from bot.sandbox import seed
from bot.sandbox.control.given import Given, route
from bot.sandbox.errors import Misuse
from bot.sandbox.events import emit
from bot.sandbox.model import App, Install, Json, Team


def _described(given: Given, app: App) -> Json:
    installs = [vars(i) for i in given.core.world.installs if i.app_id == app.id]
    return {"app": vars(app), "installs": installs}


@route("GET", "/control/apps")
async def list_apps(given: Given) -> Json:
    """List the apps with their secrets, tokens and installs."""
    return {"apps": [_described(given, a) for a in given.core.world.apps.values()]}


@route("POST", "/control/apps")
async def register(given: Given) -> Json:
    """Register a further app by name; it is installed into the team given, if any."""
    world = given.core.world
    name = str(given.need("name"))
    slug = re.sub(r"[^a-z]+", "-", name.lower()).strip("-") or "app"
    if any(a.name == name for a in world.apps.values()):
        raise Misuse(f"There is an app called {name} already.", 409)
    app = App(
        world.new_id("A"),
        name,
        client_id=f"4001.{world.counter}",
        client_secret=f"{slug}-client-secret",
        signing_secret=f"{slug}-signing-secret",
        verification_token=f"{slug}-verification",
        app_token=f"xapp-sandbox-{slug}",
        scopes=list(given.get("scopes", seed.GENERAL_SCOPES)),
    )
    world.apps[app.id] = app
    if given.get("team"):
        _install(given, app, str(given.get("team")))
    given.core.on_change()
    return _described(given, app)


@route("POST", "/control/apps/{app_id}")
async def configure(given: Given) -> Json:
    """Set an app's mode, request_url, options_url, scopes, events, home_tab, messages_tab; may verify the address."""
    app = given.app()
    core = given.core
    answer: Json = {}
    for key in ("request_url", "options_url"):
        if given.get(key) is not None:
            setattr(app, key, str(given.get(key)))
    if given.get("request_url") and given.get("mode") is None:
        app.mode = "http"
    if given.get("mode") is not None:
        if given.get("mode") not in ("socket", "http"):
            raise Misuse('"mode" is "socket" or "http".')
        app.mode = str(given.get("mode"))
    if given.get("scopes") is not None:
        app.scopes = list(given.get("scopes"))
        _grant(given, app)
    if "events" in given.values:
        app.events = given.get("events")
    for key in ("home_tab", "messages_tab"):
        if given.get(key) is not None:
            setattr(app, key, bool(given.get(key)))
    core.sockets.wake()
    if given.get("verify"):
        answer["verified"] = await _verify(given, app)
    core.on_change()
    return _described(given, app) | answer


def _grant(given: Given, app: App) -> None:
    for install in given.core.world.installs:
        if install.app_id == app.id and given.get("team", install.team_id) == install.team_id:
            install.scopes = list(app.scopes)


async def _verify(given: Given, app: App) -> bool:
    challenge = given.core.world.new_hex(24)
    body = {"type": "url_verification", "challenge": challenge, "token": app.verification_token}
    headers = {"Content-Type": "application/json"}
    outcome = await given.core.courier.http(app, app.request_url, json.dumps(body).encode(), headers)
    verified = outcome.word == "acked" and challenge in outcome.body
    given.core.ledger.write(
        "delivery",
        type="url_verification",
        app=app.id,
        team="",
        event_id="",
        attempt=0,
        outcome=outcome.word,
        seconds=0,
    )
    return verified


@route("POST", "/control/apps/{app_id}/manifest")
async def manifest(given: Given) -> Json:
    """Take an app's manifest: scopes, events, commands, shortcuts, tabs, and the way it is reached."""
    app = given.app()
    given_manifest = given.get("manifest", {k: v for k, v in given.values.items() if k != "app_id"})
    if not isinstance(given_manifest, dict) or "display_information" not in given_manifest:
        raise Misuse("That is no app manifest: display_information is missing.")
    app.manifest = given_manifest
    features = given_manifest.get("features", {})
    settings = given_manifest.get("settings", {})
    app.commands = list(features.get("slash_commands", []))
    app.shortcuts = list(features.get("shortcuts", []))
    home = features.get("app_home", {})
    app.home_tab = bool(home.get("home_tab_enabled", False))
    app.messages_tab = bool(home.get("messages_tab_enabled", True))
    subscriptions = settings.get("event_subscriptions", {})
    app.events = list(subscriptions.get("bot_events", []))
    app.scopes = list(given_manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    _grant(given, app)
    if settings.get("socket_mode_enabled"):
        app.mode = "socket"
    elif subscriptions.get("request_url") and given.get("use_urls"):
        app.mode, app.request_url = "http", subscriptions["request_url"]
    given.core.on_change()
    return _described(given, app)


@route("POST", "/control/teams")
async def add_team(given: Given) -> Json:
    """Add a team by name and domain."""
    world = given.core.world
    team = Team(world.new_id("T"), str(given.need("name")), str(given.need("domain")), int(given.core.now()))
    world.teams[team.id] = team
    given.core.on_change()
    return {"team": vars(team)}


def _install(given: Given, app: App, team_id: str) -> Install:
    world = given.core.world
    if team_id not in world.teams:
        raise Misuse(f"There is no team {team_id}.", 404)
    before = next((i for i in world.installs if i.app_id == app.id and i.team_id == team_id), None)
    if before is not None and before.active:
        raise Misuse(f"{app.name} is installed there already.", 409)
    if before is not None:
        before.active = True
        before.scopes = list(app.scopes)
        world.users[before.user_id].deleted = False
        return before
    slug = re.sub(r"[^a-z]+", "-", app.name.lower()).strip("-") or "app"
    token = f"xoxb-{slug}-{world.teams[team_id].domain}"
    now = int(given.core.now())
    return seed.add_bot(world, app, team_id, world.new_id("U"), world.new_id("B"), token, now)


@route("POST", "/control/apps/{app_id}/install")
async def install(given: Given) -> Json:
    """Install an app into a team, or back into one it was removed from, with the scopes it asks for."""
    app = given.app()
    installed = _install(given, app, str(given.need("team")))
    given.core.on_change()
    given.core.ledger.write("act", act="install", app=app.id, team=installed.team_id)
    return {"install": vars(installed)}


@route("POST", "/control/apps/{app_id}/uninstall")
async def uninstall(given: Given) -> Json:
    """Remove an app from a team: its token dies, and it hears of that once."""
    app = given.app()
    found = given.core.world.install_of(app.id, str(given.need("team")))
    if found is None:
        raise Misuse(f"{app.name} is not installed there.", 404)
    found.active = False
    bot = given.core.world.users[found.user_id]
    bot.deleted = True
    for channel in list(given.core.world.channels_of(bot.id)):
        channel.members.remove(bot.id)
    emit(given.core, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot.id]}}, install=found)
    emit(given.core, {"type": "app_uninstalled"}, install=found)
    given.core.ledger.write("act", act="uninstall", app=app.id, team=found.team_id)
    return {"install": vars(found)}


@route("POST", "/control/sockets/disconnect")
async def disconnect(given: Given) -> Json:
    """Tell sockets to go: warning, refresh_requested or link_disabled."""
    reason = str(given.get("reason", "refresh_requested"))
    if reason not in ("warning", "refresh_requested", "link_disabled"):
        raise Misuse('"reason" is warning, refresh_requested or link_disabled.')
    told = await given.core.sockets.disconnect(given.app().id, reason, bool(given.get("all", True)))
    return {"told": told}


@route("GET", "/control/undelivered")
async def undelivered(given: Given) -> Json:
    """List the events that Slack would have given up on."""
    kept = [p for p in given.core.world.pending.values() if p.gave_up]
    return {"undelivered": [{"event_id": p.event_id, "app": p.app_id, "body": p.body} for p in kept]}


@route("POST", "/control/redeliver")
async def redeliver(given: Given) -> Json:
    """Deliver again what was given up on: all of it, or the event_ids named."""
    return {"redelivered": given.core.courier.redeliver(given.get("event_ids"))}
