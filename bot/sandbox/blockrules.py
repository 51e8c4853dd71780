"""Small checks that the shapes of Block Kit are put together from; each names the place it finds fault with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, list[str]], None]


def fault(errors: list[str], at: str, sentence: str) -> None:
    """Note one fault at a JSON pointer."""
    errors.append(f"{sentence} [json-pointer:{at}]")


def string(most: int = 0, least: int = 0, pattern: str = "") -> Check:
    """Return a check for a string between two lengths, of a pattern if one is given."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        if not isinstance(value, str):
            fault(errors, at, "must be a string")
        elif most and len(value) > most:
            fault(errors, at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            fault(errors, at, f"must be more than {least - 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            fault(errors, at, "does not match the format")

    return check


def boolean(value: Any, at: str, errors: list[str]) -> None:
    """Check for true or false."""
    if not isinstance(value, bool):
        fault(errors, at, "must be a boolean")


def number(least: float | None = None, most: float | None = None) -> Check:
    """Return a check for a number between bounds."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            fault(errors, at, "must be a number")
        elif (least is not None and value < least) or (most is not None and value > most):
            fault(errors, at, f"must be between {least} and {most}")

    return check


def choice(*allowed: Any) -> Check:
    """Return a check for one of some values."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        if not isinstance(value, str | int) or value not in allowed:
            fault(errors, at, f"must be one of {', '.join(map(str, allowed))}")

    return check


def many(item: Check, most: int = 0, least: int = 0) -> Check:
    """Return a check for a list whose items pass a check."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        if not isinstance(value, list):
            fault(errors, at, "must be an array")
            return
        if most and len(value) > most:
            fault(errors, at, f"no more than {most} items allowed")
        if len(value) < least:
            fault(errors, at, f"no fewer than {least} items allowed")
        for n, entry in enumerate(value):
            item(entry, f"{at}/{n}", errors)

    return check


def shape(required: str, fields: Mapping[str, Check]) -> Check:
    """Return a check for an object: required names, and a check for every name it may have."""

    needed = required.split()

    def check(value: Any, at: str, errors: list[str]) -> None:
        if not isinstance(value, dict):
            fault(errors, at, "must be an object")
            return
        for name in needed:
            if name not in value:
                fault(errors, at, f"missing required field: {name}")
        for name, inner in value.items():
            if name == "type" and name in needed and name not in fields:
                continue  # typed() has gone by it already
            if name not in fields:
                fault(errors, f"{at}/{name}", f"invalid additional property: {name}")
            else:
                fields[name](inner, f"{at}/{name}", errors)

    return check


def typed(kinds: Mapping[str, Check], what: str) -> Check:
    """Return a check that goes by the type an object names."""

    def check(value: Any, at: str, errors: list[str]) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            fault(errors, at, f"unsupported type: {kind}" if isinstance(kind, str) else f"must be {what}")
            return
        kinds[kind](value, at, errors)

    return check


def plain(most: int, least: int = 1) -> Check:
    """Return a check for a plain_text object."""
    fields = {"type": choice("plain_text"), "text": string(most, least), "emoji": boolean}
    return shape("type text", fields)


def mrkdwn(most: int, least: int = 1) -> Check:
    """Return a check for a mrkdwn object."""
    fields = {"type": choice("mrkdwn"), "text": string(most, least), "verbatim": boolean}
    return shape("type text", fields)


def text(most: int, least: int = 1) -> Check:
    """Return a check for a text object of either kind."""
    return typed({"plain_text": plain(most, least), "mrkdwn": mrkdwn(most, least)}, "a text object")


def anything(value: Any, at: str, errors: list[str]) -> None:
    """Accept whatever it is."""
