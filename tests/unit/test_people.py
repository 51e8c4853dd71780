"""Who is ours, who may act, whom a name means, and whose turn it is."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.deals import PersonHint
from bot.domain.people import Person, find_person, is_ours, may_act, next_in_turn

TEAM, ENTERPRISE = "T0NORTH", "E0NORTH"


def person(user_id: str = "U1", name: str = "Sara Lindqvist", **more: object) -> Person:
    given: dict[str, object] = {"team_id": TEAM, "email": None, "zone": "UTC"} | more
    return Person(user_id=user_id, name=name, **given)  # type: ignore[arg-type]


FLAGS = ("is_bot", "is_guest", "is_stranger", "is_admin", "is_deleted")


@pytest.mark.parametrize("team_id", [TEAM, ENTERPRISE, "T0OTHER", None])
def test_only_full_members_of_our_own_organisation_are_ours(team_id: str | None) -> None:
    """All combinations of flags."""
    for values in product((False, True), repeat=len(FLAGS)):
        flags = dict(zip(FLAGS, values, strict=True))
        someone = person(team_id=team_id, **flags)
        outside = flags["is_guest"] or flags["is_stranger"] or flags["is_deleted"]
        at_home = not outside and team_id == TEAM
        in_enterprise = not outside and team_id in (TEAM, ENTERPRISE)
        assert is_ours(someone, TEAM) is at_home
        assert is_ours(someone, TEAM, ENTERPRISE) is in_enterprise
        assert may_act(someone, TEAM) is (at_home and not flags["is_bot"])
        assert may_act(someone, TEAM, ENTERPRISE) is (in_enterprise and not flags["is_bot"])


def test_somebody_unknown_is_outside() -> None:
    assert not is_ours(None, TEAM, ENTERPRISE)
    assert not may_act(None, TEAM, ENTERPRISE)


SARA = person("U1", "Sara Lindqvist", email="Sara.Lindqvist@Northwind.example")
CHLOE = person("U2", "Chloé Martin", email="chloe@northwind.example")
TOM = person("U3", "Tom Becker")
BOT = person("U4", "Deal Bot", is_bot=True, email="bot@northwind.example")
GONE = person("U5", "Pat Doe", is_deleted=True, email="pat@northwind.example")
EVERYBODY = [SARA, CHLOE, TOM, BOT, GONE]


@pytest.mark.parametrize(
    ("hint", "found"),
    [
        (None, None),
        (PersonHint(), None),
        (PersonHint(user_id="U3"), TOM),
        (PersonHint(user_id="U3", name="Sara Lindqvist"), TOM),
        (PersonHint(user_id="U9"), None),
        (PersonHint(user_id="U4"), None),
        (PersonHint(user_id="U5"), None),
        (PersonHint(email="sara.lindqvist@northwind.example"), SARA),
        (PersonHint(email="SARA.LINDQVIST@NORTHWIND.EXAMPLE"), SARA),
        (PersonHint(email="bot@northwind.example"), None),
        (PersonHint(email="pat@northwind.example"), None),
        (PersonHint(email="nobody@northwind.example", name="Sara Lindqvist"), None),
        (PersonHint(name="Sara Lindqvist"), SARA),
        (PersonHint(name="sara lindqvist"), SARA),
        (PersonHint(name="Chloe Martin"), CHLOE),
        (PersonHint(name="Tim Beck"), None),
        (PersonHint(name="Sara"), None),
        (PersonHint(name="Pat Doe"), None),
        (PersonHint(name="Deal Bot"), None),
        (PersonHint(name="???"), None),
    ],
)
def test_whom_a_hint_means(hint: PersonHint | None, found: Person | None) -> None:
    assert find_person(hint, EVERYBODY) == found


def test_two_people_of_the_same_name_are_nobody() -> None:
    twin = person("U6", "Sara Lindqvist")
    assert find_person(PersonHint(name="Sara Lindqvist"), [SARA, twin]) is None
    assert (
        find_person(PersonHint(name="Sara Lindqvist"), [SARA, person("U6", "Sara Lindqvist", is_deleted=True)]) == SARA
    )


def test_names_without_letters_are_not_alike() -> None:
    """Two names that come to nothing once marks are taken off would otherwise be equal."""
    assert find_person(PersonHint(name="🎉"), [person("U7", "✨")]) is None


def test_turns_go_round() -> None:
    rota = ("U1", "U2", "U3")
    assert [next_in_turn(rota, turns) for turns in range(7)] == ["U1", "U2", "U3", "U1", "U2", "U3", "U1"]
    assert next_in_turn((), 5) is None
    assert next_in_turn(("U1",), 10**9) == "U1"
