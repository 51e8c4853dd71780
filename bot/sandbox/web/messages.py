"""Messages as a person sees them: who wrote what and when, and what can be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from bot.sandbox.model import Channel, Json, User
from bot.sandbox.present import author_of
from bot.sandbox.richtext import unescape
from bot.sandbox.web import moments
from bot.sandbox.web.attachments import attachment_html
from bot.sandbox.web.blocks import blocks_html, message_text_html
from bot.sandbox.web.elements import Place
from bot.sandbox.web.emojis import character, emoji_html
from bot.sandbox.web.look import Look, colour, initials
from bot.sandbox.web.mrkdwn import text_html
from bot.sandbox.web.pictures import files_html
from bot.sandbox.web.rendering import macros

_QUIET = {
    "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive",
    "channel_unarchive", "group_join", "group_leave", "group_topic", "group_purpose", "group_name", "group_archive",
    "group_unarchive", "bot_add", "bot_remove", "pinned_item", "channel_convert_to_private",
}  # fmt: skip
_OWN_LINK = re.compile(r"<(https?://[^<>|\s]+)>")


@dataclass(frozen=True)
class Author:
    """How the writer of a message is shown."""

    key: str
    name: str
    mark: Markup
    is_app: bool
    elsewhere: str  # the team of somebody from another organisation

    @property
    def colour(self) -> str:
        """Return the class of the avatar's colour."""
        return colour(self.key)


def author_shown(look: Look, message: Json) -> Author:
    """Return the writer of a message; an app's own choice of name and emoji comes first."""
    user = look.world.users.get(str(message.get("user", "")))
    if user is None and message.get("bot_id"):
        user = next((u for u in look.world.users.values() if u.bot_id == message["bot_id"]), None)
    profile = message.get("bot_profile") or {}
    name = str(message.get("username") or profile.get("name") or (user.real_name if user else "Somebody"))
    icon = str((message.get("icons") or {}).get("emoji", ""))
    drawn = emoji_html(icon) if icon and character(icon) else Markup("{}").format(initials(name))
    away = user is not None and not user.is_bot and user.team_id != look.viewer.team_id
    elsewhere = look.world.teams[user.team_id].name if away and user is not None else ""
    key = f"{author_of(message)}/{message.get('username', '')}"
    return Author(key, name, drawn, bool(message.get("bot_id")), elsewhere)


def _anchor(ts: str, in_thread: bool) -> str:
    return f"{'t' if in_thread else 'm'}-{ts.replace('.', '-')}"


def _reactions(look: Look, message: Json) -> list[Json]:
    shown = []
    for reaction in message.get("reactions") or []:
        people = [("you" if u == look.viewer.id else look.author(u)) for u in reaction.get("users") or []]
        shown.append(
            {
                "name": reaction["name"],
                "drawn": emoji_html(reaction["name"]),
                "count": reaction.get("count", len(people)),
                "mine": look.viewer.id in (reaction.get("users") or []),
                "who": ", ".join(people),
            }
        )
    return shown


def _thread(look: Look, channel: Channel, message: Json) -> Json | None:
    replies = channel.threads.get(message["ts"])
    if not replies:
        return None
    people: dict[str, Author] = {}
    for ts in replies:
        if ts in channel.messages:
            people.setdefault(author_of(channel.messages[ts]), author_shown(look, channel.messages[ts]))
    last = look.at(replies[-1])
    day = moments.day(look, last)
    when = f"at {moments.hour(last)}" if day == "Today" else f"{day} at {moments.hour(last)}"
    return {"count": len(replies), "faces": list(people.values())[:3], "last": when, "moment": last.isoformat()}


def shortcuts_for(look: Look, viewer: User) -> list[Json]:
    """Return the message shortcuts of the apps installed in a person's team: app, callback_id and name."""
    found = []
    for install in look.world.installs:
        if not install.active or install.team_id != viewer.team_id or "commands" not in install.scopes:
            continue
        app = look.world.apps[install.app_id]
        found += [
            {"app": app.id, "app_name": app.name, "callback_id": s["callback_id"], "name": s.get("name", "")}
            for s in app.shortcuts or []
            if s.get("type") == "message" and s.get("callback_id")
        ]
    return found


def typed_again(message: Json) -> str:
    """Return a person's text as they typed it, for editing."""
    return unescape(_OWN_LINK.sub(r"\1", str(message.get("text", ""))))


def _body(look: Look, channel: Channel, message: Json, place: Place) -> Markup:
    body = Markup("")
    if message.get("blocks"):
        body += blocks_html(look, place, message["blocks"])
    elif message.get("text"):
        body += message_text_html(look, str(message["text"]))
    for attachment in message.get("attachments") or []:
        if isinstance(attachment, dict):
            body += attachment_html(look, place, attachment)
    return body + files_html(look, message.get("files") or [])


