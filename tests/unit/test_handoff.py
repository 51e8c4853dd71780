"""The handoff: whose step it is, what a signature refers to, what a brief lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.handoff import (
    Brief,
    Handoff,
    HandoffState,
    NotNow,
    NotYours,
    accept,
    digest,
    give_back,
    problems,
    revived,
    submit,
)

SELLER, OWNER, OTHER = "U_SELLER", "U_OWNER", "U_OTHER"
AT = datetime(2026, 3, 3, tzinfo=UTC)
OPEN, SUBMITTED, RETURNED, ACCEPTED, WITHDRAWN = HandoffState
OVER = (ACCEPTED, WITHDRAWN)


def handoff(state: HandoffState, seller: str | None = SELLER, owner: str | None = OWNER) -> Handoff:
    return Handoff("h1", "w1", "a1", "d1", state, seller, owner, 1, AT, AT, None, None)


SUBMITS = {
    (state, who): NotNow if state in OVER else (SUBMITTED if who == SELLER else NotYours)
    for state in HandoffState
    for who in (SELLER, OWNER, OTHER)
}


@pytest.mark.parametrize(("state", "who"), list(SUBMITS))
def test_who_may_submit_when(state: HandoffState, who: str) -> None:
    wanted = SUBMITS[state, who]
    if isinstance(wanted, HandoffState):
        assert submit(handoff(state), who) is wanted
    else:
        with pytest.raises(wanted):
            submit(handoff(state), who)


@pytest.mark.parametrize("state", [OPEN, RETURNED, SUBMITTED])
def test_who_may_fill_in_for_a_seller(state: HandoffState) -> None:
    assert submit(handoff(state, seller=None), OTHER) is SUBMITTED
    assert submit(handoff(state), OTHER, may_stand_in=True) is SUBMITTED
    for seller in (SELLER, None):
        with pytest.raises(NotYours, match="you sign it afterwards"):
            submit(handoff(state, seller=seller), OWNER, may_stand_in=True)


@pytest.mark.parametrize("state", list(HandoffState))
@pytest.mark.parametrize("who", [SELLER, OWNER, OTHER])
@pytest.mark.parametrize("owner", [OWNER, None])
def test_only_the_owner_decides_and_only_on_a_signed_brief(state: HandoffState, who: str, owner: str | None) -> None:
    for step, result in ((lambda it: accept(it, who, it.version), ACCEPTED), (lambda it: give_back(it, who), RETURNED)):
        it = handoff(state, owner=owner)
        if state is not SUBMITTED:
            with pytest.raises(NotNow):
                step(it)
        elif who != owner:
            with pytest.raises(NotYours):
                step(it)
        else:
            assert step(it) is result


@pytest.mark.parametrize("version", [0, 2, -1])
def test_only_the_version_that_was_read_is_signed(version: int) -> None:
    with pytest.raises(NotNow, match="has changed"):
        accept(handoff(SUBMITTED), OWNER, version)


def test_refusals_say_whom_it_waits_for() -> None:
    with pytest.raises(NotYours, match="<@U_SELLER>"):
        submit(handoff(OPEN), OTHER)
    with pytest.raises(NotYours, match="<@U_OWNER>"):
        accept(handoff(SUBMITTED), OTHER, 1)
    with pytest.raises(NotYours, match="nobody owns the account yet"):
        give_back(handoff(SUBMITTED, owner=None), OTHER)
    with pytest.raises(NotNow, match="is with the seller"):
        accept(handoff(OPEN), OWNER, 1)
    with pytest.raises(NotNow, match="signed this handoff already"):
        submit(handoff(ACCEPTED), SELLER)
    for step in (lambda: submit(handoff(WITHDRAWN), SELLER), lambda: accept(handoff(WITHDRAWN), OWNER, 1)):
        with pytest.raises(NotNow, match="was withdrawn"):
            step()


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (OPEN, {"version": 0}),
        (SUBMITTED, {}),
        (RETURNED, {"return_reason": "Which projects?"}),
        (ACCEPTED, {"accepted_at": AT}),
    ],
)
def test_a_withdrawn_handoff_comes_back_where_it_was(state: HandoffState, more: dict[str, Any]) -> None:
    assert revived(replace(handoff(WITHDRAWN), **more)) is state


BRIEF = Brief("They lose orders.", "SSO by May", "Lena, head of IT", date(2026, 3, 10), "Mind the holiday.")


def test_a_seal_belongs_to_exactly_one_content() -> None:
    changed = [
        replace(BRIEF, why_bought="They lose orders"),
        replace(BRIEF, promises="SSO by May "),
        replace(BRIEF, whom_to_call="Lena, head of  IT"),
        replace(BRIEF, kickoff=date(2026, 3, 11)),
        replace(BRIEF, notes=""),
        # The same words, cut differently: what stands in which answer matters.
        replace(BRIEF, why_bought="They lose orders.SSO by May", promises=""),
        replace(BRIEF, why_bought="They lose", promises=' orders."SSO by May'),
    ]
    seals = [digest(brief) for brief in (BRIEF, *changed)]
    assert len(set(seals)) == len(seals)
    assert all(len(seal) == 64 for seal in seals)


def test_a_seal_is_the_same_for_ever() -> None:
    """Signatures of today must hold in later versions of this program."""
    assert digest(BRIEF) == digest(replace(BRIEF))
    assert digest(BRIEF) == "fd9a7c3660307474b39d18c7516266b82fe4707ae6be297ed3e605f2c8280b7b"


def test_an_odd_text_has_a_seal_too() -> None:
    odd = [digest(replace(BRIEF, notes=text)) for text in ("株式会社", "\x00", "👩‍👩‍👧‍👦", "\ud800", "\udfff")]
    assert len(set(odd)) == len(odd)


def test_a_full_brief_lacks_nothing() -> None:
    assert problems(BRIEF, date(2026, 3, 10)) == {}
    assert problems(replace(BRIEF, notes="", promises="none made"), date(2026, 3, 3)) == {}


def test_what_is_missing_is_said_by_field() -> None:
    empty = Brief(" ", "\n", "", date(2026, 3, 2))
    found = problems(empty, date(2026, 3, 3))
    assert list(found) == ["why_bought", "promises", "whom_to_call", "kickoff"]
    assert 'write "none made"' in found["promises"]
    assert found["kickoff"] == "Pick a day that is still to come."
