"""What a person's Home shows: their part in accounts, what waits on them, the dates ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.accounts import Account
from bot.domain.checkins import CheckIn
from bot.domain.handoff import Handoff, HandoffState, waits_on
from bot.domain.nudges import ORDER, Subject
from bot.domain.people import Role
from bot.domain.questions import Question
from bot.domain.workhours import local_day

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Part:
    """An account in which the person has a part. `is_reached`: its owner was in contact with the customer."""

    account: Account
    roles: frozenset[Role]
    handoff: Handoff | None
    checkin: CheckIn | None
    questions: tuple[Question, ...]
    kickoff: date | None
    is_reached: bool

    @property
    def is_owned(self) -> bool:
        return Role.DELIVERY_OWNER in self.roles

    @property
    def is_handed_over(self) -> bool:
        """Did the person only sell it, and does its owner know the customer by now? Then nothing is left to do."""
        is_signed = self.handoff is not None and self.handoff.state is HandoffState.ACCEPTED
        return self.roles == {Role.SELLER} and is_signed and self.is_reached


@dataclass(frozen=True)
class Waiting:
    """Something that waits on the person: a handoff, a check-in or a question. `due_on` is a day of theirs."""

    subject: Subject
    account: Account
    thing: Handoff | CheckIn | Question
    due_at: datetime | None
    due_on: date
    is_late: bool


class Occasion(StrEnum):
    KICKOFF = "kickoff"
    HANDOFF = "handoff"
    CHECK_IN = "checkin"


@dataclass(frozen=True)
class Ahead:
    """Something that is to come on a day."""

    day: date
    occasion: Occasion
    account: Account


@dataclass(frozen=True)
class Unowned:
    """An account that nobody owns, and how many questions wait in it."""

    account: Account
    handoff: Handoff
    questions: int


@dataclass(frozen=True)
class Overview:
    """How a workspace stands. Figures about all accounts, never about one person."""

    accounts: int
    handoffs_overdue: int
    questions: int
    unowned: int


@dataclass(frozen=True)
class Home:
    """Everything that one person's Home shows at an instant. `is_next_owner`: won accounts may become theirs."""

    person_id: str
    now: datetime
    zone: str
    parts: tuple[Part, ...]
    unowned: tuple[Unowned, ...] = ()
    more_unowned: int = 0
    overview: Overview | None = None
    next_digest: datetime | None = None
    is_next_owner: bool = False

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)


def waiting(home: Home) -> list[Waiting]:
    """What waits on the person: late things first, then questions, handoffs and check-ins, each by its date."""
    found = [one for part in home.parts for one in _waiting_in(home, part)]
    return sorted(found, key=lambda one: (not one.is_late, ORDER[one.subject], one.due_on, one.thing.id))


def _waiting_in(home: Home, part: Part) -> list[Waiting]:
    found = []
    if part.is_owned:
        for question in (one for one in part.questions if one.waits_on_us):
            due_on = local_day(question.target_at, home.zone)
            is_late = question.target_at < home.now
            found.append(Waiting(Subject.QUESTION, part.account, question, question.target_at, due_on, is_late))
    if part.handoff is not None and waits_on(part.handoff) == home.person_id:
        due_on = local_day(part.handoff.due_at, home.zone)
        is_late = part.handoff.due_at < home.now
        found.append(Waiting(Subject.HANDOFF, part.account, part.handoff, part.handoff.due_at, due_on, is_late))
    checkin = part.checkin
    if checkin is not None and checkin.owner_id == home.person_id and checkin.due_on <= home.today:
        is_late = checkin.due_on < home.today
        found.append(Waiting(Subject.CHECK_IN, part.account, checkin, None, checkin.due_on, is_late))
    return found


def ahead(home: Home) -> list[Ahead]:
    """Kickoffs, handoffs and check-ins of today and the coming two weeks, day by day."""
    found = []
    for part in home.parts:
        if part.is_handed_over:
            continue
        if part.kickoff is not None:
            found.append(Ahead(part.kickoff, Occasion.KICKOFF, part.account))
        if part.handoff is not None and part.handoff.state is not HandoffState.ACCEPTED:
            found.append(Ahead(local_day(part.handoff.due_at, home.zone), Occasion.HANDOFF, part.account))
        if part.checkin is not None and part.checkin.owner_id == home.person_id:
            found.append(Ahead(part.checkin.due_on, Occasion.CHECK_IN, part.account))
    soon = [one for one in found if home.today <= one.day <= home.today + AHEAD]
    return sorted(soon, key=lambda one: (one.day, one.occasion, one.account.name, one.account.id))


def in_order(parts: Sequence[Part]) -> list[Part]:
    """Accounts that are still the person's: with open questions first, then unsigned ones, then by next check-in."""

    def urgency(part: Part) -> tuple[bool, bool, date, str, str]:
        is_signed = part.handoff is None or part.handoff.state is HandoffState.ACCEPTED
        due_on = part.checkin.due_on if part.checkin else date.max
        return not part.questions, is_signed, due_on, part.account.name, part.account.id

    return sorted((part for part in parts if not part.is_handed_over), key=urgency)
