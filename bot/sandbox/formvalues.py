"""The typed state of a form: what Slack sends for each kind of input, from plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json

# element type -> (key of its value in the state, key of its initial value in the block)
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", ""),
}
_ONE_OPTION = ("static_select", "external_select", "radio_buttons")
_MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
STATEFUL = {*_PLAIN, *_ONE_OPTION, *_MANY_OPTIONS}
_EMPTY_LIST = {"multi_users_select", "multi_channels_select", "multi_conversations_select", "file_input"}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield (block, element) for every interactive element of the blocks."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict) and element.get("action_id"):
                yield block, element
        for child in block.get("child_blocks") or block.get("blocks") or []:
            if isinstance(child, dict):
                yield from elements([child])


def initial_values(view: Json) -> Json:
    """Return state.values of a view nobody has touched."""
    values: Json = {}
    for block, element in elements(view.get("blocks") or []):
        if element["type"] in STATEFUL:
            values.setdefault(block["block_id"], {})[element["action_id"]] = initial(element)
    return values


def initial(element: Json) -> Json:
    """Return the state of one untouched element."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options") or [])}
    key, first = _PLAIN[kind]
    return {"type": kind, key: element.get(first, [] if kind in _EMPTY_LIST else None)}


def _options(element: Json) -> list[Json]:
    flat = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        flat += group["options"]
    return flat


def _option(element: Json, wanted: Any, offered: list[Json]) -> Json:
    """Return the option whose value (or, failing that, text) is wanted."""
    options = _options(element) or offered
    if isinstance(wanted, dict):
        # chosen from what the app offered at some time, which need not be what it offered last
        if not _options(element) and "text" in wanted and "value" in wanted:
            return wanted
        wanted = wanted.get("value")
    for option in options:
        if option.get("value") == str(wanted):
            return {k: option[k] for k in ("text", "value", "description") if k in option}
    for option in options:
        if option["text"]["text"] == str(wanted):
            return {k: option[k] for k in ("text", "value", "description") if k in option}
    known = ", ".join(str(o.get("value")) for o in options)
    raise Misuse(f"{element['action_id']} has no option {wanted!r}. It has: {known or 'none'}.")


def typed_value(element: Json, plain: Any, offered: list[Json] | None = None) -> Json:
    """Return the state of an element after a person chose or typed a plain value (None = emptied)."""
    kind = element["type"]
    offered = offered or []
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if plain is None else _option(element, plain, offered)}
    if kind in _MANY_OPTIONS:
        chosen = plain if isinstance(plain, list) else [] if plain is None else [plain]
        return {"type": kind, "selected_options": [_option(element, c, offered) for c in chosen]}
    key, _ = _PLAIN[kind]
    if kind in _EMPTY_LIST:
        return {"type": kind, key: plain if isinstance(plain, list) else [] if plain is None else [plain]}
    if kind in ("plain_text_input", "email_text_input", "url_text_input", "number_input"):
        return {"type": kind, key: None if plain in (None, "") else str(plain)}
    return {"type": kind, key: plain}


def is_empty(value: Json) -> bool:
    """Tell whether an element's state holds nothing."""
    return all(v in (None, "", []) for k, v in value.items() if k != "type")
