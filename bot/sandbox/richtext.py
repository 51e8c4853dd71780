"""What a person typed, as Slack stores it: escaped text, and a rich_text block."""

from __future__ import annotations

import re

from bot.sandbox.model import Json

_TOKEN = re.compile(
    r"<(?P<mark>@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|![a-z]+[^<>]*|(?:https?://|mailto:)[^<>|\s]+)(?P<label>\|[^<>]*)?>"
    r"|(?P<bare>https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"])"
    r"|(?<![0-9]):(?P<emoji>[a-z0-9_+-]*[a-z][a-z0-9_+-]*|[+-]1):"
)
_STYLED = re.compile(r"(?<![\w*_~`])([*_~`])(\S|\S[^\n]*?\S)\1(?![\w*_~`])")
_STYLES = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo escape()."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, block_id: str) -> tuple[str, list[Json]]:
    """Return the stored text and blocks of what a person typed; <@U…>, <#C…>, <!here> and links are kept as marks."""
    out: list[str] = []
    elements: list[Json] = []

    def plain(piece: str) -> None:
        if piece:
            out.append(escape(piece))
            elements.extend(_styled(piece))

    at = 0
    for found in _TOKEN.finditer(text):
        plain(text[at : found.start()])
        at = found.end()
        if found["bare"]:
            out.append(f"<{escape(found['bare'])}>")
            elements.append({"type": "link", "url": found["bare"]})
        elif found["emoji"]:
            out.append(found[0])
            elements.append({"type": "emoji", "name": found["emoji"]})
        else:
            out.append(found[0])
            elements.append(_mark(found["mark"], (found["label"] or "")[1:]))
    plain(text[at:])
    section = {"type": "rich_text_section", "elements": elements}
    return "".join(out), [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _styled(piece: str) -> list[Json]:
    """Return text leaves, with the style of what stands between *, _, ~ or backticks."""
    leaves: list[Json] = []
    at = 0
    for found in _STYLED.finditer(piece):
        if found.start() > at:
            leaves.append({"type": "text", "text": piece[at : found.start()]})
        leaves.append({"type": "text", "text": found[2], "style": {_STYLES[found[1]]: True}})
        at = found.end()
    if at < len(piece):
        leaves.append({"type": "text", "text": piece[at:]})
    return leaves


def _mark(mark: str, label: str) -> Json:
    if mark.startswith("@"):
        return {"type": "user", "user_id": mark[1:]}
    if mark.startswith("#"):
        return {"type": "channel", "channel_id": mark[1:]}
    if mark.startswith("!"):
        return {"type": "broadcast", "range": mark[1:]}
    link: Json = {"type": "link", "url": mark}
    return link | {"text": unescape(label)} if label else link


def fallback(blocks: list[Json]) -> str:
    """Return the notification text that Slack composes for blocks without one."""
    lines: list[str] = []
    for block in blocks:
        text = block.get("text")
        if isinstance(text, dict):
            lines.append(str(text.get("text", "")))
        elif isinstance(text, str):
            lines.append(text)
        lines.extend(str(f.get("text", "")) for f in block.get("fields") or [] if isinstance(f, dict))
    return " ".join(line for line in lines if line) or "This content can't be displayed."
