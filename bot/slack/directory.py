"""People and channels as Slack knows them: read before a transaction, kept for a while, failing closed."""

from __future__ import annotations

from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.domain.deals import PersonHint
from bot.domain.people import Person, find_person
from bot.slack.clients import Clients
from bot.slack.installs import Installs
from bot.slack.payloads import read_channel, read_user
from bot.storage.database import Database, Priority
from bot.storage.people import People, Room
from bot.storage.workspaces import Workspace

PERSON_AGE = timedelta(hours=12)
ACTOR_AGE = timedelta(minutes=5)  # a demoted admin or a new guest is noticed within this
ROOM_AGE = timedelta(minutes=10)  # changes arrive as events too; this is for those that got lost
EVERYBODY_AGE = timedelta(hours=12)


class Directory:
    """Reads through: our copy while it is fresh, else Slack. Raises what the SDK raises when Slack can't be asked."""

    def __init__(self, database: Database, clients: Clients, installs: Installs, clock: Clock) -> None:
        self._database, self._clients, self._installs, self._clock = database, clients, installs, clock

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
            answer = await self._clients.with_token(self._installs.token(workspace)).users_info(user=user_id)
        except SlackApiError as error:
            if error.response.get("error") in ("user_not_found", "user_not_visible"):
                return None
            raise
        person = read_user(answer["user"])
        await self.keep(workspace, [person])
        return person

    async def actor(self, workspace: Workspace, user_id: str) -> Person | None:
        """The person who presses a button, as fresh as it must be to decide what they may do."""
        return await self.person(workspace, user_id, ACTOR_AGE)

    async def find(self, workspace: Workspace, hint: PersonHint | None) -> Person | None:
        """The person that a message names, if exactly one of ours fits."""
        if hint is None:
            return None
        if hint.user_id:
            return await self.person(workspace, hint.user_id)
        return find_person(hint, await self.everybody(workspace))

    async def user_ids(self, workspace: Workspace, who: tuple[str, ...]) -> tuple[str, ...]:
        """User ids of people given by id or e-mail address, in that order; unknown ones are left out."""
        by_email = {}
        if any("@" in word for word in who):
            by_email = {
                person.email.casefold(): person.user_id for person in await self.everybody(workspace) if person.email
            }
        found = [by_email.get(word.casefold()) if "@" in word else word for word in who]
        return tuple(user_id for user_id in found if user_id)

    async def everybody(self, workspace: Workspace) -> list[Person]:
        """Everybody of our organisation, read again when the copy is old."""
        async with self._database.read() as connection:
            people = People(connection, workspace.id)
            if await self._is_fresh(people, workspace):
                return await people.everybody()
        await self.refresh(workspace)
        async with self._database.read() as connection:
            return await People(connection, workspace.id).everybody()

    async def refresh(self, workspace: Workspace) -> int:
        """Read everybody from Slack; says how many."""
        client = self._clients.with_token(self._installs.token(workspace))
        cursor, found = "", []
        while True:
            answer = await client.users_list(limit=200, cursor=cursor)
            found += [read_user(user) for user in answer["members"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        # The bot itself is read last: its row says when everybody was.
        found.sort(key=lambda person: person.user_id == workspace.bot_user_id)
        await self.keep(workspace, found)
        return len(found)

    async def keep(self, workspace: Workspace, people: list[Person]) -> None:
        async with self._database.write(Priority.INBOX) as connection:
            rows, now = People(connection, workspace.id), self._clock.real_now()
            for person in people:
                await rows.keep(person, now)

    async def room(self, workspace: Workspace, channel_id: str, age: timedelta = ROOM_AGE) -> Room:
        """That channel. Raises SlackApiError when we can't see it."""
        async with self._database.read() as connection:
            room = await People(connection, workspace.id).room(channel_id, self._clock.real_now() - age)
        if room is not None:
            return room
        client = self._clients.with_token(self._installs.token(workspace))
        room = read_channel((await client.conversations_info(channel=channel_id))["channel"])
        async with self._database.write(Priority.INBOX) as connection:
            await People(connection, workspace.id).keep_room(room, self._clock.real_now())
        return room

    async def _is_fresh(self, people: People, workspace: Workspace) -> bool:
        read_at = await people.read_at(workspace.bot_user_id)
        return read_at is not None and self._clock.real_now() - read_at < EVERYBODY_AGE
