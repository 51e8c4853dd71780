"""What flows need to know about people: their zone, and when their digest comes."""

from __future__ import annotations

from bot.domain import workhours
from bot.unit_of_work import Work


async def zone_of(work: Work, person_id: str | None) -> str:
    """That person's zone as last read; UTC when unknown."""
    person = await work.people.by_id(person_id) if person_id else None
    return person.zone if person else "UTC"


async def plan_digest(work: Work, person_id: str) -> None:
    """From now on this person gets a digest on mornings on which something waits."""
    zone = await zone_of(work, person_id)
    await work.nudges.plan_digest(person_id, workhours.next_wall_time(work.now, work.policy.digest_time, zone))
