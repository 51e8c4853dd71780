"""The guided tour: giving it, reading how far it is, beginning again."""

from __future__ import annotations

from bot.sandbox import tour
from bot.sandbox.control.given import Given, route
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json


def _reading(given: Given) -> Json:
    steps = tour.steps(given.core)
    return {
        "closed": bool(given.core.world.tour.get("closed")),
        "steps": [{"id": s["id"], "title": s["title"], "done": s["is_done"]} for s in steps],
    }


@route("GET", "/control/tour")
async def read(given: Given) -> Json:
    """Return the tour's steps, those that are done marked."""
    return _reading(given)


@route("POST", "/control/tour")
async def give(given: Given) -> Json:
    """Give the page a tour: "steps" and what goes with them."""
    tour.take(given.core, given.values)
    return _reading(given)


@route("POST", "/control/tour/restart")
async def restart(given: Given) -> Json:
    """Begin the tour again, with the next of its "runs"."""
    if not given.core.world.tour:
        raise Misuse("There is no tour.", 404)
    tour.begin(given.core, int(given.core.world.tour["run"]) + 1)
    return _reading(given)


@route("POST", "/control/tour/closed")
async def close(given: Given) -> Json:
    """Put the tour away ("closed": true) or show it again."""
    given.core.world.tour["closed"] = bool(given.need("closed"))
    given.core.on_change()
    return _reading(given)
