"""What an admin is told."""

from __future__ import annotations

from typing import Any

from bot.views.kit import context, fill, message, section


def parked(row_id: str, sentence: str) -> dict[str, Any]:
    """Something that Slack won't do without a person."""
    text = fill("Something is waiting for you: {sentence}", sentence=sentence)
    resume = fill("Once that is settled, run `python -m bot outbox resume {id}`.", id=row_id)
    return message(text, [section(text), context(resume)])


def alert(sentence: str) -> list[dict[str, Any]]:
    """A modal's only paragraph: mrkdwn of ours, other people's words in it escaped by whoever put them there."""
    return [section(sentence)]
