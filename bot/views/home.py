"""The Home tab: what waits on a person, their accounts, the dates ahead, and for an admin how the workspace stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import home as rules
from bot.domain.accounts import Account
from bot.domain.checkins import CheckIn
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.home import Ahead, Home, Occasion, Overview, Part, Unowned, Waiting
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.domain.questions import Question
from bot.domain.workhours import zone
from bot.ids import Action
from bot.views import kit, setup
from bot.views.accounts import STEPS, paragraphs, value, where
from bot.views.kit import (
    Block,
    Markup,
    actions,
    button,
    clip,
    context,
    day,
    divider,
    escape,
    fields,
    fill,
    header,
    link,
    mention,
    one_line,
    section,
    when,
)
from bot.views.nudges import buttons
from bot.views.text import clip_plain, near, weekday

WAITING = 10  # with their buttons; the rest is a command away
ACCOUNTS = 20
DATES = 25
REASON = 160  # characters of what is missing in a brief; the whole of it stands in the channel
NAME = 80  # characters of an account's name: forty of them have to fit
ROLES = {
    Role.DELIVERY_OWNER: "you own it",
    Role.DEPUTY: "you are the deputy",
    Role.MANAGER: "you manage it",
    Role.MEMBER: "you help with it",
    Role.SELLER: "you sold it",
}


def home(shown: Home, workspace_url: str, *, settings: Sequence[Block] = ()) -> dict[str, Any]:
    """A full member's Home tab; an admin's has the `settings` at its end."""
    blocks = [
        *_waiting(shown, workspace_url),
        *_unowned(shown.unowned, shown.more_unowned),
        *(_overview(shown.overview) if shown.overview else []),
        divider(),
        *_accounts(shown),
        divider(),
        *_ahead(shown),
        divider(),
        *_foot(shown),
        *([divider(), header("Settings"), *settings] if settings else []),
    ]
    return kit.home(blocks)


def first_run(policy: Policy, unreadable: Sequence[str], now: datetime, zone_name: str | None) -> dict[str, Any]:
    """An admin's Home tab before Warmline is set up: the three steps."""
    return kit.home(
        [
            header("Welcome to Warmline"),
            section(setup.HELLO),
            section(setup.THREE_STEPS),
            divider(),
            *setup.steps_blocks(policy, unreadable, now, zone_name),
        ]
    )


def not_yet(admins: Sequence[str]) -> dict[str, Any]:
    """Everybody else's Home tab before Warmline is set up."""
    return kit.home([header("Welcome to Warmline"), section(setup.HELLO), *setup.not_set_up_blocks(admins)])


def outsider(workspace_name: str) -> dict[str, Any]:
    """The Home tab of a guest, or of somebody from another company."""
    return kit.home([section(fill("Warmline is for full members of {name}.", name=_short(workspace_name)))])


def _waiting(shown: Home, workspace_url: str) -> list[Block]:
    found = rules.waiting(shown)
    if not found:
        return [header("Waiting on you"), section(_nothing_waits(shown))]
    blocks = [header(f"Waiting on you: {len(found)}")]
    for one in found[:WAITING]:
        blocks.append(section(_waiting_line(one, shown, workspace_url)))
        if pressed := _buttons(one):
            blocks.append(actions(*pressed))
    if len(found) > WAITING:
        blocks.append(context(fill("and {rest} more, `/warmline` lists them all", rest=len(found) - WAITING)))
    return blocks


def _nothing_waits(shown: Home) -> Markup:
    if not shown.parts:
        return escape("Nothing right now. Briefs, check-ins and customers' questions appear here, most urgent first.")
    coming = rules.ahead(shown)
    if not coming:
        return escape("Nothing, all quiet. Whatever needs you appears here, most urgent first.")
    return fill("Nothing, all quiet. Next up {day}: {what}.", day=_on(coming[0].day, shown), what=_what(coming[0]))


