"""What apps show on a person's screen: modals in stacks of three, Home tabs, and the triggers that open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.errors import Refused
from bot.sandbox.formvalues import initial_values
from bot.sandbox.model import App, Install, Json, View

if TYPE_CHECKING:
    from bot.sandbox.core import Core

DEEPEST = 3
LONGEST_KEPT = 600.0


@dataclass
class Trigger:
    """A right to open a modal: for whom, since when (monotonic), and from which view."""

    app_id: str
    team_id: str
    user_id: str
    since: float
    view_id: str = ""
    used: bool = False


def _seat(app_id: str, user_id: str) -> str:
    return f"{app_id}/{user_id}"


class Screens:
    """Opens, changes and closes views."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._triggers: dict[str, Trigger] = {}

    def new_trigger(self, app: App, install: Install, user_id: str, view_id: str = "") -> str:
        """Return a trigger id that works once and for three real seconds."""
        now = self._core.wall.monotonic()
        self._triggers = {k: t for k, t in self._triggers.items() if now - t.since < LONGEST_KEPT}
        word = f"{self._core.world.new_hex(12)}.{self._core.world.new_hex(12)}.{self._core.world.new_hex(32)}"
        self._triggers[word] = Trigger(app.id, install.team_id, user_id, now, view_id)
        return word

    def spend(self, word: str, app_id: str, team_id: str) -> Trigger:
        """Use a trigger up; raises Slack's code when it is unknown, too old or used."""
        trigger = self._triggers.get(word)
        if trigger is None or trigger.app_id != app_id or trigger.team_id != team_id:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._core.wall.monotonic() - trigger.since > self._core.options.trigger_seconds:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def stack(self, app_id: str, user_id: str) -> list[View]:
        """Return the app's open modals of a person, the first at the bottom."""
        world = self._core.world
        return [world.views[v] for v in world.stacks.get(_seat(app_id, user_id), ())]

    def open_modals(self, user_id: str) -> list[View]:
        """Return the topmost modal of each app that a person has open."""
        world = self._core.world
        tops = [stack[-1] for seat, stack in world.stacks.items() if seat.endswith(f"/{user_id}") and stack]
        return [world.views[v] for v in tops]

    def check_external_id(self, given: Json, app_id: str, team_id: str, itself: str = "") -> None:
        """Raise duplicate_external_id when another open view of the app in this team has it."""
        wanted = given.get("external_id")
        for view in self._core.world.views.values():
            same_place = view.app_id == app_id and view.team_id == team_id and view.id != itself
            if wanted and same_place and view.external_id == wanted:
                raise Refused("duplicate_external_id")

    def _new(self, given: Json, install: Install, user_id: str, below: View | None) -> View:
        world = self._core.world
        view_id = world.new_id("V")
        root = below.root_view_id if below is not None else view_id
        view = View(
            view_id,
            install.app_id,
            install.team_id,
            user_id,
            given,
            self._new_hash(),
            install.bot_id,
            root,
            below.id if below is not None else None,
            initial_values(given),
        )
        world.views[view_id] = view
        self._core.on_change()
        return view

    def _new_hash(self) -> str:
        return f"{int(self._core.now())}.{self._core.world.new_hex(8)}"

    def open(self, given: Json, install: Install, user_id: str) -> View:
        """Open a modal; what the app had open for the person goes away."""
        self.clear(install.app_id, user_id)
        view = self._new(given, install, user_id, None)
        self._core.world.stacks[_seat(install.app_id, user_id)] = [view.id]
        return view

    def push(self, given: Json, install: Install, user_id: str) -> View:
        """Put a modal on top of the open one; raises when there is none or three are there."""
        stack = self.stack(install.app_id, user_id)
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view = self._new(given, install, user_id, stack[-1])
        self._core.world.stacks[_seat(install.app_id, user_id)].append(view.id)
        return view

    def update(self, view: View, given: Json) -> View:
        """Change a view in place; what was filled in stays where block_id and action_id stay."""
        kept = initial_values(given)
        for block_id, actions in kept.items():
            for action_id, value in actions.items():
                before = view.values.get(block_id, {}).get(action_id)
                if before is not None and before["type"] == value["type"]:
                    actions[action_id] = before
        view.given, view.values, view.hash = given, kept, self._new_hash()
        self._core.on_change()
        return view

    def home(self, app_id: str, team_id: str, user_id: str) -> View | None:
        """Return the Home tab that was published to a person."""
        world = self._core.world
        return world.views.get(world.homes.get(f"{app_id}/{team_id}/{user_id}", ""))

    def publish(self, given: Json, install: Install, user_id: str) -> View:
        """Publish a Home tab to a person, in place of the one before."""
        view = self.home(install.app_id, install.team_id, user_id)
        if view is not None:
            return self.update(view, given)
        view = self._new(given, install, user_id, None)
        self._core.world.homes[f"{install.app_id}/{install.team_id}/{user_id}"] = view.id
        return view

    def remove(self, view: View) -> None:
        """Close one modal, wherever it is in its stack; the one below comes back."""
        stack = self._core.world.stacks.get(_seat(view.app_id, view.user_id), [])
        if view.id in stack:
            stack.remove(view.id)
            self._core.world.views.pop(view.id, None)
        self._core.on_change()

    def clear(self, app_id: str, user_id: str) -> None:
        """Close all modals of the app that a person has open."""
        for view_id in self._core.world.stacks.pop(_seat(app_id, user_id), []):
            self._core.world.views.pop(view_id, None)
        self._core.on_change()
