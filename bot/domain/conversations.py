"""Reads a whole conversation: what customers asked, which message answered it, and what still waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.conversations_links import Link, Waiting, addressed, asks_a_colleague, terms_of, which_question
from bot.domain.deals_words import fold, words
from bot.domain.judging import judge as judge_message
from bot.domain.replies import Kind, chases, joins_in, kind_of_reply, shows_how

IN_A_ROW = timedelta(minutes=15)
ROW = 10  # messages: how far a person's row reaches where times are not known
REOPENS_WITHIN = timedelta(days=7)
MOST_OPEN = 24  # open questions that a message can belong to, the newest ones
REACH = 400  # messages
MOST_PEOPLE = 64
CROWD = 3  # others of us in the last messages: more than a few talk about more than one thing
_FEW_TERMS, _FEW_WORDS = 4, 7
_GOES_ON = words("or,and,in,on,for,with,from,of,oder,und,o,y,ou,et,e,en")


@dataclass(frozen=True)
class Said:
    """One message. `role`: "customer" or "us", others neither ask nor answer; `at` in UTC if known; `thread`: what the
    messages of one thread have in common, None in the open channel."""

    idx: int
    user: str
    role: str
    text: str
    at: datetime | None = None
    thread: str | None = None


@dataclass(frozen=True)
class Asked:
    """One question, in the idx of its messages.

    `answered_by` answered it last, `reopened_by` said after an answer that the trouble is still there, `closed_by` was
    the asker's "thanks, works now", `first_response` the first message of ours to it, an answer or not. `waits`: it has
    no answer yet, or none that held. `why`: a plain sentence or two.
    """

    messages: tuple[int, ...]
    answered_by: int | None
    closed_by: int | None
    reopened_by: int | None
    first_response: int | None
    waits: bool
    why: str


# The text, and (role, text) of what came before it.
Judge = Callable[[str, Sequence[tuple[str, str]]], bool]
CONTEXT = 6


def _judge(text: str, before: Sequence[tuple[str, str]]) -> bool:
    return judge_message(text, before).needs_answer


@dataclass(eq=False)
class _Case:
    key: int
    asked_by: str
    thread: str | None
    messages: list[int]
    last: int  # position of the asker's last message about it
    last_at: datetime | None
    terms: frozenset[str]
    open: bool = True
    touched: int = 0  # position of the last message about it, whoever's
    run_over: bool = False
    with_customer: bool = False
    taken_by: set[str] = field(default_factory=set)
    asked_back: int | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None
    answered_user: str = ""
    closed_by: int | None = None
    reopened_by: int | None = None
    first_response: int | None = None
    guessed: bool = False  # what answered it only came right after it
    why: str = "Nobody has answered."


def read_conversation(messages: Sequence[Said], judge: Judge = _judge) -> list[Asked]:
    """The customers' questions in a conversation, in order. Takes time in proportion to its length. Never raises."""
    reader = _Reader(messages, judge)
    for position in range(len(messages)):
        reader.read(position)
    return [
        Asked(
            messages=tuple(dict.fromkeys(case.messages)),
            answered_by=case.answered_by,
            closed_by=case.closed_by,
            reopened_by=case.reopened_by,
            first_response=case.first_response,
            waits=case.open,
            why=case.why,
        )
        for case in reader.cases
    ]


