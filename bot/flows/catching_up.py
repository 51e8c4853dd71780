"""Channels that announce wins, read again after we missed something: what was missing is handed in like an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.catching_up import PATIENCE, Gap, Past, Reading, Tally, instant_of, ts_of
from bot.ids import new_id
from bot.intents import Post
from bot.unit_of_work import Found, Work
from bot.views import catching_up as view


async def begin(work: Work, channel_id: str) -> None:
    """From now on that channel is read; what was said there before is left alone."""
    await work.readings.begin(Reading(channel_id, ts_of(work.now), work.now))


async def take_in(
    work: Work,
    channel_id: str,
    messages: Sequence[Past],
    edited: Sequence[Past],
    read_ts: str,
    away_since: datetime | None,
) -> None:
    """Hand in what of these nobody told us, in their order: messages up to `read_ts`, and edits of older ones. Does
    nothing to what another replica handed in meanwhile."""
    await work.alone()
    reading = await work.readings.hold(channel_id)
    if reading is None:
        return  # we were taken out meanwhile
    lost = [(one, "") for one in await _not_heard(work, channel_id, messages)]
    changed = [one for one in (*edited, *messages) if await _is_news(work, channel_id, one)]
    lost += [(one, one.edited_ts or "") for one in changed]
    lost = [pair for pair in lost if work.policy.acts_on(instant_of(pair[0].ts))]
    gap = await _gap(work, reading, away_since, lost) if lost else None
    for one, edited_ts in lost:
        if gap is not None and (key := await work.take_in(channel_id, one, edited_ts)):
            await work.readings.find(gap, Found(channel_id, one.ts, edited_ts, key))
    await work.readings.put(Reading(channel_id, max(read_ts, reading.read_ts), work.now))


async def _not_heard(work: Work, channel_id: str, messages: Sequence[Past]) -> list[Past]:
    heard = await work.readings.heard(channel_id, [one.ts for one in messages])
    return [one for one in messages if one.ts not in heard and not await work.deals.is_known(channel_id, one.ts)]


async def _is_news(work: Work, channel_id: str, one: Past) -> bool:
    """Was a message edited of which we know a deal, and is that edit one that we don't know?"""
    if not one.edited_ts or not await work.deals.is_known(channel_id, one.ts):
        return False
    known = await work.deals.change_of(channel_id, one.ts)
    return known is None or (not known[1] and known[0] < one.edited_ts)


async def _gap(work: Work, reading: Reading, away_since: datetime | None, lost: list[tuple[Past, str]]) -> Gap:
    """The gap that these belong to; one of which nobody was told yet is made wider."""
    began = [away_since or reading.read_at, *(instant_of(edited_ts or one.ts) for one, edited_ts in lost)]
    open_gap = await work.readings.gap(hold=True)
    if open_gap is None:
        gap = Gap(new_id(), min(began), work.now, away_since is not None)
    else:
        gap = Gap(open_gap.id, min(open_gap.since, *began), work.now, open_gap.was_away or away_since is not None)
    await work.readings.put_gap(gap)
    return gap


async def tell(work: Work, admins: Sequence[str], *, is_whole: bool) -> None:
    """Say once what was found in a gap, when all of it is handled. `is_whole`: every channel was read to its end."""
    gap = await work.readings.gap(hold=True)
    if gap is None:
        return
    left = await work.readings.not_handled(gap)
    waits = not is_whole or any(state in ("pending", "working") for state in left.values())
    if waits and work.now - gap.until < PATIENCE:
        return
    tallies: dict[str, Tally] = {}
    for one in await work.readings.found(gap):
        tally = tallies.setdefault(one.channel_id, Tally())
        if one.inbox_key in left:
            tally.messages += 1
            tally.left += 1
        elif one.edited_ts:
            tally.messages += 1
            tally.edited += 1
        else:
            tally.count([deal.state for deal in await work.deals.of_message(one.channel_id, one.message_ts)])
    for person_id in admins:
        key = f"recovered:{gap.id}:{person_id}"
        await work.send(key, Post(person_id, key=key, **view.recovered(gap, tallies)))
    await work.readings.close(gap)
