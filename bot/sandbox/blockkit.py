"""Slack's validation of blocks and views: what each block may hold, and the rules across a message or a view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.blockelements import (
    ACCESSORY,
    ACTION_ELEMENT,
    BUTTON,
    CONTEXT_ACTION,
    CONTEXT_ELEMENT,
    INPUT_ELEMENT,
    image,
)
from bot.sandbox.blockrich import CELL, RICH_TEXT
from bot.sandbox.blockrules import (
    Check,
    anything,
    boolean,
    choice,
    fault,
    many,
    mrkdwn,
    number,
    plain,
    shape,
    string,
    text,
    typed,
)

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_EVERYWHERE = {"message", "modal", "home"}
_ONLY_ON = {
    "alert": {"modal"},
    "card": {"message", "home"},
    "carousel": {"message", "home"},
    "container": {"message"},
    "context_actions": {"message"},
    "data_table": {"message", "home"},
    "data_visualization": {"message"},
    "file": set(),
    "markdown": {"message"},
    "plan": {"message"},
    "table": {"message", "home"},
    "task_card": {"message"},
}


def _block(required: str, **fields: Check) -> Check:
    return shape(f"type {required}", {"block_id": string(255), **fields})


_CARD = _block(
    "",
    title=mrkdwn(150),
    subtitle=mrkdwn(150),
    body=mrkdwn(200),
    icon=image(),
    hero_image=image(),
    actions=many(BUTTON, 5),
)
_TASK = _block(
    "task_id title status",
    task_id=string(0, 1),
    title=string(0, 1),
    status=choice("pending", "in_progress", "complete", "error"),
    details=RICH_TEXT,
    output=RICH_TEXT,
    sources=many(shape("type url text", {"url": string(0, 1), "text": string(0, 1)})),
)
_TABLE = _block(
    "rows",
    rows=many(many(CELL, 20, 1), 100, 1),
    column_settings=many(shape("", {"align": choice("left", "center", "right"), "is_wrapped": boolean}), 20),
)
_INSIDE: dict[str, Check] = {
    "section": _block("", text=text(3000), fields=many(text(2000), 10, 1), accessory=ACCESSORY, expand=boolean),
    "header": _block("text", text=plain(150), level=number(1, 3)),
    "divider": _block(""),
    "context": _block("elements", elements=many(CONTEXT_ELEMENT, 10, 1)),
    "actions": _block("elements", elements=many(ACTION_ELEMENT, 25, 1)),
    "image": image(block_id=string(255), title=plain(2000)),
    "input": _block(
        "label element",
        label=plain(2000),
        element=INPUT_ELEMENT,
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "rich_text": RICH_TEXT,
    "video": _block(
        "alt_text thumbnail_url title video_url",
        alt_text=string(2000),
        thumbnail_url=string(3000, 1),
        title=plain(199),
        video_url=string(3000, 1),
        author_name=string(49),
        description=plain(200),
        provider_icon_url=string(3000),
        provider_name=string(),
        title_url=string(3000),
    ),
    "table": _TABLE,
    "file": anything,
}
_BLOCK = typed(
    {
        **_INSIDE,
        "alert": _block("text", text=text(3000), level=choice("default", "info", "warning", "error", "success")),
        "card": _CARD,
        "carousel": _block("elements", elements=many(typed({"card": _CARD}, "a card"), 10, 1)),
        "container": _block(
            "child_blocks",
            child_blocks=many(typed(_INSIDE, "a block"), 10, 1),
            title=plain(150),
            rich_text_title=RICH_TEXT,
            subtitle=text(150),
            icon=image(),
            width=choice("narrow", "standard", "wide", "full"),
            is_collapsible=boolean,
            default_collapsed=boolean,
            has_header_divider=boolean,
        ),
        "context_actions": _block("elements", elements=many(CONTEXT_ACTION, 5, 1)),
        "data_table": _block(
            "caption rows",
            caption=string(0, 1),
            rows=many(many(CELL, 20, 1), 0, 1),
            page_size=number(1, 100),
            row_header_column_index=number(0),
        ),
        "data_visualization": anything,
        "markdown": _block("text", text=string(12_000, 1)),
        "plan": _block("title", title=string(0, 1), tasks=many(anything)),
        "task_card": _TASK,
    },
    "a block",
)


def _walk(value: Any, at: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, dict):
        yield value, at
        for key, inner in value.items():
            yield from _walk(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _walk(inner, f"{at}/{n}")


def _inside_one_block(block: dict[str, Any], at: str, surface: str, errors: list[str]) -> None:
    seen: set[str] = set()
    for part, place in _walk(block, at):
        action_id = part.get("action_id")
        if action_id:
            if action_id in seen:
                fault(errors, place, f"action_id {action_id} already exists in this block")
            seen.add(action_id)
        chosen = part.get("initial_options") or ([part["initial_option"]] if "initial_option" in part else [])
        offered = list(part.get("options") or [])
        for group in part.get("option_groups") or []:
            offered += group.get("options") or [] if isinstance(group, dict) else []
        if offered and any(option not in offered for option in chosen):
            fault(errors, place, "initial option must be one of the options")
        if part.get("type") == "file_input" and surface != "modal":
            fault(errors, place, "file_input is only allowed in modals")


def _across(blocks: list[dict[str, Any]], at: str, surface: str, errors: list[str]) -> None:
    ids = [b["block_id"] for b in blocks if isinstance(b.get("block_id"), str) and b["block_id"]]
    for block_id in {i for i in ids if ids.count(i) > 1}:
        fault(errors, at, f"block_id {block_id} already exists")
    focused = sum(bool(part.get("focus_on_load")) for part, _ in _walk(blocks, at))
    if focused > 1:
        fault(errors, at, "only one element may have focus_on_load")
    if surface == "message" and sum(b["type"] == "table" for b in blocks) > 1:
        fault(errors, at, "only one table allowed")
    if sum(b["type"] == "data_visualization" for b in blocks) > 2:
        fault(errors, at, "only two data visualizations allowed")
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown" and isinstance(b.get("text"), str)) > 12_000:
        fault(errors, at, "markdown blocks hold 12000 characters together at most")


def check_blocks(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """Return what Slack would refuse in blocks on a surface (message, modal, home), each with a pointer."""
    errors: list[str] = []
    if not isinstance(blocks, list):
        fault(errors, at, "must be an array")
        return errors
    if len(blocks) > MOST_BLOCKS[surface]:
        fault(errors, at, f"no more than {MOST_BLOCKS[surface]} items allowed")
    known: list[dict[str, Any]] = []
    for n, block in enumerate(blocks):
        place, before = f"{at}/{n}", len(errors)
        _BLOCK(block, place, errors)
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            continue
        known.append(block)
        if surface not in _ONLY_ON.get(block["type"], _EVERYWHERE):
            fault(errors, place, f"{block['type']} is not supported on this surface")
        if block["type"] == "section" and not block.get("text") and not block.get("fields"):
            fault(errors, place, "must have text or fields")
        if len(errors) == before:
            _inside_one_block(block, place, surface, errors)
    _across(known, at, surface, errors)
    return errors


def check_message_blocks(blocks: list[Any]) -> list[str]:
    """Return what Slack would refuse in a message's blocks."""
    return check_blocks(blocks, "message")


_COMMON: dict[str, Check] = {
    "blocks": anything,
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = shape(
    "type title blocks",
    {
        **_COMMON,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape("type blocks", _COMMON)


def check_view(view: Any) -> list[str]:
    """Return what Slack would refuse in a view, each with a pointer to the place."""
    errors: list[str] = []
    typed({"modal": _MODAL, "home": _HOME}, "a view")(view, "/view", errors)
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return errors
    errors += check_blocks(view.get("blocks"), view["type"], "/view/blocks")
    blocks = view.get("blocks") if isinstance(view.get("blocks"), list) else []
    inputs = any(isinstance(b, dict) and b.get("type") == "input" for b in blocks or [])
    if view["type"] == "modal" and inputs and not view.get("submit"):
        fault(errors, "/view/submit", "a view with input blocks must have submit")
    return errors
