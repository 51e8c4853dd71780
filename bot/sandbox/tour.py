"""A guided tour: steps given from outside, each ticked off by what has really happened in the world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import Misuse
from bot.sandbox.model import Channel, Json
from bot.sandbox.present import author_of

if TYPE_CHECKING:
    from bot.sandbox.core import Core

SLACK_SECONDS = 60.0  # a move to an instant is shorter by what has passed since it was asked for
_STEP_NEEDS = ("id", "title", "text", "as", "done")


@dataclass(frozen=True)
class Since:
    """From where on the world counts: ledger line and instant (a ts) of the start, ledger line of the last tick."""

    line: int
    ts: str
    tick: int


def _words(value: Any, run: Json) -> Any:
    """Return a value in which {name} is replaced by the run's word of that name."""
    if isinstance(value, str):
        for name, word in run.items():
            value = value.replace("{" + name + "}", str(word))
        return value
    if isinstance(value, dict):
        return {key: _words(one, run) for key, one in value.items()}
    return [_words(one, run) for one in value] if isinstance(value, list) else value


def take(core: Core, given: Json) -> None:
    """Take a tour over; one that is under way goes on. Raises Misuse when it makes no sense."""
    steps = given.get("steps")
    if not isinstance(steps, list) or not steps:
        raise Misuse('A tour needs "steps".')
    for step in steps:
        missing = [name for name in _STEP_NEEDS if not step.get(name)]
        if missing:
            raise Misuse(f"A step of the tour lacks {', '.join(missing)}.")
        _check(step["done"])
        if step["as"] not in core.world.users:
            raise Misuse(f"The step {step['id']} is for {step['as']}, who is not here.")
    tour = core.world.tour
    tour["given"] = given
    if "since" not in tour:
        begin(core, 0)
    core.on_change()


def begin(core: Core, run: int) -> None:
    """Begin from the first step, counting only what happens from now on."""
    core.world.tour |= {
        "run": run,
        "since": [len(core.ledger.lines), f"{core.now():.6f}"],
        "done": {},
        "closed": False,
    }
    core.on_change()


def steps(core: Core) -> list[Json]:
    """Return the steps with this run's words in them, each with `is_done`; those just achieved are ticked off."""
    tour = core.world.tour
    if not tour.get("given"):
        return []
    runs = tour["given"].get("runs") or [{}]
    run = runs[tour["run"] % len(runs)]
    found = []
    for raw in tour["given"]["steps"]:
        step = _words(raw, run)
        if step["id"] not in tour["done"] and _holds(core, step["done"], _since(tour)):
            tour["done"][step["id"]] = len(core.ledger.lines)
            core.on_change()
        found.append(step | {"is_done": step["id"] in tour["done"]})
    return found


def _since(tour: Json) -> Since:
    line, ts = tour["since"]
    return Since(line, ts, max([line, *tour["done"].values()]))


def conversation(core: Core, word: str) -> Channel | None:
    """Return the conversation that a step names: "dm:U…" is the app's with that person, else an id or a name."""
    world, given = core.world, core.world.tour["given"]
    team = str(given.get("team", ""))
    if word.startswith("dm:"):
        install = world.install_of(str(given.get("app", "")), team)
        return world.dm_between([word[3:], install.user_id]) if install is not None else None
    return world.channels.get(word) or world.channel_named(team, word)


def _messages(core: Core, word: str, since: Since) -> Iterator[tuple[Channel, Json]]:
    channel = conversation(core, word)
    if channel is None:
        return
    whispered = [entry["message"] for entry in channel.ephemerals]
    for message in [*channel.messages.values(), *whispered]:
        if str(message["ts"]) >= since.ts:
            yield channel, message


def _channel(core: Core, wanted: Any, since: Since) -> bool:
    return conversation(core, str(wanted)) is not None


def _read(core: Core, wanted: Any, since: Since) -> bool:
    channel = conversation(core, str(wanted["in"]))
    return channel is not None and channel.last_read.get(str(wanted["as"]), "") >= since.ts


def _said(core: Core, wanted: Any, since: Since) -> bool:
    return any(is_meant(message, wanted) for _, message in _messages(core, str(wanted["in"]), since))


def is_meant(message: Json, wanted: Json) -> bool:
    """Tell whether a message is by "from" (a user or app), has the word "contains", and is "in_thread" if asked."""
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return bool(
        wanted.get("from") in (None, author_of(message), message.get("app_id"))
        and str(wanted.get("contains", "")) in str(message.get("text", "")) + str(message.get("blocks") or "")
        and ("in_thread" not in wanted or bool(wanted["in_thread"]) == is_reply)
    )


def _offers(core: Core, wanted: Any, since: Since) -> bool:
    return any(
        f"'action_id': '{wanted['action_id']}'" in str(message.get("blocks") or "")
        for _, message in _messages(core, str(wanted["in"]), since)
    )


def _act(core: Core, wanted: Any, since: Since) -> bool:
    fields: Json = dict(wanted)
    if "channel" in fields:
        channel = conversation(core, str(fields["channel"]))
        fields["channel"] = channel.id if channel is not None else ""
    return any(
        line["kind"] == "act" and all(line.get(key) == value for key, value in fields.items())
        for line in core.ledger.lines[since.line :]
    )


def _moved(core: Core, wanted: Any, since: Since) -> bool:
    lines = core.ledger.lines[since.tick :]
    moved = sum(float(line["by"]) for line in lines if line["kind"] == "clock")
    return moved >= float(wanted) - SLACK_SECONDS


_KINDS: dict[str, Callable[[Core, Any, Since], bool]] = {
    "channel": _channel,
    "read": _read,
    "message": _said,
    "offers": _offers,
    "act": _act,
    "moved": _moved,
}


def _holds(core: Core, condition: Json, since: Since) -> bool:
    if condition.get("ever"):
        since = Since(0, "0", 0)
    for kind, wanted in condition.items():
        if kind == "ever":
            continue
        if kind in ("all", "any"):
            holds = (all if kind == "all" else any)(_holds(core, one, since) for one in wanted)
        elif kind == "not":
            holds = not _holds(core, wanted, since)
        else:
            holds = _KINDS[kind](core, wanted, since)
        if not holds:
            return False
    return True


def _check(condition: Any) -> None:
    if not isinstance(condition, dict):
        raise Misuse("A condition of a tour is a JSON object.")
    for kind, wanted in condition.items():
        if kind in ("all", "any"):
            for one in wanted:
                _check(one)
        elif kind == "not":
            _check(wanted)
        elif kind != "ever" and kind not in _KINDS:
            raise Misuse(f"A tour knows no condition {kind!r}. It knows: {', '.join([*_KINDS, 'all', 'any', 'not'])}.")