def _chosen_so_far(channel: Channel, message: Json, viewer_id: str) -> Json:
    """Return what was chosen in a message's elements; it is kept with the stored message and shown to nobody else."""
    stored = channel.messages.get(message["ts"], message)
    if message.get("is_ephemeral"):
        whispers = (e["message"] for e in channel.ephemerals if e["to"] == viewer_id)
        stored = next((m for m in whispers if m["ts"] == message["ts"]), message)
    return dict(stored.get("_values") or {})


def _spoken(author: Author, when: str, message: Json) -> str:
    words = " ".join(re.sub(r"[<>*_~`]|&\w+;", " ", str(message.get("text", ""))[:300]).split())
    cut = words if len(words) <= 90 else f"{words[:88]}…"
    return f"{author.name}, {when}" + (f": {cut}" if cut else "")


def _quiet_html(look: Look, message: Json, anchor: str) -> Markup:
    moment = look.at(message["ts"])
    author = look.author(str(message.get("user", "")))
    words = text_html(look, str(message.get("text", "")))
    named = f"<@{message.get('user')}>" in str(message.get("text", ""))
    return macros("message.html").quiet(
        anchor, words=words, who="" if named else author, hour=moments.hour(moment), moment=moment.isoformat()
    )


def message_html(
    look: Look, channel: Channel, message: Json, *, in_thread: bool = False, follows: bool = False
) -> Markup:
    """Return one message; follows hides the name of somebody who goes on speaking."""
    ts = str(message["ts"])
    anchor, moment = _anchor(ts, in_thread), look.at(ts)
    if message.get("subtype") == "tombstone":
        thread = None if in_thread else _thread(look, channel, message)
        return macros("message.html").stone(anchor, channel.id, ts, thread, _way(look, channel, ts))
    if message.get("subtype") in _QUIET:
        return _quiet_html(look, message, anchor)
    member = look.viewer.id in channel.members
    whispered = bool(message.get("is_ephemeral"))
    author = author_shown(look, message)
    place = Place(anchor, _chosen_so_far(channel, message, look.viewer.id), member)
    own = look.is_own(message)
    root = str(message.get("thread_ts", ts))
    return macros("message.html").message(
        anchor,
        channel=channel.id,
        ts=ts,
        root=root,
        author=author,
        follows=follows,
        hour=moments.hour(moment),
        whole=moments.whole(moment),
        moment=moment.isoformat(),
        spoken=_spoken(author, moments.hour(moment), message),
        body=_body(look, channel, message, place),
        edited=bool(message.get("edited")),
        pinned=any(p["ts"] == ts for p in channel.pins),
        whispered=whispered,
        broadcast=message.get("subtype") == "thread_broadcast",
        reactions=[] if whispered else _reactions(look, message),
        thread=None if in_thread or whispered else _thread(look, channel, message),
        way=_way(look, channel, root),
        can_act=member and not whispered and not channel.is_archived,
        in_thread=in_thread,
        own=own and not whispered,
        may_delete=(own or look.viewer.is_admin) and not whispered,
        raw=typed_again(message) if own else "",
        shortcuts=shortcuts_for(look, look.viewer) if member and not whispered else [],
        link=f"/?as={look.viewer.id}&in={channel.id}#{anchor}",
    )


def _way(look: Look, channel: Channel, ts: str) -> str:
    return f"/?as={look.viewer.id}&in={channel.id}&thread={ts}"


def _goes_on(look: Look, before: Json | None, message: Json) -> bool:
    """Tell whether the writer of the message before goes on speaking."""
    if before is None:
        return False
    plain = not {before.get("subtype"), message.get("subtype")} - {None, "file_share", "bot_message"}
    same = author_shown(look, before).key == author_shown(look, message).key
    private = bool(before.get("is_ephemeral")) or bool(message.get("is_ephemeral"))
    near = moments.same_run(look.at(before["ts"]), look.at(message["ts"]))
    return plain and same and near and not private


def messages_html(look: Look, channel: Channel, messages: list[Json], *, in_thread: bool = False) -> Markup:
    """Return a run of stored messages, oldest first, with a heading for each day; in a thread without days."""
    pieces: list[Markup] = []
    before: Json | None = None
    day = None
    for message in messages:
        moment = look.at(message["ts"])
        if moment.date() != day and not in_thread:
            day, before = moment.date(), None
            pieces.append(macros("message.html").day(moments.day(look, moment), day.isoformat()))
        follows = _goes_on(look, before, message)
        pieces.append(message_html(look, channel, message, in_thread=in_thread, follows=follows))
        before = message
    return Markup("").join(pieces)
