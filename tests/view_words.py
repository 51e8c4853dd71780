"""What the samples of views are made of: words, long or hostile ones too, in whatever the views show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.accounts import Account, Deal, DealState, Phase
from bot.domain.checkins import CheckIn, CheckInState
from bot.domain.handoff import Brief, Handoff, HandoffState
from bot.domain.home import Home, Overview, Part, Unowned
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject
from bot.domain.people import Role
from bot.domain.questions import Question, QuestionState
from bot.views import (
    nudges,
)

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

    def home(self, who: str, state: HandoffState, day: date) -> Home:
        """A Home with so many accounts of each kind, in the part that this person plays in them."""
        role = Role.SELLER if who == SARA else Role.DELIVERY_OWNER
        checkin = replace(self.checkin(), due_on=day) if self.people else None
        part = Part(
            account=self.account(),
            roles=frozenset({role}),
            handoff=self.handoff(state),
            checkin=checkin,
            questions=(self.question(),) if self.people else (),
            kickoff=day if self.people else None,
            is_reached=False,
        )
        over = replace(part, handoff=self.handoff(HandoffState.ACCEPTED), is_reached=True)
        unowned = Unowned(self.account(), self.handoff(state, owner_id=None), self.rows)
        return Home(
            person_id=who,
            now=AT,
            zone="Europe/Berlin",
            parts=(*(part for _ in range(self.rows)), over),
            unowned=(unowned,) * min(self.rows, 5),
            more_unowned=max(self.rows - 5, 0),
            overview=Overview(self.rows, 2, 3, self.rows) if self.people else None,
            next_digest=AT + timedelta(days=1) if self.people else None,
            is_next_owner=self.people,
        )
