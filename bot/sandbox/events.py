"""Which app hears of what, and the envelope it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.model import App, Channel, Install, Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
_READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_SUBSCRIPTION = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_FIXED = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "file_shared": "files:read",
}
_FREE = {"app_home_opened", "app_uninstalled", "tokens_revoked", "channel_id_changed"}
# Slack tells an app of these in a channel where its bot is, whatever it may read
_FREE_INSIDE = {"channel_shared", "channel_unshared"}


def _scope(kind: str, channel: Channel | None) -> str:
    if kind in _FREE or kind in _FREE_INSIDE:
        return ""
    if kind == "message" and channel is not None:
        return _HISTORY[channel.kind]
    if kind in _FIXED:
        return _FIXED[kind]
    return _READ[channel.kind if channel is not None else "channel"]


def _subscribed(app: App, kind: str, channel: Channel | None) -> bool:
    if app.events is None:
        return True
    name = f"message.{_SUBSCRIPTION[channel.kind]}" if kind == "message" and channel is not None else kind
    return name in app.events


def emit(
    core: Core,
    event: Json,
    *,
    channel: Channel | None = None,
    team_id: str = "",
    members_only: bool = True,
    install: Install | None = None,
) -> None:
    """Send an event to every app that may hear of it: to one install, to the bots in a channel, or to a whole team."""
    core.on_change()
    kind = str(event["type"])
    event.setdefault("event_ts", core.world.new_ts(core.now()))
    for app in list(core.world.apps.values()):
        target = install if install is not None and install.app_id == app.id else None
        if install is None:
            if channel is not None and members_only:
                target = core.bot_in(channel, app.id)
            else:
                target = core.world.install_of(app.id, team_id)
        if target is None or not _subscribed(app, kind, channel):
            continue
        scope = _scope(kind, channel)
        if scope and scope not in target.scopes:
            continue
        core.courier.send(envelope(core, app, target, event, channel), app.id, target.team_id)


def envelope(core: Core, app: App, install: Install, event: Json, channel: Channel | None) -> Json:
    """Return the outer body of an event as the Events API sends it."""
    return {
        "token": app.verification_token,
        "team_id": install.team_id,
        "context_team_id": install.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": core.world.new_id("Ev"),
        "event_time": int(core.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": install.team_id,
                "user_id": install.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel is not None and channel.is_ext_shared),
        "event_context": f"4-{core.world.new_hex(32)}",
    }
