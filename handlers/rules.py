"""What all settings have in common: who may change them, and what follows when one was saved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.domain.policy import Policy, Rule
from bot.flows import settings as flow
from bot.flows.settings import Saved
from bot.slack.payloads import part, text_of
from bot.views import settings as settings_view
from bot.views import setup as view
from bot.views.kit import fill, mention
from handlers.request import LOOKED_UP_WITHIN, NOT_NOW, Request

log = structlog.get_logger(__name__)

TRY_AGAIN = "Who may change settings was changed a moment ago. Please try again."


async def refusal(request: Request) -> str | None:
    """Why this person may not change the rules, None when they may. Slack is asked anew; fails closed."""
    try:
        async with asyncio.timeout(LOOKED_UP_WITHIN):
            if await request.desk.may_change_rules(request.workspace, request.user_id):
                return None
    except Exception as error:
        log.warning("who changes settings can't be looked up", exc_info=error)
        return NOT_NOW
    return view.only_admins(await request.settings_admins())


async def unreadable(request: Request, channels: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these channels we can't read, as far as that is found out quickly."""

    async def can_read(channel_id: str) -> bool:
        try:
            async with asyncio.timeout(LOOKED_UP_WITHIN):
                room = await request.room(channel_id)
        except Exception as error:
            log.info("a channel can't be looked up", channel=channel_id, exc_info=error)
            return True
        return room is not None and room.is_member

    found = await asyncio.gather(*(can_read(one) for one in channels))
    return tuple(one for one, can in zip(channels, found, strict=True) if not can)


def metadata(policy: Policy, rule: Rule, root: str) -> str:
    """What a modal carries along: a mark of what it shows, and the list that it was opened from."""
    return f"{flow.mark(policy, rule)}:{root}"


def root_of(request: Request) -> str:
    """The list that a modal was opened from, or is being opened from."""
    if request.metadata:
        return request.metadata.partition(":")[2]
    return text_of(part(request.body, "view"), "callback_id")


async def save(
    request: Request,
    rule: Rule,
    values: dict[str, Any],
    *,
    missing: tuple[str, ...] | None = None,
    next_step: Callable[[Request, Policy], Awaitable[dict[str, Any]]] | None = None,
) -> None:
    """Save what a modal says, answer it, and go on to the step that is left. `missing`: channels that can't be read."""
    before = await request.policy()  # read first: if other admins are chosen during the check, it was in vain
    if sentence := await refusal(request):
        await request.tell(sentence)
        return
    if missing is None:
        missing = await unreadable(request, before.deal_channels)
    shown = request.metadata.partition(":")[0]
    async with request.work() as work:
        saved = await flow.save(
            work, request.user_id, rule, values, admins=before.admins, shown=shown, unreadable=missing
        )
        if saved is Saved.DONE and rule is Rule.CHANNELS:
            await flow.ask_for_invitation(work, request.user_id, missing)
        latest = await work.audit.latest(1, rule)
        policy, was_set_up = work.policy, before.is_set_up
    if saved is Saved.NOT_ADMIN:
        await request.tell(TRY_AGAIN)
    elif saved is Saved.CHANGED_MEANWHILE:
        who = mention(latest[0].who) if latest else "Somebody"
        sentence = fill("{who} changed this while you had it open. Open it again to see how it is now.", who=who)
        await request.tell(sentence)
    else:
        if below := text_of(request.args.view or {}, "previous_view_id"):
            await request.change_modal(await listed(request, policy, root_of(request), missing), below)
        if not was_set_up and policy.is_set_up:
            await request.args.ack(response_action="update", view=view.is_on_modal(policy, missing))
        elif next_step is not None and not policy.is_set_up:
            await request.args.ack(response_action="update", view=await next_step(request, policy))
        else:
            await request.args.ack()


async def listed(request: Request, policy: Policy, root: str, missing: tuple[str, ...]) -> dict[str, Any]:
    """The modal with the three steps, or the one with all settings."""
    now = request.desk.clock.now()
    zone = await zone_of(request)
    if root == settings_view.LIST_SHOWN:
        admins = await request.settings_admins()
        return settings_view.settings_modal(settings_view.settings_blocks(policy, admins, missing, now, zone))
    return view.steps_modal(policy, missing, now, zone)


async def zone_of(request: Request) -> str | None:
    """The zone of whoever acts."""
    person = await request.person(request.user_id)
    return person.zone if person else None
