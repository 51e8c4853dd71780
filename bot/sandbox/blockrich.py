"""The shape of rich_text blocks and of table cells."""

from __future__ import annotations

from bot.sandbox.blockrules import Check, boolean, choice, many, number, shape, string, typed

_STYLE = shape(
    "",
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean),
)


def _leaf(required: str, **fields: Check) -> Check:
    return shape(f"type {required}", {**fields, "style": _STYLE})


_TEXT = _leaf("text", text=string(0, 1))
_LINK = _leaf("url", url=string(0, 1), text=string(), unsafe=boolean)
_LEAVES: dict[str, Check] = {
    "text": _TEXT,
    "link": _LINK,
    "user": _leaf("user_id", user_id=string(0, 1)),
    "usergroup": _leaf("usergroup_id", usergroup_id=string(0, 1)),
    "channel": _leaf("channel_id", channel_id=string(0, 1)),
    "team": _leaf("team_id", team_id=string(0, 1)),
    "emoji": _leaf("name", name=string(0, 1), unicode=string(), url=string()),
    "date": _leaf("timestamp format", timestamp=number(), format=string(0, 1), url=string(), fallback=string()),
    "broadcast": _leaf("range", range=choice("here", "channel", "everyone")),
    "color": _leaf("value", value=string(0, 1)),
}
_LEAF = typed(_LEAVES, "a rich text element")
_SECTION = shape("type elements", {"type": choice("rich_text_section"), "elements": many(_LEAF)})
_BORDER = choice(0, 1)
_PART = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": shape(
            "type style elements",
            {
                "style": choice("bullet", "ordered"),
                "elements": many(_SECTION),
                "indent": number(0, 8),
                "offset": number(0),
                "border": _BORDER,
            },
        ),
        "rich_text_quote": shape("type elements", {"elements": many(_LEAF), "border": _BORDER}),
        "rich_text_preformatted": shape(
            "type elements",
            {
                "elements": many(typed({"text": _TEXT, "link": _LINK}, "a text")),
                "border": _BORDER,
                "language": string(),
            },
        ),
    },
    "a rich text part",
)
RICH_TEXT = shape("type elements", {"block_id": string(255), "elements": many(_PART)})
CELL = typed(
    {
        "raw_text": shape("type text", {"text": string(0, 1)}),
        "raw_number": shape("type value text", {"value": number(), "text": string()}),
        "rich_text": RICH_TEXT,
    },
    "a cell",
)
