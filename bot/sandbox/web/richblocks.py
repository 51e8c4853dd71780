"""rich_text as HTML: sections, nested lists, quotes and code, with everything that can stand in a line."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.model import Json
from bot.sandbox.web import mrkdwn
from bot.sandbox.web.emojis import character, emoji_html
from bot.sandbox.web.look import Look

_TAGS = {"code": "code", "bold": "strong", "italic": "em", "strike": "s", "underline": "u", "highlight": "mark"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _emoji(leaf: Json) -> Markup:
    name = str(leaf.get("name", ""))
    if character(name) or not re.fullmatch(r"[0-9a-fA-F]{2,6}(-[0-9a-fA-F]{2,6})*", str(leaf.get("unicode", ""))):
        return emoji_html(name)
    points = [int(p, 16) for p in leaf["unicode"].split("-")]
    if any(p > 0x10FFFF or 0xD800 <= p < 0xE000 for p in points):
        return emoji_html(name)
    drawn = "".join(map(chr, points))
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(name.replace("_", " "), drawn)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def leaf_html(look: Look, leaf: Json) -> Markup:
    """Return one piece of a line; an unknown kind shows its text, or the name of the kind."""
    kind = leaf.get("type")
    if kind == "text":
        shown = _lines(str(leaf.get("text", "")))
    elif kind == "link":
        url = str(leaf.get("url", ""))
        shown = mrkdwn.link_html(url, str(leaf.get("text") or "") or None)
    elif kind == "user":
        shown = mrkdwn.user_html(look, str(leaf.get("user_id")))
    elif kind == "channel":
        shown = mrkdwn.channel_html(look, str(leaf.get("channel_id")))
    elif kind == "broadcast":
        shown = mrkdwn.broadcast_html(str(leaf.get("range")))
    elif kind == "emoji":
        shown = _emoji(leaf)
    elif kind == "date":
        shown = mrkdwn.date_html(
            look,
            _number(leaf.get("timestamp")),
            str(leaf.get("format", "{date}")),
            str(leaf.get("url") or ""),
            str(leaf.get("fallback") or ""),
        )
    elif kind == "team":
        team = look.world.teams.get(str(leaf.get("team_id")))
        shown = Markup('<span class="mention">{}</span>').format(team.name if team is not None else "another team")
    elif kind == "usergroup":
        shown = Markup('<span class="mention">@{}</span>').format(leaf.get("usergroup_id"))
    elif kind == "color":
        value = str(leaf.get("value", ""))
        swatch = Markup('<span class="swatch" data-colour="{}"></span>').format(value)
        shown = (swatch if _COLOUR.fullmatch(value) else Markup("")) + Markup("<code>{}</code>").format(value)
    else:
        shown = escape(leaf.get("text") or f"[{kind}]")
    style = leaf.get("style")
    for name, tag in _TAGS.items():
        if isinstance(style, dict) and style.get(name):
            shown = Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)  # noqa: S704 - one of our tags
    return shown


def leaves_html(look: Look, leaves: list[Json]) -> Markup:
    """Return the pieces of a line, one after the other."""
    return Markup("").join(leaf_html(look, leaf) for leaf in leaves)


def _list_html(look: Look, part: Json) -> Markup:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    deep = min(int(_number(part.get("indent"))), 8)
    first = int(_number(part.get("offset"))) + 1
    border = " has-border" if part.get("border") else ""
    items = Markup("")
    for number, section in enumerate(part.get("elements") or [], first):
        value = Markup(' value="{}"').format(number) if tag == "ol" else Markup("")
        items += Markup("<li{}>{}</li>").format(value, leaves_html(look, section.get("elements") or []))
    return Markup('<{0} class="deep-{1}{2}">{3}</{0}>').format(Markup(tag), deep, border, items)  # noqa: S704


def part_html(look: Look, part: Json) -> Markup:
    """Return one part of a rich_text block."""
    kind, leaves = part.get("type"), part.get("elements") or []
    if kind == "rich_text_list":
        return _list_html(look, part)
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(leaves_html(look, leaves))
    if kind == "rich_text_preformatted":
        inside = Markup("").join(
            mrkdwn.link_html(str(p.get("url")), str(p.get("text") or "") or None)
            if p.get("type") == "link"
            else escape(str(p.get("text", "")))
            for p in leaves
        )
        return Markup("<pre>{}</pre>").format(inside)
    return Markup('<div class="line">{}</div>').format(leaves_html(look, leaves))


def rich_html(look: Look, block: Json) -> Markup:
    """Return a rich_text block."""
    return Markup("").join(part_html(look, part) for part in block.get("elements") or [] if isinstance(part, dict))


_SIGNS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}


def as_typed(block: Json | None) -> str:
    """Return rich text as a person would type it, for a box to edit it in."""
    lines: list[str] = []
    for part in (block or {}).get("elements") or []:
        leaves = part.get("elements") or []
        if part.get("type") == "rich_text_list":
            lines += ["• " + "".join(map(_typed_leaf, item.get("elements") or [])) for item in leaves]
        else:
            lines.append("".join(map(_typed_leaf, leaves)))
    return "\n".join(lines)


def _typed_leaf(leaf: Json) -> str:
    text = str(leaf.get("text") or leaf.get("url") or "")
    if leaf.get("type") == "emoji":
        text = f":{leaf.get('name')}:"
    style = leaf.get("style") or {}
    for name, sign in _SIGNS.items():
        if style.get(name):
            text = f"{sign}{text}{sign}"
    return text
