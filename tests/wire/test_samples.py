"""Every payload that Slack's own samples hold, and what becomes of them when their shape is odd."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.ids import Action, Command, Shortcut, View
from tests.wire.signed import SLACK_WAITS, TEAM, Slack, envelope, everything, slack_on
from tests.world import CUSTOMER, DEALS, LENA, SARA

AT_ONCE = 16
ODD: tuple[Any, ...] = (None, 0, -1.5, True, "", "\x00", "\u202e", "x" * 5_000, [], [None], [[1]], {}, {"a": None})


@pytest.fixture
async def slack(database_url: str) -> AsyncIterator[Slack]:
    async with slack_on(database_url, time_scale=10_000) as slack:
        yield slack


def samples(shared: Path, name: str) -> dict[str, dict[str, Any]]:
    """Sample payloads by their name."""
    lines = (shared / "slack" / "samples" / f"{name}.jsonl").read_text().splitlines()
    return {line["name"]: line["body"] for line in map(json.loads, lines)}


def leaves(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything within a payload, containers included."""
    if path:
        yield path
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from leaves(value, (*path, key))


def put(part: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value in the place that a path names, unless the way there is gone."""
    for key in path[:-1]:
        try:
            part = part[key]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    if isinstance(part, dict) or (isinstance(part, list) and isinstance(last, int) and last < len(part)):
        part[last] = copy.deepcopy(value)


def confused(body: dict[str, Any], dice: random.Random, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """A copy in which a few values have become something else."""
    odd = copy.deepcopy(body)
    # What stands on top matters most and is rare among all those leaves.
    paths = sorted(leaves(odd), key=lambda path: (len(path), dice.random()))
    chosen = [dice.choice(paths[: 1 + len(paths) // 4]) for _ in range(3)] + [dice.choice(paths) for _ in range(3)]
    for path in chosen:
        if path[0] not in keep:
            put(odd, path, dice.choice(ODD))
    return odd


def filled(part: Any, words: dict[str, Any]) -> Any:
    """A copy in which fields of these names hold something plausible."""
    if isinstance(part, dict):
        return {
            key: words[key] if key in words and isinstance(value, str) else filled(value, words)
            for key, value in part.items()
        }
    return [filled(value, words) for value in part] if isinstance(part, list) else part


STRANGE = {"channel": "C0NOTTHERE", "user": "U0NOTTHERE", "ts": "1700000000.000100", "thread_ts": "1700000000.000100"}
WHERE = {
    "nowhere": STRANGE,
    "deals": {"channel": DEALS, "user": SARA, "text": "Deal won: Acme Robotics, $48,500", "ts": "1700000000.000100"},
    "customer": {"channel": CUSTOMER, "user": LENA, "text": "When do we start?", "ts": "1700000000.000100"},
}


async def post_all(slack: Slack, bodies: list[dict[str, Any]]) -> float:
    """Post these outer payloads, several at once, each answered 200; the longest time that one took."""
    gate, longest = asyncio.Semaphore(AT_ONCE), 0.0

    async def one(body: dict[str, Any]) -> None:
        nonlocal longest
        async with gate:
            answer = await slack.sends(body)
        assert answer.status == 200, (answer, json.dumps(body)[:2000])
        longest = max(longest, answer.seconds)

    await asyncio.gather(*(one(body) for body in bodies))
    return longest


async def assert_all_done(slack: Slack, bodies: list[dict[str, Any]]) -> None:
    """Each was stored once and dealt with."""
    await slack.until_idle(60)
    # The sandbox tells the app of the app's own posts as well; those events are not counted here.
    rows = [row for row in await slack.rows() if ":EvT" in row["key"]]
    by_event = {row["key"].rpartition(":")[2]: row for row in rows}
    undone = [
        (row["event_type"], row["state"], row["error"], json.dumps(body["event"])[:1500])
        for body in bodies
        if (row := by_event[body["event_id"]])["state"] != "done" or row["body"] is not None
    ]
    assert undone == []
    assert len(rows) == len(bodies)


async def test_every_event_is_stored_once_and_dealt_with(slack: Slack, shared: Path) -> None:
    found = samples(shared, "events")
    assert len(found) == 96
    bodies = [envelope(body["event"]) for body in found.values()]
    bodies += [envelope(filled(body["event"], words)) for body in found.values() for words in WHERE.values()]
    assert await post_all(slack, bodies) < SLACK_WAITS
    await assert_all_done(slack, bodies)


async def test_events_of_workspaces_that_are_not_ours_change_nothing(slack: Slack, shared: Path) -> None:
    words = WHERE["deals"]
    bodies = [
        envelope(filled(body["event"], words), team_id=team, authorizations=[{"team_id": team}])
        for body in samples(shared, "events").values()
        for team in ("T0NOBODYS1", "")
    ]
    before = await everything(slack.app)
    await post_all(slack, bodies)
    await assert_all_done(slack, bodies)
    assert await everything(slack.app) == before


@pytest.mark.parametrize("seed", range(3))
async def test_no_event_is_lost_over_its_shape(slack: Slack, shared: Path, seed: int) -> None:
    dice, bodies = random.Random(seed), []
    for body in samples(shared, "events").values():
        for words in ({}, *WHERE.values()):
            bodies.append(envelope(confused(filled(body["event"], words), dice)))
            # The outer payload as well, but for what makes it one event of ours.
            keep = ("type", "event_id", "event", "team_id", "api_app_id")
            odd = confused(body | envelope(filled(body["event"], words)), dice, keep)
            bodies.append(odd)
    assert await post_all(slack, bodies) < SLACK_WAITS
    await assert_all_done(slack, bodies)


async def test_a_rate_limit_is_answered_and_counted(slack: Slack, shared: Path) -> None:
    body = samples(shared, "events")["AppRateLimited"]
    answer = await slack.sends(body["event"] | {"team_id": TEAM, "type": "app_rate_limited"})
    assert answer.status == 200
    assert slack.app.receiver.counts["app_rate_limited"] == 1
    assert await slack.rows() == []


def ours(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """That sample for our workspace, once for every id that has a handler."""
    body = filled(body, {"id": "X0NOTTHERE", "trigger_id": "1.2.abc", "user_id": SARA, "team_id": TEAM})
    body |= {"team": {"id": TEAM, "domain": "northwind"}, "user": {"id": SARA, "team_id": TEAM, "name": "sara"}}
    if name == "BlockActionPayload":
        return [
            body | {"actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "no-such-row"}]}
            for action in Action
        ]
    if "View" in name:
        view = body["view"] | {"type": "modal", "private_metadata": "no-such-row"}
        return [body | {"view": view | {"callback_id": callback}} for callback in View]
    if name == "MessageShortcutPayload":
        return [body | {"callback_id": callback} for callback in Shortcut]
    return [body | {"command": command, "text": text} for command in Command for text in ("", "show", "done x", "\x00")]


async def interact(slack: Slack, body: dict[str, Any]) -> int:
    """Post an interaction in the form that its kind has; the status of the answer."""
    if "command" in body:
        answer = await slack.command(**{name: str(value) for name, value in body.items()})
    else:
        answer = await slack.interacts(body)
    assert answer.seconds < SLACK_WAITS
    return answer.status


async def test_interactions_with_what_does_not_exist_get_a_sentence(slack: Slack, shared: Path) -> None:
    before = await everything(slack.app)
    found = samples(shared, "interactions")
    assert len(found) == 5
    for name, body in found.items():
        assert await interact(slack, body) == 200, name  # all fields blank: nobody's
        for one in ours(body, name):
            assert await interact(slack, one) == 200, json.dumps(one)[:1500]
    await slack.until_idle()
    assert await everything(slack.app) == before


@pytest.mark.parametrize("seed", range(2))
async def test_interactions_of_odd_shape_are_answered(slack: Slack, shared: Path, seed: int) -> None:
    dice, answered = random.Random(seed), []
    for name, body in samples(shared, "interactions").items():
        for one in ours(body, name):
            for _ in range(3):
                odd = confused(one, dice, ("team",))
                answered.append((await interact(slack, odd), json.dumps(odd)[:1500]))
    assert [found for found in answered if found[0] not in (200, 400)] == []
