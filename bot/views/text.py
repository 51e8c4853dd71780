"""Words made safe for Slack: cleaned, escaped exactly once, clipped without breaking anything, and live marks of ours.

`escape` and `fill` return a `Markup`: a str that is known to be safe mrkdwn, so that escaping it again leaves it alone.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

NOTHING: Final = "–"  # what stands where there is no text; Slack refuses an empty one
URL_LIMIT: Final = 3000
SHORT_DATE: Final = "{date_short_pretty}"
SHORT_DATE_TIME: Final = "{date_short_pretty} at {time}"

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Besides control characters: the marks that turn round the direction of everything that follows them on the line.
_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"\s+")
_TOKEN: Final = re.compile(r"<[@#!A-Za-z][^<>\n]*>")
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt);")
_LIVE_OPENER: Final = re.compile(r"<(?=[@#!]|https?:|mailto:|tel:|www\.)", re.IGNORECASE)
_BROADCAST: Final = re.compile(r"<(?=!(?:channel|here|everyone|group|subteam))", re.IGNORECASE)
_SLACK_ID: Final = re.compile(r"[A-Za-z0-9_]{1,64}")
_WORD_JOINER: Final = "\u2060"
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_LONGEST_CLUSTER: Final = 16


class Markup(str):
    """Mrkdwn that is already safe to show; escaping leaves it alone."""

    __slots__ = ()


def clean(text: str) -> str:
    """Return the text without control characters, direction overrides and half characters; lines end in newlines."""
    text = _HALF_CHARACTERS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return _UNWANTED.sub("", text)


def one_line(text: str) -> str:
    """Return the cleaned text on one line, without spaces at its ends."""
    return _SPACES.sub(" ", clean(text)).strip()


def is_blank(text: str) -> bool:
    """Tell whether nothing of the text can be seen (empty, spaces, invisible characters)."""
    return not any(not ch.isspace() and unicodedata.category(ch) not in {"Cf", "Cc"} for ch in text)


def escape(text: str) -> Markup:
    """Return somebody's words as harmless mrkdwn; a `Markup` comes back as it is, so nothing is escaped twice."""
    if isinstance(text, Markup):
        return text
    return Markup(clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def fill(template: str, **pieces: object) -> Markup:
    """Put pieces into our own mrkdwn template (`"*{account}* is waiting"`), escaping each that is not `Markup` yet.

    Raises KeyError when the template names a piece that is not given.
    """
    safe = {name: piece if isinstance(piece, Markup) else escape(str(piece)) for name, piece in pieces.items()}
    return Markup(template.format_map(safe))


def defuse(text: str) -> str:
    """Break marks such as `<!channel>` in plain text, invisibly, so that no reader of it takes them as live."""
    return _LIVE_OPENER.sub("<" + _WORD_JOINER, text)


def without_broadcasts(text: str) -> str:
    """Return mrkdwn in which nothing pings a channel, a whole workspace or a user group: we never do."""
    return _BROADCAST.sub("&lt;", text)


def clip(text: str, limit: int) -> str:
    """Shorten mrkdwn to `limit` characters (UTF-16 units, Slack's strictest count), ending with "…" where it was cut.

    Never cuts inside `&amp;`, `<…|…>`, an emoji or an accented letter; a `Markup` stays one. Raises ValueError when
    limit is under 1.
    """
    return _shorten(text, limit, whole_tokens=True)


def clip_plain(text: str, limit: int) -> str:
    """Shorten plain text like `clip`, giving no meaning to `<…>`; raises ValueError when limit is under 1."""
    return _shorten(text, limit, whole_tokens=False)


def _shorten(text: str, limit: int, *, whole_tokens: bool) -> str:
    if limit < 1:
        raise ValueError(f"A text can't be clipped to {limit} characters; the limit must be at least 1.")
    if _units(text) <= limit:
        return text
    end = _before_cluster(text, _index_at(text, limit - 1))
    if whole_tokens:
        end = _before_mark(text, end)
    shortened = text[:end].rstrip() + "…"
    return Markup(shortened) if isinstance(text, Markup) else shortened


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _index_at(text: str, units: int) -> int:
    used = 0
    for index, ch in enumerate(text):
        used += 2 if ch > "\uffff" else 1
        if used > units:
            return index
    return len(text)


def _before_cluster(text: str, end: int) -> int:
    """Step back to where a visible character begins; give up on absurdly long ones."""
    for index in range(end, max(end - _LONGEST_CLUSTER, 0), -1):
        if not _continues(text[index], text[index - 1]):
            return index
    return end


def _continues(ch: str, before: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= ch <= "\U0001f3ff"
    return ch in _JOINERS or before == "\u200d" or is_skin_tone or unicodedata.combining(ch) != 0


def _before_mark(text: str, end: int) -> int:
    for pattern, start in ((_ENTITY, text.rfind("&", max(0, end - 4), end)), (_TOKEN, text.rfind("<", 0, end))):
        mark = pattern.match(text, start) if start >= 0 else None
        if mark and mark.end() > end:
            end = start
    return end


def web_address(url: str | None) -> str | None:
    """Return the address when Slack can open it (http, https; at most 3,000 characters; no spaces), else None."""
    if not url or len(url) > URL_LIMIT or clean(url) != url or _SPACES.search(url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    if not usable:
        return None
    address = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
    return address if len(address) <= URL_LIMIT else None


def link(url: str | None, label: str) -> Markup:
    """Return a link with a label in mrkdwn; only the label when the address is none that Slack can open."""
    words = escape(label if isinstance(label, Markup) else one_line(label))
    address = web_address(url)
    if address is None:
        return words
    return Markup(f"<{escape(address)}|{escape(address) if is_blank(words) else words}>")


def mention(user_id: str) -> Markup:
    """Return the live mention of a person by Slack user id; anything that is no id comes back as harmless words."""
    return Markup(f"<@{user_id}>") if _SLACK_ID.fullmatch(user_id) else escape(user_id or NOTHING)


def channel_link(channel_id: str) -> Markup:
    """Return the live link to a channel by its id; anything that is no id comes back as harmless words."""
    return Markup(f"<#{channel_id}>") if _SLACK_ID.fullmatch(channel_id) else escape(channel_id or NOTHING)


def day(value: date) -> str:
    """Return a calendar day as people write it: `3 Mar 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """Return a calendar day of these weeks: `Tuesday, 3 Mar`."""
    return f"{WEEKDAYS[value.weekday()]}, {value.day} {_MONTHS[value.month - 1]}"


def near(value: date, today: date) -> str:
    """Return a calendar day in the words of somebody who lives today: today, tomorrow, Thursday, 3 Mar, 3 Mar 2027."""
    days = (value - today).days
    if abs(days) < 2:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return WEEKDAYS[value.weekday()] if abs(days) < 7 else day(value).removesuffix(f" {today.year}")


def when(instant: datetime, zone: tzinfo, style: str = SHORT_DATE_TIME) -> Markup:
    """Return an instant that Slack shows in each reader's own zone; `zone` is for the fallback where it can't.

    Raises ValueError when the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone before it can be shown.")
    local = instant.astimezone(zone)
    written = f"{day(local)}, {local:%H:%M} {local.tzname() or ''}".rstrip()
    if style == SHORT_DATE:
        written = day(local)
    return Markup(f"<!date^{int(instant.astimezone(UTC).timestamp())}^{style}|{escape(written)}>")
