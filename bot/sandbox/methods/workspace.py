"""api.test, auth.test, apps.connections.open, team.info, bots.info, emoji.list."""

from __future__ import annotations

from bot.sandbox.call import Call, method
from bot.sandbox.errors import Refused
from bot.sandbox.model import Json
from bot.sandbox.present import bot_profile, team_json


@method("api.test", 4)
def api_test(call: Call) -> Json:
    """Answer the arguments back, or the error that is asked for."""
    if call.text("error"):
        raise Refused(call.text("error"))
    return {"args": {k: v for k, v in call.args.items() if k != "token"}}


@method("auth.test", 5)
def auth_test(call: Call) -> Json:
    """Say who the token belongs to."""
    team = call.world.teams[call.install.team_id]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.bot.name,
        "team_id": team.id,
        "user_id": call.install.user_id,
        "bot_id": call.install.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", 3, app_token=True)
def connections_open(call: Call) -> Json:
    """Give out a one-use socket address."""
    return {"url": call.core.sockets.ticket(call.app.id)}


@method("team.info", 3, scopes="team:read")
def team_info(call: Call) -> Json:
    """Describe the token's own team."""
    if call.text("team") not in ("", call.install.team_id):
        raise Refused("team_not_found")
    return {"team": team_json(call.world.teams[call.install.team_id])}


@method("bots.info", 3, scopes="users:read")
def bots_info(call: Call) -> Json:
    """Describe a bot by its B… id."""
    install = call.world.install_by_bot(call.text("bot") or call.install.bot_id)
    if install is None or install.team_id != call.install.team_id:
        raise Refused("bot_not_found")
    profile = bot_profile(call.world, install, call.world.users[install.user_id].updated)
    profile.pop("team_id")
    return {"bot": profile}


@method("emoji.list", 2, scopes="emoji:read")
def emoji_list(call: Call) -> Json:
    """List the team's own emoji: there are none."""
    return {"emoji": {}, "cache_ts": call.world.new_ts(call.core.now())}
