"""Nudges: the morning digest, and the one thing that can't wait."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.accounts import Account
from bot.domain.checkins import CheckIn
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.nudges import Nudge, NudgeState, Subject, days_late
from bot.domain.questions import Question
from bot.ids import Action
from bot.views.accounts import paragraphs, where
from bot.views.kit import (
    Markup,
    actions,
    button,
    context,
    day,
    escape,
    fill,
    link,
    mention,
    message,
    section,
)

WAITING = 100
WITH_BUTTONS = 15
LINES = 20  # of a digest: each needs two blocks, and Slack takes fifty


def checkin_line(account: Account, checkin: CheckIn, today: date) -> Markup:
    late = days_late(checkin.due_on, today)
    if checkin.first_due_on == checkin.due_on:
        return fill("{where}: check-in {late}", where=where(account), late=late)
    first = day(checkin.first_due_on)
    return fill("{where}: check-in {late}, first planned for {first}", where=where(account), late=late, first=first)


def handoff_line(account: Account, handoff: Handoff, due_on: date, today: date) -> Markup:
    step = "brief to accept" if handoff.state is HandoffState.SUBMITTED else "brief to fill in"
    if handoff.seller_id is None:
        step = "nobody has filled in the brief, and no seller is named"
    return fill("{where}: {step}, {late}", where=where(account), step=step, late=days_late(due_on, today))


def question_line(account: Account, question: Question, workspace_url: str) -> Markup:
    to_message = f"{workspace_url}archives/{question.channel_id}/p{question.message_ts.replace('.', '')}"
    asked = link(to_message, "a question")
    if question.taken_by:
        said = fill("{who} said they are looking into it", who=mention(question.taken_by))
        return fill("{where}: {link} waits for an answer, {said}", where=where(account), link=asked, said=said)
    if question.reopened_at:
        return fill(
            "{where}: {link} is open again, the customer says it is not solved", where=where(account), link=asked
        )
    return fill("{where}: {link} waits for an answer", where=where(account), link=asked)


def digest(lines: list[Nudge], today: date) -> dict[str, Any]:
    """One morning's list. Lines arrive most urgent first; settled ones say what became of them."""
    waiting = sum(line.state is NudgeState.OPEN for line in lines)
    if waiting:
        head = fill("*{day}: {count} waiting for you*", day=day(today), count=waiting)
    else:
        head = fill("*{day}: all done*", day=day(today))
    return message(head, [section(head), *_lines(lines)])


def waiting(lines: list[Nudge]) -> dict[str, Any]:
    """What waits on somebody, asked for between two digests."""
    if not lines:
        text = escape("Nothing waits on you. Check-ins, briefs and customers' questions appear here when they are due.")
        return message(text, [section(text)])
    head = fill("*{count} waiting for you*", count=len(lines))
    blocks = [block for line in lines[:WITH_BUTTONS] for block in _line(line)]
    rest = [fill("• {line}", line=Markup(line.line)) for line in lines[WITH_BUTTONS:WAITING]]
    if len(lines) > WAITING:
        rest.append(fill("and {rest} more", rest=len(lines) - WAITING))
    return message(head, [section(head), *blocks, *paragraphs(rest)])


def _lines(lines: list[Nudge]) -> list[dict[str, Any]]:
    """What still waits first, with its buttons; what is settled after it."""
    ordered = sorted(lines, key=lambda line: line.state is not NudgeState.OPEN)
    blocks = [block for line in ordered[:LINES] for block in _line(line)]
    if len(ordered) > LINES:
        blocks.append(context(fill("and {rest} more; `/warmline` shows what is left", rest=len(ordered) - LINES)))
    return blocks


def _line(nudge: Nudge) -> list[dict[str, Any]]:
    told = Markup(nudge.line)
    match nudge.state:
        case NudgeState.OPEN:
            return [section(told), actions(*buttons(nudge.subject, nudge.subject_id))]
        case NudgeState.DONE:
            return [section(fill("✓ ~{told}~ done", told=told))]
        case NudgeState.SNOOZED:
            until = f"until {day(nudge.snoozed_until)}" if nudge.snoozed_until else "for now"
            return [section(fill("{told} · put off {until}", told=told, until=until))]
        case NudgeState.WITHDRAWN:
            return [section(fill("~{told}~ no longer needed", told=told))]
        case NudgeState.WITH_CUSTOMER:
            return [section(fill("{told} · you asked back, the customer is next", told=told))]


def buttons(subject: Subject, subject_id: str) -> list[dict[str, Any]]:
    """What can be done about something that waits, in one press each."""
    match subject:
        case Subject.QUESTION:
            return [
                button("Answered", Action.QUESTION_ANSWERED, subject_id, "primary"),
                button("Not a question", Action.QUESTION_DISMISSED, subject_id),
            ]
        case Subject.CHECK_IN:
            return [
                button("Done", Action.CHECKIN_DONE, subject_id, "primary"),
                button("Snooze to the next workday", Action.CHECKIN_SNOOZE, subject_id),
            ]
        case Subject.HANDOFF:
            return [button("Open the brief", Action.FILL_BRIEF, subject_id, "primary")]


def urgent(nudge: Nudge) -> dict[str, Any]:
    """One thing that can't wait for the morning."""
    return message(Markup(nudge.line), _line(nudge))


def nobody(line: Markup) -> dict[str, Any]:
    """For the account's channel, when nobody owns the account."""
    text = fill("{line}, and nobody owns this account yet. Who takes it?", line=line)
    return message(text, [section(text)])
