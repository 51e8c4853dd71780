"""The small dialogs of the page itself: finding a channel, writing to somebody, inviting."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from bot.sandbox.model import User
from bot.sandbox.web.look import Look
from bot.sandbox.web.place import Place, people_of, reachable
from bot.sandbox.web.regions import draw


def _browse(place: Place) -> Markup:
    world, viewer = place.core.world, place.viewer
    seen = [c for c in world.channels.values() if c.kind == "channel" and not c.is_archived and world.sees(viewer, c)]
    seen.sort(key=lambda c: c.name)
    return draw("browse.html", place, channels=[c for c in seen if viewer.id not in c.members])


def _write(place: Place) -> Markup:
    people = [u for u in people_of(place.core) if u.id != place.viewer.id and reachable(place.core, place.viewer, u)]
    return draw("write.html", place, people=sorted(people, key=lambda u: u.real_name))


def _invite(place: Place) -> Markup:
    channel = place.channel
    people: list[User] = []
    if channel is not None and place.is_member:
        met = Look(place.core.world, place.viewer, place.core.now()).people(bots=True)
        people = [u for u in met if u.team_id in channel.shared_team_ids and u.id not in channel.members]
    return draw("invite.html", place, people=people)


DIALOGS: dict[str, Callable[[Place], Markup]] = {"browse": _browse, "write": _write, "invite": _invite}
