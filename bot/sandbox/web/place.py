"""Where somebody looks: who, at which conversation, with what open beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.sandbox.errors import Misuse
from bot.sandbox.model import App, Channel, Json, User

if TYPE_CHECKING:
    from bot.sandbox.core import Core

PANELS = ("clock", "faults", "log")


@dataclass(frozen=True)
class Place:
    """What an address asks for, as far as this person may see it.

    `app` and `tab` (home or messages) are set where an app is looked at, `other` where somebody is written to directly.
    `is_lost` says that the address named something that is not there for this person.
    """

    core: Core
    viewer: User
    channel: Channel | None
    app: App | None = None
    other: User | None = None
    tab: str = ""
    thread: str = ""
    panel: str = ""
    step: str = ""
    new_after: str = ""
    is_lost: bool = False

    @property
    def key(self) -> str:
        """Return what stands for the conversation in an address."""
        if self.app is not None:
            return self.app.id
        if self.channel is not None:
            return self.channel.id
        return self.other.id if self.other is not None else ""

    @property
    def is_member(self) -> bool:
        """Tell whether this person can write here."""
        return self.channel is None or self.viewer.id in self.channel.members

    def url(self, **changes: str) -> str:
        """Return the address of this place with some parts changed; an empty part is left out."""
        parts = {"as": self.viewer.id, "in": self.key, "tab": self.tab, "thread": self.thread, "panel": self.panel}
        return "/?" + urlencode({name: value for name, value in (parts | changes).items() if value})

    @property
    def root(self) -> Json | None:
        """Return the first message of the open thread."""
        return self.channel.messages.get(self.thread) if self.channel is not None else None


def people_of(core: Core) -> list[User]:
    """Return everybody that one can be, in the order in which they came."""
    return [u for u in core.world.users.values() if not u.is_bot and not u.deleted]


def find_place(core: Core, query: Mapping[str, str]) -> Place:
    """Return the place that an address means; raises Misuse when nobody is called that."""
    viewer = _viewer(core, query.get("as", ""))
    wanted = query.get("in", "")
    found = _conversation(core, viewer, wanted, query.get("tab", "")) if wanted else None
    place = found or _default(core, viewer)
    thread = query.get("thread", "")
    if place.channel is None or thread not in place.channel.messages:
        thread = ""
    panel = query.get("panel", "")
    return Place(
        core, viewer, place.channel, place.app, place.other, place.tab, thread,
        panel if panel in PANELS else "", query.get("step", ""),
        query.get("new", "") or _read_until(place), bool(wanted) and found is None and not query.get("soft"),
    )  # fmt: skip


def _read_until(place: Place) -> str:
    return place.channel.last_read.get(place.viewer.id, "0") if place.channel is not None else ""


def _viewer(core: Core, wanted: str) -> User:
    if not wanted:
        start = str(core.world.tour.get("given", {}).get("start", {}).get("as", ""))
        return core.world.users.get(start) or people_of(core)[0]
    user = core.world.users.get(wanted)
    if user is None or user.is_bot or user.deleted:
        raise Misuse("There is nobody here whom you could be under that address.", 404)
    return user


def reachable(core: Core, viewer: User, other: User) -> bool:
    """Tell whether one person could write to another directly."""
    same_team = other.team_id == viewer.team_id and not viewer.is_restricted
    return not other.is_bot and (same_team or core.world.shares_channel(viewer.id, other.id))


def apps_of(core: Core, viewer: User) -> list[App]:
    """Return the apps that a person finds in their sidebar."""
    world = core.world
    here = [world.apps[i.app_id] for i in world.installs if i.active and i.team_id == viewer.team_id]
    return [app for app in here if app.mode != "none" and (app.home_tab or app.messages_tab)]


def dm_with_app(core: Core, viewer: User, app: App) -> Channel | None:
    """Return the direct conversation of a person with an app of their team."""
    install = core.world.install_of(app.id, viewer.team_id)
    return core.world.dm_between([viewer.id, install.user_id]) if install is not None else None


def _conversation(core: Core, viewer: User, wanted: str, tab: str) -> Place | None:
    world = core.world
    app = world.apps.get(wanted)
    if app is not None:
        return _at_app(core, viewer, app, tab) if app in apps_of(core, viewer) else None
    other = world.users.get(wanted)
    if other is not None:
        if not reachable(core, viewer, other):
            return None
        return Place(core, viewer, world.dm_between(list({viewer.id, other.id})), other=other)
    channel = world.channels.get(wanted)
    if channel is None or not world.sees(viewer, channel):
        return None
    if not channel.is_im:
        return Place(core, viewer, channel)
    partner = next((world.users[m] for m in channel.members if m != viewer.id), viewer)
    partner_app = world.apps.get(partner.app_id)
    if partner_app is not None and partner_app in apps_of(core, viewer):
        return _at_app(core, viewer, partner_app, tab or "messages")
    return Place(core, viewer, channel, other=partner)


def _at_app(core: Core, viewer: User, app: App, tab: str) -> Place:
    tabs = tabs_of(app)
    return Place(core, viewer, dm_with_app(core, viewer, app), app=app, tab=tab if tab in tabs else tabs[0])


def tabs_of(app: App) -> list[str]:
    """Return the tabs that an app has: home, messages."""
    return ["home"] * app.home_tab + ["messages"] * app.messages_tab


def _default(core: Core, viewer: User) -> Place:
    wanted = str(core.world.tour.get("given", {}).get("start", {}).get("in", ""))
    mine = sorted(
        (c for c in core.world.channels_of(viewer.id) if not c.is_archived and not (c.is_im or c.is_mpim)),
        key=lambda c: (c.id != wanted, c.is_general, c.name),
    )
    return Place(core, viewer, mine[0] if mine else None)
