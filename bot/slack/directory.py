"""People and channels as Slack knows them: read before a transaction, kept for a while, failing closed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.domain.deals import PersonHint
from bot.domain.people import Person, find_person, may_act
from bot.slack.clients import Clients
from bot.slack.errors import sort_exception
from bot.slack.installs import Installs
from bot.slack.payloads import error_code, read_channel, read_user
from bot.storage.database import Database, Priority
from bot.storage.people import People, Room
from bot.storage.workspaces import Workspace

log = structlog.get_logger(__name__)

PERSON_AGE = timedelta(hours=12)
ACTOR_AGE = timedelta(minutes=5)  # a demoted admin or a new guest is noticed within this
ROOM_AGE = timedelta(minutes=10)  # changes arrive as events too; this is for those that got lost
EVERYBODY_AGE = timedelta(hours=12)
OLD_SERVES = timedelta(minutes=5)  # after everybody could not be read, before that is tried again
PATIENCE = 15  # seconds that an event waits for everybody to be read; less than it has to be handled in
PAGE = 200
SLICE = 100  # people written at a time: others that want to write get in between
TRIES = 5  # of one page that Slack puts off


class Directory:
    """Reads through: our copy while it is fresh, else Slack. Raises what the SDK raises when Slack can't be asked."""

    def __init__(
        self, database: Database, clients: Clients, installs: Installs, clock: Clock, scale: float = 1.0
    ) -> None:
        self._database, self._clients, self._installs, self._clock = database, clients, installs, clock
        self._scale = scale
        self._readings: dict[str, asyncio.Task[int]] = {}
        self._not_before: dict[str, datetime] = {}

    def workspaces(self) -> list[Workspace]:
        """The workspaces that we speak for now; the database may know others, of an earlier token."""
        return self._installs.connected

    async def person(self, workspace: Workspace, user_id: str, age: timedelta = PERSON_AGE) -> Person | None:
        """That person; None when Slack knows nobody by this id."""
        if not user_id:
            return None
        async with self._database.read() as connection:
            people = People(connection, workspace.id)
            read_at = await people.read_at(user_id)
            if read_at is not None and self._clock.real_now() - read_at < age:
                return await people.by_id(user_id)
        try:
            answer = await self._client(workspace).users_info(user=user_id)
        except SlackApiError as error:
            if error_code(error) in ("user_not_found", "user_not_visible"):
                return None
            raise
        person = read_user(answer["user"])
        await self.keep(workspace, [person])
        return person

    async def actor(self, workspace: Workspace, user_id: str) -> Person | None:
        """The person who presses a button, as fresh as it must be to decide what they may do."""
        return await self.person(workspace, user_id, ACTOR_AGE)

    async def find(self, workspace: Workspace, hint: PersonHint | None) -> Person | None:
        """The person that a message names, if exactly one fits who can take something on."""
        if hint is None:
            return None
        if hint.user_id:
            found = await self.person(workspace, hint.user_id)
        elif hint.email:
            found = await self._by_email(workspace, hint.email)
        else:
            able = [person for person in await self.everybody(workspace) if _is_able(workspace, person)]
            found = find_person(hint, able)
        return found if _is_able(workspace, found) else None

    async def user_ids(self, workspace: Workspace, who: tuple[str, ...]) -> tuple[str, ...]:
        """User ids of people given by id or e-mail address, in that order, without those who can't take anything on.

        Never reads everybody, so that a click may wait for it. An old copy is as good as a new one here: Slack tells us
        of every change, and the timetable reads what got lost.
        """
        found = [await self._named(workspace, word) for word in who]
        return tuple(person.user_id for person in found if person is not None and _is_able(workspace, person))

    async def _named(self, workspace: Workspace, word: str) -> Person | None:
        if "@" in word:
            return await self._by_email(workspace, word)
        return await self.person(workspace, word, timedelta.max)

    async def _by_email(self, workspace: Workspace, email: str) -> Person | None:
        async with self._database.read() as connection:
            people = People(connection, workspace.id)
            person = await people.by_email(email)
            if person is not None or self._is_fresh(await people.read_at(workspace.bot_user_id)):
                return person
        try:
            answer = await self._client(workspace).users_lookupByEmail(email=email)
        except SlackApiError as error:
            if error_code(error) == "users_not_found":
                return None
            raise
        person = read_user(answer["user"])
        await self.keep(workspace, [person])
        return person

    async def everybody(self, workspace: Workspace) -> list[Person]:
        """Everybody of our organisation, read again when the copy is old; the old one serves when that can't be done.

        Raises TimeoutError while the very first reading takes long. It goes on all the same, for whoever asks next.
        """
        async with self._database.read() as connection:
            read_at = await People(connection, workspace.id).read_at(workspace.bot_user_id)
        now = self._clock.real_now()
        is_put_off = read_at is not None and now < self._not_before.get(workspace.id, now)
        if not (self._is_fresh(read_at) or is_put_off):
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.refresh(workspace)
            except Exception as error:
                if read_at is None:
                    raise
                self._not_before[workspace.id] = now + OLD_SERVES
                log.warning("everybody can't be read now, an older copy serves", exc_info=error)
        async with self._database.read() as connection:
            return await People(connection, workspace.id).everybody()

    async def refresh(self, workspace: Workspace) -> int:
        """Wait until everybody has been read from Slack; says how many."""
        return await asyncio.shield(self.start_reading(workspace))

    def start_reading(self, workspace: Workspace) -> asyncio.Task[int]:
        """Read everybody from Slack beside other work; whoever asks meanwhile gets the same reading."""
        reading = self._readings.get(workspace.id)
        if reading is None:
            reading = asyncio.create_task(self._read_everybody(workspace), name="people")
            self._readings[workspace.id] = reading
            reading.add_done_callback(lambda done: self._has_read(workspace, done))
        return reading

    def _has_read(self, workspace: Workspace, reading: asyncio.Task[int]) -> None:
        self._readings.pop(workspace.id, None)
        if not reading.cancelled() and (error := reading.exception()):
            log.warning("not everybody could be read", reason=sort_exception("users.list", error).sentence)

    async def _read_everybody(self, workspace: Workspace) -> int:
        cursor, count = "", 0
        itself = Person(workspace.bot_user_id, workspace.team_id, workspace.bot_user_id, None, "UTC", is_bot=True)
        while True:
            answer = await self._page(workspace, cursor)
            found = [read_user(user) for user in answer["members"]]
            await self.keep(workspace, found)
            count += len(found)
            itself = next((person for person in found if person.user_id == workspace.bot_user_id), itself)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        # The bot's own row is written last and here only: it says when everybody was.
        await self._write(workspace, [itself])
        return count

    async def _page(self, workspace: Workspace, cursor: str) -> Any:
        """One page, after the time that Slack wants to be left alone for."""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._client(workspace).users_list(limit=PAGE, cursor=cursor)
            except SlackApiError as error:
                wait = sort_exception("users.list", error).retry_after
                if wait is None or attempt == TRIES:
                    raise
            await asyncio.sleep(wait / self._scale)
        raise AssertionError("the last try returns or raises")

    async def keep(self, workspace: Workspace, people: list[Person]) -> None:
        """Keep what Slack said about these people."""
        others = sorted((one for one in people if one.user_id != workspace.bot_user_id), key=lambda one: one.user_id)
        for start in range(0, len(others), SLICE):
            await self._write(workspace, others[start : start + SLICE])

    async def _write(self, workspace: Workspace, people: list[Person]) -> None:
        async with self._database.write(Priority.INBOX) as connection:
            await People(connection, workspace.id).keep(people, self._clock.real_now())

    async def room(self, workspace: Workspace, channel_id: str, age: timedelta = ROOM_AGE) -> Room:
        """That channel. Raises SlackApiError when we can't see it."""
        async with self._database.read() as connection:
            room = await People(connection, workspace.id).room(channel_id, self._clock.real_now() - age)
        if room is not None:
            return room
        room = read_channel((await self._client(workspace).conversations_info(channel=channel_id))["channel"])
        async with self._database.write(Priority.INBOX) as connection:
            await People(connection, workspace.id).keep_room(room, self._clock.real_now())
        return room

    async def is_in(self, workspace: Workspace, channel_id: str) -> bool:
        """Is our bot in that channel? Raises what the SDK raises."""
        try:
            return (await self.room(workspace, channel_id)).is_member
        except SlackApiError as error:
            if error_code(error) != "channel_not_found":
                raise
            return False

    async def own_rooms(self, workspace: Workspace) -> list[Room]:
        """Channels that our bot is in, the first thousand. Raises what the SDK raises."""
        client = self._client(workspace)
        answer = await client.users_conversations(
            types="public_channel,private_channel", exclude_archived=True, limit=1000
        )
        return [read_channel({"is_member": True} | channel) for channel in answer["channels"]]

    async def latest(self, workspace: Workspace, channel_id: str, limit: int) -> list[dict[str, Any]] | None:
        """The newest messages of a channel, the newest first; None when we may not read it. Raises as above."""
        try:
            answer = await self._client(workspace).conversations_history(channel=channel_id, limit=limit)
        except SlackApiError as error:
            if error_code(error) in ("not_in_channel", "channel_not_found"):
                return None
            raise
        return list(answer["messages"])

    async def message(self, workspace: Workspace, channel_id: str, ts: str) -> dict[str, Any] | None:
        """That message, also one in a thread; None when it is gone, or we may not read it. Raises as above."""
        client, at = self._client(workspace), dict(channel=channel_id, latest=ts, oldest=ts, inclusive=True, limit=1)
        try:
            found = list((await client.conversations_history(**at))["messages"])
            if not any(one.get("ts") == ts for one in found):
                found = list((await client.conversations_replies(ts=ts, **at))["messages"])
        except SlackApiError as error:
            if error_code(error) in ("not_in_channel", "channel_not_found", "thread_not_found", "message_not_found"):
                return None
            raise
        return next((dict(one) for one in found if one.get("ts") == ts), None)

    async def close(self) -> None:
        """Read no further."""
        readings = list(self._readings.values())
        for reading in readings:
            reading.cancel()
        if readings:
            await asyncio.wait(readings)

    def _client(self, workspace: Workspace) -> Any:
        return self._clients.with_token(self._installs.token(workspace))

    def _is_fresh(self, read_at: datetime | None) -> bool:
        return read_at is not None and self._clock.real_now() - read_at < EVERYBODY_AGE


def _is_able(workspace: Workspace, person: Person | None) -> bool:
    return may_act(person, workspace.team_id, workspace.enterprise_id or None)
