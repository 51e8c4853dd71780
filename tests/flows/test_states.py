"""What comes back, or changes twice, is shown as it is then: questions and nudges."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from bot.clock import StandingClock
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject
from bot.domain.policy import Policy
from bot.domain.questions import Question, QuestionState
from bot.flows import checkins, questions
from bot.storage.database import Database, Priority
from bot.storage.spine_tables import outbox
from bot.unit_of_work import Work
from tests.rows import AT, WORKSPACE, add_account

OLIVIA = "U0OLIVIAPK"


@pytest.fixture
async def work(sqlite_url: str) -> AsyncIterator[Work]:
    """A transaction in a workspace with one account."""
    database = Database(sqlite_url)
    async with database.write(Priority.INBOX) as connection:
        await add_account(connection)
        yield Work(connection, WORKSPACE, Policy(), StandingClock(AT))
    await database.close()


async def sent(work: Work, kind: str) -> list[dict[str, Any]]:
    """What Slack is to do, of one kind, in order."""
    query = sa.select(outbox.c.payload).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return [orjson.loads(payload) for payload in await work.connection.scalars(query)]


async def test_a_question_that_waits_on_the_customer_is_not_nudged_about_when_it_comes_back(work: Work) -> None:
    asked = Question(
        id="q1", workspace_id="w1", account_id="a1", channel_id="C0CUST", message_ts="1.0", last_ts="1.0",
        thread_ts="1.0", asked_by="U0LENA", state=QuestionState.OPEN, asked_at=AT - timedelta(hours=9),
        target_at=AT - timedelta(hours=5), nudge_at=None, run_over=True, answered_at=None, answered_by=None,
        taken_by=OLIVIA, asked_back_at=AT - timedelta(hours=8),
    )  # fmt: skip
    await work.questions.add_if_new(asked)
    assert await questions.dismiss_all(work, "a1") == ["q1"]
    await questions.reopen(work, ["q1"])
    again = await work.questions.hold("q1")
    assert again is not None
    assert (again.state, again.nudge_at) == (QuestionState.OPEN, None)


async def test_a_check_in_that_is_moved_twice_says_the_second_day(work: Work) -> None:
    planned = await checkins.plan_next(work, "a1", OLIVIA)
    nudge = Nudge(
        id="n1", workspace_id="w1", person_id=OLIVIA, subject=Subject.CHECK_IN, subject_id=planned.id, account_id="a1",
        rung=Rung.DIGEST, local_date=AT.date(), state=NudgeState.OPEN, message_key="digest", line="check-in", due_at=AT,
    )  # fmt: skip
    await work.nudges.add_if_new(nudge)
    for days in (7, 9):
        await checkins.plan_next(work, "a1", OLIVIA, AT.date() + timedelta(days=days))
    shown = [str(one) for one in await sent(work, "Update")]
    assert ["10 Mar" in shown[0], "12 Mar" in shown[-1]] == [True, True]
