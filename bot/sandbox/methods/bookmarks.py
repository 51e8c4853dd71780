"""bookmarks.*."""

from __future__ import annotations

from bot.sandbox.call import Call, method
from bot.sandbox.errors import Refused
from bot.sandbox.model import Channel, Json

MOST_BOOKMARKS = 100


def _place(call: Call) -> Channel:
    channel = call.conversation("channel_id")
    if call.install.user_id not in channel.members:
        raise Refused("permission_denied")
    return channel


def _checked_link(call: Call) -> str:
    link = call.text("link")
    if not link.startswith(("http://", "https://")) or len(link) > 3000:
        raise Refused("invalid_link")
    return link


def _found(call: Call, channel: Channel) -> Json:
    for bookmark in channel.bookmarks:
        if bookmark["id"] == call.text("bookmark_id"):
            return bookmark
    raise Refused("not_found")


@method("bookmarks.add", 2, scopes="bookmarks:write", required="channel_id title type")
def add(call: Call) -> Json:
    """Add a link to a channel's bookmarks; the same link may be added twice, as in Slack."""
    channel = _place(call)
    if call.text("type") != "link":
        raise Refused("invalid_bookmark_type")
    link = _checked_link(call)
    if len(channel.bookmarks) >= MOST_BOOKMARKS:
        raise Refused("too_many_bookmarks")
    now = int(call.core.now())
    bookmark: Json = {
        "id": call.world.new_id("Bk"),
        "channel_id": channel.id,
        "title": call.text("title"),
        "link": link,
        "emoji": call.text("emoji"),
        "icon_url": None,
        "entity_id": call.text("entity_id") or None,
        "type": "link",
        "date_created": now,
        "date_updated": 0,
        "rank": f"U{len(channel.bookmarks)}",
        "last_updated_by_user_id": call.install.user_id,
        "last_updated_by_team_id": call.install.team_id,
        "shortcut_id": None,
        "app_id": call.app.id,
        "app_action_id": None,
    }
    channel.bookmarks.append(bookmark)
    call.effect = f"bookmark {bookmark['id']} {channel.id}"
    return {"bookmark": dict(bookmark)}


@method("bookmarks.edit", 2, scopes="bookmarks:write", required="channel_id bookmark_id")
def edit(call: Call) -> Json:
    """Change a bookmark's title, link or emoji."""
    channel = _place(call)
    bookmark = _found(call, channel)
    if "link" in call.args:
        bookmark["link"] = _checked_link(call)
    for key in ("title", "emoji"):
        if key in call.args:
            bookmark[key] = call.text(key)
    bookmark["date_updated"] = int(call.core.now())
    bookmark["last_updated_by_user_id"] = call.install.user_id
    call.effect = f"bookmark_edited {bookmark['id']} {channel.id}"
    return {"bookmark": dict(bookmark)}


@method("bookmarks.list", 3, scopes="bookmarks:read", required="channel_id")
def list_bookmarks(call: Call) -> Json:
    """List a channel's bookmarks."""
    return {"bookmarks": [dict(b) for b in _place(call).bookmarks]}


@method("bookmarks.remove", 2, scopes="bookmarks:write", required="channel_id bookmark_id")
def remove(call: Call) -> Json:
    """Remove a bookmark."""
    channel = _place(call)
    bookmark = _found(call, channel)
    channel.bookmarks.remove(bookmark)
    call.effect = f"bookmark_removed {bookmark['id']} {channel.id}"
    return {}
