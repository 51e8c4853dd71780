"""The app manifest, made from what the code needs: no scope, event or command more."""

from __future__ import annotations

from typing import Any

from bot.ids import Command, Shortcut

# What each scope is for, in the words of the person who must approve it.
SCOPES = {
    "bookmarks:read": "see whether the brief's bookmark is already in an account's channel",
    "bookmarks:write": "add the brief and the CRM deal to an account's channel",
    "channels:history": "read announcements of wins and customers' questions in public channels it was invited to",
    "channels:manage": "create account channels, set their topic, invite people, rename and archive them on demand",
    "channels:read": "look up a channel's name and whether people outside read it",
    "chat:write": "post briefs, replies and nudges",
    "commands": "answer slash commands and the message shortcuts",
    "groups:history": "the same in private channels it was invited to",
    "groups:read": "look up private channels it was invited to",
    "groups:write": "create account channels as private ones",
    "im:history": "see whether a nudge was already sent before sending it again",
    "im:write": "send a person their digest, and an admin the first three questions",
    "pins:write": "pin the brief",
    "reactions:read": "notice the emoji with which somebody asks for an account, where an admin has chosen one",
    "reactions:write": "mark an announcement as taken",
    "users:read": "find sellers and owners by name, and know everybody's time zone",
    "users:read.email": "find people that a CRM or the settings name by e-mail",
}

EVENTS = (
    "app_home_opened",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unshared",
    "group_deleted",
    "group_left",
    "group_rename",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "reaction_added",
    "team_join",
    "user_change",
)

COMMANDS = {
    Command.ACCOUNT: ("Your won accounts", "[show | new | link | rename | merge | help]"),
    Command.HANDOFF: ("The handoff from seller to delivery owner", "[show | fill | help]"),
    Command.CHECKIN: ("The next check-in with a customer", "[done | plan | help]"),
    Command.WARMLINE: ("What waits on you", "[setup | settings | try | help]"),
}

SHORTCUTS = {
    Shortcut.SET_UP_ACCOUNT: ("Set up account", "Set up an account from this message"),
    Shortcut.EXPLAIN: ("Explain this message", "What Warmline reads out of this message, and why"),
}


def manifest(public_url: str = "") -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP at a public address."""
    url = f"{public_url.rstrip('/')}/slack/events" if public_url else None
    at = {"url": url} if url else {}
    request = {"request_url": url} if url else {}
    commands = [
        {"command": str(name), "description": description, "usage_hint": hint, "should_escape": True} | at
        for name, (description, hint) in COMMANDS.items()
    ]
    shortcuts = [
        {"name": name, "type": "message", "callback_id": str(callback), "description": description}
        for callback, (name, description) in SHORTCUTS.items()
    ]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Warmline",
            "description": "Keeps a customer from being dropped after the sale.",
            "background_color": "#7a3b1d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Warmline", "always_online": True},
            "slash_commands": commands,
            "shortcuts": shortcuts,
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)} | request,
            "interactivity": {"is_enabled": True} | request,
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
