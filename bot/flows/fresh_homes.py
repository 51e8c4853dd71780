"""Keeps Homes fresh: whoever opened theirs lately gets it anew when something in it changes.

What a Home shows is looked up when it is sent. Here only who is to get one is written down, and for people who never
opened theirs that is one look into an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.ids import new_id
from bot.intents import PublishHome
from bot.unit_of_work import Work

LATELY = timedelta(days=7)


async def account(work: Work, account_id: str) -> None:
    """Something about this account has changed: whose turn it is, who has it, what is due, what was asked."""
    await publish(work, await work.homes.showing(account_id, work.now - LATELY))


async def person(work: Work, person_id: str) -> None:
    """Something about this person has changed: their day, their zone."""
    await publish(work, await work.homes.opened_since(work.now - LATELY, [person_id]))


async def everybody(work: Work) -> None:
    """Something that every Home shows has changed."""
    await publish(work, await work.homes.opened_since(work.now - LATELY))


async def publish(work: Work, person_ids: Iterable[str]) -> None:
    """Publish the Homes of these people, once for all that this transaction changes."""
    for person_id in person_ids:
        if person_id not in work.refreshed:
            work.refreshed.add(person_id)
            await work.send(f"home:{person_id}:{new_id()}", PublishHome(person_id))
