"""Every view of the app with every state it can show, made from one set of words: ordinary ones, or odd ones."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.accounts import Account, Deal, DealKind, DealState, Outcome, Phase
from bot.domain.checkins import CheckIn, CheckInState
from bot.domain.handoff import Brief, Handoff, HandoffState, Side
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject
from bot.domain.questions import Question, QuestionState
from bot.views import accounts, accounts_life, admin, deals, deals_life, handoff, nudges
from bot.views.kit import escape

MODULES = ("accounts", "accounts_life", "admin", "deals", "deals_life", "handoff", "nudges")
AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 3)
SARA, OLIVIA = "U0SARALIND", "U0OLIVIAPK"


@dataclass(frozen=True)
class Words:
    """What people and systems put into a view. With people=False nobody is named and nothing is known yet."""

    text: str = "Acme Robotics"
    amount: Decimal | None = Decimal(48_500)
    currency: str | None = "USD"
    url: str | None = "https://crm.example/deals/7"
    people: bool = True
    rows: int = 3

    @property
    def seller(self) -> str | None:
        return SARA if self.people else None

    @property
    def owner(self) -> str | None:
        return OLIVIA if self.people else None

    def account(self, **more: Any) -> Account:
        whole = Account(
            id="a1",
            workspace_id="w1",
            name=self.text,
            name_key="acme",
            phase=Phase.HANDOFF,
            value=self.amount,
            currency=self.currency,
            zone=None,
            channel_name="acct-acme-robotics",
            channel_id="C0ACME" if self.people else None,
            opened_at=AT,
        )
        return replace(whole, **more)

    def deal(self, **more: Any) -> Deal:
        whole = Deal(
            id="d1",
            workspace_id="w1",
            account_id="a1",
            state=DealState.ASKED,
            channel_id="C0DEALS",
            message_ts="1772530200.000100",
            position=0,
            announced_by=self.seller,
            account_name=self.text,
            amount=self.amount,
            currency=self.currency,
            seller_id=self.seller,
            seller_name=self.text,
            owner_id=self.owner,
            product=self.text,
            crm_url=self.url,
            why=self.text,
            read_at=AT,
            decided_by=self.owner,
        )
        return replace(whole, **more)

    def handoff(self, state: HandoffState, **more: Any) -> Handoff:
        whole = Handoff(
            id="h1",
            workspace_id="w1",
            account_id="a1",
            deal_id="d1",
            state=state,
            seller_id=self.seller,
            owner_id=self.owner,
            version=1,
            due_at=AT,
            opened_at=AT,
            accepted_at=None,
            return_reason=self.text,
        )
        return replace(whole, **more)

    def brief(self) -> Brief:
        return Brief(self.text, self.text, self.text, TODAY, self.text)

    def checkin(self) -> CheckIn:
        return CheckIn("c1", "w1", "a1", OLIVIA, CheckInState.PLANNED, TODAY, TODAY, None, None)

    def question(self) -> Question:
        return Question(
            "q1", "w1", "a1", "C0CUST", "1772530200.000100", "1772530200.000100", "1772530200.000100", "U0LENA",
            QuestionState.OPEN, AT, AT, None, False, None, None,
        )  # fmt: skip

    def nudge(self, number: int = 0, state: NudgeState = NudgeState.OPEN, subject: Subject = Subject.QUESTION) -> Nudge:
        return Nudge(
            id=f"n{number}",
            workspace_id="w1",
            person_id=OLIVIA,
            subject=subject,
            subject_id=f"s{number}",
            account_id="a1",
            rung=Rung.DIGEST,
            local_date=TODAY,
            state=state,
            message_key="digest",
            line=nudges.question_line(self.account(), self.question(), "https://northwind.example/"),
            due_at=AT,
            snoozed_until=TODAY if self.people else None,
        )


Shown = tuple[str, str, Any]  # name of the view, surface (message, modal, blocks, line, words), what it made


def every_view(words: Words) -> Iterator[Shown]:
    """All views in all states."""
    yield from _of_accounts(words)
    yield from _of_deals(words)
    yield from _of_deals_life(words)
    yield from _of_accounts_life(words)
    yield from _of_handoff(words)
    yield from _of_nudges(words)
    yield (
        "admin.parked",
        "message",
        admin.parked("0190-row", admin.missing("Bookmark", channel="C0ACME", title=words.text), words.text),
    )
    yield "admin.missing", "line", admin.missing("OpenChannel", account=words.text)
    yield "admin.alert", "blocks", admin.alert(escape(words.text))


def _of_accounts(words: Words) -> Iterator[Shown]:
    account = words.account()
    checkin = words.checkin() if words.people else None
    yield "accounts.value", "words", accounts.value(account) or ""
    mixed = [words.deal(), words.deal(currency="EUR"), words.deal(amount=None)]
    yield "accounts.worth", "words", accounts.worth(mixed) or ""
    yield "accounts.linked_elsewhere", "words", accounts.linked_elsewhere("C0CUST", account)
    yield "accounts.topic", "words", accounts.topic(words.seller, words.owner)
    yield "accounts.purpose", "words", accounts.purpose(account)
    yield "accounts.crm_link", "words", accounts.crm_link(words.deal()) or ""
    yield "accounts.where", "line", accounts.where(account)
    yield "accounts.paragraphs", "blocks", accounts.paragraphs([accounts.where(account)] * words.rows)
    yield "accounts.not_invited", "message", accounts.not_invited(SARA if words.people else "", words.text)
    for handoff_ in (None, *(words.handoff(state) for state in HandoffState)):
        asked = [words.question()] * words.rows
        customers = [f"C0CUST{number}" for number in range(words.rows)]
        yield "accounts.overview", "message", accounts.overview(account, handoff_, checkin, asked, customers)
        yield "accounts.overview", "message", accounts.overview(account, handoff_, None, [], [])
        for outcome in Outcome:
            closed = words.account(phase=Phase.CLOSED, outcome=outcome)
            sold = [deals_life.listed(words.deal(), closed)]
            shown = accounts.overview(closed, handoff_, None, [], [], sold, accounts.worth(mixed))
            yield "accounts.overview", "message", shown
        yield "accounts.mine", "message", accounts.mine([(account, handoff_, checkin)] * words.rows)
    yield "accounts.mine", "message", accounts.mine([])


def _of_deals(words: Words) -> Iterator[Shown]:
    yield "deals.asked", "message", deals.asked(words.deal())
    yield "deals.asked", "message", deals.asked(words.deal(account_name=None, amount=None, seller_id=None))
    for state in DealState:
        yield "deals.decided", "message", deals.decided(words.deal(state=state))
    yield "deals.counted_once", "message", deals.counted_once(words.account())
    for is_gone in (True, False):
        yield "deals.withdrawn", "message", deals.withdrawn(is_gone=is_gone)
    for is_new in (True, False):
        handoff_ = words.handoff(HandoffState.OPEN)
        yield "deals.opened", "message", deals.opened(words.account(), handoff_, is_new=is_new)
        yield "deals.opened", "message", deals.opened(words.account(), None, is_new=is_new)
    deal = words.deal()
    given = deals.Prefill(deal.account_name, deal.amount, deal.currency, deal.seller_id, deal.owner_id)
    yield "deals.account_modal", "modal", deals.account_modal(given, '{"deal":"d1"}')
    yield "deals.account_modal", "modal", deals.account_modal(deals.Prefill(words.text), "{}")


def _of_deals_life(words: Words) -> Iterator[Shown]:
    account, by = words.account(), words.owner or ""
    told = deals_life.taken_back_by(by)
    for kind in DealKind:
        deal = words.deal(kind=kind)
        yield "deals_life.in_words", "line", deals_life.in_words(deal)
        for maybe in (None, words.deal()):
            yield "deals_life.which", "message", deals_life.which(deal, account, maybe, "place:1")
        yield "deals_life.further", "message", deals_life.further(deal)
        yield "deals_life.facts_changed", "message", deals_life.facts_changed(deal, words.deal(), "facts:1")
        yield "deals_life.listed", "blocks", deals_life.listed(deal, account)
        for url in ("", "https://northwind.example/archives/C0DEALS/p1"):
            yield "deals_life.undo_asked", "message", deals_life.undo_asked(account, deal, words.text, "undo:1", url)
        for flag, archived_by in ((True, None), (False, OLIVIA)):
            shown = deals_life.taken_back(
                account, deal, told, "t:1", closed=flag, may_archive=flag, archived_by=archived_by
            )
            yield "deals_life.taken_back", "message", shown
    yield "deals_life.facts_changed", "message", deals_life.facts_changed(words.deal(amount=None), words.deal(), "f:1")
    yield "deals_life.said_same", "message", deals_life.said_same(by)
    for name in (None, words.text):
        yield "deals_life.said_belongs", "message", deals_life.said_belongs(by, account, name)
    yield "deals_life.said_new", "message", deals_life.said_new(by, words.deal())
    yield "deals_life.announced_meanwhile", "message", deals_life.announced_meanwhile()
    yield "deals_life.reads_otherwise", "message", deals_life.reads_otherwise()
    yield "deals_life.taken_over", "message", deals_life.taken_over(by, words.amount or Decimal(1), words.currency)
    yield "deals_life.newer_stands_below", "message", deals_life.newer_stands_below()
    yield "deals_life.names_other", "message", deals_life.names_other(account, words.text)
    yield "deals_life.kept", "message", deals_life.kept(by)
    yield "deals_life.undone", "message", deals_life.undone(told)
    yield "deals_life.says_won_again", "message", deals_life.says_won_again()
    yield "deals_life.taken_back_by", "line", told
    yield "deals_life.said_in", "line", deals_life.said_in("https://northwind.example/archives/C0DEALS/p1")
    yield "deals_life.taken_back_line", "message", deals_life.taken_back_line(account, told)
    for who in (None, OLIVIA):
        yield "deals_life.won_after_all", "message", deals_life.won_after_all(who)
        yield "deals_life.won_after_all_line", "message", deals_life.won_after_all_line(account, who)


def _of_accounts_life(words: Words) -> Iterator[Shown]:
    account, other, by = words.account(), words.account(id="a2"), words.owner or ""
    yield "accounts_life.name_is_taken", "words", accounts_life.name_is_taken(account)
    for who in (None, OLIVIA):
        for kept in (None, words.text):
            yield "accounts_life.renamed", "message", accounts_life.renamed(account, other, who, kept)
    yield "accounts_life.channel_kept", "message", accounts_life.channel_kept(words.text)
    customers = [f"C0CUST{number}" for number in range(words.rows)]
    for counts, channels in (([], []), ([("deals", 2), ("touch", 1)], customers)):
        yield "accounts_life.merge_modal", "modal", accounts_life.merge_modal(account, other, counts, channels, "{}")
    for may_archive, archived_by in ((True, None), (False, OLIVIA)):
        shown = accounts_life.merged_away(account, other, by, "m:1", may_archive=may_archive, archived_by=archived_by)
        yield "accounts_life.merged_away", "message", shown
    for sold in ([], [words.deal()]):
        yield "accounts_life.merged_here", "message", accounts_life.merged_here(account, other, by, sold)
    yield "accounts_life.parted", "message", accounts_life.parted(by)
    yield "accounts_life.parted_from", "message", accounts_life.parted_from(other, by)


def _of_handoff(words: Words) -> Iterator[Shown]:
    account, brief = words.account(), words.brief()
    signatures = [{}, {Side.SELLER: (SARA, "ab" * 32, AT), Side.DELIVERY_OWNER: (OLIVIA, "ab" * 32, AT)}]
    for state in HandoffState:
        step = words.handoff(state)
        for signed in signatures:
            for written in (None, brief):
                for sold in ([], [words.deal()] * words.rows):
                    yield "handoff.card", "message", handoff.card(account, sold, step, written, signed)
        yield "handoff.brief_modal", "modal", handoff.brief_modal(account, step, brief)
        yield "handoff.brief_modal", "modal", handoff.brief_modal(account, step, None)
        yield "handoff.return_modal", "modal", handoff.return_modal(account, step)
        yield "handoff.accept_modal", "modal", handoff.accept_modal(account, step, brief)
        yield "handoff.submitted", "message", handoff.submitted(account, step)
        yield "handoff.accepted", "message", handoff.accepted(account, step, TODAY)
        yield "handoff.returned", "message", handoff.returned(account, step)
        yield "handoff.claimed", "message", handoff.claimed(account, step)


def _of_nudges(words: Words) -> Iterator[Shown]:
    account, question = words.account(), words.question()
    line = nudges.question_line(account, question, "https://northwind.example/")
    yield "nudges.checkin_line", "line", nudges.checkin_line(account, words.checkin(), TODAY)
    yield "nudges.question_line", "line", line
    for state in HandoffState:
        yield "nudges.handoff_line", "line", nudges.handoff_line(account, words.handoff(state), TODAY, TODAY)
    for state_ in NudgeState:
        for subject in Subject:
            lines = [words.nudge(number, state_, subject) for number in range(words.rows)]
            yield "nudges.digest", "message", nudges.digest(lines, TODAY)
            yield "nudges.urgent", "message", nudges.urgent(words.nudge(0, state_, subject))
    yield "nudges.digest", "message", nudges.digest([words.nudge(0, NudgeState.DONE), words.nudge(1)], TODAY)
    yield "nudges.waiting", "message", nudges.waiting([words.nudge(number) for number in range(words.rows)])
    yield "nudges.waiting", "message", nudges.waiting([])
    yield "nudges.nobody", "message", nudges.nobody(line)


def public_views() -> set[str]:
    """The names of all functions that a module of views offers."""
    found = set()
    for name in MODULES:
        module = importlib.import_module(f"bot.views.{name}")
        for function, value in inspect.getmembers(module, inspect.isfunction):
            if value.__module__ == module.__name__ and not function.startswith("_"):
                found.add(f"{name}.{function}")
    return found


def parts_of(shown: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message or view, the innermost too."""
    if isinstance(shown, dict):
        yield shown
        for value in shown.values():
            yield from parts_of(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from parts_of(value)
