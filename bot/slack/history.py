"""What stands in a channel: read page by page, at the pace that Slack sets, and gone on with where it was put off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.domain.catching_up import Past
from bot.slack.clients import Clients
from bot.slack.errors import sort_exception
from bot.slack.installs import Installs
from bot.slack.payloads import error_code, part, read_message, text_of
from bot.storage.workspaces import Workspace

PAGE = 100  # messages; Slack may give fewer, as little as 15 to some apps
NOT_THERE = ("not_in_channel", "channel_not_found", "is_archived")
METHOD = "conversations.history"


class NotReadable(Exception):
    """We are not in that channel."""


@dataclass
class Stretch:
    """The messages of a channel after `oldest` and before `latest`, the oldest first once they were all read."""

    oldest: str
    latest: str
    cursor: str = ""
    messages: list[Past] = field(default_factory=list)


class History:
    """Reads on behalf of one process. `away_since` says, by workspace, since when events may have been missed."""

    def __init__(self, clients: Clients, installs: Installs, clock: Clock, scale: float = 1.0) -> None:
        self._clients, self._installs, self._clock, self._scale = clients, installs, clock, scale
        self._begun: dict[tuple[str, str], Stretch] = {}
        self._not_before: dict[str, float] = {}
        self.away_since: dict[str, datetime] = {}
        self.alone = asyncio.Lock()  # one catches up at a time

    def was_away(self, since: datetime) -> None:
        """Events may have been missed since then; an earlier instant of which that is known stands."""
        for workspace in self._installs.connected:
            self.away_since[workspace.id] = min(since, self.away_since.get(workspace.id, since))

    def has_begun(self, workspace: Workspace, channel_id: str) -> bool:
        """Was a part of it read, and the rest put off?"""
        return (workspace.id, channel_id) in self._begun

    async def read(self, workspace: Workspace, channel_id: str, oldest: str, latest: str, pages: int) -> Stretch | None:
        """What stands between two messages; None when it could not all be read now: ask again in a while, and it goes
        on from there. Raises NotReadable, or what the SDK raises."""
        key = workspace.id, channel_id
        stretch = self._begun.get(key)
        if stretch is None or stretch.oldest != oldest:
            stretch = self._begun[key] = Stretch(oldest, latest)
        for _ in range(pages):
            try:
                answer = await self._page(workspace, channel_id, stretch.oldest, stretch.latest, stretch.cursor)
            except Exception:
                self._begun.pop(key, None)
                raise
            if answer is None:
                return None
            stretch.messages += _speech(answer, channel_id, workspace)
            stretch.cursor = text_of(part(answer, "response_metadata"), "next_cursor")
            if not stretch.cursor:
                del self._begun[key]
                stretch.messages.reverse()  # Slack tells the newest first
                return stretch
        return None

    async def edited(self, workspace: Workspace, channel_id: str, after: str, until: str, since: str) -> list[Past]:
        """Of the last hundred messages of that stretch those that were edited since then, the oldest first; none while
        Slack wants to be left alone. Raises as above."""
        answer = await self._page(workspace, channel_id, after, until, "")
        found = _speech(answer, channel_id, workspace) if answer else []
        return [one for one in reversed(found) if one.edited_ts and one.edited_ts > since]

    async def _page(
        self, workspace: Workspace, channel_id: str, oldest: str, latest: str, cursor: str
    ) -> dict[str, Any] | None:
        if self._clock.monotonic() < self._not_before.get(workspace.id, 0.0):
            return None
        client = self._clients.with_token(self._installs.token(workspace))
        try:
            answer = await client.conversations_history(
                channel=channel_id, oldest=oldest, latest=latest, inclusive=True, limit=PAGE, cursor=cursor or None
            )
        except SlackApiError as error:
            if error_code(error) in NOT_THERE:
                raise NotReadable from error
            wait = sort_exception(METHOD, error).retry_after
            if wait is None:
                raise
            self._not_before[workspace.id] = self._clock.monotonic() + wait / self._scale
            return None
        return answer.data if isinstance(answer.data, dict) else {}


def _speech(answer: dict[str, Any], channel_id: str, workspace: Workspace) -> list[Past]:
    """What somebody said in the open channel; joins, replies and our own messages are left out."""
    listed = []
    for one in answer.get("messages") or ():
        message = read_message({**one, "channel": channel_id}) if isinstance(one, dict) else None
        if message is None or message.is_reply:
            continue
        if message.bot_id != workspace.bot_id and message.user_id != workspace.bot_user_id:
            listed.append(Past(message.ts, text_of(part(one, "edited"), "ts") or None, one))
    return listed
