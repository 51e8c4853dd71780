"""Slack's limits, kept before they are hit: calls a minute by method, and one message a second and channel.

Figures: Slack's rate-limit tiers (1, 20, 50 and 100 a minute), counted in a sliding minute by us because Slack's own
window is not documented to the second.
"""

from __future__ import annotations

import collections
import contextlib
from collections.abc import Iterable

PER_MINUTE = {
    "conversations.create": 20,
    "conversations.rename": 20,
    "conversations.archive": 20,
    "conversations.setTopic": 20,
    "conversations.setPurpose": 20,
    "conversations.invite": 50,
    "conversations.info": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "users.conversations": 50,
    "chat.postMessage": 240,
    "chat.update": 50,
    "pins.add": 20,
    "bookmarks.add": 20,
    "bookmarks.list": 50,
    "reactions.add": 50,
    "users.list": 20,
    "users.info": 100,
    "views.publish": 100,
}
WINDOW = 61.0  # seconds; a little over a minute, for calls that reach Slack closer together than they left us
MESSAGE_GAP = 1.05  # seconds between two messages in one channel


class Pace:
    """What one workspace may send when. Times are monotonic seconds; scale makes them pass that much faster."""

    def __init__(self, scale: float = 1.0) -> None:
        self._window = WINDOW / scale
        self._gap = MESSAGE_GAP / scale
        self._scale = scale
        self._sent: dict[str, collections.deque[float]] = collections.defaultdict(collections.deque)
        self._last_message: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    def wait(self, methods: Iterable[str], channel: str | None, now: float) -> float:
        """Seconds until all of these may be called; 0 when they may be now."""
        return max((self._wait(method, channel, now) for method in methods), default=0.0)

    def _wait(self, method: str, channel: str | None, now: float) -> float:
        wait = self._closed_until.get(method, now) - now
        sent = self._sent[method]
        while sent and sent[0] <= now - self._window:
            sent.popleft()
        if len(sent) >= PER_MINUTE.get(method, 20):
            wait = max(wait, sent[0] + self._window - now)
        if method == "chat.postMessage" and channel in self._last_message:
            wait = max(wait, self._last_message[channel] + self._gap - now)
        return max(wait, 0.0)

    def closed_for(self, methods: Iterable[str], now: float) -> float:
        """Seconds for which Slack wants one of these left alone; 0 when none."""
        return max((0.0, *(self._closed_until.get(method, now) - now for method in methods)))

    def note(self, methods: Iterable[str], channel: str | None, at: float) -> None:
        """These are being called."""
        for method in methods:
            self._sent[method].append(at)
            if method == "chat.postMessage" and channel is not None:
                self._last_message[channel] = at

    def moved(self, methods: Iterable[str], channel: str | None, noted: float, at: float) -> None:
        """What was noted then is being called only now."""
        for method in methods:
            with contextlib.suppress(ValueError):
                self._sent[method].remove(noted)
        self.note(methods, channel, at)

    def close(self, method: str, retry_after: float, now: float) -> None:
        """Slack said to leave this method alone for so many of its seconds."""
        self._closed_until[method] = max(self._closed_until.get(method, now), now + retry_after / self._scale)
