"""What the admins hear after messages were missing: how many were found, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.catching_up import Gap, Tally
from bot.domain.workhours import zone
from bot.views.kit import Markup, channel_link, escape, fill, message, section, when


def recovered(gap: Gap, tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """One line: since when, until when, and what was found in which channel. Times are shown in the reader's zone."""
    template = "I was away from {since} to {until}."
    if not gap.was_away:
        template = "Slack did not tell me everything between {since} and {until}."
    until = when(gap.until, zone(None))
    text = fill(template, since=when(gap.since, zone(None)), until=until)
    for channel_id, tally in tallies.items():
        text = fill(
            "{text} In {channel} I found {count}: {became}.",
            text=text,
            channel=channel_link(channel_id),
            count=_count(tally.messages, "message", "messages"),
            became=_became(tally),
        )
    return message(text, [section(text)])


def _became(tally: Tally) -> Markup:
    parts = [
        _count(tally.won, "win set up", "wins set up"),
        _count(tally.known, "win that I knew", "wins that I knew"),
        _count(tally.asked, "question asked", "questions asked"),
        _count(tally.no_win, "no win", "no wins"),
        _count(tally.edited, "edited", "edited"),
        _count(tally.left, "not handled yet", "not handled yet"),
    ]
    return Markup(", ".join(part for part in parts if part))


def _count(number: int, one: str, several: str) -> Markup:
    return escape(f"{number} {one if number == 1 else several}") if number else Markup("")
