"""The regions of the page: each is a piece of HTML that can be fetched and swapped by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from bot.sandbox.model import Channel, Json, User
from bot.sandbox.present import message_json, view_json
from bot.sandbox.web import rendering, sidebar
from bot.sandbox.web.drafts import drafts_in
from bot.sandbox.web.look import Look, colour, initials
from bot.sandbox.web.messages import messages_html
from bot.sandbox.web.mrkdwn import text_html
from bot.sandbox.web.panels import clock_bar, panel
from bot.sandbox.web.place import Place, tabs_of
from bot.sandbox.web.tour import current_step, next_step, tour_card, values_for
from bot.sandbox.web.views import home_html, modal_html


def look_of(place: Place) -> Look:
    """Return the world as the person at this place sees it now."""
    return Look(place.core.world, place.viewer, place.core.now())


def draw(template: str, place: Place, **values: Any) -> Markup:
    """Return one of the page's templates, filled."""
    return rendering.render(template, place=place, colour=_colour, initials=initials, **values)


def _colour(user_id: str) -> str:
    """Return the colour that somebody's messages have."""
    return colour(f"{user_id}/")


def _companies(place: Place) -> Markup:
    core = place.core
    team = core.world.teams[place.viewer.team_id]
    return draw("me.html", place, team=team, companies=sidebar.companies(core, place.viewer))


def _sidebar(place: Place) -> Markup:
    return draw("sidebar.html", place, **sidebar.sidebar(place))


def _people_in(place: Place, channel: Channel) -> list[User]:
    people = [place.core.user(m) for m in channel.members]
    return sorted(people, key=lambda u: (u.is_bot, u.real_name))


def _header(place: Place) -> Markup:
    channel, look = place.channel, look_of(place)
    topic = text_html(look, channel.topic["value"]) if channel is not None and channel.topic["value"] else Markup("")
    pins = []
    for pin in reversed(channel.pins if channel is not None else []):
        message = message_json(channel.messages[pin["ts"]], channel, place.viewer) if channel is not None else {}
        pins.append({"ts": pin["ts"], "text": _first_line(look, message), "by": look.author(pin["created_by"])})
    return draw(
        "header.html",
        place,
        name=title_of(place),
        topic=topic,
        members=_people_in(place, channel) if channel is not None and not place.app else [],
        pins=pins,
        bookmarks=channel.bookmarks if channel is not None else [],
        tabs=tabs_of(place.app) if place.app is not None else [],
        shared_with=_shared_with(place),
    )


def _first_line(look: Look, message: Json) -> Markup:
    text = str(message.get("text") or "") or "a message without text"
    return text_html(look, text.splitlines()[0][:140])


def _shared_with(place: Place) -> str:
    channel = place.channel
    if channel is None or not channel.is_ext_shared:
        return ""
    return ", ".join(place.core.world.teams[t].name for t in channel.shared_team_ids if t != place.viewer.team_id)


def title_of(place: Place) -> str:
    """Return the name of the conversation, as its header and the window show it."""
    if place.app is not None:
        return place.app.name
    if place.channel is not None and (place.channel.is_im or place.channel.is_mpim):
        return sidebar.dm_name(place.core, place.channel, place.viewer)
    if place.other is not None:
        return place.other.real_name
    return place.channel.name if place.channel is not None else ""


def shown_in(channel: Channel, viewer: User, thread: str = "") -> list[Json]:
    """Return what a person sees in a channel or a thread of it, oldest first, what only they can see included."""
    shown = []
    for message in channel.messages.values():
        root = str(message.get("thread_ts", message["ts"]))
        is_top = root == message["ts"] or message.get("subtype") == "thread_broadcast"
        if (root == thread) if thread else is_top:
            shown.append(message_json(message, channel, viewer, True))
    for entry in channel.ephemerals:
        if entry["to"] == viewer.id and str(entry["message"].get("thread_ts", "")) == thread:
            shown.append(dict(entry["message"]))
    return sorted(shown, key=lambda m: str(m["ts"]))


def _with_new_line(place: Place, html: Markup, messages: list[Json]) -> Markup:
    """Put the line between what was read and what is new, before the first new message of somebody else."""
    first = next(
        (
            m
            for m in messages
            if str(m["ts"]) > place.new_after and m.get("user") != place.viewer.id and not m.get("is_ephemeral")
        ),
        None,
    )
    if first is None or place.new_after in ("", "0"):
        return html
    found = re.search(rf'<article[^>]*\bid="m-{str(first["ts"]).replace(".", "-")}"', html)
    if found is None:
        return html
    line = Markup('<div class="newline" role="separator" aria-label="New messages"><span>New</span></div>')
    return html[: found.start()] + line + html[found.start() :]


def _messages(place: Place) -> Markup:
    if place.tab == "home" and place.app is not None:
        return _home(place)
    if place.channel is None:
        return draw("start.html", place, title=title_of(place))
    messages = shown_in(place.channel, place.viewer)
    html = messages_html(look_of(place), place.channel, messages)
    new, _ = sidebar.unread(place.channel, place.viewer)
    return draw(
        "messages.html",
        place,
        html=_with_new_line(place, html, messages),
        is_empty=not messages,
        unread=new if place.is_member else 0,
        title=title_of(place),
    )


def _home(place: Place) -> Markup:
    assert place.app is not None
    view = place.core.interactions.screens.home(place.app.id, place.viewer.team_id, place.viewer.id)
    return home_html(look_of(place), view_json(view) if view is not None else None, place.app.name)


def _thread(place: Place) -> Markup:
    if place.root is None or place.channel is None or place.tab == "home":
        return Markup("")
    root = str(place.root.get("thread_ts", place.root["ts"]))
    messages = shown_in(place.channel, place.viewer, root)
    html = messages_html(look_of(place), place.channel, messages, in_thread=True)
    return draw(
        "thread.html",
        place,
        html=html,
        replies=max(0, len(messages) - 1),
        title=title_of(place),
        root=root,
        draft=(current_step(place) or {}).get("draft", {}),
    )


def _modal(place: Place) -> Markup:
    """Return the topmost modal; where the tour has words for its inputs, with the offer to put them in."""
    tops = place.core.interactions.screens.open_modals(place.viewer.id)
    if not tops:
        return Markup("")
    view, step = tops[-1], next_step(place)
    values = values_for(step, look_of(place)) if step is not None else {}
    inputs = {block.get("block_id") for block in view.given["blocks"]}
    offer = draw("fill.html", place, values=values) if values and set(values) <= inputs else Markup("")
    return offer + modal_html(look_of(place), view_json(view))


def _composer(place: Place) -> Markup:
    read_only = place.app is not None and bool(
        place.app.manifest.get("features", {}).get("app_home", {}).get("messages_tab_read_only_enabled")
    )
    return draw(
        "composer.html",
        place,
        title=title_of(place),
        read_only=read_only,
        drafts=drafts_in(place),
        is_home=place.tab == "home" or not place.key,
        draft=(current_step(place) or {}).get("draft", {}),
    )


def _panel(place: Place) -> Markup:
    return panel(place, look_of(place), draw)


def _clock(place: Place) -> Markup:
    return clock_bar(place, look_of(place), draw)


def _tour(place: Place) -> Markup:
    return tour_card(place, draw)


REGIONS: dict[str, Callable[[Place], Markup]] = {
    "tour": _tour,
    "me": _companies,
    "clock": _clock,
    "sidebar": _sidebar,
    "header": _header,
    "messages": _messages,
    "composer": _composer,
    "thread": _thread,
    "panel": _panel,
    "modal": _modal,
}
