"""One of every block and input that Slack knows, for what draws them."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


OPTIONS = [{"text": plain(t), "value": t.lower(), "description": plain(f"{t} it is")} for t in ("Gold", "Silver")]
CONFIRM = {
    "title": plain("Really?"),
    "text": mrkdwn("It *cannot* be undone."),
    "confirm": plain("Do"),
    "deny": plain("Leave"),
}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "rich"}]}],
}
PICTURE = {"type": "image", "image_url": "https://elsewhere.example/a.png", "alt_text": "A robot"}
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go")}
INPUTS: list[dict[str, Any]] = [
    {"type": "plain_text_input", "max_length": 9},
    {"type": "plain_text_input", "multiline": True},
    {"type": "email_text_input"},
    {"type": "url_text_input"},
    {"type": "rich_text_input"},
    {"type": "file_input"},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "1"},
    {"type": "datepicker"},
    {"type": "timepicker"},
    {"type": "datetimepicker", "initial_date_time": 1_772_530_200},
    {"type": "static_select", "options": OPTIONS},
    {"type": "multi_static_select", "options": OPTIONS},
    {"type": "static_select", "option_groups": [{"label": plain("Metals"), "options": OPTIONS}]},
    {"type": "external_select"},
    {"type": "multi_external_select"},
    {"type": "users_select", "initial_user": "U0OLIVIAPK"},
    {"type": "multi_users_select"},
    {"type": "channels_select", "initial_channel": "C0DEALSWON"},
    {"type": "multi_channels_select"},
    {"type": "conversations_select"},
    {"type": "multi_conversations_select"},
    {"type": "checkboxes", "options": OPTIONS},
    {"type": "radio_buttons", "options": OPTIONS},
]
BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Head")},
    {"type": "divider"},
    {"type": "image", **PICTURE, "title": plain("Title")},
    {
        "type": "section",
        "text": mrkdwn("Side"),
        "fields": [mrkdwn("*F*\none"), plain("two")],
        "accessory": BUTTON | {"confirm": CONFIRM},
    },
    {
        "type": "section",
        "text": mrkdwn("Pick"),
        "accessory": {"type": "static_select", "action_id": "s", "options": OPTIONS},
    },
    {"type": "context", "elements": [PICTURE, mrkdwn("_small_"), plain("print")]},
    {
        "type": "actions",
        "elements": [
            BUTTON,
            {"type": "button", "action_id": "out", "text": plain("Out"), "url": "https://x.example"},
            {
                "type": "overflow",
                "action_id": "o",
                "options": [
                    {"text": plain("More"), "value": "m"},
                    {"text": plain("Docs"), "value": "d", "url": "https://x.example"},
                ],
            },
            {"type": "workflow_button", "action_id": "w", "text": plain("Flow"), "workflow": {"trigger": {}}},
            {"type": "datepicker", "action_id": "d"},
            {"type": "checkboxes", "action_id": "c", "options": OPTIONS},
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {"type": "icon_button", "icon": "trash", "action_id": "i", "text": plain("Bin")},
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            },
        ],
    },
    RICH,
    {"type": "markdown", "text": "# Mark"},
    {
        "type": "video",
        "alt_text": "Film",
        "thumbnail_url": "https://x.example/t",
        "title": plain("Kickoff"),
        "video_url": "https://x.example/v",
        "description": plain("An hour"),
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Name"}, RICH],
            [{"type": "raw_number", "value": 7, "text": "7"}, {"type": "raw_text", "text": "x"}],
        ],
        "column_settings": [{"align": "right"}],
    },
    {
        "type": "data_table",
        "caption": "Numbers",
        "rows": [[{"type": "raw_text", "text": "H"}], [{"type": "raw_text", "text": "V"}]],
        "row_header_column_index": 0,
    },
    {
        "type": "card",
        "title": mrkdwn("Card"),
        "subtitle": mrkdwn("under"),
        "body": mrkdwn("inside"),
        "icon": PICTURE,
        "hero_image": PICTURE,
        "actions": [BUTTON],
    },
    {
        "type": "carousel",
        "elements": [{"type": "card", "title": mrkdwn("One")}, {"type": "card", "title": mrkdwn("Two")}],
    },
    {
        "type": "container",
        "title": plain("Box"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("within")}],
    },
    {
        "type": "plan",
        "title": "The plan",
        "tasks": [{"type": "task_card", "task_id": "1", "title": "First task", "status": "complete"}],
    },
    {
        "type": "task_card",
        "task_id": "2",
        "title": "Second task",
        "status": "error",
        "details": RICH,
        "output": RICH,
        "sources": [{"type": "url", "url": "https://x.example", "text": "source"}],
    },
]
