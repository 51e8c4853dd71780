"""Reads the channels that announce wins from where we stopped, so that nothing said while we were away is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.crashpoint import crashpoint
from bot.domain.catching_up import FRESH, LOOK_BACK, PAGES, Reading, is_due, ts_of
from bot.flows import catching_up as flow
from bot.unit_of_work import Desk, NotReadable, Priority, Workspace

SECOND = timedelta(seconds=1)  # Slack writes the time of an edit without fractions
log = structlog.get_logger(__name__)
TICK, EVERY = "catch_up", timedelta(minutes=1)  # of the timetable; a channel is due less often


async def read_on(desk: Desk) -> None:
    """Read what is due, of every workspace; what is put off by Slack, or fails, is gone on with at the next tick."""
    async with desk.history.alone:
        for workspace in desk.workspaces():
            try:
                await _workspace(desk, workspace)
            except Exception as error:
                log.warning("watched channels can't be read now; the next tick goes on", exc_info=error)


async def after_gap(desk: Desk, since: datetime) -> None:
    """We are back, and events may have been missed since then: read every channel now."""
    desk.history.was_away(since)
    await read_on(desk)


async def _workspace(desk: Desk, workspace: Workspace) -> None:
    policy = await desk.policy(workspace)
    if not policy.is_set_up:
        desk.history.away_since.pop(workspace.id, None)  # nothing was missed
        return
    away_since = desk.history.away_since.get(workspace.id)
    async with desk.look(workspace) as work:
        readings = await work.readings.every()
    due = [one for one in policy.deal_channels if away_since or _is_due(desk, workspace, readings.get(one), one)]
    pages = max(1, PAGES // max(1, len(due)))
    is_whole = all([await _channel(desk, workspace, one, readings.get(one), away_since, pages) for one in due])
    if is_whole and desk.history.away_since.get(workspace.id) == away_since:
        desk.history.away_since.pop(workspace.id, None)
    async with desk.look(workspace) as work:
        if await work.readings.gap() is None:
            return
    admins = await desk.settings_admins(workspace)
    async with desk.begin(workspace, Priority.TICK) as work:
        await flow.tell(work, admins, is_whole=is_whole)


def _is_due(desk: Desk, workspace: Workspace, reading: Reading | None, channel_id: str) -> bool:
    if reading is None or desk.history.has_begun(workspace, channel_id):
        return True
    return is_due(reading, desk.clock.now())


async def _channel(
    desk: Desk,
    workspace: Workspace,
    channel_id: str,
    reading: Reading | None,
    away_since: datetime | None,
    pages: int,
) -> bool:
    """Read one channel; says whether to its end."""
    if reading is None:
        if await desk.directory.is_in(workspace, channel_id):
            async with desk.begin(workspace, Priority.TICK) as work:
                await flow.begin(work, channel_id)
        return True
    now = desk.clock.now()
    latest = ts_of(now - FRESH)
    if latest <= reading.read_ts:
        return True
    try:
        stretch = await desk.history.read(workspace, channel_id, reading.read_ts, latest, pages)
        if stretch is None:
            return False
        edited = []
        if away_since:
            after, since = ts_of(now - LOOK_BACK), ts_of(reading.read_at - SECOND)
            edited = await desk.history.edited(workspace, channel_id, after, reading.read_ts, since)
    except NotReadable:
        return True  # the admins were told when we were taken out
    crashpoint("catch_up.read")
    async with desk.begin(workspace, Priority.TICK) as work:
        await flow.take_in(work, channel_id, stretch.messages, edited, stretch.latest, away_since)
    crashpoint("catch_up.taken_in")
    return True
