"""What can be chosen in a select, and what is chosen in it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.model import Json
from bot.sandbox.web.look import Look

_FROM = ("static", "external", "users", "channels", "conversations")
PICKS = {f"{many}{kind}_select" for many in ("", "multi_") for kind in _FROM}
_KINDS = {"im", "mpim", "private", "public"}


def _words(given: Any) -> str:
    return str(given.get("text", "")) if isinstance(given, dict) else ""


def _option(option: Json, *, whole: bool = False) -> Json:
    entry = {
        "value": str(option.get("value", "")),
        "text": _words(option.get("text")),
        "note": _words(option.get("description")),
    }
    return entry | ({"option": option} if whole else {})


def groups_for(look: Look, element: Json) -> list[Json]:
    """Return groups of entries (label, options of value, text and note); what the app gives on request is not there."""
    kind = element["type"].removeprefix("multi_")
    if kind == "static_select":
        groups = element.get("option_groups") or [{"options": element.get("options") or []}]
        return [{"label": _words(g.get("label")), "options": [_option(o) for o in g["options"]]} for g in groups]
    if kind == "users_select":
        people = [{"value": u.id, "text": u.real_name, "note": u.title} for u in look.people()]
        return [{"label": "", "options": people}]
    if kind in ("channels_select", "conversations_select"):
        wanted = element.get("filter") or {}
        kinds = {"public"} if kind == "channels_select" else set(wanted.get("include") or _KINDS)
        places = look.conversations(
            kinds,
            shared=not wanted.get("exclude_external_shared_channels"),
            bots=not wanted.get("exclude_bot_users"),
        )
        return [{"label": "", "options": [{"value": i, "text": name, "note": ""} for i, name in places]}]
    return []


def chosen_in(look: Look, element: Json, state: Json) -> list[Json]:
    """Return the chosen entries; those of an external select carry their whole option."""
    kind = element["type"].removeprefix("multi_")
    if kind in ("static_select", "external_select"):
        picked = state.get("selected_options") or [state.get("selected_option")]
        return [_option(o, whole=kind == "external_select") for o in picked if isinstance(o, dict)]
    word = kind.removesuffix("s_select")
    ids = state.get(f"selected_{word}s") or [state.get(f"selected_{word}")]
    return [{"value": i, "text": _name(look, word, i), "note": ""} for i in ids if isinstance(i, str) and i]


def _name(look: Look, word: str, wanted: str) -> str:
    if word == "user" or wanted in look.world.users:
        return look.mention(wanted)
    found = look.channel(wanted)
    name = look.channel_name(wanted)
    if found is None:
        return "a private channel"
    return name if found.is_im or found.is_mpim else f"#{name}"
