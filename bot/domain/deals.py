"""What a message in a deals channel says: was a deal won, whose, for how much, and who sold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.deals_account import find_account
from bot.domain.deals_fields import (
    read_close_date,
    read_crm_url,
    read_money,
    read_product,
    read_region,
)
from bot.domain.deals_list import deals_apart, deals_listed
from bot.domain.deals_people import read_delivery_owner, read_seller
from bot.domain.deals_sentence import Found
from bot.domain.deals_sheet import Sheet, sort_lines
from bot.domain.deals_types import DealFields, PersonHint, Reading, Verdict
from bot.domain.deals_win import Win, look_for_win
from bot.domain.messages import Line, plain_lines

__all__ = ["DealFields", "PersonHint", "Reading", "Verdict", "read_announcement"]

# An announcement is short; what stands past these is never read, which also bounds the work.
LONGEST = 5_000
MOST_LINES = 60
LONGEST_LINE = 600
SPOKEN = frozenset({None, "", "bot_message", "file_share", "me_message", "thread_broadcast", "message_changed"})


def read_announcement(message: Mapping[str, Any]) -> Reading:
    """Read one Slack message event, from a CRM's bot or a person.

    WON only when we are sure that a deal was won and know the account's name; UNSURE carries what was read so far.
    A summary of several wins is UNSURE with one deal each. Never raises.
    """
    subtype = message.get("subtype")
    if not isinstance(subtype, str | None) or subtype not in SPOKEN:
        return _no("It is Slack's own notice, not an announcement.")
    message = _current(message)
    poster = _poster(message)
    if poster and _in_thread(message):
        return _no("It is a reply in a thread.")
    all_lines = plain_lines(message, characters=LONGEST, most=MOST_LINES)
    own = (line for line in all_lines if not (poster and line.quoted))
    lines = tuple(replace(line, text=line.text[:LONGEST_LINE]) for line in own)
    if not lines:
        return _no("It only quotes somebody else." if all_lines else "It has no text.")
    win = look_for_win(lines, by_person=poster is not None)
    if win.verdict is Verdict.NOT_WON:
        return _no(win.why)
    return _read_win(win, lines, poster, threaded=_in_thread(message))


def _no(why: str) -> Reading:
    return Reading(Verdict.NOT_WON, (), why)


def _current(message: Mapping[str, Any]) -> Mapping[str, Any]:
    changed = message.get("message")
    return changed if message.get("subtype") == "message_changed" and isinstance(changed, Mapping) else message


def _poster(message: Mapping[str, Any]) -> str | None:
    """The person who wrote it; None for an app's post."""
    user = message.get("user")
    if message.get("bot_id") or message.get("subtype") == "bot_message" or not isinstance(user, str):
        return None
    return user or None


def _in_thread(message: Mapping[str, Any]) -> bool:
    thread = message.get("thread_ts")
    return bool(thread) and thread != message.get("ts") and message.get("subtype") != "thread_broadcast"


def _read_win(win: Win, lines: Sequence[Line], poster: str | None, *, threaded: bool) -> Reading:
    sheet = sort_lines(lines, by_person=poster is not None)
    several = _several(lines, poster)
    if len(several) > 1:
        return Reading(Verdict.UNSURE, several, f"It tells of {len(several)} won deals.")
    found = find_account(sheet, by_person=poster is not None)
    labelled = sheet.first("account") or sheet.first("client")
    if win.summary or not found.account:
        listed = deals_listed(sheet)
        if len(listed) > 1:
            return Reading(Verdict.UNSURE, tuple(listed), f"It is a summary that lists {len(listed)} won deals.")
        if win.summary and not labelled:
            return _no("It is a summary, not one deal's announcement.")
    deal = _fields(sheet, lines, found, poster)
    is_glad = any(line.glad or "!" in line.text or "！" in line.text for line in lines)
    if win.perhaps:
        if not found.account or deal.amount is None or threaded:
            return _no(
                "It celebrates something, but names no account with an amount."
                if win.glad
                else "Nothing in it says that a deal was won."
            )
        return Reading(Verdict.UNSURE, (deal,), win.why)
    if win.verdict is Verdict.UNSURE and not win.strong:
        if not found.account:
            return _no("It names no account, and its words alone don't say that a deal was won.")
        if deal.amount is not None and found.sure and not threaded and not (win.hint and not is_glad):
            return Reading(Verdict.WON, (deal,), f"It says that {found.account} was won, with an amount.")
    if not found.account and poster and not win.of_deal and deal.amount is None:
        return _no("Something was won or closed, but nothing says that it was a deal.")
    if not found.account:
        return Reading(Verdict.UNSURE, (deal,), "A deal was won, but the account's name is missing.")
    if win.verdict is Verdict.UNSURE:
        return Reading(Verdict.UNSURE, (deal,), win.why)
    if not found.sure:
        return Reading(
            Verdict.UNSURE, (deal,), f"A deal was won; whether the account is called {found.account} is a guess."
        )
    if poster and not win.of_deal and deal.amount is None and not any("!" in line.text for line in lines):
        return Reading(Verdict.UNSURE, (deal,), "It sounds like a win, but names neither a deal nor an amount.")
    if threaded:
        return Reading(Verdict.UNSURE, (deal,), "A deal was won, but this stands in a thread.")
    return Reading(Verdict.WON, (deal,), f"It says that a deal with {found.account} was won.")


def _several(lines: Sequence[Line], poster: str | None) -> tuple[DealFields, ...]:
    """The deals of a message that tells of them one after the other; each has a name and an amount."""
    deals = []
    for stretch in deals_apart(lines, by_person=poster is not None):
        sheet = sort_lines(stretch, by_person=poster is not None)
        deal = _fields(sheet, stretch, find_account(sheet, by_person=poster is not None), poster)
        if deal.account_name and deal.amount is not None:
            deals.append(deal)
    return tuple(deals) if len({deal.account_name for deal in deals}) > 1 else ()


def _fields(sheet: Sheet, lines: Sequence[Line], found: Found, poster: str | None) -> DealFields:
    money, period = read_money(sheet)
    delivery_owner = read_delivery_owner(sheet)
    return DealFields(
        account_name=found.account,
        deal_name=found.deal_name,
        amount=money.amount if money else None,
        currency=money.currency if money else None,
        period=period,
        seller=read_seller(sheet, poster=poster, skip=delivery_owner, account=found.account),
        delivery_owner=delivery_owner,
        close_date=read_close_date(sheet, money.currency if money else None),
        product=read_product(sheet) or found.product,
        region=read_region(sheet),
        crm_url=read_crm_url(lines, by_person=poster is not None),
    )
