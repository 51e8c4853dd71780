"""Posting scheduled messages when their time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import posting

if TYPE_CHECKING:
    from bot.sandbox.core import Core


def post_due(core: Core) -> None:
    """Post every scheduled message whose instant has passed; one with metadata is never posted, as in Slack."""
    now = core.now()
    for entry in [s for s in core.world.scheduled.values() if s["post_at"] <= now]:
        del core.world.scheduled[entry["id"]]
        channel = core.world.channels[entry["channel_id"]]
        install = core.world.install_of(entry["app_id"], entry["team_id"])
        blocked = install is None or channel.is_archived or channel.is_deleted or "metadata" in entry["message"]
        if not blocked:
            posting.post(core, channel, entry["message"], entry["thread_ts"])
        core.ledger.write("act", act="scheduled_post", id=entry["id"], posted=not blocked)
        core.on_change()
