"""Slack's own markup as HTML: read once from left to right, and everything that is not markup escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from bot.sandbox.model import Json
from bot.sandbox.richtext import unescape
from bot.sandbox.web.emojis import emoji_html
from bot.sandbox.web.look import HIDDEN_CHANNEL, Look
from bot.sandbox.web.moments import date_words, whole

_TOKEN = re.compile(
    r"<(?P<mark>[^<>\n]+)>"
    r"|`(?P<code>[^`\n]+)`"
    r"|:(?P<emoji>[a-zA-Z0-9_+'-]{1,80}(?:::skin-tone-[2-6])?):"
    r"|(?P<bare>https?://(?:[^\s<>|`&]|&(?!lt;|gt;)){1,3000})"
    r"|(?P<entity>&(?:amp|lt|gt);)"
    r"|(?P<style>[*_~])"
)
_MARKS_ONLY = re.compile(r"<(?P<mark>[^<>\n]+)>|(?P<entity>&(?:amp|lt|gt);)")
_EMOJI_ONLY = re.compile(r":(?P<emoji>[a-zA-Z0-9_+'-]{1,80}(?:::skin-tone-[2-6])?):")
_STYLES = {"*": "strong", "_": "em", "~": "s"}
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_BULLET = re.compile(r"(?P<deep> {0,12})(?:[•◦▪‣-]|(?P<number>\d{1,4})\.) +(?=\S)")
_SAFE = ("http://", "https://", "mailto:")
_AFTER_LINK = ".,:!?)]}'\"*_~"
_EVERYBODY = ("here", "channel", "everyone", "group")


def link_html(url: str, label: str | Markup | None = None) -> Markup:
    """Return a link that opens beside the page; an address that is not of the web or of mail stays text."""
    shown = label or url.removeprefix("mailto:")
    if not url.lower().startswith(_SAFE):
        return escape(shown)
    return Markup('<a class="out" href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, shown)


def user_html(look: Look, user_id: str) -> Markup:
    """Return a mention of a person."""
    mine = " is-me" if user_id == look.viewer.id else ""
    return Markup('<span class="mention{}">@{}</span>').format(mine, look.mention(user_id))


def channel_html(look: Look, channel_id: str) -> Markup:
    """Return a mention of a channel: a link for whom it exists, no name for anybody else."""
    name = look.channel_name(channel_id)
    if not name:
        return Markup('<span class="mention is-hidden">{}</span>').format(HIDDEN_CHANNEL)
    way = f"/?as={look.viewer.id}&in={channel_id}"
    return Markup('<a class="mention" href="{}" data-go>#{}</a>').format(way, name)


def broadcast_html(word: str) -> Markup:
    """Return @here, @channel or @everyone."""
    return Markup('<span class="mention is-me">@{}</span>').format(word)


def date_html(look: Look, seconds: float, pattern: str, url: str = "", fallback: str = "") -> Markup:
    """Return a moment in the reader's zone; the fallback where it is none."""
    try:
        words, then = date_words(look, seconds, pattern), look.at(seconds)
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    stamp = Markup('<time datetime="{}" title="{}">{}</time>').format(then.isoformat(), whole(then), words)
    return link_html(url, stamp) if url else stamp


def _date_mark(look: Look, mark: str, label: str) -> Markup:
    parts = mark.split("^")
    fallback = unescape(label) or mark
    if len(parts) < 3 or not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", parts[1]):
        return escape(fallback)
    return date_html(look, float(parts[1]), unescape(parts[2]), unescape(parts[3]) if len(parts) > 3 else "", fallback)


def _mark_html(look: Look, mark: str) -> Markup:
    """Return what stands between < and >."""
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return user_html(look, target[1:])
    if target.startswith("#"):
        return channel_html(look, target[1:])
    if target.startswith("!date^"):
        return _date_mark(look, target, label)
    if target.startswith("!"):
        word = target[1:].partition("^")[0]
        named = unescape(label).lstrip("@") or word
        return broadcast_html(word if word in _EVERYBODY else named)
    if target.lower().startswith(_SAFE):
        return link_html(unescape(target), unescape(label) or None)
    return escape(f"<{unescape(mark)}>")


def _edge(text: str, at: int) -> bool:
    return not (0 <= at < len(text)) or not text[at].isalnum()


def _bare_link(found: str) -> tuple[Markup, str]:
    """Return the link, and what follows it in the sentence."""
    address = found.rstrip(_AFTER_LINK)
    if len(address) <= len("https://"):
        return escape(unescape(found)), ""
    return link_html(unescape(address)), found[len(address) :]


class _Line:
    """The styles of one line: at most one of each is open, and what is never closed stays a character."""

    def __init__(self) -> None:
        self.pieces: list[Markup] = []
        self._open: list[tuple[str, int]] = []

    def style(self, sign: str, text: str, at: int) -> None:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opened = next((n for n, (other, _) in enumerate(self._open) if other == sign), None)
        self.pieces.append(escape(sign))
        if opened is not None and before and not before.isspace() and _edge(text, at + 1):
            place = self._open[opened][1]
            if place + 1 < len(self.pieces) - 1:
                tag = _STYLES[sign]
                self.pieces[place], self.pieces[-1] = Markup(f"<{tag}>"), Markup(f"</{tag}>")  # noqa: S704 - ours
                del self._open[opened:]
        elif opened is None and after and not after.isspace() and _edge(text, at - 1):
            self._open.append((sign, len(self.pieces) - 1))


