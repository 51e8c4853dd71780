"""Acting as a person: creating, joining, leaving, renaming and archiving channels."""

from __future__ import annotations

from bot.sandbox import rooms
from bot.sandbox.control.given import Given, find_user, route
from bot.sandbox.control.people import record
from bot.sandbox.errors import Misuse
from bot.sandbox.model import Channel, Json, User
from bot.sandbox.naming import check_name
from bot.sandbox.present import channel_json


def _done(given: Given, act: str, channel: Channel, viewer: User) -> Json:
    record(given, act, channel=channel.id)
    return {"channel": channel.id, "name": channel.name, "described": channel_json(given.core.world, channel, viewer)}


def _free_name(given: Given, person: User) -> str:
    name = check_name(str(given.need("name")).removeprefix("#"))
    if given.core.world.channel_named(person.team_id, name) is not None:
        raise Misuse(f"A channel {name} exists already.", 409)
    return name


@route("POST", "/control/act/create_channel")
async def create_channel(given: Given) -> Json:
    """Create a channel, private with "private": true, and invite people ("members")."""
    person = given.person()
    if person.is_restricted:
        raise Misuse("Guests cannot create channels.", 403)
    channel = rooms.create(given.core, person.team_id, _free_name(given, person), person, bool(given.get("private")))
    for name in given.get("members", []):
        member = find_user(given.core, str(name), person.team_id)
        if member.id not in channel.members:
            rooms.join(given.core, channel, member, person.id)
    return _done(given, "create_channel", channel, person)


@route("POST", "/control/act/join")
async def join(given: Given) -> Json:
    """Join a public channel."""
    person = given.person()
    channel = given.channel(person)
    if channel.is_archived or channel.kind != "channel":
        raise Misuse(f"{channel.name or channel.id} cannot be joined.", 403)
    if person.id in channel.members:
        raise Misuse(f"{person.real_name} is in {channel.name} already.", 409)
    rooms.join(given.core, channel, person)
    return _done(given, "join", channel, person)


@route("POST", "/control/act/leave")
async def leave(given: Given) -> Json:
    """Leave a channel."""
    person = given.person()
    channel = given.joined(person)
    rooms.leave(given.core, channel, person)
    return _done(given, "leave", channel, person)


@route("POST", "/control/act/invite")
async def invite(given: Given) -> Json:
    """Invite a person or a bot ("user") into a channel."""
    person = given.person()
    channel = given.joined(person)
    guest = find_user(given.core, str(given.need("user")), str(given.get("team", "")))
    if guest.team_id not in channel.shared_team_ids:
        raise Misuse(f"{guest.real_name} is of another organisation, and the channel is not shared with it.", 403)
    if guest.id in channel.members:
        raise Misuse(f"{guest.real_name} is in {channel.name} already.", 409)
    rooms.join(given.core, channel, guest, person.id)
    return _done(given, "invite", channel, person)


@route("POST", "/control/act/kick")
async def kick(given: Given) -> Json:
    """Take a person or a bot ("user") out of a channel."""
    person = given.person()
    channel = given.joined(person)
    member = find_user(given.core, str(given.need("user")), str(given.get("team", "")))
    if member.id not in channel.members:
        raise Misuse(f"{member.real_name} is not in {channel.name}.", 404)
    rooms.leave(given.core, channel, member)
    return _done(given, "kick", channel, person)


def _managed(given: Given) -> tuple[User, Channel]:
    person = given.person()
    channel = given.joined(person) if not person.is_admin else given.channel(person)
    if channel.is_im or channel.is_mpim:
        raise Misuse("Direct conversations cannot be changed.", 403)
    return person, channel


@route("POST", "/control/act/rename")
async def rename(given: Given) -> Json:
    """Rename a channel."""
    person, channel = _managed(given)
    rooms.rename(given.core, channel, _free_name(given, person), person)
    return _done(given, "rename", channel, person)


@route("POST", "/control/act/archive")
async def archive(given: Given) -> Json:
    """Archive a channel."""
    person, channel = _managed(given)
    if channel.is_archived or channel.is_general:
        raise Misuse(f"{channel.name} cannot be archived.", 409)
    rooms.archive(given.core, channel, person)
    return _done(given, "archive", channel, person)


@route("POST", "/control/act/unarchive")
async def unarchive(given: Given) -> Json:
    """Bring an archived channel back."""
    person, channel = _managed(given)
    if not channel.is_archived:
        raise Misuse(f"{channel.name} is not archived.", 409)
    rooms.unarchive(given.core, channel, person)
    return _done(given, "unarchive", channel, person)


@route("POST", "/control/act/delete_channel")
async def delete_channel(given: Given) -> Json:
    """Delete a channel for good; only admins may."""
    person, channel = _managed(given)
    if not person.is_admin or channel.is_general:
        raise Misuse("Only an admin can delete a channel, and never the general one.", 403)
    rooms.delete(given.core, channel)
    record(given, "delete_channel", channel=channel.id)
    return {"channel": channel.id}


@route("POST", "/control/act/topic")
async def topic(given: Given) -> Json:
    """Set a channel's topic or purpose."""
    person = given.person()
    channel = given.joined(person)
    for which in ("topic", "purpose"):
        if given.get(which) is not None:
            if len(str(given.get(which))) > 250:
                raise Misuse(f"A {which} has 250 characters at most.")
            rooms.set_line(given.core, channel, which, str(given.get(which)), person)
    return _done(given, "topic", channel, person)


@route("POST", "/control/act/share")
async def share(given: Given) -> Json:
    """Connect a channel with another team ("with"), or end that with "remove": true."""
    person, channel = _managed(given)
    other = str(given.need("with"))
    if other not in given.core.world.teams:
        raise Misuse(f"There is no team {other}.", 404)
    connected = other in channel.shared_team_ids
    if connected != bool(given.get("remove")) or other == channel.team_id:
        raise Misuse("The channel is connected with that team already." if connected else "It is not connected.", 409)
    if connected:
        rooms.unshare(given.core, channel, other)
    else:
        rooms.share(given.core, channel, other)
        for name in given.get("members", []):
            rooms.join(given.core, channel, find_user(given.core, str(name), other), person.id)
    return _done(given, "share", channel, person)