def _waiting_line(one: Waiting, shown: Home, workspace_url: str) -> Markup:
    place = where(_named(one.account))
    match one.thing:
        case Question() as question:
            to_message = f"{workspace_url}archives/{question.channel_id}/p{question.message_ts.replace('.', '')}"
            asked = link(to_message, "asked a question")
            target = when(question.target_at, zone(shown.zone))
            due = fill("answer overdue since {at}" if one.is_late else "answer due {at}", at=target)
            return fill(
                "{place}: {who} {asked}, {due}", place=place, who=mention(question.asked_by), asked=asked, due=due
            )
        case Handoff() as handoff:
            return fill("{place}: {step}, {due}", place=place, step=_step(handoff), due=_due(one, shown))
        case CheckIn() as checkin:
            line = fill("{place}: check-in {due}", place=place, due=_due(one, shown))
            if checkin.first_due_on != checkin.due_on:
                line = fill("{line}, first planned for {first}", line=line, first=day(checkin.first_due_on))
            return line


def _step(handoff: Handoff) -> Markup:
    match handoff.state:
        case HandoffState.SUBMITTED:
            return escape("the brief is filled in, accept or return it")
        case HandoffState.RETURNED:
            reason = clip(escape(one_line(handoff.return_reason or "")), REASON)
            came_back = escape("the brief came back")
            return fill("{came_back} with “{reason}”", came_back=came_back, reason=reason) if reason else came_back
        case _ if handoff.seller_id is None:
            return escape("no seller is named, so ask whoever sold it to fill in the brief")
        case _:
            return escape("fill in the brief, it takes two minutes")


def _due(one: Waiting, shown: Home) -> str:
    if not one.is_late:
        return f"due {near(one.due_on, shown.today)}"
    if one.due_on == shown.today:
        return "overdue since earlier today"
    return f"overdue since {near(one.due_on, shown.today)}"


def _buttons(one: Waiting) -> list[dict[str, Any]]:
    if isinstance(one.thing, Handoff) and one.thing.seller_id is None and one.thing.state is not HandoffState.SUBMITTED:
        return []  # the owner can only ask
    offered = buttons(one.subject, one.thing.id)
    if isinstance(one.thing, Handoff) and one.thing.state is HandoffState.SUBMITTED:
        offered.append(button("Return", Action.RETURN_HANDOFF, one.thing.id))
    return offered


def _unowned(accounts: Sequence[Unowned], more: int) -> list[Block]:
    if not accounts:
        return []
    blocks = [divider(), header("Nobody owns these yet")]
    for one in accounts:
        pieces = [where(_named(one.account)), *([escape(worth)] if (worth := value(one.account)) else [])]
        pieces.append(fill("won {day}", day=day(one.account.opened_at)))
        if one.questions:
            pieces.append(escape(_count(one.questions, "open question")))
        claim = button("I take this account", Action.CLAIM_HANDOFF, one.handoff.id)
        blocks.append(section(Markup(" · ".join(pieces)), claim))
    if more:
        blocks.append(context(fill("and {more} more", more=more)))
    return blocks


def _accounts(shown: Home) -> list[Block]:
    head = header("Your accounts")
    mine = rules.in_order(shown.parts)
    passed_on = len(shown.parts) - len(mine)
    notes = []
    if len(mine) > ACCOUNTS:
        notes.append(fill("and {rest} more, `/account show name` shows any of them", rest=len(mine) - ACCOUNTS))
    if passed_on:
        touch = "Its owner is" if passed_on == 1 else "Their owners are"
        said = "Handed over by you: {count}. {touch} in touch with the customer."
        notes.append(fill(said, count=passed_on, touch=touch))
    if not mine:
        return [head, section(_no_accounts(shown)), *([context(*notes)] if notes else [])]
    lines = [section(_account_line(part, shown)) for part in mine[:ACCOUNTS]]
    return [head, *lines, *([context(*notes)] if notes else [])]


def _no_accounts(shown: Home) -> Markup:
    if shown.parts:
        return escape("Nothing is with you at the moment. Your next won deal appears here.")
    if shown.is_next_owner:
        return escape("You are on the list of delivery owners. The next account that falls to you appears here.")
    return escape("When a deal of yours is won, its account appears here. Nothing for you to do until then.")


