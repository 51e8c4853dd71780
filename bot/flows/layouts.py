"""Layouts of announcements: counted as they come, taught, forgotten and ignored by settings admins."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.accounts import Deal
from bot.domain.layouts import Layout
from bot.domain.shapes import Shape
from bot.domain.taught import Taught
from bot.ids import new_id
from bot.unit_of_work import Change, Work

# What the audit log calls it.
TAUGHT, FORGOTTEN, IGNORED, HEEDED = "layout.taught", "layout.forgotten", "layout.ignored", "layout.heeded"


async def count(work: Work, place: tuple[str, str], shape: str | None, app: tuple[str, str], what: str) -> None:
    """One more message of that shape was "won", "asked" about or "set_up" by a person. `place` is its channel and ts,
    `app` the id and the name of the app that posted it. Without a shape nothing is counted."""
    if not shape:
        return
    channel_id, ts = place
    app_id, app_name = app
    won, asked, set_up = (int(what == one) for one in ("won", "asked", "set_up"))
    at = datetime.fromtimestamp(float(ts), UTC)
    await work.layouts.count(Shape(channel_id, shape, app_id, app_name, won, asked, set_up, 0, ts, at))


async def refused(work: Work, deal: Deal, by: str) -> None:
    """Write down who said *Not a win*, and about a message of which shape."""
    known = await work.layouts.shape(deal.channel_id, deal.shape) if deal.shape else None
    if known is not None:
        await work.layouts.refuse(new_id(), known, deal.message_ts, by, work.now)


async def teach(work: Work, by: str, channel_id: str, app: str | None, layout: Layout, *, is_win: bool) -> None:
    """From now on such messages are read so in that channel."""
    await work.layouts.teach(Taught(new_id(), channel_id, app, layout, is_win, by, work.now))
    await _write_down(work, by, TAUGHT, channel_id)


async def forget(work: Work, by: str, taught_id: str) -> None:
    """Such messages are read as anything is."""
    channel_id = await work.layouts.forget(taught_id)
    if channel_id is not None:
        await _write_down(work, by, FORGOTTEN, channel_id)


async def ignore(work: Work, by: str, channel_id: str, shape: str) -> None:
    """Nothing is read out of such messages in that channel, and nobody is asked about them."""
    if await work.layouts.ignore(channel_id, shape, by, work.now):
        await _write_down(work, by, IGNORED, channel_id)


async def heed(work: Work, by: str, channel_id: str, shape: str) -> None:
    """They are read again."""
    if await work.layouts.ignore(channel_id, shape, None, None):
        await _write_down(work, by, HEEDED, channel_id)


async def _write_down(work: Work, by: str, what: str, channel_id: str) -> None:
    await work.audit.add(Change(new_id(), work.now, by, what, {}, {"channel": channel_id}))
