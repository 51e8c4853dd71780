"""The inputs of a modal's form; each is a whole block with its label."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Final

from bot.views.elements import (
    Element,
    choices,
    date_picker,
    menu,
    multi_users_select,
    own_id,
    plain,
    select,
    users_select,
)
from bot.views.text import clean, clip_plain, is_blank, one_line

Block = dict[str, Any]

CHECKBOX_OPTIONS: Final = 10
LABEL: Final = 2000
INPUT_TEXT: Final = 3000


def text_input(
    label: str,
    block_id: str,
    action_id: str,
    *,
    initial: str = "",
    multiline: bool = False,
    optional: bool = False,
    max_length: int | None = None,
    hint: str = "",
    placeholder: str = "",
    live: bool = False,
) -> Block:
    """Return a field to type in, prefilled with `initial` as it is (a text to edit is never escaped)."""
    limit = min(max_length or INPUT_TEXT, INPUT_TEXT)
    element: Element = {**menu("plain_text_input", action_id, placeholder), "multiline": multiline}
    if max_length is not None:
        element["max_length"] = limit
    words = clean(initial) if multiline else one_line(initial)
    if words:
        element["initial_value"] = clip_plain(words, limit)
    if live:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return _input(label, block_id, element, optional=optional, hint=hint, live=live)


def users_input(
    label: str,
    block_id: str,
    action_id: str,
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
) -> Block:
    """Return a form's choice of one person."""
    element = users_select(action_id, placeholder=placeholder, initial=initial)
    return _input(label, block_id, element, optional=optional, hint=hint)


def multi_users_input(
    label: str,
    block_id: str,
    action_id: str,
    *,
    initial: Sequence[str] = (),
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
    live: bool = False,
) -> Block:
    """Return a form's choice of several people."""
    element = multi_users_select(action_id, placeholder=placeholder, initial=initial)
    return _input(label, block_id, element, optional=optional, hint=hint, live=live)


def channels_input(
    label: str,
    block_id: str,
    action_id: str,
    *,
    initial: Sequence[str] = (),
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
    live: bool = False,
) -> Block:
    """Return a form's choice of several channels, public and private; `initial` are channel ids."""
    element = menu("multi_conversations_select", action_id, placeholder)
    element["filter"] = {"include": ["public", "private"]}
    if initial:
        element["initial_conversations"] = list(initial)
    return _input(label, block_id, element, optional=optional, hint=hint, live=live)


def select_input(
    label: str,
    block_id: str,
    action_id: str,
    options: Sequence[Element],
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
) -> Block:
    """Return a form's menu of up to 100 options; raises ValueError when there is none."""
    element = select(action_id, options, placeholder=placeholder, initial=initial)
    return _input(label, block_id, element, optional=optional, hint=hint)


def checkboxes_input(
    label: str,
    block_id: str,
    action_id: str,
    options: Sequence[Element],
    *,
    initial: Sequence[str] = (),
    optional: bool = True,
    hint: str = "",
    live: bool = False,
) -> Block:
    """Return a form's boxes to tick, ten at most; `initial` are the ticked values. ValueError when there is none."""
    shown = choices(options, CHECKBOX_OPTIONS, initial)
    element: Element = {"type": "checkboxes", "action_id": own_id(action_id, "action id"), "options": shown}
    if ticked := [choice for choice in shown if choice["value"] in initial]:
        element["initial_options"] = ticked
    return _input(label, block_id, element, optional=optional, hint=hint, live=live)


def date_input(
    label: str,
    block_id: str,
    action_id: str,
    *,
    initial: date | None = None,
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
) -> Block:
    """Return a form's choice of a day."""
    element = date_picker(action_id, placeholder=placeholder, initial=initial)
    return _input(label, block_id, element, optional=optional, hint=hint)


def time_input(label: str, block_id: str, action_id: str, *, initial: time | None = None, hint: str = "") -> Block:
    """Return a form's choice of a time of day."""
    element = menu("timepicker", action_id, "")
    if initial is not None:
        element["initial_time"] = initial.strftime("%H:%M")
    return _input(label, block_id, element, optional=False, hint=hint)


def _input(label: str, block_id: str, element: Element, *, optional: bool, hint: str, live: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": own_id(block_id, "block id"),
        "label": plain(label, LABEL),
        "element": element,
        "optional": optional,
    }
    if live:
        block["dispatch_action"] = True  # we hear of every change, and show what it would mean
    return block if is_blank(hint) else {**block, "hint": plain(hint, LABEL)}
