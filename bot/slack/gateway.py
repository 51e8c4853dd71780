"""The only place from which effects on Slack are called, and read back when their outcome is unknown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.crashpoint import crashpoint
from bot.intents import (
    CHANNEL_IS_SHARED,
    ArchiveChannel,
    Bookmark,
    InChannel,
    Intent,
    Invite,
    OpenChannel,
    Pin,
    Post,
    PublishHome,
    React,
    RenameChannel,
    SetPurpose,
    SetTopic,
    Update,
)
from bot.slack.clients import TIMEOUT, Clients
from bot.slack.directory import Directory
from bot.slack.errors import Failure, Kind, sort_exception
from bot.slack.installs import Installs
from bot.storage.outbox_rows import Handle
from bot.storage.workspaces import Workspace

EVENT_TYPE = "warmline_message"  # of the metadata that carries our key
SKEW = timedelta(seconds=60)  # how far Slack's clock and ours may be apart
ROOM_AGE = timedelta(seconds=30)  # how old our knowledge may be that no stranger reads a channel
LOOK = "conversations.info"  # how we learn who reads a channel
KNOCK = "auth.test"  # how we learn whether Slack lets us in again
WOULD_LEAK = Failure(
    Kind.PERSON,
    CHANNEL_IS_SHARED,
    "The channel is shared with people outside, so Warmline says nothing internal there. End the sharing in Slack, or "
    "drop this.",
)
CUSTOMER_READS = Failure(
    Kind.PERSON,
    CHANNEL_IS_SHARED,
    "It is linked as a customer's channel, so Warmline says nothing internal there. Tell your own people elsewhere, "
    "and drop this.",
)
PAGES = 10  # of history to look through for a message of ours


@dataclass(frozen=True)
class Outcome:
    """What became of an intent: done with a result, or a failure and what it asks for."""

    result: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def is_done(self) -> bool:
        return self.failure is None or self.failure.kind is Kind.DONE


class LeaseOver(Exception):
    """Nothing was sent: another replica may be at it by now."""


class CannotTell(Exception):
    """Whether it happened can't be read back now; the failure says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


class Gateway:
    """Carries intents out. Never raises for what Slack answers: every answer becomes an Outcome."""

    def __init__(self, clients: Clients, installs: Installs, directory: Directory) -> None:
        self._clients, self._installs, self._directory = clients, installs, directory
        self._ways: dict[type[Intent], Callable[..., Awaitable[dict[str, Any]]]] = {
            OpenChannel: _open_channel,
            SetTopic: _set_topic,
            SetPurpose: _set_purpose,
            RenameChannel: _rename_channel,
            ArchiveChannel: _archive_channel,
            Invite: _invite,
            Post: _post,
            Update: _update,
            Pin: _pin,
            Bookmark: _bookmark,
            React: _react,
            PublishHome: _publish_home,
        }

    async def refusal(self, workspace: Workspace, intent: Intent) -> Failure | None:
        """Why this must not be sent where it would go, or why that can't be found out; None when it may be."""
        if not isinstance(intent, InChannel) or not asks_who_reads(intent):
            return None
        try:
            room = await self._directory.room(workspace, intent.channel, ROOM_AGE)
        except Exception as error:
            return sort_exception(LOOK, error)
        return WOULD_LEAK if room.is_shared else None

    async def shut_out(self, workspace: Workspace) -> Failure | None:
        """Why Slack does not let us in, or why that can't be found out; None when it does."""
        try:
            await self._client(workspace).auth_test()
        except Exception as error:
            return sort_exception(KNOCK, error)
        return None

    async def carry_out(
        self, workspace: Workspace, intent: Intent, handle: Handle | None, sets_off: Callable[[], bool]
    ) -> Outcome:
        """Do it within TIMEOUT. `handle`: where the message stands that the intent names by key. Raises LeaseOver."""
        method = intent.methods[0]
        crashpoint(f"gateway.before {method}")
        # The last thing before the call: whoever stood still past the lease has no say any more.
        if not sets_off():
            raise LeaseOver
        try:
            async with asyncio.timeout(TIMEOUT):  # all of it: some ask for something first
                result = await self._ways[type(intent)](self._client(workspace), intent, handle)
            crashpoint(f"gateway.after {method}")
            return Outcome(result)
        except Exception as error:
            return Outcome(failure=sort_exception(method, error))

    async def look_back(
        self, workspace: Workspace, intent: Intent, handle: Handle | None, since: datetime
    ) -> dict[str, Any] | None:
        """What an attempt since then achieved: its result, or None when it surely did nothing.

        Effects that can be repeated harmlessly are answered with None. Raises CannotTell.
        """
        client = self._client(workspace)
        try:
            if isinstance(intent, Post):
                return await _find_message(client, intent, since - SKEW)
            if isinstance(intent, Bookmark):
                return await _find_bookmark(client, intent, handle, since - SKEW)
        except CannotTell:
            raise
        except Exception as error:
            raise CannotTell(sort_exception(reading_methods(intent)[0], error)) from error
        return None

    async def find_own_channel(self, workspace: Workspace, name: str, since: datetime) -> str | None:
        """The id of a channel of that name that our bot created since then. Raises what the SDK raises."""
        async for channel in _own_channels(self._client(workspace)):
            ours = channel.get("creator") == workspace.bot_user_id and not channel.get("is_archived")
            if channel.get("name") == name and ours and int(channel["created"]) >= int((since - SKEW).timestamp()):
                return str(channel["id"])
        return None

    def _client(self, workspace: Workspace) -> AsyncWebClient:
        return self._clients.with_token(self._installs.token(workspace))


