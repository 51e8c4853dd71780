"""Faults that can be switched on by name, each counted and each limited if wished."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json

CALL_FAULTS = (
    "rate_limited",
    "server_error",
    "error",
    "hang",
    "reset",
    "bad_json",
    "json_list",
    "html_200",
    "slow",
)
DELIVERY_FAULTS = ("duplicate", "reorder", "late", "drop_ack")
SOCKET_FAULTS = ("disconnect", "refuse_ticket", "no_hello", "half_open")
NAMES = CALL_FAULTS + DELIVERY_FAULTS + SOCKET_FAULTS
_KNOWN = {"name", "method", "team", "event", "times", "probability", "seed", "when"}


@dataclass
class Fault:
    """One fault: what it hits, how often it still may, and how often it has."""

    name: str
    method: str | None
    team: str | None
    event: str | None
    times: int | None
    probability: float
    when: str
    settings: Json
    dice: random.Random = field(repr=False)
    hits: int = 0

    def fires(self, method: str, team: str, event: str) -> bool:
        """Decide whether it hits this call or delivery, and count it."""
        if self.method not in (None, method) or self.team not in (None, team) or self.event not in (None, event):
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        if self.probability < 1 and self.dice.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def as_json(self) -> Json:
        """Return the fault as the control API shows it."""
        return {
            "name": self.name,
            "method": self.method,
            "team": self.team,
            "event": self.event,
            "times": self.times,
            "probability": self.probability,
            "when": self.when,
            "hits": self.hits,
            **self.settings,
        }


class Faults:
    """The faults that are switched on, in the order in which they were."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, given: Json) -> Fault:
        """Switch a fault on; raises Misuse for an unknown name or a setting that makes no sense."""
        name = str(given.get("name", ""))
        if name not in NAMES:
            raise Misuse(f"There is no fault named {name!r}. The names are: {', '.join(NAMES)}.")
        when = str(given.get("when", "before"))
        if when not in ("before", "after"):
            raise Misuse('"when" is "before" or "after" the effect.')
        times = given.get("times", 1 if name in ("refuse_ticket", "disconnect") else None)
        fault = Fault(
            name,
            given.get("method"),
            given.get("team"),
            given.get("event"),
            None if times is None else int(times),
            float(given.get("probability", 1.0)),
            when,
            {k: v for k, v in given.items() if k not in _KNOWN},
            random.Random(given.get("seed", 7)),  # noqa: S311 - repeatable on purpose
        )
        self.active.append(fault)
        return fault

    def take(self, *names: str, method: str = "", team: str = "", event: str = "") -> Fault | None:
        """Return the first active fault of these names that hits, or None."""
        for fault in self.active:
            if fault.name in names and fault.fires(method, team, event):
                return fault
        return None

    def clear(self, name: str | None = None) -> None:
        """Switch off all faults, or those of one name."""
        self.active = [f for f in self.active if name is not None and f.name != name]
