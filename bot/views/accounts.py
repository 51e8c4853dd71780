"""An account, as its channel and its people see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.accounts import Account, Deal, Outcome
from bot.domain.accounts import worth as worth_of
from bot.domain.checkins import CheckIn
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.money import Money, show_money
from bot.domain.questions import Question
from bot.views.kit import (
    Markup,
    channel_link,
    context,
    day,
    escape,
    fill,
    is_blank,
    mention,
    message,
    section,
    web_address,
)
from bot.views.text import clip_plain, defuse, one_line

TOPIC = 250  # characters
PARAGRAPH = 2_800  # characters of lines in one block; Slack folds up long ones, and takes 3,000
CRM_BOOKMARK = "Deal in the CRM"

STEPS = {
    HandoffState.OPEN: "waiting for the seller's brief",
    HandoffState.RETURNED: "returned, waiting for the seller",
    HandoffState.SUBMITTED: "waiting for the delivery owner to accept",
    HandoffState.ACCEPTED: "signed by both",
    HandoffState.WITHDRAWN: "withdrawn",
}


OUTCOMES = {
    Outcome.REVERSED: "Closed: the win was taken back.",
    Outcome.DUPLICATE: "Closed: it was merged into another account.",
}


def value(account: Account) -> str | None:
    """The account's value as people write it."""
    return None if account.value is None else show_money(Money(account.value, account.currency))


def worth(deals: Sequence[Deal]) -> str | None:
    """What an account's deals add up to, each currency for itself."""
    sums = [show_money(Money(amount, currency)) for currency, amount in worth_of(deals).items()]
    return " + ".join(sums) or None


def topic(seller_id: str | None, owner_id: str | None) -> str:
    """The channel's topic: the two names everybody needs. Topics know mentions but no other markup."""
    seller = f"<@{seller_id}>" if seller_id else "not named yet"
    owner = f"<@{owner_id}>" if owner_id else "not named yet"
    return clip_plain(f"Seller: {seller} · Delivery owner: {owner}", TOPIC)


def purpose(account: Account) -> str:
    """The channel's description."""
    name = defuse(one_line(account.name))
    return clip_plain(f"Everything about {name} after the sale: handoff, check-ins, promises.", TOPIC)


def crm_link(deal: Deal) -> str | None:
    return web_address(deal.crm_url)


def not_invited(person_id: str, sentence: str) -> dict[str, Any]:
    """Somebody could not be brought in."""
    text = fill("I couldn't invite {person}. {sentence}", person=mention(person_id), sentence=sentence)
    return message(text, [section(text)])


def no_link_to_closed(account: Account) -> Markup:
    """Nobody is told of what customers ask in a closed account."""
    return fill(
        "*{name}* is closed, so nobody would hear of questions there. Run this in the channel of an open account.",
        name=account.name,
    )


def linked_elsewhere(channel_id: str, other: Account) -> Markup:
    """A channel can be one account's customer channel only."""
    template = "{channel} belongs to *{name}*. Type `/account unlink` there first."
    return fill(template, channel=channel_link(channel_id), name=other.name)


def where(account: Account) -> Markup:
    """The account's name, with its channel when it has one."""
    if account.channel_id:
        return fill("*{name}* ({channel})", name=account.name, channel=channel_link(account.channel_id))
    return fill("*{name}*", name=account.name)


def paragraphs(lines: Sequence[Markup]) -> list[dict[str, Any]]:
    """Lines below each other, in as few blocks as hold them whole."""
    blocks: list[list[Markup]] = []
    for line in lines:
        if not blocks or sum(len(other) + 1 for other in blocks[-1]) + len(line) > PARAGRAPH:
            blocks.append([])
        blocks[-1].append(line)
    return [section(Markup("\n".join(block))) for block in blocks]


def overview(
    account: Account,
    handoff: Handoff | None,
    checkin: CheckIn | None,
    questions: list[Question],
    customers: list[str],
    deals: Sequence[list[dict[str, Any]]] = (),
    total: str | None = None,
) -> dict[str, Any]:
    """One account at a glance. `deals`: a paragraph for each; `total`: what they add up to."""
    total = total or value(account)
    lines = [
        fill("*{name}*", name=account.name)
        if is_blank(total or "")
        else fill("*{name}* · {value}", name=account.name, value=total)
    ]
    if account.outcome is not None:
        lines.append(escape(OUTCOMES[account.outcome]))
    if handoff:
        seller = mention(handoff.seller_id) if handoff.seller_id else "not named yet"
        owner = mention(handoff.owner_id) if handoff.owner_id else "not named yet"
        lines.append(fill("Seller: {seller} · delivery owner: {owner}", seller=seller, owner=owner))
        lines.append(fill("Handoff: {step}", step=STEPS[handoff.state]))
    lines.append(
        fill(
            "Next check-in: {day}", day=day(checkin.due_on) if checkin else "planned once both have signed the handoff"
        )
    )
    waiting = len(questions)
    lines.append(fill("Open questions: {count}", count=waiting or "none"))
    if customers:
        lines.append(fill("Customer channel: {links}", links=Markup(", ".join(channel_link(c) for c in customers))))
    else:
        lines.append(escape("Customer channel: none yet. Link one with `/account link #channel`."))
    text = Markup("\n".join(lines))
    return message(
        fill("{name}: {step}", name=account.name, step=STEPS[handoff.state] if handoff else "open"),
        [section(text), *(block for blocks in deals for block in blocks)],
    )


def mine(rows: list[tuple[Account, Handoff | None, CheckIn | None]]) -> dict[str, Any]:
    """The accounts that a person has a part in."""
    if not rows:
        text = escape("No accounts are yours yet. They appear here once a deal of yours is won.")
        return message(text, [section(text)])
    lines = []
    for account, handoff, checkin in rows:
        step = (
            fill("next check-in {day}", day=day(checkin.due_on))
            if checkin
            else escape(STEPS[handoff.state] if handoff else "open")
        )
        lines.append(fill("• {where}: {step}", where=where(account), step=step))
    head = fill("Your accounts: {count}", count=len(rows))
    shown, rest = lines[:40], len(lines) - 40
    blocks = paragraphs(shown)
    if rest > 0:
        blocks.append(context(fill("and {rest} more, `/account show name` shows any of them", rest=rest)))
    return message(head, [section(fill("*{head}*", head=head)), *blocks])
