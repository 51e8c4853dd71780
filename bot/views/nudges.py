"""Nudges: the morning digest, and the one thing that can't wait."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.accounts import Account
from bot.domain.checkins import CheckIn
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.nudges import Nudge, NudgeState, Subject
from bot.domain.questions import Question
from bot.domain.workhours import zone
from bot.ids import Action
from bot.views.accounts import paragraphs, where
from bot.views.kit import (
    Markup,
    actions,
    button,
    context,
    escape,
    fill,
    link,
    mention,
    message,
    section,
    when,
)
from bot.views.text import near, weekday

WAITING = 100
WITH_BUTTONS = 15
LINES = 20  # of a digest: each needs two blocks, and Slack takes fifty


def checkin_line(account: Account, checkin: CheckIn, today: date) -> Markup:
    line = fill("{where}: check-in {due}", where=where(account), due=_due(checkin.due_on, today))
    if checkin.first_due_on == checkin.due_on:
        return line
    return fill("{line}, first planned for {first}", line=line, first=near(checkin.first_due_on, today))


def handoff_line(account: Account, handoff: Handoff, due_on: date, today: date) -> Markup:
    step = "brief to accept or return" if handoff.state is HandoffState.SUBMITTED else "brief to fill in"
    if handoff.seller_id is None:
        step = "no seller is named, so ask whoever sold it to fill in the brief"
    return fill("{where}: {step}, {due}", where=where(account), step=step, due=_due(due_on, today))


def _due(on: date, today: date) -> str:
    return f"overdue since {near(on, today)}" if on < today else f"due {near(on, today)}"


def question_line(account: Account, question: Question, workspace_url: str) -> Markup:
    to_message = f"{workspace_url}archives/{question.channel_id}/p{question.message_ts.replace('.', '')}"
    asked = link(to_message, "asked a question")
    due = when(question.target_at, zone(None))
    line = fill("{where}: {who} {asked}", where=where(account), who=mention(question.asked_by), asked=asked)
    if question.taken_by:
        who = mention(question.taken_by)
        return fill("{line} and waits for an answer, due {due} · {who} is looking into it", line=line, due=due, who=who)
    if question.reopened_at:
        return fill("{line} and says it is not solved yet", line=line)
    return fill("{line} and waits for an answer, due {due}", line=line, due=due)


def digest(lines: list[Nudge], today: date) -> dict[str, Any]:
    """One morning's list. Lines arrive most urgent first; settled ones say what became of them."""
    waiting = sum(line.state is NudgeState.OPEN for line in lines)
    if waiting:
        head = fill("*{day}: {count} waiting on you*", day=weekday(today), count=waiting)
    else:
        head = fill("*{day}: all done*", day=weekday(today))
    return message(head, [section(head), *_lines(lines)])


def waiting(lines: list[Nudge]) -> dict[str, Any]:
    """What waits on somebody, asked for between two digests."""
    if not lines:
        text = escape("Nothing waits on you. Check-ins, briefs and customers' questions appear here when they are due.")
        return message(text, [section(text)])
    head = fill("*{count} waiting on you*", count=len(lines))
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
            return [section(fill("✓ ~{told}~ · done", told=told))]
        case NudgeState.SNOOZED:
            until = f"until {weekday(nudge.snoozed_until)}" if nudge.snoozed_until else "for now"
            return [section(fill("{told} · snoozed {until}", told=told, until=until))]
        case NudgeState.WITHDRAWN:
            return [section(fill("~{told}~ · no longer needed", told=told))]
        case NudgeState.WITH_CUSTOMER:
            return [section(fill("{told} · you asked back, so it is the customer's turn", told=told))]


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
