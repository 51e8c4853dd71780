"""Collects each module's table of ids and registers one Bolt listener for each surface.

Bolt walks its listeners in a line and runs only the first that matches; with one for each surface, a handler more
costs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.people import may_act
from bot.ids import VALUE, Command
from bot.slack.payloads import text_of
from bot.unit_of_work import AlreadyTaken, Desk
from handlers import (
    accounts,
    accounts_life,
    checkins,
    commands,
    deals,
    deals_life,
    events,
    explaining,
    handoff,
    home,
    hooks,
    layouts,
    marking,
    messages,
    nudges,
    settings,
    setup,
)
from handlers.request import LOOKED_UP_WITHIN, NOT_NOW, Handler, Request, workspace_of
from handlers.subcommand import Words

log = structlog.get_logger(__name__)

ANYTHING = re.compile("")
OTHER_EVENTS = re.compile("^(?!message$)")

ACTIONS: dict[str, Handler] = (
    accounts.ACTIONS
    | deals.ACTIONS
    | deals_life.ACTIONS
    | handoff.ACTIONS
    | layouts.ACTIONS
    | nudges.ACTIONS
    | settings.ACTIONS
)
VIEWS: dict[str, Handler] = (
    deals.VIEWS | accounts_life.VIEWS | explaining.VIEWS | handoff.VIEWS | layouts.VIEWS | setup.VIEWS | settings.VIEWS
)
INPUTS: dict[str, Handler] = setup.INPUTS | settings.INPUTS  # by block id: fields that show what a choice would mean
SHORTCUTS: dict[str, Handler] = deals.SHORTCUTS | explaining.SHORTCUTS
EVENTS: dict[str, Handler] = events.EVENTS | home.EVENTS | hooks.EVENTS | marking.EVENTS
ACCOUNT = accounts.WORDS[Command.ACCOUNT] | accounts_life.WORDS[Command.ACCOUNT]
WARMLINE = home.WORDS[Command.WARMLINE] | setup.WORDS | settings.WORDS | layouts.WORDS | explaining.WORDS
COMMANDS: dict[str, Words] = {Command.ACCOUNT: ACCOUNT, Command.WARMLINE: WARMLINE} | handoff.WORDS | checkins.WORDS

LONGEST_KEY = 500  # PostgreSQL indexes no key above 2,700 bytes
OUTSIDER = "Only full members of this workspace can do that."


def register(app: AsyncApp, desk: Desk) -> None:
    """Connect Bolt's surfaces with the tables."""

    async def on_message(args: AsyncArgs) -> None:
        await messages.on_message(Request(args, desk, workspace_of(args)))

    async def on_event(args: AsyncArgs) -> None:
        if handler := EVENTS.get(str((args.event or {}).get("type"))):
            await handler(Request(args, desk, workspace_of(args)))

    async def on_action(args: AsyncArgs) -> None:
        action = args.action or {}
        action_id = text_of(action, "action_id")
        block_id = text_of(action, "block_id")
        handler = INPUTS.get(block_id) if action_id == VALUE else ACTIONS.get(action_id)
        await _interact(args, handler, f"{action_id}:{block_id}")

    async def on_view(args: AsyncArgs) -> None:
        view = args.view or {}
        # The same modal may be submitted again after it showed errors; its content then has another hash.
        key = f"{text_of(view, 'id')}:{text_of(view, 'hash')}"
        await _interact(args, VIEWS.get(text_of(view, "callback_id")), key)

    async def on_shortcut(args: AsyncArgs) -> None:
        await _interact(args, SHORTCUTS.get(text_of(args.body, "callback_id")))

    async def on_command(args: AsyncArgs) -> None:
        async def routed(request: Request) -> None:
            await commands.route(request, COMMANDS)

        known = text_of(args.body, "command") in COMMANDS
        await _interact(args, routed if known else None)

    async def nothing_to_do(args: AsyncArgs) -> None:
        await args.ack()

    async def _interact(args: AsyncArgs, handler: Handler | None, what: str = "") -> None:
        """Let a full member's click, command or modal through to its handler, once."""
        if handler is None:
            await args.ack()
            return
        trigger_id = text_of(args.body, "trigger_id")
        once = f"{trigger_id}:{what}"[:LONGEST_KEY] if trigger_id else None
        request = Request(args, desk, workspace_of(args), once=once)
        if sentence := await _refusal(request):
            await request.tell(sentence)
            return
        with contextlib.suppress(AlreadyTaken):
            await handler(request)
            if home.is_pressed_in(request):
                await home.pressed(request)
        if not _is_acknowledged(args):
            await args.ack()

    app.event("message")(on_message)
    app.event(OTHER_EVENTS)(on_event)
    app.action(ANYTHING)(on_action)
    app.view_submission(ANYTHING)(on_view)
    app.view_closed(ANYTHING)(nothing_to_do)
    app.shortcut(ANYTHING)(on_shortcut)
    app.command(ANYTHING)(on_command)
    app.options(ANYTHING)(nothing_to_do)


async def _refusal(request: Request) -> str | None:
    """Why this person may not act, None when they may. Fails closed."""
    workspace = request.workspace
    try:
        async with asyncio.timeout(LOOKED_UP_WITHIN):
            person = await request.desk.directory.actor(workspace, request.user_id)
    except Exception as error:
        log.warning("who acts can't be looked up", exc_info=error)
        return NOT_NOW
    return None if may_act(person, workspace.team_id, workspace.enterprise_id or None) else OUTSIDER


def _is_acknowledged(args: AsyncArgs) -> bool:
    response: Any = args.ack.response
    return response is not None


def all_ids() -> Mapping[str, set[str]]:
    """Every id that has a handler, by surface."""
    return {"actions": set(ACTIONS), "views": set(VIEWS), "shortcuts": set(SHORTCUTS), "commands": set(COMMANDS)}
