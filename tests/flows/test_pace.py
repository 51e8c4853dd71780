"""Slack's limits, counted before they are hit."""

from __future__ import annotations

import pytest

from bot.intents import KINDS
from bot.slack.pace import MESSAGE_GAP, PER_MINUTE, WINDOW, Pace

POST = ("chat.postMessage",)


def test_as_many_as_slack_allows_in_a_minute_and_then_a_wait() -> None:
    pace = Pace()
    for number in range(20):
        assert pace.wait(("pins.add",), "C1", number * 0.1) == 0
        pace.note(("pins.add",), "C1", number * 0.1)
    assert pace.wait(("pins.add",), "C2", 2.0) == pytest.approx(WINDOW - 2.0)
    assert pace.wait(("bookmarks.add",), "C2", 2.0) == 0
    assert pace.wait(("pins.add",), "C2", WINDOW) == 0


def test_one_message_a_second_in_each_channel() -> None:
    pace = Pace()
    pace.note(POST, "C1", 10.0)
    assert pace.wait(POST, "C1", 10.2) == pytest.approx(MESSAGE_GAP - 0.2)
    assert pace.wait(POST, "C2", 10.2) == 0


def test_what_leaves_late_counts_from_then() -> None:
    pace = Pace()
    pace.note(POST, "C1", 10.0)
    pace.moved(POST, "C1", 10.0, 12.0)
    assert pace.wait(POST, "C1", 12.0) == pytest.approx(MESSAGE_GAP)
    for _ in range(PER_MINUTE["chat.postMessage"] - 1):
        pace.note(POST, "C2", 12.0)
    assert pace.wait(POST, "C3", 13.0) == pytest.approx(WINDOW - 1.0)


def test_a_method_is_left_alone_as_long_as_slack_says() -> None:
    pace = Pace()
    pace.close("chat.postMessage", 30, 5.0)
    pace.close("chat.postMessage", 3, 6.0)  # a later, shorter word does not open it earlier
    assert pace.wait(POST, "C1", 10.0) == pytest.approx(25.0)
    assert pace.closed_for(POST, 10.0) == pytest.approx(25.0)
    assert pace.closed_for(POST, 35.0) == 0
    assert pace.closed_for((), 10.0) == 0


def test_time_may_pass_faster() -> None:
    pace = Pace(scale=10)
    pace.note(POST, "C1", 0.0)
    pace.close("pins.add", 30, 0.0)
    assert pace.wait(POST, "C1", 0.0) == pytest.approx(MESSAGE_GAP / 10)
    assert pace.wait(("pins.add",), "C1", 0.0) == pytest.approx(3.0)


def test_every_effect_has_its_limit() -> None:
    assert {method for kind in KINDS.values() for method in kind.methods} <= set(PER_MINUTE)
