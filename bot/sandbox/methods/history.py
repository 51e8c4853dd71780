"""conversations.history and conversations.replies."""

from __future__ import annotations

from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.errors import Refused
from bot.sandbox.model import Channel, Json
from bot.sandbox.present import message_json
from bot.sandbox.world import micros

_HISTORY = {
    "channel": ("channels:history",),
    "group": ("groups:history",),
    "im": ("im:history",),
    "mpim": ("mpim:history",),
}
_FOREVER = 10**18


def _between(call: Call, items: list[Json]) -> list[Json]:
    oldest = call.instant("oldest", "invalid_ts_oldest", 0)
    latest = call.instant("latest", "invalid_ts_latest", _FOREVER)
    if call.flag("inclusive"):
        return [m for m in items if oldest <= micros(m["ts"]) <= latest]
    return [m for m in items if oldest < micros(m["ts"]) < latest]


def _readable(call: Call) -> Channel:
    channel = call.conversation()
    call.need_for(channel, _HISTORY)
    call.joined(channel)
    return channel


@method("conversations.history", 3, required="channel")
def history(call: Call) -> Json:
    """Return a channel's messages, newest first; replies only if they were broadcast."""
    channel = _readable(call)
    top = [
        m
        for m in channel.messages.values()
        if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("subtype") == "thread_broadcast"
    ]
    found = _between(call, top)
    found.reverse()
    page, cursor = call.page(found, 100, 1000)
    whole = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_json(m, channel, call.bot, whole) for m in page],
        "has_more": bool(cursor),
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return answer | (next_cursor(cursor) if cursor else {})


@method("conversations.replies", 3, required="channel ts")
def replies(call: Call) -> Json:
    """Return a thread: its parent first, then the replies, oldest first."""
    channel = _readable(call)
    asked = channel.messages.get(call.text("ts"))
    if asked is None:
        raise Refused("thread_not_found")
    root_ts = str(asked.get("thread_ts") or asked["ts"])
    root = channel.messages.get(root_ts)
    if root is None:
        raise Refused("thread_not_found")
    answers = [channel.messages[ts] for ts in channel.threads.get(root_ts, [])]
    page, cursor = call.page(_between(call, answers), 1000, 1000)
    whole = call.flag("include_all_metadata")
    shown = [message_json(m, channel, call.bot, whole) for m in [root, *page]]
    return {"messages": shown, "has_more": bool(cursor)} | (next_cursor(cursor) if cursor else {})