def reading_methods(intent: Intent) -> tuple[str, ...]:
    """What `look_back` asks Slack; nothing for what can be repeated without harm."""
    if isinstance(intent, Post):
        return ("conversations.replies",) if intent.thread_ts else ("conversations.history",)
    return ("bookmarks.list",) if isinstance(intent, Bookmark) else ()


def asks_who_reads(intent: Intent) -> bool:
    """Does it say something internal in a channel, so that LOOK is needed before it is sent?"""
    if not isinstance(intent, InChannel) or intent.channel.startswith(("U", "W", "D")):
        return False
    return isinstance(intent, Post | Update | SetTopic | SetPurpose | Bookmark)


async def _open_channel(client: AsyncWebClient, intent: OpenChannel, _: Handle | None) -> dict[str, Any]:
    answer = await client.conversations_create(name=intent.name, is_private=intent.private)
    return {"channel": answer["channel"]["id"], "name": answer["channel"]["name"]}


async def _set_topic(client: AsyncWebClient, intent: SetTopic, _: Handle | None) -> dict[str, Any]:
    await client.conversations_setTopic(channel=intent.channel, topic=intent.topic)
    return {}


async def _set_purpose(client: AsyncWebClient, intent: SetPurpose, _: Handle | None) -> dict[str, Any]:
    await client.conversations_setPurpose(channel=intent.channel, purpose=intent.purpose)
    return {}


async def _rename_channel(client: AsyncWebClient, intent: RenameChannel, _: Handle | None) -> dict[str, Any]:
    answer = await client.conversations_rename(channel=intent.channel, name=intent.name)
    return {"name": answer["channel"]["name"]}


async def _archive_channel(client: AsyncWebClient, intent: ArchiveChannel, _: Handle | None) -> dict[str, Any]:
    await client.conversations_archive(channel=intent.channel)
    return {}


async def _invite(client: AsyncWebClient, intent: Invite, _: Handle | None) -> dict[str, Any]:
    await client.conversations_invite(channel=intent.channel, users=intent.user)
    return {}


async def _post(client: AsyncWebClient, intent: Post, _: Handle | None) -> dict[str, Any]:
    answer = await client.chat_postMessage(
        channel=intent.channel,
        text=intent.text,
        blocks=intent.blocks or None,
        thread_ts=intent.thread_ts,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": intent.key}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return {"channel": answer["channel"], "ts": answer["ts"]}


async def _update(client: AsyncWebClient, intent: Update, handle: Handle | None) -> dict[str, Any]:
    at = _posted(handle)
    await client.chat_update(channel=at.channel_id, ts=at.ts, text=intent.text, blocks=intent.blocks)
    return {}


async def _pin(client: AsyncWebClient, _: Pin, handle: Handle | None) -> dict[str, Any]:
    at = _posted(handle)
    await client.pins_add(channel=at.channel_id, timestamp=at.ts)
    return {}


async def _bookmark(client: AsyncWebClient, intent: Bookmark, handle: Handle | None) -> dict[str, Any]:
    link = intent.link or await _permalink(client, handle)
    await client.bookmarks_add(channel_id=intent.channel, title=intent.title, type="link", link=link)
    return {}


async def _react(client: AsyncWebClient, intent: React, _: Handle | None) -> dict[str, Any]:
    await client.reactions_add(channel=intent.channel, timestamp=intent.ts, name=intent.emoji)
    return {}


async def _publish_home(client: AsyncWebClient, intent: PublishHome, _: Handle | None) -> dict[str, Any]:
    await client.views_publish(user_id=intent.person, view=intent.view)
    return {"digest": intent.digest}


def _posted(handle: Handle | None) -> Handle:
    if handle is None:
        raise LookupError("the message was not posted yet")
    return handle


async def _permalink(client: AsyncWebClient, handle: Handle | None) -> str:
    at = _posted(handle)
    answer = await client.chat_getPermalink(channel=at.channel_id, message_ts=at.ts)
    return str(answer["permalink"])


async def _find_message(client: AsyncWebClient, intent: Post, since: datetime) -> dict[str, Any] | None:
    channel = intent.channel
    if channel.startswith(("U", "W")):
        channel = str((await client.conversations_open(users=channel))["channel"]["id"])
    cursor = ""
    window: dict[str, Any] = {"oldest": f"{since.timestamp():.6f}", "limit": 200, "include_all_metadata": True}
    for _ in range(PAGES):
        if intent.thread_ts:
            answer = await client.conversations_replies(
                channel=channel, ts=intent.thread_ts, cursor=cursor or None, **window
            )
        else:
            answer = await client.conversations_history(channel=channel, cursor=cursor or None, **window)
        for message in answer["messages"]:
            if ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == intent.key:
                return {"channel": channel, "ts": message["ts"]}
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    sentence = "There are too many newer messages in the channel to find out whether this one was posted."
    raise CannotTell(Failure(Kind.PERSON, "too_many_messages", sentence))


async def _find_bookmark(
    client: AsyncWebClient, intent: Bookmark, handle: Handle | None, since: datetime
) -> dict[str, Any] | None:
    answer = await client.bookmarks_list(channel_id=intent.channel)
    for bookmark in answer["bookmarks"]:
        if bookmark.get("title") == intent.title and int(bookmark["date_created"]) >= int(since.timestamp()):
            return {}
    return None


async def _own_channels(client: AsyncWebClient) -> AsyncIterator[dict[str, Any]]:
    cursor = ""
    while True:
        answer = await client.users_conversations(
            types="public_channel,private_channel", limit=200, cursor=cursor or None
        )
        for channel in answer["channels"]:
            yield channel
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
