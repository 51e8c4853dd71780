"""Whether a chat message owes its writer an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """Whether a message needs an answer, and one plain sentence that says why we think so."""

    needs_answer: bool
    why: str


def judge(text: str) -> Judgement:
    """Judge one message's plain text. Never raises."""
    if "?" in text:
        return Judgement(True, "It has a question mark.")
    return Judgement(False, "Nothing in it asks for anything.")


def needs_answer(text: str) -> bool:
    """Whether a reasonable reader of this message owes a reply. Never raises."""
    return judge(text).needs_answer
