"""What stands inside Block Kit blocks: text objects, buttons, menus and their choices, within Slack's limits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, Literal

from bot.views.text import NOTHING, clean, clip, clip_plain, defuse, is_blank, one_line, web_address, without_broadcasts

Element = dict[str, Any]
Style = Literal["primary", "danger"]

SECTION_TEXT: Final = 3000
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
OVERFLOW_OPTIONS: Final = 5
PLACEHOLDER: Final = 150
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
ID: Final = 255


def plain(text: str, limit: int) -> Element:
    """Return words as a plain_text object of at most `limit` characters, on one line."""
    words = defuse(one_line(text))
    return {"type": "plain_text", "text": NOTHING if is_blank(words) else clip_plain(words, limit), "emoji": True}


def mrkdwn(text: str, limit: int = SECTION_TEXT) -> Element:
    """Return mrkdwn as a text object; Slack adds no links or mentions of its own to it (`verbatim`)."""
    words = without_broadcasts(clean(text))
    return {"type": "mrkdwn", "text": NOTHING if is_blank(words) else str(clip(words, limit)), "verbatim": True}


def button(
    text: str,
    action_id: str,
    value: str | None = None,
    style: Style | None = None,
    url: str | None = None,
    confirm: Element | None = None,
) -> Element:
    """Return a button; an address that Slack can't open is left away. Raises ValueError on a value over 2,000."""
    element: Element = {"type": "button", "text": plain(text, BUTTON_TEXT), "action_id": own_id(action_id, "action id")}
    if value is not None:
        element["value"] = own_id(value, "button's value", BUTTON_VALUE, may_be_empty=True)
    if style is not None:
        element["style"] = style
    if (address := web_address(url)) is not None:
        element["url"] = address
    if confirm is not None:
        element["confirm"] = confirm
    return element


def confirm(title: str, text: str, yes: str = "Yes", no: str = "Cancel", style: Style | None = None) -> Element:
    """Return the question asked before a button acts: plain title, mrkdwn text, two plain answers."""
    dialog: Element = {
        "title": plain(title, CONFIRM_TITLE),
        "text": mrkdwn(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }
    return {**dialog, "style": style} if style is not None else dialog


def option(text: str, value: str, description: str = "") -> Element:
    """Return one choice of a menu; raises ValueError when its value is empty or over 150 characters."""
    choice: Element = {"text": plain(text, OPTION_TEXT), "value": own_id(value, "option's value", OPTION_VALUE)}
    return choice if is_blank(description) else {**choice, "description": plain(description, OPTION_TEXT)}


def overflow(action_id: str, options: Sequence[Element], confirm: Element | None = None) -> Element:
    """Return the "…" menu with the first five options; raises ValueError when there is none."""
    shown = choices(options, OVERFLOW_OPTIONS, ())
    element: Element = {"type": "overflow", "action_id": own_id(action_id, "action id"), "options": shown}
    return element if confirm is None else {**element, "confirm": confirm}


def select(action_id: str, options: Sequence[Element], *, placeholder: str = "", initial: str | None = None) -> Element:
    """Return a menu of up to 100 options, the one with the value `initial` chosen; ValueError when there is none."""
    shown = choices(options, OPTIONS, () if initial is None else (initial,))
    element = {**menu("static_select", action_id, placeholder), "options": shown}
    chosen = [choice for choice in shown if choice["value"] == initial]
    return {**element, "initial_option": chosen[0]} if chosen else element


def users_select(action_id: str, *, placeholder: str = "", initial: str | None = None) -> Element:
    """Return a menu of the workspace's people; `initial` is a user id."""
    element = menu("users_select", action_id, placeholder)
    return {**element, "initial_user": initial} if initial else element


def multi_users_select(action_id: str, *, placeholder: str = "", initial: Sequence[str] = ()) -> Element:
    """Return a menu for several people; `initial` are user ids."""
    element = menu("multi_users_select", action_id, placeholder)
    return {**element, "initial_users": list(initial)} if initial else element


def date_picker(action_id: str, *, placeholder: str = "", initial: date | None = None) -> Element:
    """Return a calendar to choose a day from."""
    element = menu("datepicker", action_id, placeholder)
    return {**element, "initial_date": initial.isoformat()[:10]} if initial else element


def menu(kind: str, action_id: str, placeholder: str) -> Element:
    element: Element = {"type": kind, "action_id": own_id(action_id, "action id")}
    return element if is_blank(placeholder) else {**element, "placeholder": plain(placeholder, PLACEHOLDER)}


def own_id(value: str, what: str, limit: int = ID, *, may_be_empty: bool = False) -> str:
    if len(value) > limit or not (value or may_be_empty):
        raise ValueError(f"A {what} must have 1 to {limit} characters; this one has {len(value)}.")
    return value


def choices(options: Sequence[Element], most: int, wanted: Iterable[str]) -> list[Element]:
    if not options:
        raise ValueError("A menu needs at least one option.")
    keep = set(wanted)
    first = sorted(range(len(options)), key=lambda place: options[place]["value"] not in keep)[:most]
    return [options[place] for place in sorted(first)]
