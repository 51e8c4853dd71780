"""Customers' questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Phase
from bot.domain.questions import Question, QuestionState
from bot.storage import rows
from bot.storage.tables import accounts, questions

MOST_LATELY = 100


class Questions:
    """The questions of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add_if_new(self, question: Question) -> bool:
        return await rows.add_if_new(self._c, questions, vars(question))

    async def hold(self, question_id: str) -> Question | None:
        """The question, held until the transaction ends: nobody else decides about it meanwhile."""
        query = sa.select(questions).where(questions.c.workspace_id == self._ws, questions.c.id == question_id)
        return await rows.one(self._c, Question, query.with_for_update())

    async def of_message(self, channel_id: str, message_ts: str) -> Question | None:
        return await self._one(questions.c.channel_id == channel_id, questions.c.message_ts == message_ts)

    async def open_in(self, channel_id: str) -> list[Question]:
        """What was asked in that channel and not answered yet, the oldest first; held until the transaction ends."""
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.channel_id == channel_id,
            questions.c.state == QuestionState.OPEN,
        )
        return await rows.many(self._c, Question, query.order_by(questions.c.message_ts).with_for_update())

    async def lately_in(self, channel_id: str, since: datetime) -> list[Question]:
        """What is open in that channel or was answered or closed since then, the newest first; held until the
        transaction ends."""
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.channel_id == channel_id,
            sa.or_(
                questions.c.state == QuestionState.OPEN,
                sa.and_(questions.c.state == QuestionState.ANSWERED, questions.c.answered_at >= since),
                sa.and_(questions.c.state == QuestionState.CLOSED, questions.c.closed_at >= since),
            ),
        )
        newest = query.order_by(questions.c.message_ts.desc()).limit(MOST_LATELY)
        return await rows.many(self._c, Question, newest.with_for_update())

    async def open_of(self, account_id: str) -> list[Question]:
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.account_id == account_id,
            questions.c.state == QuestionState.OPEN,
        )
        return await rows.many(self._c, Question, query.order_by(questions.c.asked_at))

    async def open_of_each(self, account_ids: Sequence[str]) -> dict[str, list[Question]]:
        """What waits for an answer in these accounts, the oldest first."""
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.account_id.in_(account_ids),
            questions.c.state == QuestionState.OPEN,
        )
        found: dict[str, list[Question]] = {}
        for question in await rows.many(self._c, Question, query.order_by(questions.c.asked_at, questions.c.id)):
            found.setdefault(question.account_id, []).append(question)
        return found

    async def count_open(self) -> int:
        """How many questions wait for an answer in open accounts."""
        query = (
            sa.select(sa.func.count())
            .select_from(questions)
            .join(
                accounts,
                sa.and_(accounts.c.workspace_id == questions.c.workspace_id, accounts.c.id == questions.c.account_id),
            )
            .where(
                questions.c.workspace_id == self._ws,
                questions.c.state == QuestionState.OPEN,
                accounts.c.phase != Phase.CLOSED,
            )
        )
        return await self._c.scalar(query) or 0

    async def change(self, question_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(questions)
            .where(questions.c.workspace_id == self._ws, questions.c.id == question_id)
            .values(**values)
        )

    async def wake(self, put_off_until: datetime, now: datetime) -> None:
        """What was put off until then is told now."""
        query = sa.update(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.state == QuestionState.OPEN,
            questions.c.nudge_at == put_off_until,
        )
        await self._c.execute(query.values(nudge_at=now))

    async def _one(self, *conditions: sa.ColumnElement[bool]) -> Question | None:
        return await rows.one(
            self._c, Question, sa.select(questions).where(questions.c.workspace_id == self._ws, *conditions)
        )


async def due(
    connection: AsyncConnection, workspace_ids: Iterable[str], now: datetime, limit: int
) -> list[tuple[str, str]]:
    """Workspace and id of open questions in these workspaces about which somebody is to be told now."""
    query = (
        sa.select(questions.c.workspace_id, questions.c.id)
        .where(
            questions.c.workspace_id.in_(workspace_ids),
            questions.c.state == QuestionState.OPEN,
            questions.c.nudge_at <= now,
        )
        .order_by(questions.c.nudge_at)
        .limit(limit)
    )
    return [(workspace_id, question_id) for workspace_id, question_id in await connection.execute(query)]


async def next_nudge(connection: AsyncConnection, workspace_ids: Iterable[str]) -> datetime | None:
    """When somebody in these workspaces is next to be told about an open question."""
    found: datetime | None = await connection.scalar(
        sa.select(sa.func.min(questions.c.nudge_at, type_=questions.c.nudge_at.type)).where(
            questions.c.workspace_id.in_(workspace_ids), questions.c.state == QuestionState.OPEN
        )
    )
    return found