def _account_line(part: Part, shown: Home) -> Markup:
    account = _named(part.account)
    part_in_it = next((words for role, words in ROLES.items() if role in part.roles), "you have a part in it")
    first = [where(account), *([worth] if (worth := value(account)) else []), part_in_it]
    return fill(
        "{first}\n{second}",
        first=Markup(" · ".join(escape(piece) for piece in first)),
        second=Markup(" · ".join(escape(piece) for piece in _state(part, shown))),
    )


def _state(part: Part, shown: Home) -> list[str]:
    pieces: list[str] = []
    if part.questions:
        pieces.append(_count(len(part.questions), "open question"))
    handoff = part.handoff
    if handoff is not None and handoff.state is not HandoffState.ACCEPTED:
        pieces.append(f"handoff {STEPS[handoff.state]}")
    elif part.roles == {Role.SELLER} and handoff is not None:
        owner = mention(handoff.owner_id) if handoff.owner_id else "its owner"
        pieces.append(fill("signed by both, yours until {owner} has been in touch with the customer", owner=owner))
    if part.kickoff is not None and part.kickoff >= shown.today:
        pieces.append(f"kickoff {near(part.kickoff, shown.today)}")
    if part.checkin is not None and part.roles != {Role.SELLER}:
        is_late = part.checkin.due_on < shown.today
        pieces.append(f"check-in {'overdue since' if is_late else 'due'} {near(part.checkin.due_on, shown.today)}")
    return pieces or ["all quiet"]


def _ahead(shown: Home) -> list[Block]:
    head = header("Next dates")
    found = rules.ahead(shown)
    if not found:
        return [
            head,
            section("Nothing in the coming two weeks. Kickoffs, handoffs and check-ins appear here, day by day."),
        ]
    days: dict[date, list[Ahead]] = {}
    for one in found[:DATES]:
        days.setdefault(one.day, []).append(one)
    lines = [
        fill("*{day}*\n{what}", day=_day_name(on, shown), what=Markup("\n".join(f"• {_what(one)}" for one in together)))
        for on, together in days.items()
    ]
    rest = [context(fill("and {rest} more", rest=len(found) - DATES))] if len(found) > DATES else []
    return [head, *paragraphs(lines), *rest]


def _what(one: Ahead) -> Markup:
    match one.occasion:
        case Occasion.KICKOFF:
            return fill("kickoff with *{name}*", name=_short(one.account.name))
        case Occasion.HANDOFF:
            return fill("handoff of *{name}* due", name=_short(one.account.name))
        case Occasion.CHECK_IN:
            return fill("check-in with *{name}*", name=_short(one.account.name))


def _overview(overview: Overview) -> list[Block]:
    facts = (
        ("Open accounts", overview.accounts),
        ("Without an owner", overview.unowned),
        ("Handoffs overdue", overview.handoffs_overdue),
        ("Questions waiting", overview.questions),
    )
    shown = [fill("*{label}*\n{count}", label=label, count=count) for label, count in facts]
    return [divider(), header("The whole workspace"), fields(shown)]


def _foot(shown: Home) -> list[Block]:
    if shown.next_digest is not None and shown.next_digest > shown.now:
        at = when(shown.next_digest, zone(shown.zone))
        digest = fill("If something is due, your next digest comes {at}.", at=at)
    else:
        digest = escape("On mornings when something of yours is due, you get a digest.")
    return [
        actions(button("Set up account", Action.NEW_ACCOUNT)),
        context(digest, escape("`/warmline commands` lists what you can type.")),
    ]


def _on(day_: date, shown: Home) -> str:
    named = near(day_, shown.today)
    return named if abs((day_ - shown.today).days) < 2 else f"on {named}"


def _day_name(on: date, shown: Home) -> str:
    named, _, short = weekday(on).partition(", ")
    if on - shown.today < timedelta(days=2):
        named = near(on, shown.today).capitalize()
    return f"{named}, {short}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _named(account: Account) -> Account:
    return replace(account, name=_short(account.name))


def _short(name: str) -> str:
    return clip_plain(one_line(name), NAME)
