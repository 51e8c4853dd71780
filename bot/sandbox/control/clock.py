"""Control of the clock, and waiting for quiet."""

from __future__ import annotations

from bot.sandbox.control.given import Given, route
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json
from bot.sandbox.walk import move, settle

FARTHEST = 10 * 366 * 86_400.0


@route("GET", "/control/clock")
async def read(given: Given) -> Json:
    """Return now (Unix seconds), offset (seconds) and version."""
    return given.core.clock.reading()


@route("POST", "/control/clock/follow")
async def follow(given: Given) -> Json:
    """Report as a follower and wait for the clock to change."""
    seen = given.get("seen")
    due = given.get("next_due")
    return await given.core.clock.follow(
        str(given.need("follower")),
        None if seen is None else int(seen),
        bool(given.get("idle", False)),
        None if due is None else float(due),
        given.number("wait"),
    )


def target(given: Given) -> float:
    """Return the instant that a call names by "to" or "by"; raises Misuse when it is past or too far."""
    now = given.core.now()
    instant = given.number("to") if given.get("to") is not None else now + given.number("by")
    if instant < now - 1e-6:
        raise Misuse("The clock only goes forward.")
    if instant - now > FARTHEST:
        raise Misuse("The clock moves by ten years at most in one call.")
    return instant


@route("POST", "/control/clock/move")
async def walk(given: Given) -> Json:
    """Walk the clock forward from one due instant to the next."""
    return await move(given.core, target(given), given.number("timeout", 60))


@route("POST", "/control/clock/jump")
async def jump(given: Given) -> Json:
    """Put the clock forward in one jump, as if everything had been switched off meanwhile."""
    given.core.clock.forward(target(given), "jump")
    given.core.courier.post_scheduled()
    return given.core.clock.reading()


@route("POST", "/control/settle")
async def wait_for_quiet(given: Given) -> Json:
    """Wait until deliveries are over and followers are idle."""
    return await settle(given.core, given.number("timeout", 30))
