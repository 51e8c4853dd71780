"""Every way in which a Web API call of ours can fail, sorted into what the sender does next.

The tables (`sentences.py`, `method_sentences.py`) name the codes they know; a code that none of them names is put
before a person, never repeated blindly. Nothing here calls Slack.
"""

import asyncio
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.slack import sentences
from bot.slack.method_sentences import IN_METHOD
from bot.slack.sentences import EVERYWHERE, Kind, Row

__all__ = ["METHODS", "READS", "Failure", "Kind", "is_sorted", "retry_after_seconds", "sort_exception", "sort_failure"]

# The methods we call, and what an admin would say that each one does.
METHODS: Final[Mapping[str, str]] = {
    "apps.connections.open": "connect to Slack",
    "auth.test": "check its installation",
    "bookmarks.add": "add a bookmark",
    "bookmarks.list": "read a channel's bookmarks",
    "bots.info": "look up an app",
    "chat.delete": "delete a message",
    "chat.getPermalink": "get the link of a message",
    "chat.postEphemeral": "show somebody a private note",
    "chat.postMessage": "post a message",
    "chat.update": "change a message",
    "conversations.archive": "archive a channel",
    "conversations.create": "create a channel",
    "conversations.history": "read a channel's messages",
    "conversations.info": "look up a channel",
    "conversations.invite": "invite somebody into a channel",
    "conversations.join": "join a channel",
    "conversations.members": "see who is in a channel",
    "conversations.open": "open a direct conversation",
    "conversations.rename": "rename a channel",
    "conversations.replies": "read a thread",
    "conversations.setPurpose": "set a channel's description",
    "conversations.setTopic": "set a channel's topic",
    "pins.add": "pin a message",
    "pins.list": "read a channel's pins",
    "reactions.add": "put an emoji on a message",
    "reactions.remove": "take an emoji off a message",
    "team.info": "look up the workspace",
    "users.conversations": "see which channels it is in",
    "users.info": "look up a person",
    "users.list": "read the list of people",
    "users.lookupByEmail": "find a person by e-mail",
    "views.open": "open a window",
    "views.publish": "show the Home tab",
    "views.push": "open a further window",
    "views.update": "refresh a window",
}

# What may be asked again at any time. The two that open something belong here too: asking for the same direct
# conversation gives the same one, and an unused socket address just expires.
READS: Final = frozenset(
    {
        "apps.connections.open",
        "auth.test",
        "bookmarks.list",
        "bots.info",
        "chat.getPermalink",
        "conversations.history",
        "conversations.info",
        "conversations.members",
        "conversations.open",
        "conversations.replies",
        "pins.list",
        "team.info",
        "users.conversations",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    }
)

SHORTEST_WAIT: Final = 1.0  # seconds
DEFAULT_WAIT: Final = 30.0  # half of Slack's counting window, for a rate limit that names no time we can read
LONGEST_WAIT: Final = 86_400.0

_RATE_LIMITED: Final = frozenset({"ratelimited", "rate_limited", "ratelimit", "too_many_requests"})
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
_SCOPES: Final = re.compile(r"[a-z][a-z0-9_.:,\- ]{0,199}")
_NEVER_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    ConnectionRefusedError,
    socket.gaierror,
)
_LOST: Final = (aiohttp.ClientError, TimeoutError, OSError, asyncio.CancelledError)


@dataclass(frozen=True)
class Failure:
    """A failed call: what to do about it, Slack's code, a sentence for an admin, and the seconds to wait if known."""

    kind: Kind
    code: str
    sentence: str
    retry_after: float | None = None


def _by_code(rows: Iterable[Row]) -> dict[str, tuple[Kind, str]]:
    return {code: (kind, sentence) for kind, sentence, codes in rows for code in codes.split()}


_EVERYWHERE: Final = _by_code(EVERYWHERE)
_IN_METHOD: Final = {method: _by_code(rows) for method, rows in IN_METHOD.items()}


def is_sorted(method: str, code: str) -> bool:
    """Tell whether a table names this code, so that it doesn't fall to the default."""
    return code in _IN_METHOD.get(method, {}) or code in _EVERYWHERE


