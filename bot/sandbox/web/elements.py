"""Block Kit's interactive elements as controls of a page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.sandbox.formvalues import STATEFUL, initial
from bot.sandbox.model import Json
from bot.sandbox.web.choices import PICKS, chosen_in, groups_for
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import object_html
from bot.sandbox.web.pictures import picture_html
from bot.sandbox.web.rendering import macros
from bot.sandbox.web.richblocks import as_typed

_ENTRIES = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
_DATES = {"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time"}
_SPOKEN = {
    "datepicker": "Date",
    "timepicker": "Time",
    "datetimepicker": "Date and time",
    "checkboxes": "Choose any",
    "radio_buttons": "Choose one",
    "overflow": "More",
    "file_input": "Files",
    "users_select": "Choose a person",
    "multi_users_select": "Choose people",
    "channels_select": "Choose a channel",
    "multi_channels_select": "Choose channels",
    "conversations_select": "Choose a conversation",
    "multi_conversations_select": "Choose conversations",
}


@dataclass(frozen=True)
class Place:
    """What the blocks stand in: a short unique key for ids in the page, and what was chosen there so far."""

    key: str
    values: Json = field(default_factory=dict)
    can_use: bool = True

    def uid(self, *names: str) -> str:
        """Return an id for the page, the same at every drawing."""
        return f"{self.key}-{hashlib.sha256('/'.join(names).encode()).hexdigest()[:8]}"

    def state(self, block: Json, element: Json) -> Json:
        """Return what an element holds: what was chosen, or what it began with."""
        kept = self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        if isinstance(kept, dict):
            return kept
        return initial(element) if element["type"] in STATEFUL else {}


@dataclass(frozen=True)
class Control:
    """What every control of a page carries."""

    uid: str
    kind: str
    block: str
    action: str
    dispatch: bool
    labelled: str  # id of the visible label; "" when the control says its own name
    name: str  # the name it says itself
    described: str
    required: bool
    focus: bool
    usable: bool
    confirm: Json | None


def plain(given: Any) -> str:
    """Return the words of a plain text object, or an empty string."""
    return str(given.get("text", "")) if isinstance(given, dict) else ""


def is_web(url: Any) -> bool:
    """Tell whether an address may be followed."""
    return isinstance(url, str) and url.lower().startswith(("http://", "https://", "mailto:"))


def _confirm(look: Look, given: Any, uid: str) -> Json | None:
    if not isinstance(given, dict):
        return None
    return {
        "id": f"{uid}-confirm",
        "title": plain(given.get("title")) or "Are you sure?",
        "text": object_html(look, given.get("text")),
        "yes": plain(given.get("confirm")) or "Yes",
        "no": plain(given.get("deny")) or "Cancel",
        "style": given.get("style", "primary"),
    }


def control(
    look: Look, place: Place, block: Json, element: Json, *, labelled: str = "", described: str = ""
) -> Control:
    """Return what the control of an element carries; labelled is the id of a visible label, if there is one."""
    kind, action = str(element["type"]), str(element.get("action_id", ""))
    uid = place.uid(str(block.get("block_id", "")), action or json.dumps(element, sort_keys=True))
    asked = block.get("type") == "input"
    name = plain(element.get("placeholder")) or _SPOKEN.get(kind, "Choose")
    return Control(
        uid,
        kind,
        str(block.get("block_id", "")),
        action,
        not asked or bool(block.get("dispatch_action")),
        labelled,
        "" if labelled else str(element.get("accessibility_label") or name),
        described,
        asked and not block.get("optional"),
        bool(element.get("focus_on_load")),
        place.can_use and bool(action),
        _confirm(look, element.get("confirm"), uid),
    )


def _button(look: Look, c: Control, element: Json) -> Markup:
    return macros("elements.html").button(
        c,
        text=object_html(look, element.get("text")),
        style=element.get("style", ""),
        url=element.get("url") if is_web(element.get("url")) else "",
        said=element.get("accessibility_label", ""),
    )


def _overflow(look: Look, c: Control, element: Json) -> Markup:
    options = [
        {
            "text": object_html(look, o.get("text")),
            "note": object_html(look, o.get("description")),
            "value": o.get("value") or plain(o.get("text")),
            "url": o.get("url") if is_web(o.get("url")) else "",
        }
        for o in element.get("options") or []
    ]
    return macros("elements.html").overflow(c, options)


def _pick(look: Look, c: Control, element: Json, state: Json) -> Markup:
    chosen = chosen_in(look, element, state)
    return macros("picks.html").pick(
        c,
        groups=groups_for(look, element),
        chosen=chosen,
        values={entry["value"] for entry in chosen},
        placeholder=plain(element.get("placeholder")) or _SPOKEN.get(c.kind, "Choose"),
        many=c.kind.startswith("multi_"),
        most=element.get("max_selected_items", 0),
        external="external" in c.kind,
        least_typed=element.get("min_query_length", 3),
        chosen_json=json.dumps(chosen, ensure_ascii=False),
    )


def _boxes(look: Look, c: Control, element: Json, state: Json) -> Markup:
    picked = state.get("selected_options") or [state.get("selected_option")]
    values = {o.get("value") for o in picked if isinstance(o, dict)}
    options = [
        {
            "text": object_html(look, o.get("text")),
            "note": object_html(look, o.get("description")),
            "value": o.get("value", ""),
            "on": o.get("value") in values,
        }
        for o in element.get("options") or []
    ]
    return macros("elements.html").boxes(c, options, "radio" if c.kind == "radio_buttons" else "checkbox")


def _entry(c: Control, element: Json, state: Json) -> Markup:
    rich = c.kind == "rich_text_input"
    value = as_typed(state.get("rich_text_value")) if rich else state.get("value")
    config = element.get("dispatch_action_config") or {}
    return macros("elements.html").entry(
        c,
        value="" if value is None else value,
        placeholder=plain(element.get("placeholder")),
        lines=int(element.get("min_lines") or 4) if rich or element.get("multiline") else 0,
        least=element.get("min_length", ""),
        most=element.get("max_length", ""),
        low=element.get("min_value", ""),
        high=element.get("max_value", ""),
        decimals=bool(element.get("is_decimal_allowed")),
        sends=config.get("trigger_actions_on") or ["on_enter_pressed"],
    )


def _date(look: Look, c: Control, element: Json, state: Json) -> Markup:
    value = state.get(_DATES[c.kind])
    if c.kind == "datetimepicker":
        value = f"{look.at(value):%Y-%m-%dT%H:%M}" if isinstance(value, int | float) else ""
    zone = str(element.get("timezone") or look.viewer.tz)
    return macros("elements.html").date(c, value or "", zone)


def element_html(
    look: Look, place: Place, block: Json, element: Json, *, labelled: str = "", described: str = ""
) -> Markup:
    """Return an element of a block; an unknown kind is named in a frame."""
    kind = element.get("type")
    if kind == "image":
        return picture_html(look, element, small=True)
    if not isinstance(kind, str):
        return macros("elements.html").unknown("element")
    c = control(look, place, block, element, labelled=labelled, described=described)
    if kind in ("button", "workflow_button"):
        return _button(look, c, element)
    if kind == "overflow":
        return _overflow(look, c, element)
    if kind == "file_input":
        return macros("elements.html").files(c, element.get("filetypes") or [], int(element.get("max_files") or 10))
    if kind in ("feedback_buttons", "icon_button"):
        return macros("elements.html").context_action(c, element, plain(element.get("text")))
    if kind not in STATEFUL:
        return macros("elements.html").unknown(kind)
    state = place.state(block, element)
    if kind in PICKS:
        return _pick(look, c, element, state)
    if kind in ("checkboxes", "radio_buttons"):
        return _boxes(look, c, element, state)
    if kind in _ENTRIES:
        return _entry(c, element, state)
    return _date(look, c, element, state)