def line_html(look: Look, text: str) -> Markup:
    """Return one line: styles, code, links, mentions, dates and emoji in it."""
    line, at = _Line(), 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            line.pieces.append(escape(text[at : found.start()]))
        at = found.end()
        if found["mark"]:
            line.pieces.append(_mark_html(look, found["mark"]))
        elif found["code"]:
            line.pieces.append(Markup("<code>{}</code>").format(_marks_html(look, found["code"])))
        elif found["emoji"]:
            line.pieces.append(emoji_html(found["emoji"]))
        elif found["bare"]:
            link, rest = _bare_link(found["bare"])
            line.pieces.append(link)
            for place, sign in enumerate(rest, at - len(rest)):
                if sign in _STYLES:
                    line.style(sign, text, place)
                else:
                    line.pieces.append(escape(sign))
        elif found["entity"]:
            line.pieces.append(escape(unescape(found["entity"])))
        else:
            line.style(found["style"], text, found.start())
    line.pieces.append(escape(text[at:]))
    return Markup("").join(line.pieces)


def _marks_html(look: Look, text: str) -> Markup:
    """Return the inside of code: links and mentions, no styles."""
    pieces: list[Markup] = []
    at = 0
    for found in _MARKS_ONLY.finditer(text):
        pieces.append(escape(text[at : found.start()]))
        at = found.end()
        pieces.append(_mark_html(look, found["mark"]) if found["mark"] else escape(unescape(found["entity"])))
    pieces.append(escape(text[at:]))
    return Markup("").join(pieces)


def _kind(line: str) -> str:
    if _QUOTE.match(line):
        return "quote"
    found = _BULLET.match(line)
    return ("numbers" if found["number"] else "list") if found else "text"


def _runs(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield runs of lines of one kind."""
    run: list[str] = []
    kind = ""
    for line in lines:
        now = _kind(line)
        if now != kind and run:
            yield kind, run
            run = []
        kind = now
        run.append(line)
    if run:
        yield kind, run


def _item_html(look: Look, line: str) -> Markup:
    found = _BULLET.match(line)
    assert found is not None
    deep = min(len(found["deep"]) // 2, 6)
    inside = line_html(look, line[found.end() :])
    if found["number"]:
        return Markup('<li class="deep-{}" value="{}">{}</li>').format(deep, int(found["number"]), inside)
    return Markup('<li class="deep-{}">{}</li>').format(deep, inside)


def _lines_html(look: Look, text: str) -> Markup:
    pieces: list[Markup] = []
    for kind, run in _runs(text.split("\n")):
        if kind == "quote":
            inside = "\n".join(_QUOTE.sub("", line, count=1) for line in run)
            pieces.append(Markup("<blockquote>{}</blockquote>").format(_lines_html_flat(look, inside)))
        elif kind == "text":
            if pieces and not run[0].strip() and len(run) > 1:
                run = run[1:]
            pieces.append(_lines_html_flat(look, "\n".join(run)))
        else:
            tag = "ol" if kind == "numbers" else "ul"
            items = Markup("").join(_item_html(look, line) for line in run)
            pieces.append(Markup("<{0}>{1}</{0}>").format(Markup(tag), items))  # noqa: S704 - one of two words
    return Markup("").join(pieces)


def _lines_html_flat(look: Look, text: str) -> Markup:
    return Markup("<br>").join(line_html(look, line) for line in text.split("\n"))


def text_html(look: Look, text: str) -> Markup:
    """Return Slack's markup as HTML: fences of code, quotes, lists, and lines with styles in them."""
    pieces: list[Markup] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("```")
    if len(parts) % 2 == 0:  # the last fence is never closed, so it is three characters
        parts[-2:] = ["```".join(parts[-2:])]
    for number, part in enumerate(parts):
        if number % 2:
            inside = _marks_html(look, part.strip("\n"))
            pieces.append(Markup("<pre>{}</pre>").format(inside))
        elif part:
            after = part.removeprefix("\n") if number else part
            before = after.removesuffix("\n") if number < len(parts) - 1 else after
            if before:
                pieces.append(_lines_html(look, before))
    return Markup("").join(pieces)


def plain_html(text: str) -> Markup:
    """Return plain text with its :emoji: and line breaks."""
    pieces: list[Markup] = []
    for number, line in enumerate(text.split("\n")):
        pieces.append(Markup("<br>") if number else Markup(""))
        at = 0
        for found in _EMOJI_ONLY.finditer(line):
            pieces += [escape(line[at : found.start()]), emoji_html(found["emoji"])]
            at = found.end()
        pieces.append(escape(line[at:]))
    return Markup("").join(pieces)


def object_html(look: Look, given: Json | str | None) -> Markup:
    """Return a text object of Block Kit, plain or with markup; a bare string is plain."""
    if not given:
        return Markup("")
    if isinstance(given, str):
        return plain_html(given)
    text = str(given.get("text", ""))
    return text_html(look, text) if given.get("type") == "mrkdwn" else plain_html(unescape(text))
