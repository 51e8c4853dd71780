"""Switching the app off and on, for whoever started it to follow."""

from __future__ import annotations

from bot.sandbox.control.clock import target
from bot.sandbox.control.given import Given, route
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Json


@route("GET", "/control/power")
async def read(given: Given) -> Json:
    """Return whether the app is wanted up, whether it runs, and whether anybody follows."""
    return given.core.power.reading()


async def _switch(given: Given, up: bool) -> None:
    power = given.core.power
    if not power.is_followed:
        raise Misuse("Nobody here can switch the app: whoever started it does not follow.", 409)
    power.want(up)
    if not await power.carried_out(given.number("timeout", 30)):
        raise Misuse(f"The app did not {'start' if up else 'stop'} in time.", 409)


@route("POST", "/control/power")
async def switch(given: Given) -> Json:
    """Switch the app on or off ("up") and wait until that is done."""
    await _switch(given, bool(given.need("up")))
    return given.core.power.reading()


@route("POST", "/control/power/outage")
async def outage(given: Given) -> Json:
    """Switch the app off, let time pass in one jump ("by" seconds, or "to" an instant), and switch it on again."""
    target(given)
    await _switch(given, False)
    given.core.clock.forward(target(given), "jump")
    given.core.courier.post_scheduled()
    await _switch(given, True)
    return given.core.power.reading() | given.core.clock.reading()


@route("POST", "/control/power/follow")
async def follow(given: Given) -> Json:
    """Report as the supervisor of "app" whether it is "running", and wait until something else is wanted."""
    return await given.core.power.follow(given.app().id, bool(given.get("running", False)), given.number("wait"))
