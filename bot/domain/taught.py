"""Layouts that admins taught, and announcements read by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.domain.deals import SPOKEN, DealFields, PersonHint, Reading, Verdict, read_announcement
from bot.domain.deals_days import read_date
from bot.domain.deals_win import speaks_against
from bot.domain.layouts import Layout, read_by
from bot.domain.messages import plain_lines
from bot.domain.money import numbers_in
from bot.domain.shapes import app_of

BY_TAUGHT = "It has the layout that was taught here."


@dataclass(frozen=True)
class Taught:
    """A layout that counts in one channel, for one app's messages ("" for people's) or, with None, for everybody's.

    `is_win`: such a message is acted on; otherwise it is asked about.
    """

    id: str
    channel_id: str
    app: str | None
    layout: Layout
    is_win: bool
    taught_by: str
    taught_at: datetime


def fits(taught: Taught, message: Mapping[str, Any]) -> DealFields | None:
    """What a taught layout reads out of a message; None when it is not for it. Never raises."""
    if taught.app is not None and taught.app != app_of(message):
        return None
    return read_by(taught.layout, message)


def read_taught(message: Mapping[str, Any], taught: Sequence[Taught]) -> Reading:
    """Read one Slack message event: by the first of these layouts that it has, else as anything is read. A loss or a
    test is none the more a win for its layout. Never raises."""
    reading = read_announcement(message)
    if not taught or message.get("subtype") not in SPOKEN:
        return reading
    for one in taught:
        if (deal := fits(one, message)) is not None:
            if why := speaks_against(plain_lines(message)):
                return Reading(Verdict.NOT_WON, (), why)
            whole = _completed(deal, reading)
            return Reading(Verdict.WON if one.is_win else Verdict.UNSURE, (whole,), BY_TAUGHT)
    return reading


def _completed(deal: DealFields, reading: Reading) -> DealFields:
    """What the layout finds, and for the rest what was read without it."""
    if len(reading.deals) != 1:
        return deal
    (read,) = reading.deals
    known = {field.name: getattr(deal, field.name) for field in fields(deal)}
    if deal.amount is not None and deal.amount != read.amount:
        known |= {"currency": deal.currency or "", "period": deal.period or ""}
    merged = replace(read, **{name: value for name, value in known.items() if value is not None})
    return replace(merged, currency=merged.currency or None, period=merged.period or None)


def pieces_of(message: Mapping[str, Any], deal: DealFields) -> dict[str, str]:
    """Which words of the message were read as what, by the names of `layouts.FIELDS`; only words that stand in it."""
    lines = plain_lines(message)
    texts = [line.text for line in lines]
    found = {
        "account": deal.account_name,
        "deal": deal.deal_name if deal.deal_name != deal.account_name else None,
        "product": deal.product,
        "region": deal.region,
    }
    pieces = {field: value for field, value in found.items() if value and any(value in text for text in texts)}
    if deal.amount is not None:
        amounts = (text[n.start : n.end] for text in texts for n in numbers_in(text) if n.money.amount == deal.amount)
        if amount := next(amounts, ""):
            pieces["amount"] = amount.strip()
    if seller := next((said for said in _named(deal.seller) if any(said in text for text in texts)), ""):
        pieces["seller"] = seller
    if deal.close_date is not None and (
        day := next((text for text in texts if len(text) < 30 and read_date(text) == deal.close_date), "")
    ):
        pieces["date"] = day.rpartition(": ")[2]
    if deal.crm_url and any(link.url == deal.crm_url for line in lines for link in line.links):
        pieces["link"] = deal.crm_url
    return pieces


def _named(hint: PersonHint | None) -> list[str]:
    if hint is None:
        return []
    return [said for said in (f"<@{hint.user_id}>" if hint.user_id else "", hint.email or "", hint.name or "") if said]
