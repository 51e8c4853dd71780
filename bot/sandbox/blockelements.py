"""Block Kit's elements and composition objects: the keys each may have, and Slack's limits."""

from __future__ import annotations

from typing import Any

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

ACTION_ID = string(255)
CONFIRM = shape(
    "text",
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": choice("primary", "danger"),
    },
)
_ADDRESS = string(3000, 1)


def option(written: Check, described: Check, with_url: bool = False) -> Check:
    """Return a check for an option; only those of an overflow menu have an address."""
    fields: dict[str, Check] = {"text": written, "value": string(150), "description": described}
    if with_url:
        fields["url"] = string(3000)
    return shape("text value", fields)


_SELECT_OPTION = option(plain(75), plain(75))
_LIST_OPTION = option(text(75), text(75))
_OPTIONS = many(_SELECT_OPTION, 100, 1)
_GROUPS = many(shape("label options", {"label": plain(75), "options": _OPTIONS}), 100, 1)
_FILTER = shape(
    "",
    {
        "include": many(choice("im", "mpim", "private", "public"), 0, 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_DISPATCH = shape("", {"trigger_actions_on": many(choice("on_enter_pressed", "on_character_entered"), 2, 1)})


def _with_options(inner: Check) -> Check:
    """Check that a static select has options or groups, not both."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        inner(value, at, errors)
        if ("options" in value) == ("option_groups" in value):
            fault(errors, at, "must have either options or option_groups")

    return check


def _picker(**fields: Check) -> dict[str, Check]:
    common: dict[str, Check] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return common | fields


def _entry(**fields: Check) -> dict[str, Check]:
    return {
        "action_id": ACTION_ID,
        "placeholder": plain(150),
        "focus_on_load": boolean,
        "dispatch_action_config": _DISPATCH,
        **fields,
    }


def _select(**fields: Check) -> Check:
    return shape("type", _picker(placeholder=plain(150), **fields))


_MOST: dict[str, Check] = {"max_selected_items": number(1)}
_CURRENT: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": _FILTER}
_SLACK_FILE = shape("", {"id": string(), "url": string()})


def image(**more: Check) -> Check:
    """Return a check for an image, as element or with a block's further keys."""
    inner = shape(
        "type alt_text",
        {"image_url": _ADDRESS, "slack_file": _SLACK_FILE, "alt_text": string(2000), **more},
    )

    def check(value: Any, at: str, errors: list[str]) -> None:
        inner(value, at, errors)
        if ("image_url" in value) == ("slack_file" in value):
            fault(errors, at, "must have either image_url or slack_file")

    return check


BUTTON = shape(
    "type text",
    {
        "text": plain(75),
        "action_id": ACTION_ID,
        "url": string(3000),
        "value": string(2000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
_WORKFLOW_BUTTON = shape(
    "type text workflow",
    {
        "text": plain(75),
        "action_id": ACTION_ID,
        "workflow": shape("trigger", {"trigger": anything}),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
_OVERFLOW = shape(
    "type options",
    {"action_id": ACTION_ID, "confirm": CONFIRM, "options": many(option(plain(75), plain(75), True), 5, 1)},
)
SELECTS: dict[str, Check] = {
    "static_select": _with_options(_select(options=_OPTIONS, option_groups=_GROUPS, initial_option=_SELECT_OPTION)),
    "external_select": _select(initial_option=_SELECT_OPTION, min_query_length=number(0)),
    "users_select": _select(initial_user=string()),
    "channels_select": _select(initial_channel=string(), response_url_enabled=boolean),
    "conversations_select": _select(initial_conversation=string(), response_url_enabled=boolean, **_CURRENT),
    "multi_static_select": _with_options(
        _select(options=_OPTIONS, option_groups=_GROUPS, initial_options=many(_SELECT_OPTION, 100, 1), **_MOST)
    ),
    "multi_external_select": _select(initial_options=many(_SELECT_OPTION, 100, 1), min_query_length=number(0), **_MOST),
    "multi_users_select": _select(initial_users=many(string()), **_MOST),
    "multi_channels_select": _select(initial_channels=many(string()), **_MOST),
    "multi_conversations_select": _select(initial_conversations=many(string()), **_MOST, **_CURRENT),
}
PICKERS: dict[str, Check] = {
    "datepicker": shape("type", _picker(placeholder=plain(150), initial_date=string(10, 10, r"\d{4}-\d{2}-\d{2}"))),
    "timepicker": shape(
        "type",
        _picker(placeholder=plain(150), initial_time=string(5, 5, r"([01]\d|2[0-3]):[0-5]\d"), timezone=string()),
    ),
    "checkboxes": shape(
        "type options", _picker(options=many(_LIST_OPTION, 10, 1), initial_options=many(_LIST_OPTION, 10, 1))
    ),
    "radio_buttons": shape("type options", _picker(options=many(_LIST_OPTION, 10, 1), initial_option=_LIST_OPTION)),
}
_MOMENT: dict[str, Check] = {"datetimepicker": shape("type", _picker(initial_date_time=number(0, 9_999_999_999)))}
RICH_INPUT: dict[str, Check] = {
    "rich_text_input": shape("type", _entry(initial_value=anything, min_lines=number(1), max_lines=number(1)))
}
TYPING: dict[str, Check] = {
    "plain_text_input": shape(
        "type",
        _entry(
            initial_value=string(3000),
            multiline=boolean,
            min_length=number(0, 3000),
            max_length=number(1, 3000),
        ),
    ),
    "email_text_input": shape("type", _entry(initial_value=string())),
    "url_text_input": shape("type", _entry(initial_value=string())),
    "number_input": shape(
        "type is_decimal_allowed",
        _entry(is_decimal_allowed=boolean, initial_value=string(), min_value=string(), max_value=string()),
    ),
    "file_input": shape(
        "type",
        {"action_id": ACTION_ID, "filetypes": many(string(), 0, 1), "max_files": number(1, 10)},
    ),
}
_PRESSED: dict[str, Check] = {"button": BUTTON, "workflow_button": _WORKFLOW_BUTTON, "overflow": _OVERFLOW}

ACTION_ELEMENT = typed({**_PRESSED, **SELECTS, **PICKERS, **_MOMENT, **RICH_INPUT}, "an element")
ACCESSORY = typed({**_PRESSED, **SELECTS, **PICKERS, "image": image()}, "an element")
INPUT_ELEMENT = typed({**SELECTS, **PICKERS, **_MOMENT, **RICH_INPUT, **TYPING}, "an input element")
CONTEXT_ELEMENT = typed(
    {"image": image(), "plain_text": plain(3000, 1), "mrkdwn": mrkdwn(3000, 1)}, "an image or a text object"
)
_FEEDBACK = shape("text value", {"text": plain(75), "value": string(2000), "accessibility_label": string(75)})
CONTEXT_ACTION = typed(
    {
        "feedback_buttons": shape(
            "type positive_button negative_button",
            {"action_id": ACTION_ID, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
        ),
        "icon_button": shape(
            "type icon text",
            {
                "action_id": ACTION_ID,
                "icon": string(0, 1),
                "text": plain(75),
                "value": string(2000),
                "confirm": CONFIRM,
                "accessibility_label": string(75),
                "visible_to_user_ids": many(string()),
            },
        ),
    },
    "a context action",
)
