"""One line of Slack's mrkdwn, taken apart: plain text, links, people, addresses and what was bold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Link:
    """A web address and the words it hides behind; `label` is empty when the address stands by itself."""

    url: str
    label: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a message, plain.

    `label` is set for column fields only. `text` holds a mentioned person as "<@U…>" and a link as its label (or
    address). `bold` are the parts that were bold. `quoted` lines repeat what somebody else said. `glad`
    lines have an emoji of celebration.
    """

    text: str
    label: str | None = None
    links: tuple[Link, ...] = ()
    people: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    quoted: bool = False
    glad: bool = False


_TOKEN = re.compile(r"<([^<>|\n]{1,3000})(?:\|([^<>\n]{0,500}))?>")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()<>]{1,2000})\)")
_BARE_LINK = re.compile(r"https?://[^\s<>\"'`|]{1,2000}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.){1,4}[a-zA-Z]{2,24}(?![\w-])")
_EMOJI_CODE = re.compile(r"(?<![0-9A-Za-z:/]):(?=[^:\s]{0,60}[a-z])[a-z0-9_+'-]{1,60}:(?::skin-tone-[2-6]:)?")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u2793\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+")
_BOLD = re.compile(r"(?<![\w*])\*{1,2}([^*\n]{1,400})\*{1,2}(?![\w*])")
_MARK = {mark: re.compile(rf"(?<![\w{mark}]){mark}([^{mark}\n]{{1,2000}}){mark}(?![\w{mark}])") for mark in "_~`"}
_GLAD = re.compile(
    r":(?:tada|partying_face|confetti_ball|trophy|champagne|clinking_glasses|bell|rocket|moneybag"
    r"|money_mouth_face|handshake"
    r"|muscle|raised_hands|clap|fire|dollar|money_with_wings|star2|crown):"
    "|[\U0001f389\U0001f38a\U0001f973\U0001f3c6\U0001f37e\U0001f942\U0001f514\U0001f680\U0001f4b0\U0001f911\U0001f91d\U0001f4aa\U0001f64c\U0001f44f"
    "\U0001f525\U0001f4b5\U0001f4b8\U0001f31f\U0001f451]"
)
_RULE = re.compile(r"[\s\u2500-\u257f=_*~-]*")
_QUOTE = re.compile(r"\s*(?:&gt;|>(?!\S{1,3000}>))")
_BULLET = re.compile(r"^\s*(?:[•◦▪‣·・●*-]\s+)+")
_SPACES = re.compile(r"(?:[^\S\n]|[\x00-\x08])+")
# Holds the place of a person while marks and entities are handled, so that typed text can't pass for a mention.
_PERSON = "\ue000"


def unescape(text: str) -> str:
    """Turn Slack's three entities back into characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """Write a text so that reading it as mrkdwn gives it back."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Reader:
    """Collects what one line holds while its text is made plain."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.people: list[str] = []
        self.emails: list[str] = []

    def token(self, match: re.Match[str]) -> str:
        target, label = unescape(match[1]), unescape(match[2] or "")
        if target.startswith("@"):
            self.people.append(target[1:])
            return _PERSON
        if target.startswith("#"):
            return f"#{label}" if label else ""
        if target.startswith("!"):
            return label
        if target.startswith("mailto:"):
            address = target.removeprefix("mailto:")
            self.emails.append(address)
            return label if label and label != address else address
        if target.startswith("tel:"):
            return label or target.removeprefix("tel:")
        if target.startswith(("http://", "https://")):
            return self.link(target, label)
        return match[0]

    def link(self, url: str, label: str) -> str:
        plain_label = _EMOJI.sub("", _EMOJI_CODE.sub("", label)).strip(" *_")
        self.links.append(Link(url, "" if plain_label == url else plain_label))
        return label or url

    def bare_link(self, match: re.Match[str]) -> str:
        url = match[0].rstrip(").,;:!?]*_")
        if all(link.url != url and link.label != url for link in self.links):
            self.links.append(Link(url))
        return match[0]


def read_line(raw: str, *, quoted: bool = False) -> Line | None:
    """Read one line of mrkdwn; None when it says nothing (blank, a ruler, emoji only). Never raises."""
    mark = _QUOTE.match(raw)
    if mark:
        raw, quoted = raw[mark.end() :].lstrip("> "), True
    reader = _Reader()
    text = _TOKEN.sub(reader.token, raw.replace(_PERSON, ""))
    text = _MARKDOWN_LINK.sub(lambda match: reader.link(match[2], match[1]), text)
    text = _BARE_LINK.sub(reader.bare_link, text)
    text = _EMOJI.sub(" ", _EMOJI_CODE.sub(" ", text))
    text = _BULLET.sub("", text)
    for pattern in _MARK.values():
        text = pattern.sub(r"\1", text)
    bold = tuple(_tidy(match[1]) for match in _BOLD.finditer(text))
    text = _tidy(_BOLD.sub(r"\1", text))
    reader.emails.extend(address for address in _EMAIL.findall(text) if address not in reader.emails)
    if _RULE.fullmatch(text) and not reader.links:
        return None
    people = iter(reader.people)
    text = "".join(f"<@{next(people)}>" if part == _PERSON else part for part in text)
    return Line(
        text=text,
        links=tuple(reader.links),
        people=tuple(reader.people),
        emails=tuple(reader.emails),
        bold=tuple(part.replace(_PERSON, "").strip() for part in bold if part.replace(_PERSON, "").strip()),
        quoted=quoted,
        glad=bool(_GLAD.search(raw)),
    )


def _tidy(text: str) -> str:
    return unescape(_SPACES.sub(" ", text)).strip()


_SPACED = re.compile(r"^\s{0,8}([^\s:][^:\t\n]{0,28}?)(?: {3,40}|\t{1,4}[ \t]{0,8})(\S[^\t]*)$")


def read_lines(raw: str, *, quoted: bool = False, most: int = 10_000) -> list[Line]:
    """Read a piece of mrkdwn of at most so many lines; after ">>>" everything is quoted. Never raises.

    Two lines or more that are set in two columns with blanks are labels with their values.
    """
    lines = []
    parts = [part for part in raw.splitlines() if part.strip()][:most]
    columns = [_SPACED.match(part) for part in parts]
    if sum(match is not None for match in columns) < 2:
        columns = [None] * len(parts)
    for part, column in zip(parts, columns, strict=True):
        if column and (value := read_line(column[2], quoted=quoted)) and (label := read_line(column[1])):
            lines.append(replace(value, label=label.text.rstrip(" :") or None))
            continue
        if part.lstrip().startswith((">>>", "&gt;&gt;&gt;")):
            quoted = True
        line = read_line(part, quoted=quoted)
        if line is not None:
            lines.append(line)
    return lines