class _Reader:
    def __init__(self, messages: Sequence[Said], judge: Judge) -> None:
        self._messages, self._judge = messages, judge
        self.cases: list[_Case] = []
        self._open: deque[_Case] = deque(maxlen=MOST_OPEN)
        self._of: dict[str, deque[_Case]] = {}  # the newest questions of each asker
        self._people = {fold(said.user): said.user for said in messages}
        self._spoke: dict[str, int] = {}  # position of each one's last message
        self._colleagues: set[str] = set()
        self._aside: set[int] = set()  # positions of thanks and "same here": they come between nothing
        self._belongs: deque[tuple[int, _Case, Kind]] = deque(maxlen=ROW)  # what the last messages of ours were

    def read(self, position: int) -> None:
        said = self._messages[position]
        if said.role == "customer":
            self._customer(position, said)
        elif said.role == "us":
            self._ours(position, said)
        self._spoke[said.user] = position
        if said.role == "us" and len(self._colleagues) < MOST_PEOPLE:
            self._colleagues.add(said.user)

    # What a customer says.

    def _customer(self, position: int, said: Said) -> None:
        kind = kind_of_reply(said.text, ours=False).kind
        mine = self._newest(said)
        if kind is Kind.ACKNOWLEDGEMENT or joins_in(said.text):
            self._aside.add(position)
        if kind in (Kind.CLOSING, Kind.ACKNOWLEDGEMENT) and mine:
            self._settles(mine, said, kind, position)
            return
        needs = self._judge(said.text, self._before(position))
        if kind is Kind.STILL_BROKEN and (last := self._still_broken(said)):
            self._reopen(last, position, said)
        elif mine and mine.open and self._goes_on(mine, position, said, kind, needs=needs):
            self._add(mine, position, said, belongs=needs or not mine.run_over)
        elif needs and mine and not mine.open and mine.answered_by is None and self._in_row(mine, position, said):
            self._reopen(mine, position, said)  # "found it", "sorry, didn't"
        elif needs and not (joins_in(said.text) and any(q.asked_by != said.user for q in self._open)):
            self._ask(position, said)
        elif kind is Kind.ANSWER and shows_how(said.text):
            self._helped(position, said)

    def _newest(self, said: Said) -> _Case | None:
        """The asker's question that was spoken about last, in the same thread if the message stands in one."""
        own = [q for q in self._of.get(said.user, ()) if said.thread is None or said.thread == q.thread]
        return max(own, key=lambda q: q.touched) if own else None

    def _settles(self, mine: _Case, said: Said, kind: Kind, position: int) -> None:
        if not mine.open:
            if mine.answered_by is not None and mine.closed_by is None:
                mine.closed_by = said.idx
            return
        if kind is Kind.ACKNOWLEDGEMENT:
            return
        mine.closed_by, mine.touched = said.idx, position
        mine.why = "The asker says that it is settled."
        if mine.asked_back is not None and mine.with_customer:
            mine.answered_by = mine.asked_back
            mine.why = "What we asked back was what helped."
        self._close(mine)

    def _still_broken(self, said: Said) -> _Case | None:
        """The answered question that a "still broken" is about."""
        terms = terms_of(said.text)
        for case in sorted(self._of.get(said.user, ()), key=lambda q: -q.touched):
            gap = _between(case.answered_at, said.at)
            soon = gap is None or gap <= REOPENS_WITHIN
            there = said.thread is None or said.thread == case.thread
            if not case.open and case.answered_by is not None and soon and there:
                return case if terms & case.terms or len(terms) <= _FEW_TERMS else None
        return None

    def _goes_on(self, mine: _Case, position: int, said: Said, kind: Kind, *, needs: bool) -> bool:
        if self._in_row(mine, position, said):
            return True
        if mine.with_customer and (position - mine.touched <= ROW or not needs):
            return True
        return chases(said.text) or (kind is Kind.STILL_BROKEN and bool(terms_of(said.text) & mine.terms))

    def _in_row(self, case: _Case, position: int, said: Said) -> bool:
        if case.run_over or position - case.last > 3 * ROW:
            return False
        gap = _between(case.last_at, said.at)
        return position - case.last <= ROW if gap is None else timedelta(0) <= gap <= IN_A_ROW

    def _add(self, case: _Case, position: int, said: Said, *, belongs: bool) -> None:
        if belongs:
            case.messages.append(said.idx)
        case.terms |= terms_of(said.text)
        case.last = case.touched = position
        case.last_at, case.with_customer = said.at, False

    def _reopen(self, case: _Case, position: int, said: Said) -> None:
        self._add(case, position, said, belongs=True)
        if case.answered_by is not None:
            case.reopened_by = said.idx
            case.why = "The asker says that the trouble is still there."
        case.open, case.closed_by, case.run_over = True, None, False
        if case not in self._open:
            self._open.append(case)

    def _ask(self, position: int, said: Said) -> None:
        lead: list[int] = []
        terms = terms_of(said.text)
        for before in range(position - 1, max(-1, position - ROW), -1):
            earlier = self._messages[before]
            same = (earlier.user, earlier.role, earlier.thread) == (said.user, said.role, said.thread)
            if not same or self._is_known(said.user, earlier.idx):
                break
            gap = _between(earlier.at, said.at)
            if (gap and gap > IN_A_ROW) or kind_of_reply(earlier.text, ours=False).kind is not Kind.ANSWER:
                break
            lead.insert(0, earlier.idx)
            terms |= terms_of(earlier.text)
        case = _Case(
            len(self.cases), said.user, said.thread, [*lead, said.idx], position, said.at, terms, touched=position
        )
        self.cases.append(case)
        self._open.append(case)
        self._of.setdefault(said.user, deque(maxlen=MOST_OPEN)).append(case)

    def _is_known(self, user: str, idx: int) -> bool:
        return any(idx in case.messages[-ROW:] for case in self._of.get(user, ()))

    def _helped(self, position: int, said: Said) -> None:
        """One customer tells another how it is done."""
        others = [q for q in self._reachable(position, said) if q.asked_by != said.user]
        link = self._link(position, said, others)
        if link:
            case = self.cases[int(link.key)]
            self._answer(case, position, said, f"{link.why} Another customer helped.")

    # What one of us says.

    def _ours(self, position: int, said: Said) -> None:
        kind = kind_of_reply(said.text).kind
        if kind in (Kind.OTHER, Kind.ACKNOWLEDGEMENT):
            return
        before = self._belongs[-1] if self._belongs else None
        follows = before is not None and before[0] == position - 1 and self._messages[position - 1].user == said.user
        if before and follows and before[2] is Kind.COUNTER_QUESTION and _is_fragment(said.text, kind):
            self._belongs.append((position, before[1], Kind.COUNTER_QUESTION))
            return
        reachable = self._reachable(position, said)
        askers = {case.asked_by for case in reachable}
        aside = kind is Kind.COUNTER_QUESTION and asks_a_colleague(said.text, askers, self._colleagues - {said.user})
        link = None if aside else self._link(position, said, reachable)
        if link is None:
            link = self._better(position, said) if kind is Kind.ANSWER else None
        if link is None:
            if before and follows:
                self._belongs.append((position, before[1], before[2]))
            return
        case = self.cases[int(link.key)]
        self._belongs.append((position, case, kind))
        case.touched, case.run_over = position, True
        case.taken_by.add(said.user)
        if case.first_response is None:
            case.first_response = said.idx
        if kind is Kind.ANSWER:
            self._answer(case, position, said, link.why)
            case.guessed = not link.sure
        elif kind is Kind.COUNTER_QUESTION:
            if not case.with_customer:
                case.asked_back = said.idx
            case.with_customer, case.why = True, "We asked the customer for something first."
        elif not case.with_customer:
            case.why = "Somebody said that they are looking into it."

    def _better(self, position: int, said: Said) -> Link | None:
        """A message that speaks to an asker is the answer rather than one that only came right after the question, as
        long as the asker has not spoken since."""
        spoken_to = addressed(said.text, self._people) - {said.user}
        recent = [q for user in spoken_to for q in self._of.get(user, ()) if position - q.touched <= ROW]
        for case in sorted(recent, key=lambda q: -q.touched):
            unheard = self._spoke.get(case.asked_by, 0) < case.touched
            if case.guessed and not case.open and unheard and case.answered_user != said.user:
                return Link(case.key, 3.0, "It speaks to the asker.")
        return None

    def _answer(self, case: _Case, position: int, said: Said, why: str) -> None:
        case.answered_by, case.answered_at, case.answered_user = said.idx, said.at, said.user
        case.touched, case.why, case.reopened_by = position, why, None
        self._close(case)

    def _close(self, case: _Case) -> None:
        case.open = case.with_customer = False
        if case in self._open:
            self._open.remove(case)

    def _reachable(self, position: int, said: Said) -> list[_Case]:
        near = [q for q in self._open if position - q.touched <= REACH]
        return [q for q in near if said.thread is None or said.thread == q.thread]

    def _link(self, position: int, said: Said, cases: list[_Case]) -> Link | None:
        if not cases:
            return None
        last = self._last_of_others(position, said.user)
        before = self._messages[max(0, position - ROW) : position]
        crowded = len({m.user for m in before if m.role == "us"} - {said.user}) >= CROWD
        answering = bool(self._belongs) and self._belongs[-1][0] == position - 1 and self._belongs[-1][2] is Kind.ANSWER
        goes_on = answering and self._messages[position - 1].user == said.user
        waiting = [
            Waiting(
                key=case.key,
                asked_by=case.asked_by,
                terms=case.terms,
                same_thread=said.thread is not None and said.thread == case.thread,
                said_last=last is not None and last == case.last and not goes_on,
                taken_by=frozenset(case.taken_by),
                messages_ago=position - case.touched,
                crowded=crowded,
            )
            for case in cases
        ]
        return which_question(
            said.text,
            said.user,
            waiting,
            people=self._people,
            answers_other=last is not None and self._spoke_to(last, said.user),
        )

    def _last_of_others(self, position: int, user: str) -> int | None:
        for before in range(position - 1, max(-1, position - ROW), -1):
            if self._messages[before].user != user and before not in self._aside:
                return before
        return None

    def _spoke_to(self, position: int, user: str) -> bool:
        """Whether a colleague's message spoke to that person."""
        said = self._messages[position]
        return said.role == "us" and f"@{fold(user)}" in fold(said.text[:300])

    def _before(self, position: int) -> list[tuple[str, str]]:
        return [(m.role, m.text) for m in self._messages[max(0, position - CONTEXT) : position]]


def _is_fragment(text: str, kind: Kind) -> bool:
    """The rest of a sentence that was sent too early: "or a method of it", "in your module"."""
    parts = fold(text).split()
    return kind is Kind.ANSWER and bool(parts) and parts[0] in _GOES_ON and len(parts) <= _FEW_WORDS


def _between(earlier: datetime | None, later: datetime | None) -> timedelta | None:
    """The time between two messages, None if one of them has none; without a zone it is UTC."""
    if earlier is None or later is None:
        return None
    first, second = (at if at.tzinfo else at.replace(tzinfo=UTC) for at in (earlier, later))
    return second - first
