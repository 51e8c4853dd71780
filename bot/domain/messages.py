"""What a Slack message says, flattened to lines a rule can read.

Text, blocks and attachments become `Line`s in reading order. Marks of formatting and emoji are gone, entities are
unescaped, what is said twice (blocks usually repeat `text`) is kept once, and a column field such as
"*Amount*\\n$5" is one line with `label` "Amount" and `text` "$5".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.mrkdwn import Line, Link, escape, read_lines

__all__ = ["Line", "Link", "is_quote", "plain_lines", "plain_text"]

LONGEST = 40_000
MOST_PARTS = 200
MOST_LINES = 500
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Piece:
    """A stretch of mrkdwn as the message holds it; `label` belongs to the whole piece."""

    raw: str
    label: str | None = None
    quoted: bool = False
    column: bool = False


def plain_lines(message: Mapping[str, Any], *, characters: int = LONGEST, most: int = MOST_LINES) -> tuple[Line, ...]:
    """The message's lines in reading order, without empty ones.

    Takes a Slack message (or a `message_changed` event, whose new message is read) and looks at its first 40,000
    characters and 500 lines, or as many as are named. Never raises.
    """
    message = _current(message)
    spent, left = 0, most
    parts: list[list[Line]] = []
    for source in (_top(message), _blocks(message.get("blocks")), _attachments(message.get("attachments"))):
        lines: list[Line] = []
        for piece in source:
            if spent >= characters or left <= 0:
                break
            raw = piece.raw[: characters - spent]
            spent += len(raw)
            read = _read(replace(piece, raw=raw), left)
            left -= len(read)
            lines += read
        parts.append(lines)
    top, blocks, attached = parts
    rest = f" {_words(*blocks, *attached)} "
    kept = [
        line for at, line in enumerate(top) if at >= MOST_PARTS or not _words(line) or f" {_words(line)} " not in rest
    ]
    seen = {_words(line) for line in (*top, *blocks)}
    return (*kept, *blocks, *(line for line in attached if _words(line) not in seen))


def plain_text(message: Mapping[str, Any]) -> str:
    """The message as plain text, one line each, labels before their values. Never raises."""
    return "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in plain_lines(message))


def is_quote(message: Mapping[str, Any]) -> bool:
    """Whether the message begins by quoting somebody, so that its first words are not the writer's own."""
    lines = plain_lines(message)
    return bool(lines) and lines[0].quoted


def _current(message: Mapping[str, Any]) -> Mapping[str, Any]:
    changed = message.get("message")
    return changed if message.get("subtype") == "message_changed" and isinstance(changed, Mapping) else message


def _words(*lines: Line) -> str:
    return " ".join(" ".join(_WORD.findall(f"{line.label or ''} {line.text}".casefold())) for line in lines)


def _read(piece: _Piece, most: int) -> list[Line]:
    lines = read_lines(piece.raw, quoted=piece.quoted, most=most)
    if piece.label is not None and lines:
        return [_joined(piece.label, lines)]
    if piece.column and len(lines) > 1 and (lines[0].bold == (lines[0].text,) or lines[0].text.endswith(":")):
        return [_joined(lines[0].text, lines[1:])]
    return lines


def _joined(label: str, lines: list[Line]) -> Line:
    return Line(
        text=", ".join(line.text for line in lines),
        label=label.rstrip(" :").strip() or None,
        links=tuple(link for line in lines for link in line.links),
        people=tuple(person for line in lines for person in line.people),
        emails=tuple(email for line in lines for email in line.emails),
        bold=tuple(part for line in lines for part in line.bold),
        quoted=lines[0].quoted,
    )


def _string(value: Any) -> str:
    """The text of a string or of a text object; "" for anything else."""
    if isinstance(value, Mapping):
        value = value.get("text")
    return value if isinstance(value, str) else ""


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value[:MOST_PARTS] if isinstance(item, Mapping)] if isinstance(value, list) else []


