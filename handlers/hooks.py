"""Reports of other systems, which came in by a signed request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import structlog

from bot.domain.deal_kinds import kind_of
from bot.domain.deals import DealFields, PersonHint, Reading, Verdict
from bot.domain.people import Person
from bot.flows import hooks as flow
from bot.flows.deals import Announcement
from bot.ids import Hook
from bot.slack.payloads import part, text_of
from handlers.request import Handler, Request

log = structlog.get_logger(__name__)

WHY = "The CRM reported it as won."


async def deal(request: Request) -> None:
    """A CRM says that a deal was won or lost."""
    report, came = part(request.event, "report"), text_of(request.event, "event_ts")
    policy = await request.policy()
    if not policy.acts_on(datetime.fromtimestamp(float(came), UTC)):
        log.warning("a deal was reported before Warmline is set up here, and is left alone")
        return
    place = flow.place_of(text_of(report, "id"))
    if text_of(report, "stage") == "lost":
        async with request.work() as work:
            await flow.lost(work, place, text_of(report, "url") or None)
        return
    seller, owner = await _find(request, part(report, "seller")), await _find(request, part(report, "delivery_owner"))
    fields = _fields(report)
    reported = Announcement(
        channel_id=place,
        message_ts=came,
        announced_by=None,
        seller_ids=(seller.user_id if seller else None,),
        owner_ids=(owner.user_id if owner else None,),
        kinds=(kind_of(fields.deal_name, fields.product),),
        rota=await request.rota(policy.delivery_owners),
        admins=await request.settings_admins(),
    )
    async with request.work() as work:
        await flow.won(work, Reading(Verdict.WON, (fields,), WHY), reported)


def _fields(report: Mapping[str, Any]) -> DealFields:
    """What the report says, as an announcement would."""
    amount, closed_on = text_of(report, "amount"), text_of(report, "close_date")
    seller = part(report, "seller")
    called = text_of(seller, "name") or text_of(seller, "email") or None
    return DealFields(
        account_name=text_of(report, "account") or None,
        deal_name=text_of(report, "name") or None,
        amount=Decimal(amount) if amount else None,
        currency=text_of(report, "currency") or None,
        period=text_of(report, "period") or None,
        seller=PersonHint(name=called) if called else None,
        close_date=date.fromisoformat(closed_on) if closed_on else None,
        product=text_of(report, "product") or None,
        region=text_of(report, "region") or None,
        crm_url=text_of(report, "url") or None,
    )


async def _find(request: Request, someone: Mapping[str, Any]) -> Person | None:
    """The person whom a report names, by what leads to somebody first: id, address, name."""
    slack_id, email, name = (text_of(someone, key) or None for key in ("slack_id", "email", "name"))
    for hint in (PersonHint(user_id=slack_id), PersonHint(email=email), PersonHint(name=name)):
        if hint != PersonHint() and (found := await request.desk.directory.find(request.workspace, hint)):
            return found
    return None


EVENTS: dict[str, Handler] = {Hook.DEAL: deal}
