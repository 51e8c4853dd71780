"""Control of faults, and reading the ledger."""

from __future__ import annotations

from collections import Counter

from bot.sandbox.control.given import Given, route
from bot.sandbox.model import Json


@route("POST", "/control/faults")
async def switch_on(given: Given) -> Json:
    """Switch a fault on; the socket fault "disconnect" happens at once."""
    core = given.core
    fault = core.faults.add(given.values)
    answer = fault.as_json()
    if fault.name == "disconnect":
        reason = str(fault.settings.get("reason", "refresh_requested"))
        told = await core.sockets.disconnect(given.app().id, reason, bool(fault.settings.get("all", True)))
        fault.hits = fault.times = told
        answer = fault.as_json() | {"told": told}
    core.ledger.write("act", act="fault", **{k: v for k, v in fault.as_json().items() if v is not None})
    return answer


@route("GET", "/control/faults")
async def list_faults(given: Given) -> Json:
    """List the faults that are on, with their hits."""
    return {"faults": [f.as_json() for f in given.core.faults.active]}


@route("DELETE", "/control/faults")
async def clear_faults(given: Given) -> Json:
    """Switch off all faults, or those of one name."""
    given.core.faults.clear(given.get("name"))
    return {"faults": [f.as_json() for f in given.core.faults.active]}


@route("GET", "/control/ledger")
async def read_ledger(given: Given) -> Json:
    """Return ledger lines after number since, of one kind or method."""
    lines = given.core.ledger.read(
        int(given.number("since")),
        str(given.get("kind", "")),
        str(given.get("method", "")),
        int(given.number("limit")),
    )
    return {"lines": lines, "last": len(given.core.ledger.lines)}


@route("GET", "/control/effects")
async def effects(given: Given) -> Json:
    """Count what apps did: channels by name, messages by their own key, calls by method and error."""
    core = given.core
    calls: dict[str, Counter[str]] = {}
    over = early = 0
    deliveries: Counter[str] = Counter()
    for line in core.ledger.lines:
        if line["kind"] == "call":
            calls.setdefault(line["method"], Counter())[
                line.get("error") or ("ok" if line["status"] == 200 else "failed")
            ] += 1
            over += bool(line.get("over_limit"))
            early += bool(line.get("early"))
        elif line["kind"] == "delivery":
            deliveries[line["outcome"]] += 1
    return {
        "channels_created": dict(core.ledger.created),
        "messages_posted": dict(core.ledger.posted),
        "messages_standing": dict(_standing(given)),
        "calls": {name: dict(counted) for name, counted in calls.items()},
        "deliveries": dict(deliveries),
        "over_limit": over,
        "early": early,
    }


def _standing(given: Given) -> Counter[str]:
    keys: Counter[str] = Counter()
    for channel in given.core.world.channels.values():
        for message in channel.messages.values():
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                keys[str(payload["key"])] += 1
    return keys
