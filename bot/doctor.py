"""Checks an installation from end to end, a line each with what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from bot.clock import Clock
from bot.config import Settings
from bot.domain.catching_up import Reading
from bot.domain.people import Person, why_not
from bot.domain.policy import Policy, Rule
from bot.slack.clients import Clients
from bot.slack.errors import sort_exception
from bot.slack.manifest import SCOPES
from bot.slack.payloads import read_user
from bot.storage import workspaces
from bot.storage.database import Database
from bot.storage.migrate import NoDatabase, is_current
from bot.storage.policy import Policies
from bot.storage.readings import Readings

STEPS = {
    Rule.CHANNELS: "the channels that announce wins",
    Rule.OWNERS: "who owns deliveries",
    Rule.QUIET: "quiet start or not",
}
ALONE = "one person takes over all won accounts"
CLOCK_MAY_DIFFER = 60  # seconds; Slack refuses, and so do we, beyond five minutes


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, whether it is well, and what it says or what to do."""

    what: str
    is_well: bool
    says: str


async def examine(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Look at token, scopes, clock, rules, channels, owners, admins, socket and database; go on after a finding that is
    not well."""
    clients = Clients(settings.api_url, settings.socket_url or None)
    try:
        client = clients.with_token(settings.bot_token.get_secret_value())
        try:
            answer = await client.auth_test()
        except Exception as error:
            yield Finding("token", False, sort_exception("auth.test", error).sentence)
        else:
            yield Finding("token", True, f"speaks for {answer['team']} as @{answer['user']}")
            yield _scopes(answer, settings)
            yield _clock(answer, clock)
            ours = answer["team_id"], answer.get("enterprise_id") or None
            policy, readings = await _rules(settings, ours)
            if policy is not None:  # else the database's own line says why
                yield _steps(policy)
                async for finding in _places(client, policy, readings):
                    yield finding
            async for finding in _people(client, settings, policy or Policy(), ours):
                yield finding
        if settings.transport == "socket":
            yield await _socket(clients, settings)
    finally:
        await clients.close()
    yield await _database(settings)


def _scopes(answer: Any, settings: Settings) -> Finding:
    granted = set(str(answer.headers.get("x-oauth-scopes", "")).replace(" ", "").split(","))
    missing = sorted(SCOPES.keys() - granted)
    if not missing:
        return Finding("scopes", True, f"all {len(SCOPES)} are granted")
    todo = "add them to the app (python -m bot manifest prints it) and install it again"
    if settings.client_id:
        query = urlencode({"client_id": settings.client_id, "scope": ",".join(sorted(SCOPES))})
        todo = f"an admin grants them at {settings.oauth_url}?{query}"
    return Finding("scopes", False, f"missing: {', '.join(missing)}. To do: {todo}")


def _clock(answer: Any, clock: Clock) -> Finding:
    told = answer.headers.get("Date")
    if not told:
        return Finding("clock", True, "Slack did not say what time it is; nothing to compare with")
    off = abs((parsedate_to_datetime(told).astimezone(UTC) - clock.real_now()).total_seconds())
    if off > CLOCK_MAY_DIFFER:
        return Finding("clock", False, f"{off:.0f} s off Slack's; set this machine's clock by a time server")
    return Finding("clock", True, f"within {max(off, 1):.0f} s of Slack's")


async def _rules(settings: Settings, ours: tuple[str, str | None]) -> tuple[Policy | None, dict[str, Reading]]:
    """The rules of the workspace that the token is for, and when its channels were last read; None when the database
    can't be read."""
    database = Database(settings.database_url)
    try:
        if not await is_current(database.url):
            return None, {}
        async with database.read() as connection:
            for workspace in await workspaces.every(connection):
                if (workspace.team_id, workspace.enterprise_id or None) == ours:
                    rules = await Policies(connection, workspace.id).get()
                    return rules, await Readings(connection, workspace.id, Clock().real_now()).every()
        return Policy(), {}
    except Exception:
        return None, {}
    finally:
        await database.close()


def _steps(policy: Policy) -> Finding:
    if policy.is_set_up:
        paused = ", but paused: nobody is nudged until an admin types /warmline resume" if policy.paused_at else ""
        return Finding("rules", True, f"Warmline is set up{paused}")
    left = [STEPS[step] for step in policy.steps_left]
    missing = f"{', '.join(left[:-1])}, and {left[-1]} are" if len(left) > 1 else f"{''.join(left)} is"
    todo = "an admin types /warmline setup in Slack"
    return Finding("rules", False, f"not set up yet: {missing} still to be chosen; {todo}")


async def _places(client: Any, policy: Policy, readings: dict[str, Reading]) -> AsyncIterator[Finding]:
    if not policy.deal_channels:
        return
    try:
        mine = {str(channel["id"]): str(channel["name"]) for channel in await _my_channels(client)}
    except Exception as error:
        yield Finding("channels", False, sort_exception("users.conversations", error).sentence)
        return
    for channel_id in policy.deal_channels:
        if channel_id in mine:
            reading = readings.get(channel_id)
            last = f"last read {reading.read_at:%Y-%m-%d %H:%M} UTC" if reading else "not read yet"
            yield Finding("channels", True, f"#{mine[channel_id]} is read for wins; {last}")
            continue
        name = await _name_of(client, channel_id)
        todo = "type /invite @Warmline there, or choose others with /warmline settings"
        yield Finding("channels", False, f"{name} can't be read; {todo}")


async def _name_of(client: Any, channel_id: str) -> str:
    """A channel as people know it; by its id where we can't see it."""
    try:
        return f"#{(await client.conversations_info(channel=channel_id))['channel']['name']}"
    except Exception:
        return f"the channel {channel_id}"


async def _people(
    client: Any, settings: Settings, policy: Policy, ours: tuple[str, str | None]
) -> AsyncIterator[Finding]:
    named = {"owners": (policy.delivery_owners, "choose others with /warmline settings")}
    if policy.admins:
        named["admins"] = policy.admins, "choose others with /warmline settings"
    else:
        named["admins"] = settings.admins, "mend WARMLINE_ADMINS"
    if not any(who for who, _ in named.values()):
        return
    try:
        known = await _everybody_by_name(client)
    except Exception as error:
        yield Finding("owners", False, sort_exception("users.list", error).sentence)
        return
    for what, (who, todo) in named.items():
        unknown = [word for word in who if word.casefold() not in known]
        people = [known[word.casefold()] for word in who if word not in unknown]
        unable = [f"{person.name} {reason}" for person in people if (reason := why_not(person, *ours))]
        if unknown:
            yield Finding(what, False, f"Slack knows nobody by {', '.join(unknown)}; {todo}")
        if unable:
            yield Finding(what, False, f"{'; '.join(unable)}, and so is left out; {todo}")
        if what == "owners" and who and not (unknown or unable):
            yield Finding(what, True, f"{len(who)} take over won accounts in turn" if len(who) > 1 else ALONE)


async def _everybody_by_name(client: Any) -> dict[str, Person]:
    """Everybody by id and by e-mail address, in small letters; of two with one address the one who is still there."""
    people = [read_user(user) for user in await _all_pages(client.users_list, "members")]
    people.sort(key=lambda person: not person.is_deleted)
    return {name.casefold(): person for person in people for name in (person.user_id, person.email) if name}


async def _my_channels(client: Any) -> list[dict[str, Any]]:
    return await _all_pages(client.users_conversations, "channels", types="public_channel,private_channel")


async def _all_pages(method: Any, part: str, **arguments: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await method(limit=200, cursor=cursor or None, **arguments)
        found += answer[part]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found


async def _socket(clients: Clients, settings: Settings) -> Finding:
    client = clients.for_sockets(settings.app_token.get_secret_value())
    try:
        await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
    except Exception as error:
        return Finding("socket", False, sort_exception("apps.connections.open", error).sentence)
    return Finding("socket", True, "a connection can be opened")


async def _database(settings: Settings) -> Finding:
    database = Database(settings.database_url)
    try:
        if not await is_current(database.url):
            return Finding("database", False, "can be reached, but is not up to date; python -m bot db upgrade")
        async with database.read() as connection:
            await connection.exec_driver_sql("SELECT 1")
    except NoDatabase as error:
        return Finding("database", False, str(error))
    except Exception as error:
        return Finding("database", False, f"can't be opened ({type(error).__name__}); look at WARMLINE_DATABASE_URL")
    finally:
        await database.close()
    return Finding("database", True, f"{database.url.get_backend_name()}, up to date")
