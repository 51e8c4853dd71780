"""How users, channels, teams and messages look in Slack's JSON, seen by a given user."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel, Install, Json, Team, User, View
from bot.sandbox.world import World


def team_json(team: Team) -> Json:
    """Return a team as team.info does."""
    return {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "email_domain": f"{team.domain}.example",
        "url": f"https://{team.domain}.slack.com/",
        "icon": {"image_default": True, "image_68": f"https://{team.domain}.slack.com/icon_68.png"},
    }


def _zone(tz: str, now: float) -> tuple[str, int]:
    there = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(tz))
    offset = there.utcoffset()
    return there.tzname() or tz, int(offset.total_seconds()) if offset else 0


def profile_json(user: User, trimmed: bool = False, email: bool = True) -> Json:
    """Return a profile; trimmed is what another organisation sees."""
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name if not user.is_bot else "",
        "display_name_normalized": user.name if not user.is_bot else "",
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "g0000000000",
        "first_name": first,
        "last_name": last,
        "team": user.team_id,
        "image_48": f"https://avatars.slack-edge.com/{user.id}_48.png",
        "image_72": f"https://avatars.slack-edge.com/{user.id}_72.png",
    }
    if user.is_bot:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id, "always_active": True}
    if not trimmed:
        if email and user.email:
            profile["email"] = user.email
        profile |= user.profile
    return profile


def user_json(world: World, user: User, viewer: Install, now: float, locale: bool = False) -> Json:
    """Return a user as the install sees them: whole for its own team, trimmed for other organisations."""
    foreign = user.team_id != viewer.team_id
    body: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "4bbe2e",
        "real_name": user.real_name,
        "profile": profile_json(user, foreign, "users:read.email" in viewer.scopes),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if not user.deleted:
        label, offset = _zone(user.tz, now)
        body |= {
            "tz": user.tz,
            "tz_label": label,
            "tz_offset": offset,
            "is_admin": user.is_admin,
            "is_owner": user.is_admin,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
    if foreign:
        body["is_stranger"] = not world.shares_channel(user.id, viewer.user_id)
        for key in ("is_admin", "is_owner", "is_primary_owner", "is_email_confirmed"):
            body.pop(key, None)
    elif locale:
        body["locale"] = "en-US"
    return body


def channel_json(world: World, channel: Channel, viewer: User, *, members: bool = False) -> Json:
    """Return a conversation as conversations.* do for this viewer; members adds their number."""
    if channel.is_im:
        other = next((m for m in channel.members if m != viewer.id), viewer.id)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": viewer.team_id,
            "updated": channel.created * 1000,
            "user": other,
            "is_user_deleted": world.users[other].deleted,
            "is_open": viewer.id in channel.open_for,
            "priority": 0,
        }
    body: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private and not channel.is_mpim,
        "is_group": channel.is_private and not channel.is_mpim,
        "is_im": False,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private or channel.is_mpim,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": list(channel.shared_team_ids),
        "context_team_id": viewer.team_id,
        "updated": channel.created * 1000,
        "parent_conversation": None,
        "is_member": viewer.id in channel.members,
        "topic": dict(channel.topic),
        "purpose": dict(channel.purpose),
        "previous_names": list(channel.previous_names),
    }
    if channel.is_ext_shared:
        body["connected_team_ids"] = [t for t in channel.shared_team_ids if t != viewer.team_id]
        body["internal_team_ids"] = [viewer.team_id]
        body["conversation_host_id"] = channel.team_id
    if members:
        body["num_members"] = len(channel.members)
    return body


def message_json(message: Json, channel: Channel, viewer: User | None, all_metadata: bool = False) -> Json:
    """Return a stored message as history shows it; metadata is cut to its event_type unless all is asked for."""
    shown: Json = {k: v for k, v in message.items() if not k.startswith("_")}
    if "metadata" in shown and not all_metadata:
        shown["metadata"] = {"event_type": shown["metadata"].get("event_type", "")}
    replies = channel.threads.get(message["ts"])
    if replies:
        people: list[str] = []
        for ts in replies:
            author = author_of(channel.messages[ts])
            if author not in people:
                people.append(author)
        shown |= {
            "thread_ts": message["ts"],
            "reply_count": len(replies),
            "reply_users_count": len(people),
            "latest_reply": replies[-1],
            "reply_users": people,
            "is_locked": False,
            "subscribed": viewer is not None and (author_of(message) == viewer.id or viewer.id in people),
        }
    return shown


def author_of(message: Json) -> str:
    """Return the user id, or for a classic bot its bot id."""
    return str(message.get("user") or message.get("bot_id") or "")


def bot_profile(world: World, install: Install, updated: int) -> Json:
    """Return the bot_profile that an app's messages carry."""
    icons = {f"image_{n}": f"https://a.slack-edge.com/{install.bot_id}_{n}.png" for n in (36, 48, 72)}
    return {
        "id": install.bot_id,
        "app_id": install.app_id,
        "user_id": install.user_id,
        "name": world.apps[install.app_id].name,
        "icons": icons,
        "deleted": not install.active,
        "updated": updated,
        "team_id": install.team_id,
    }


def view_json(view: View) -> Json:
    """Return a view as Slack sends it back: defaults filled in, with its id, hash, state and place in the stack."""
    given = view.given
    body: Json = {
        "id": view.id,
        "team_id": view.team_id,
        "type": given["type"],
        "blocks": given["blocks"],
        "private_metadata": given.get("private_metadata") or "",
        "callback_id": given.get("callback_id") or "",
        "state": {"values": view.values},
        "hash": view.hash,
        "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(given.get("clear_on_close", False)),
        "notify_on_close": bool(given.get("notify_on_close", False)),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": view.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": view.team_id,
        "bot_id": view.bot_id,
    }
    if given["type"] == "modal" and "submit_disabled" in given:
        body["submit_disabled"] = bool(given["submit_disabled"])
    return body


def reply_summary(root: Json) -> dict[str, Any]:
    """Return the short form of a thread's parent that broadcasts carry as root."""
    return {k: v for k, v in root.items() if not k.startswith("_") and k != "metadata"}
