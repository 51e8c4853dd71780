"""The two ways in which the sandbox says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Web API refusal: Slack's code, and further keys of the answer."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


class Misuse(Exception):
    """A control call that cannot be carried out, said in one sentence, with an HTTP status."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def bad_arguments(*messages: str) -> Refused:
    """Return Slack's invalid_arguments with its list of messages."""
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {text}" for text in messages]})
