"""Customers' questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.questions import Question, QuestionState
from bot.storage import rows
from bot.storage.tables import questions


class Questions:
    """The questions of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add_if_new(self, question: Question) -> bool:
        return await rows.add_if_new(self._c, questions, vars(question))

    async def by_id(self, question_id: str) -> Question | None:
        return await self._one(questions.c.id == question_id)

    async def of_message(self, channel_id: str, message_ts: str) -> Question | None:
        return await self._one(questions.c.channel_id == channel_id, questions.c.message_ts == message_ts)

    async def open_in(self, channel_id: str) -> list[Question]:
        """What was asked in that channel and not answered yet, the oldest first."""
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.channel_id == channel_id,
            questions.c.state == QuestionState.OPEN,
        )
        return await rows.many(self._c, Question, query.order_by(questions.c.message_ts))

    async def open_of(self, account_id: str) -> list[Question]:
        query = sa.select(questions).where(
            questions.c.workspace_id == self._ws,
            questions.c.account_id == account_id,
            questions.c.state == QuestionState.OPEN,
        )
        return await rows.many(self._c, Question, query.order_by(questions.c.asked_at))

    async def change(self, question_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(questions)
            .where(questions.c.workspace_id == self._ws, questions.c.id == question_id)
            .values(**values)
        )

    async def _one(self, *conditions: sa.ColumnElement[bool]) -> Question | None:
        return await rows.one(
            self._c, Question, sa.select(questions).where(questions.c.workspace_id == self._ws, *conditions)
        )


async def due(connection: AsyncConnection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Workspace and id of open questions whose time is up and whose owner was not nudged yet."""
    query = (
        sa.select(questions.c.workspace_id, questions.c.id)
        .where(questions.c.state == QuestionState.OPEN, questions.c.nudged_at.is_(None), questions.c.target_at <= now)
        .order_by(questions.c.target_at)
        .limit(limit)
    )
    return [(workspace_id, question_id) for workspace_id, question_id in await connection.execute(query)]


async def next_target(connection: AsyncConnection) -> datetime | None:
    """When the next open question's time is up."""
    found: datetime | None = await connection.scalar(
        sa.select(sa.func.min(questions.c.target_at, type_=questions.c.target_at.type)).where(
            questions.c.state == QuestionState.OPEN, questions.c.nudged_at.is_(None)
        )
    )
    return found
