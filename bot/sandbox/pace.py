"""Slack's rate limits: per app, team and method in a sliding minute, and per channel for posting."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
POST_WINDOW = 10.0
POSTS_PER_WINDOW = 15
Lane = tuple[str, ...]


@dataclass
class Verdict:
    """What the limits say to a call: seconds of Slack time to wait (0 = go on), and whether it came too early."""

    retry_after: int = 0
    early: bool = False


class Pace:
    """Judges whether calls keep Slack's limits; windows are shortened by the time scale."""

    def __init__(self, monotonic: Callable[[], float], scale: float, enforce: bool) -> None:
        self._now = monotonic
        self._scale = scale
        self._enforce = enforce
        self._calls: dict[Lane, deque[float]] = defaultdict(deque)
        self._closed_until: dict[Lane, float] = {}

    def check(self, app_id: str, team_id: str, method: str, tier: int, channel: str) -> Verdict:
        """Count a call, or refuse it with a time to wait."""
        if method == "chat.postMessage":
            lane: Lane = (app_id, team_id, method, channel)
            allowed, window = POSTS_PER_WINDOW, POST_WINDOW
        else:
            lane = (app_id, team_id, method)
            allowed, window = PER_MINUTE[tier], 60.0
        now = self._now()
        early = now < self._closed_until.get(lane, 0.0)
        if not self._enforce:
            return Verdict(early=early)
        recent = self._calls[lane]
        span = window / self._scale
        while recent and recent[0] <= now - span:
            recent.popleft()
        if early or len(recent) >= allowed:
            frees = max(self._closed_until.get(lane, 0.0), recent[0] + span if len(recent) >= allowed else 0.0)
            wait = max(1, math.ceil(round((frees - now) * self._scale, 3)))
            return Verdict(wait, early)
        recent.append(now)
        return Verdict()

    def close_lane(self, app_id: str, team_id: str, method: str, channel: str, retry_after: float) -> None:
        """Remember a Retry-After that was answered (Slack seconds), to notice calls that come before it is over."""
        lane = (app_id, team_id, method, channel) if method == "chat.postMessage" else (app_id, team_id, method)
        until = self._now() + retry_after / self._scale
        self._closed_until[lane] = max(until, self._closed_until.get(lane, 0.0))
