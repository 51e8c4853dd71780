"""The tour's card: which step is next, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup

from bot.sandbox import tour
from bot.sandbox.model import Json
from bot.sandbox.web.look import Look
from bot.sandbox.web.place import Place

if TYPE_CHECKING:
    from bot.sandbox.core import Core


def tour_card(place: Place, draw: Callable[..., Markup]) -> Markup:
    """Return the card with the step that is next; a step of another company keeps its words to itself."""
    core = place.core
    steps = tour.steps(core)
    if not steps:
        return Markup("")
    number = next((n for n, step in enumerate(steps) if not step["is_done"]), len(steps))
    step = steps[number] if number < len(steps) else None
    person = core.user(step["as"]) if step is not None else None
    return draw(
        "tour.html",
        place,
        steps=steps,
        number=number,
        step=step,
        person=person,
        is_ours=person is not None and place.viewer.team_id in (person.team_id, core.world.tour["given"].get("team")),
        is_closed=bool(core.world.tour.get("closed")),
        given=core.world.tour["given"],
    )


def current_step(place: Place) -> Json | None:
    """Return the step that this place was opened for, if it is this person's and not done yet."""
    step = next((s for s in tour.steps(place.core) if s["id"] == place.step), None)
    return step if step is not None and step["as"] == place.viewer.id else None


def next_step(place: Place) -> Json | None:
    """Return the step that is next, if it is this person's."""
    step = next((s for s in tour.steps(place.core) if not s["is_done"]), None)
    return step if step is not None and step["as"] == place.viewer.id else None


def way_to(core: Core, step_id: str) -> str | None:
    """Return the address at which a step is done, or None when there is no such step."""
    step = next((s for s in tour.steps(core) if s["id"] == step_id), None)
    if step is None:
        return None
    go = step.get("go", {})
    channel = tour.conversation(core, str(go.get("in", "")))
    parts = {"as": step["as"], "step": step_id, "panel": str(go.get("panel", "")), "tab": str(go.get("tab", ""))}
    if channel is not None:
        parts["in"] = channel.id
        if "thread" in go:
            asked = [m for m in channel.messages.values() if tour.is_meant(m, go["thread"])]
            parts["thread"] = str(asked[-1]["ts"]) if asked else ""
    elif str(go.get("in", "")).startswith("dm:"):
        parts["in"] = str(core.world.tour["given"].get("app", ""))
    return "/?" + urlencode({name: value for name, value in parts.items() if value})


def values_for(step: Json, look: Look) -> dict[str, Any]:
    """Return what "fill in for me" puts into a form, by block id; {"days": n} is a date that many days ahead."""
    today = look.at(look.now).date()
    return {
        block_id: (today + timedelta(days=value["days"])).isoformat() if isinstance(value, dict) else value
        for block_id, value in step.get("fill", {}).items()
    }
