"""What flows need to know about people: their zone, and when their digest comes."""

from __future__ import annotations

from bot.domain import workhours
from bot.domain.people import Role
from bot.flows import fresh_homes
from bot.unit_of_work import Work


async def zone_of(work: Work, person_id: str | None) -> str:
    """That person's zone as last read; UTC when unknown."""
    person = await work.people.by_id(person_id) if person_id else None
    return person.zone if person else "UTC"


async def give_role(work: Work, account_id: str, person_id: str, role: Role) -> None:
    """That person has the role from now on, and gets a digest on mornings on which something waits."""
    await work.accounts.hold(account_id)
    await work.accounts.give_role(account_id, person_id, role, work.now)
    await plan_digest(work, person_id)


async def plan_digest(work: Work, person_id: str) -> None:
    """From now on this person gets a digest on mornings on which something waits."""
    zone = await zone_of(work, person_id)
    await work.nudges.plan_digest(person_id, workhours.next_wall_time(work.now, work.policy.digest_time, zone))


async def moved(work: Work, person_id: str) -> None:
    """This person may live by another clock now: their digest comes by that one."""
    next_at = workhours.next_wall_time(work.now, work.policy.digest_time, await zone_of(work, person_id))
    await work.nudges.replan_digest(person_id, work.now, next_at)
    await fresh_homes.person(work, person_id)
