"""People, as Slack knows them, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, utils

from bot.domain.deals import PersonHint

SAME_NAME = 90  # of 100: "Chloé Martin" and "Chloe Martin", not "Tom Becker" and "Tim Beck"


class Role(StrEnum):
    """What someone is to an account."""

    SELLER = "seller"
    DELIVERY_OWNER = "delivery_owner"
    DEPUTY = "deputy"
    MANAGER = "manager"
    MEMBER = "member"
    CONTACT = "contact"
    PARTNER = "partner"


@dataclass(frozen=True)
class Person:
    """One Slack user. `team_id` is the home team, `zone` an IANA name, `is_owner`: the workspace's primary owner."""

    user_id: str
    team_id: str | None
    name: str
    email: str | None
    zone: str
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    is_deleted: bool = False
    is_owner: bool = False


def is_ours(person: Person | None, team_id: str, enterprise_id: str | None = None) -> bool:
    """Is this a full member of our own organisation? Unknown people are outside."""
    if person is None or person.is_stranger or person.is_deleted or person.is_guest:
        return False
    return person.team_id == team_id or (enterprise_id is not None and person.team_id == enterprise_id)


def may_act(person: Person | None, team_id: str, enterprise_id: str | None = None) -> bool:
    """May this person press our buttons and run our commands? Full members of the workspace only; unknown: no."""
    return is_ours(person, team_id, enterprise_id) and person is not None and not person.is_bot


def is_named(person: Person, who: Iterable[str]) -> bool:
    """Is this one of those whom the settings name by user id or e-mail address?"""
    email = (person.email or "").casefold()
    return any(word == person.user_id or (email and word.casefold() == email) for word in who)


def find_person(hint: PersonHint | None, people: Iterable[Person]) -> Person | None:
    """The one active person that the hint means; None when nobody or more than one fits."""
    if hint is None:
        return None
    active = [person for person in people if not (person.is_deleted or person.is_bot)]
    if hint.user_id:
        return next((person for person in active if person.user_id == hint.user_id), None)
    if hint.email:
        wanted = hint.email.casefold()
        return next((person for person in active if (person.email or "").casefold() == wanted), None)
    if not hint.name:
        return None
    ranked = sorted(((_alike(hint.name, person.name), person) for person in active), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < SAME_NAME:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0][1]


def _alike(one: str, other: str) -> float:
    given, known = utils.default_process(one), utils.default_process(other)
    return fuzz.ratio(given, known) if given and known else 0  # "???" and "🎉" are both nothing, and not alike


def why_not(person: Person | None, team_id: str, enterprise_id: str | None = None) -> str | None:
    """Half a sentence that says why this person can't take anything on here; None when they can."""
    if may_act(person, team_id, enterprise_id):
        return None
    if person is None or person.is_stranger:
        return "is outside your workspace"
    if person.is_deleted:
        return "has left Slack"
    if person.is_bot:
        return "is an app"
    return "is a guest" if person.is_guest else "is of another organisation"


def next_in_turn(candidates: tuple[str, ...], turns_so_far: int) -> str | None:
    """Round robin: whose turn it is after that many."""
    return candidates[turns_so_far % len(candidates)] if candidates else None
