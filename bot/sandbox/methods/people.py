"""users.* and dnd.info."""

from __future__ import annotations

from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.errors import Refused
from bot.sandbox.methods.conversations import listed
from bot.sandbox.model import Json, User
from bot.sandbox.present import profile_json, user_json


def known(call: Call, user_id: str, hidden: str = "user_not_visible") -> User:
    """Return a user the team can see: its own people, and outsiders it shares a channel with."""
    user = call.world.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    if user.team_id == call.install.team_id:
        return user
    team = call.install.team_id
    if not any(team in c.shared_team_ids for c in call.world.channels_of(user.id)):
        raise Refused(hidden)
    return user


@method("users.info", 4, scopes="users:read", required="user")
def users_info(call: Call) -> Json:
    """Describe one user; people of other organisations are trimmed."""
    user = known(call, call.text("user"))
    return {"user": user_json(call.world, user, call.install, call.core.now(), call.flag("include_locale"))}


@method("users.list", 2, scopes="users:read")
def users_list(call: Call) -> Json:
    """List the team's own users, deactivated ones and bots included."""
    mine = [u for u in call.world.users.values() if u.team_id == call.install.team_id]
    page, cursor = call.page(mine, 1000, 1000)
    members = [user_json(call.world, u, call.install, call.core.now(), call.flag("include_locale")) for u in page]
    return {"members": members, "cache_ts": int(call.core.now()), **next_cursor(cursor)}


@method("users.lookupByEmail", 3, scopes="users:read.email", required="email")
def lookup_by_email(call: Call) -> Json:
    """Find an active user of the team by e-mail address."""
    wanted = call.text("email").strip().lower()
    for user in call.world.users.values():
        if user.team_id == call.install.team_id and user.email.lower() == wanted and wanted and not user.deleted:
            return {"user": user_json(call.world, user, call.install, call.core.now())}
    raise Refused("users_not_found")


@method("users.profile.get", 4, scopes="users.profile:read")
def profile_get(call: Call) -> Json:
    """Return a profile."""
    user = known(call, call.text("user") or call.install.user_id, "user_not_found")
    foreign = user.team_id != call.install.team_id
    return {"profile": profile_json(user, foreign, "users:read.email" in call.install.scopes)}


@method("users.getPresence", 3, scopes="users:read")
def get_presence(call: Call) -> Json:
    """Say whether a user is active: people that are not deactivated are."""
    user = known(call, call.text("user") or call.install.user_id, "user_not_found")
    return {"presence": "away" if user.deleted else "active"}


@method("users.conversations", 3, scopes="channels:read groups:read im:read mpim:read")
def users_conversations(call: Call) -> Json:
    """List the conversations that a user (by default the bot) is a member of."""
    user = known(call, call.text("user") or call.install.user_id, "method_not_supported_for_channel_type")
    return listed(call, [c for c in call.world.channels_of(user.id) if call.world.sees(call.bot, c)])


@method("dnd.info", 3, scopes="dnd:read")
def dnd_info(call: Call) -> Json:
    """Say when a user does not want to be disturbed: never, here."""
    known(call, call.text("user") or call.install.user_id)
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}
