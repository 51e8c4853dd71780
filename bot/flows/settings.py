"""The rules of a workspace: set by its admins, written down with who did it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from bot.domain.policy import FIELDS, Policy, Rule, quiet_end
from bot.flows import catching_up, fresh_homes, people
from bot.ids import new_id
from bot.intents import Post, Update
from bot.unit_of_work import Change, Work
from bot.views import setup as view


class Saved(StrEnum):
    """What became of a change."""

    DONE = "done"
    CHANGED_MEANWHILE = "changed_meanwhile"  # by somebody else, since it was shown
    NOT_ADMIN = "not_admin"  # who may change rules was changed since it was checked


def mark(policy: Policy, rule: Rule) -> str:
    """Tells whether what a rule says has changed since it was shown."""
    said = json.dumps(_plain(policy, rule))
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()


async def save(
    work: Work,
    by: str,
    rule: Rule,
    values: dict[str, Any],
    *,
    admins: tuple[str, ...],
    shown: str | None = None,
    unreadable: tuple[str, ...] = (),
) -> Saved:
    """Give a rule new values and write down who did it. `admins` are those chosen in Slack when it was checked that
    this person is one, `shown` the mark of what they saw. The step that was missing turns everything on."""
    held = await work.hold_policy()
    if held.admins != admins:
        return Saved.NOT_ADMIN
    if shown is not None and shown != mark(held, rule):
        return Saved.CHANGED_MEANWHILE
    wanted = replace(held, **values)
    if not held.is_set_up and not wanted.steps_left:
        values = values | {"set_up_at": work.now}
        if wanted.quiet_start:
            values["quiet_until"] = quiet_end(work.now, await people.zone_of(work, by))
    after = await work.change_policy(by, **values)
    if _plain(held, rule) != _plain(after, rule):
        before = _plain(held, rule)
        await work.audit.add(Change(new_id(), work.now, by, rule, before, _plain(after, rule)))
    if after.is_set_up and not held.is_set_up:
        await work.audit.add(Change(new_id(), work.now, by, "set_up", {}, {}))
    if after.digest_time != held.digest_time:
        await _move_digests(work)
    if after.is_set_up and (rule is Rule.CHANNELS or not held.is_set_up):
        for channel_id in after.deal_channels:
            if channel_id not in unreadable:
                await catching_up.begin(work, channel_id)
    for channel_id in set(held.deal_channels) - set(after.deal_channels):
        await work.readings.forget(channel_id)
    if rule in (Rule.CHANNELS, Rule.OWNERS, Rule.QUIET):
        await show(work, unreadable)
    await fresh_homes.everybody(work)
    return Saved.DONE


async def end_quiet(work: Work, by: str, *, admins: tuple[str, ...], unreadable: tuple[str, ...]) -> Saved:
    """From now on everybody is nudged; what waited for that is told."""
    until = (await work.hold_policy()).quiet_until
    saved = await save(work, by, Rule.QUIET, {"quiet_until": work.now}, admins=admins, unreadable=unreadable)
    if saved is Saved.DONE and until is not None:
        await work.questions.wake(until, work.now)
    return saved


async def show(work: Work, unreadable: tuple[str, ...]) -> None:
    """Bring the message with the three steps up to date, wherever it stands."""
    for person_id in work.policy.welcomed:
        shown = view.steps_message(work.policy, unreadable, work.now, await people.zone_of(work, person_id))
        await work.send(f"steps:{new_id()}", Update(person_id, key=steps_key(person_id), **shown))
    await fresh_homes.everybody(work)


def steps_key(person_id: str) -> str:
    """The key of the message in which that person sees the three steps."""
    return f"steps:{person_id}"


async def ask_for_invitation(work: Work, by: str, unreadable: tuple[str, ...]) -> None:
    """Whoever chose a channel that we can't read is asked to invite us, once a day."""
    for channel_id in unreadable:
        key = f"uninvited:{channel_id}:{by}:{work.now.date()}"
        await work.send(key, Post(by, key=key, **view.please_invite(channel_id)))


async def lost(work: Work, channel_id: str, admins: tuple[str, ...], unreadable: tuple[str, ...]) -> None:
    """We can't read a channel any more that announces wins: say so once."""
    for person_id in admins:
        key = f"lost:{channel_id}:{person_id}:{work.now.date()}"
        await work.send(key, Post(person_id, key=key, **view.lost(channel_id)))
    await work.readings.forget(channel_id)
    await show(work, unreadable)


async def welcome(work: Work, admins: tuple[str, ...], most: int) -> None:
    """Ask these people to set Warmline up, each once ever."""
    policy = await work.hold_policy()
    new = tuple(person_id for person_id in admins if person_id not in policy.welcomed)[: most - len(policy.welcomed)]
    if policy.is_set_up or not new:
        return
    await work.change_policy(None, welcomed=policy.welcomed + new)
    for person_id in new:
        shown = view.steps_message(policy, (), work.now, await people.zone_of(work, person_id))
        await work.send(steps_key(person_id), Post(person_id, key=steps_key(person_id), **shown))


async def _move_digests(work: Work) -> None:
    """Digests that are still to come do so at the new time."""
    for person_id in await work.nudges.with_digests():
        await people.moved(work, person_id)


def _plain(policy: Policy, rule: Rule) -> dict[str, Any]:
    return {name: _written(getattr(policy, name)) for name in FIELDS[rule]}


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return list(value) if isinstance(value, tuple) else value
