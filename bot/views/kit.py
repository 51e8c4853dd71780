"""The Block Kit toolbox of all views: Slack's limits and small functions that return plain dicts.

Two kinds of text, and one rule for each:

* **plain** (headers, labels, titles, buttons, options, placeholders): hand over the words as they are. They are
  cleaned, put on one line and clipped.
* **mrkdwn** (sections, fields, context lines, confirm texts, a message's fallback): words of people and of other
  systems go in through `escape` or `fill`, which escape exactly once.

No text, however odd, makes an invalid block. Ids and values are ours: one that is too long raises a ValueError, since
half an id would silently do the wrong thing. Lists that are too long are cut, saying how much is missing where a line
for it fits.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from bot.views.elements import (
    BUTTON_TEXT,
    BUTTON_VALUE,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    SECTION_TEXT,
    Element,
    Style,
    button,
    confirm,
    date_picker,
    mrkdwn,
    multi_users_select,
    option,
    overflow,
    own_id,
    plain,
    select,
    users_select,
)
from bot.views.forms import (
    INPUT_TEXT,
    Block,
    channels_input,
    checkboxes_input,
    date_input,
    multi_users_input,
    select_input,
    text_input,
    time_input,
    users_input,
)
from bot.views.text import (
    NOTHING,
    SHORT_DATE,
    SHORT_DATE_TIME,
    Markup,
    channel_link,
    clean,
    clip,
    day,
    escape,
    fill,
    is_blank,
    link,
    mention,
    one_line,
    web_address,
    when,
)

__all__ = [
    "ACTION_ELEMENTS",
    "BUTTON_TEXT",
    "BUTTON_VALUE",
    "CONTEXT_ELEMENTS",
    "CONTEXT_TEXT",
    "FIELDS",
    "FIELD_TEXT",
    "HEADER_TEXT",
    "INPUT_TEXT",
    "MESSAGE_BLOCKS",
    "MESSAGE_TEXT",
    "NOTHING",
    "OPTIONS",
    "OPTION_TEXT",
    "OPTION_VALUE",
    "PRIVATE_METADATA",
    "SECTION_TEXT",
    "SHORT_DATE",
    "SHORT_DATE_TIME",
    "VIEW_BLOCKS",
    "VIEW_BYTES",
    "VIEW_TITLE",
    "Block",
    "Element",
    "Markup",
    "Style",
    "actions",
    "button",
    "channel_link",
    "channels_input",
    "checkboxes_input",
    "clean",
    "clip",
    "confirm",
    "context",
    "date_input",
    "date_picker",
    "day",
    "divider",
    "escape",
    "fields",
    "fill",
    "header",
    "home",
    "is_blank",
    "link",
    "mention",
    "message",
    "modal",
    "mrkdwn",
    "multi_users_input",
    "multi_users_select",
    "one_line",
    "option",
    "overflow",
    "plain",
    "section",
    "select",
    "select_input",
    "text_input",
    "time_input",
    "users_input",
    "users_select",
    "web_address",
    "when",
]

MESSAGE_TEXT: Final = 4000
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
VIEW_BYTES: Final = 250_000
FIELD_TEXT: Final = 2000
FIELDS: Final = 10
HEADER_TEXT: Final = 150
CONTEXT_TEXT: Final = 2000
CONTEXT_ELEMENTS: Final = 10
ACTION_ELEMENTS: Final = 25
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3000

_ROOM_FOR_THE_FRAME: Final = 10_000  # of a view: title, metadata, and the line that says what was left out


def header(text: str, block_id: str | None = None) -> Block:
    """Return a headline of plain words."""
    return _block("header", block_id, text=plain(text, HEADER_TEXT))


def section(text: str, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """Return a paragraph of mrkdwn, with one element beside it if wanted."""
    block = _block("section", block_id, text=mrkdwn(text))
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(texts: Sequence[str], block_id: str | None = None) -> Block:
    """Return mrkdwn texts in two columns; of more than ten the last place says how many are missing."""
    shown = _with_rest(texts, FIELDS) or [NOTHING]
    return _block("section", block_id, fields=[mrkdwn(text, FIELD_TEXT) for text in shown])


def context(*texts: str, block_id: str | None = None) -> Block:
    """Return a line of small mrkdwn texts; of more than ten the last place says how many are missing."""
    shown = _with_rest(texts, CONTEXT_ELEMENTS) or [NOTHING]
    return _block("context", block_id, elements=[mrkdwn(text, CONTEXT_TEXT) for text in shown])


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    """Return a row of buttons and menus, 25 at most; raises ValueError when there is none."""
    if not elements:
        raise ValueError("A row of buttons needs at least one button.")
    return _block("actions", block_id, elements=list(elements[:ACTION_ELEMENTS]))


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    submit: str | None = None,
    close: str | None = "Cancel",
    private_metadata: str = "",
) -> dict[str, Any]:
    """Return a dialog; one with inputs gets a *Save* button if no other is named. ValueError on metadata over 3,000."""
    view: dict[str, Any] = {"type": "modal", "title": plain(title, VIEW_TITLE), "blocks": _that_fit(blocks)}
    if submit is None and any(block["type"] == "input" for block in view["blocks"]):
        submit = "Save"
    for name, words in (("submit", submit), ("close", close)):
        if words is not None:
            view[name] = plain(words, VIEW_TITLE)
    if callback_id:
        view["callback_id"] = own_id(callback_id, "callback id")
    if private_metadata:
        view["private_metadata"] = own_id(private_metadata, "private metadata", PRIVATE_METADATA)
    return view


def home(blocks: Sequence[Block], *, private_metadata: str = "") -> dict[str, Any]:
    """Return an App Home tab; what does not fit in is counted in its last line. ValueError on metadata over 3,000."""
    view: dict[str, Any] = {"type": "home", "blocks": _that_fit(blocks)}
    if private_metadata:
        view["private_metadata"] = own_id(private_metadata, "private metadata", PRIVATE_METADATA)
    return view


def message(text: str, blocks: Sequence[Block] = ()) -> dict[str, Any]:
    """Return a message's `text` (mrkdwn: what notifications and screen readers say) and at most 50 `blocks`."""
    return {"text": mrkdwn(text, MESSAGE_TEXT)["text"], "blocks": _cut_after(blocks, MESSAGE_BLOCKS)}


def _block(kind: str, block_id: str | None, **parts: object) -> Block:
    block: Block = {"type": kind, **parts}
    return block if block_id is None else {**block, "block_id": own_id(block_id, "block id")}


def _with_rest(texts: Sequence[str], most: int) -> list[str]:
    return list(texts) if len(texts) <= most else [*texts[: most - 1], f"and {len(texts) - most + 1} more"]


def _cut_after(blocks: Sequence[Block], most: int) -> list[Block]:
    return list(blocks) if len(blocks) <= most else [*blocks[: most - 1], _rest(len(blocks) - most + 1)]


def _that_fit(blocks: Sequence[Block]) -> list[Block]:
    room = VIEW_BYTES - _ROOM_FOR_THE_FRAME
    for count, block in enumerate(blocks):
        room -= len(json.dumps(block, ensure_ascii=False).encode("utf-8", "replace"))
        if room < 0:
            return _cut_after(blocks, min(count + 1, VIEW_BLOCKS))
    return _cut_after(blocks, VIEW_BLOCKS)


def _rest(left_out: int) -> Block:
    return context(f"and {left_out} more")