def sort_failure(method: str, code: str, *, retry_after: float | None = None) -> Failure:
    """Sort the error code that Slack answered to a method; `retry_after` in seconds, kept for waits only."""
    if not _CODE.fullmatch(code):
        code = "unreadable_code"
    named = _IN_METHOD.get(method, {}).get(code) or _EVERYWHERE.get(code)
    kind, sentence = named or (Kind.PERSON, sentences.NEW_CODE)
    if retry_after is None and code in _RATE_LIMITED:
        retry_after = DEFAULT_WAIT
    return _failure(method, kind, code, sentence, retry_after)


def sort_exception(method: str, error: BaseException) -> Failure:
    """Sort whatever a call through slack_sdk's client raised, from an error code to a broken connection."""
    if isinstance(error, SlackApiError):
        return _sort_answer(method, error.response)
    if isinstance(error, SlackRequestError):
        return _failure(method, Kind.PERSON, "request_not_possible", sentences.MISFIT)
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return _failure(method, Kind.PERSON, "address_not_usable", sentences.WRONG_ADDRESS)
    if isinstance(error, _NEVER_SENT):
        return _failure(method, Kind.WAIT, "not_reached", sentences.NOT_REACHED)
    if isinstance(error, _LOST):
        code = "timed_out" if isinstance(error, TimeoutError) else "connection_lost"
        return _failure(method, Kind.UNKNOWN, code, sentences.CUT_OFF)
    return _failure(method, Kind.UNKNOWN, "unreadable_answer", sentences.UNREADABLE)


def retry_after_seconds(headers: object) -> float:
    """Read how long a rate limit lasts from an answer's headers, whatever form they have: 1 second to a day.

    Understands whole and broken seconds, and a date (counted from the answer's own `Date`); 30 seconds otherwise.
    """
    named = _header(headers, "retry-after")
    try:
        seconds = float(named)
    except ValueError:
        seconds = _seconds_until(named, _header(headers, "date"))
    if not isfinite(seconds) or seconds < 0:
        return DEFAULT_WAIT
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def _sort_answer(method: str, response: Any) -> Failure:
    status, headers, body = _parts(response)
    if status == 429:
        return sort_failure(method, "ratelimited", retry_after=retry_after_seconds(headers))
    code = body.get("error")
    # A server's own fault may come from anything between Slack and us, so its body is not believed.
    if status >= 500 or not isinstance(code, str) or not code:
        shown = f"http_{status}" if status >= 400 else "unreadable_answer"
        return _failure(method, Kind.UNKNOWN, shown, sentences.UNREADABLE)
    waited = retry_after_seconds(headers) if code in _RATE_LIMITED else None
    failure = sort_failure(method, code, retry_after=waited)
    needed = body.get("needed")
    if code == "missing_scope" and isinstance(needed, str) and _SCOPES.fullmatch(needed):
        return replace(failure, sentence=f"{failure.sentence} Slack names: {needed}.")
    return failure


def _parts(response: Any) -> tuple[int, object, Mapping[str, Any]]:
    """Take status, headers and body out of an AsyncSlackResponse, an aiohttp response or a plain dict."""
    if isinstance(response, Mapping):
        return _status(response.get("status_code")), response.get("headers"), response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    body = getattr(response, "data", None)
    return _status(status), getattr(response, "headers", None), body if isinstance(body, Mapping) else {}


def _status(status: object) -> int:
    return status if isinstance(status, int) else 200


def _header(headers: object, name: str) -> str:
    if not isinstance(headers, Mapping):
        return ""
    for key, value in headers.items():
        if str(key).lower() == name:
            first = value[0] if isinstance(value, list | tuple) and value else value
            return str(first).strip()
    return ""


def _seconds_until(end: str, start: str) -> float:
    try:
        return (_instant(end) - _instant(start)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return DEFAULT_WAIT


def _instant(header: str) -> datetime:
    instant = parsedate_to_datetime(header)
    if instant.tzinfo is None:
        raise ValueError("An HTTP date names its zone.")
    return instant


def _failure(method: str, kind: Kind, code: str, sentence: str, retry_after: float | None = None) -> Failure:
    if kind is Kind.UNKNOWN and method in READS:
        kind, sentence = Kind.WAIT, sentences.ASK_AGAIN
    words = sentence.format(doing=METHODS.get(method, f"use {method}"), method=method, code=code)
    return Failure(kind, code, words, retry_after if kind is Kind.WAIT else None)