def _top(message: Mapping[str, Any]) -> Iterator[_Piece]:
    yield _Piece(_string(message.get("text")))


def _blocks(blocks: Any) -> Iterator[_Piece]:
    for block in _items(blocks):
        kind = block.get("type")
        if kind == "rich_text":
            yield from _rich_text(block)
        elif kind == "header":
            yield _Piece("\n".join(f"*{part.strip()}*" for part in _string(block.get("text")).splitlines()))
        elif kind == "table":
            yield from _table(block)
        else:
            yield _Piece(_string(block.get("text")))
            yield from (_Piece(_string(field), column=True) for field in _items(block.get("fields")))
            yield from _elements(block)


def _elements(block: Mapping[str, Any]) -> Iterator[_Piece]:
    accessory = block.get("accessory")
    for element in [block, *_items(block.get("elements")), *([accessory] if isinstance(accessory, Mapping) else [])]:
        if element is not block:
            yield _linked(_string(element.get("text")), element.get("url"))
        yield _Piece(escape(_string(element.get("title")) or _string(element.get("alt_text"))))


def _linked(text: str, url: Any) -> _Piece:
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        return _Piece(f"<{escape(url)}|{text.replace('|', ' ')}>")
    return _Piece(text)


def _rich_text(block: Mapping[str, Any]) -> Iterator[_Piece]:
    for element in _items(block.get("elements")):
        quoted = element.get("type") == "rich_text_quote"
        if element.get("type") == "rich_text_list":
            yield from (_Piece(_rich_inline(item)) for item in _items(element.get("elements")))
        else:
            yield _Piece(_rich_inline(element), quoted=quoted)


def _rich_inline(section: Mapping[str, Any]) -> str:
    return "".join(_rich_leaf(leaf) for leaf in _items(section.get("elements")))


def _rich_leaf(leaf: Mapping[str, Any]) -> str:
    kind, text = leaf.get("type"), escape(_string(leaf))
    if kind == "link" and isinstance(leaf.get("url"), str):
        return _linked(text, leaf["url"]).raw
    if kind == "user":
        return f"<@{leaf.get('user_id')}>"
    if kind == "date":
        return escape(_string(leaf.get("fallback")))
    style = leaf.get("style")
    bold = isinstance(style, Mapping) and style.get("bold") and text.strip() and "\n" not in text
    return f" *{text.strip()}* " if bold else text


def _table(block: Mapping[str, Any]) -> Iterator[_Piece]:
    rows = block.get("rows")
    for row in rows[:MOST_PARTS] if isinstance(rows, list) else ():
        cells = [_cell(cell) for cell in _items(row)]
        if len(cells) == 2 and cells[0].strip():
            yield _Piece(cells[1], label=cells[0])
        else:
            yield _Piece(" | ".join(cells))


def _cell(cell: Mapping[str, Any]) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(piece.raw for piece in _rich_text(cell))
    return escape(_string(cell))


def _attachments(attachments: Any) -> Iterator[_Piece]:
    for attachment in _items(attachments):
        # A shared message or a link's preview is somebody else's word, not the writer's.
        borrowed = any(attachment.get(key) for key in ("is_share", "is_msg_unfurl", "from_url"))
        said = False
        for piece in _attachment(attachment):
            if piece.raw.strip():
                said = True
                yield replace(piece, quoted=borrowed or piece.quoted)
        if not said:
            yield _Piece(_string(attachment.get("fallback")), quoted=borrowed)


def _attachment(attachment: Mapping[str, Any]) -> Iterator[_Piece]:
    yield _Piece(_string(attachment.get("pretext")))
    yield _linked(_string(attachment.get("title")), attachment.get("title_link"))
    yield _Piece(_string(attachment.get("text")))
    for field in _items(attachment.get("fields")):
        yield _Piece(_string(field.get("value")), label=_string(field.get("title")).strip(" *") or None)
    yield from (_linked(_string(action), action.get("url")) for action in _items(attachment.get("actions")))
    yield from _blocks(attachment.get("blocks"))
