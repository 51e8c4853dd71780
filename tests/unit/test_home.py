"""Home: what waits comes in order, what is ahead by day, and every person reads something that fits them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.handoff import HandoffState
from bot.domain.home import AHEAD, Home, Occasion, Overview, Part, Unowned, ahead, in_order, waiting
from bot.domain.nudges import Subject
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.sandbox.blockkit import check_view
from bot.views import home as view
from bot.views.kit import VIEW_BLOCKS, VIEW_BYTES
from tests.blocks_check import assert_valid
from tests.unit.test_views import sentences
from tests.view_samples import OLIVIA, SARA, Words

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
URL = "https://northwind.example/"
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ACME = Words()
QUIET = Part(
    account=ACME.account(),
    roles=frozenset({Role.DELIVERY_OWNER}),
    handoff=ACME.handoff(HandoffState.ACCEPTED),
    checkin=None,
    questions=(),
    kickoff=None,
    is_reached=False,
)


def of(*parts: Part, who: str = OLIVIA, zone: str = "UTC", now: datetime = NOW) -> Home:
    return Home(who, now, zone, parts)


def owned(name: str = "Acme Robotics", number: int = 0, **more: object) -> Part:
    account = ACME.account(id=f"a{number}", name=name)
    return replace(QUIET, account=account, **more)  # type: ignore[arg-type]


def sold(state: HandoffState, **more: object) -> Part:
    whole = replace(QUIET, roles=frozenset({Role.SELLER}), handoff=ACME.handoff(state, due_at=NOW + timedelta(days=1)))
    return replace(whole, **more)  # type: ignore[arg-type]


def checkin_on(day: date, owner: str = OLIVIA) -> object:
    return replace(ACME.checkin(), due_on=day, first_due_on=day, owner_id=owner)


def said(shown: Home) -> str:
    return "\n".join(sentences(view.home(shown, URL)))


# What waits.


def test_late_things_come_first_then_questions_handoffs_and_check_ins() -> None:
    question = replace(ACME.question(), target_at=NOW + timedelta(hours=2))
    submitted = ACME.handoff(HandoffState.SUBMITTED, due_at=NOW + timedelta(days=1))
    home = of(
        owned("Today", 1, checkin=checkin_on(TODAY)),
        owned("Handoff", 2, handoff=submitted),
        owned("Asked", 3, questions=(question,)),
        owned("Late", 4, checkin=checkin_on(TODAY - timedelta(days=1))),
        owned("Later", 5, checkin=checkin_on(TODAY + timedelta(days=1))),
    )
    assert [one.account.name for one in waiting(home)] == ["Late", "Asked", "Handoff", "Today"]


@pytest.mark.parametrize(
    ("state", "seller", "waits_on"),
    [
        (HandoffState.OPEN, SARA, SARA),
        (HandoffState.RETURNED, SARA, SARA),
        (HandoffState.SUBMITTED, SARA, OLIVIA),
        (HandoffState.OPEN, None, OLIVIA),
        (HandoffState.ACCEPTED, SARA, None),
    ],
)
def test_a_handoff_waits_on_whose_turn_it_is(state: HandoffState, seller: str | None, waits_on: str | None) -> None:
    for who in (SARA, OLIVIA):
        part = replace(QUIET, handoff=ACME.handoff(state, seller_id=seller))
        found = [one.subject for one in waiting(of(part, who=who))]
        assert found == ([Subject.HANDOFF] if who == waits_on else [])


def test_a_question_waits_on_the_owner_and_on_nobody_else() -> None:
    asked = replace(QUIET, questions=(ACME.question(),))
    assert len(waiting(of(asked))) == 1
    assert waiting(of(replace(asked, roles=frozenset({Role.SELLER})), who=SARA)) == []
    assert waiting(of(replace(asked, roles=frozenset({Role.MEMBER})), who=SARA)) == []


def test_what_waits_has_the_buttons_of_the_digest() -> None:
    home = of(
        owned(questions=(ACME.question(),), handoff=ACME.handoff(HandoffState.SUBMITTED), checkin=checkin_on(TODAY))
    )
    shown = sentences(view.home(home, URL))
    assert shown[0] == "Waiting on you: 3"
    assert shown[2:4] == ["Answered", "Not a question"]
    assert shown[5:7] == ["Open the brief", "Return"]
    assert shown[8:10] == ["Done", "Snooze to the next workday"]


def test_a_brief_that_came_back_says_what_is_missing() -> None:
    handoff = ACME.handoff(HandoffState.RETURNED, return_reason="Which <pages>\nare in scope?", due_at=NOW)
    text = said(of(sold(HandoffState.RETURNED, handoff=handoff), who=SARA))
    assert "the brief came back with “Which &lt;pages&gt; are in scope?”, due today" in text
    bare = ACME.handoff(HandoffState.RETURNED, return_reason=None, due_at=NOW)
    assert "the brief came back, due today" in said(of(sold(HandoffState.RETURNED, handoff=bare), who=SARA))


def test_an_owner_without_a_seller_is_told_to_ask_and_offered_no_button_that_would_refuse() -> None:
    shown = said(of(owned(handoff=ACME.handoff(HandoffState.OPEN, seller_id=None))))
    assert "no seller is named, so ask whoever sold it to fill in the brief" in shown
    assert "Open the brief" not in shown


# Days, in the person's own zone.


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "due today"),
        (-1, "overdue since yesterday"),
        (-4, "overdue since Friday"),
        (-7, "overdue since 24 Feb"),
        (-70, "overdue since 23 Dec 2025"),
    ],
)
def test_a_check_in_says_how_late_it_is(days: int, words: str) -> None:
    shown = said(of(owned(checkin=checkin_on(TODAY + timedelta(days=days)))))
    assert f"*Acme Robotics* (<#C0ACME>): check-in {words}\n" in shown


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW + timedelta(hours=3), "due today"),
        (NOW - timedelta(hours=3), "overdue since earlier today"),
        (NOW + timedelta(days=1), "due tomorrow"),
        (NOW + timedelta(days=2), "due Thursday"),
        (NOW + timedelta(days=30), "due 2 Apr"),
        (NOW - timedelta(days=2), "overdue since Sunday"),
    ],
)
def test_a_handoff_says_when_it_is_due(due: datetime, words: str) -> None:
    part = sold(HandoffState.OPEN, handoff=ACME.handoff(HandoffState.OPEN, due_at=due))
    assert f"fill in the brief, it takes two minutes, {words}\n" in said(of(part, who=SARA))


def test_a_day_is_a_day_of_the_person() -> None:
    evening = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    part = owned(checkin=checkin_on(date(2026, 3, 4)))
    assert waiting(of(part, zone="America/New_York", now=evening)) == []
    assert len(waiting(of(part, zone="Asia/Tokyo", now=evening))) == 1


def test_a_snoozed_check_in_says_when_it_was_planned_first() -> None:
    moved = replace(ACME.checkin(), due_on=TODAY, first_due_on=TODAY - timedelta(days=5))
    assert "check-in due today, first planned for 26 Feb 2026" in said(of(owned(checkin=moved)))


def test_the_coming_two_weeks_day_by_day() -> None:
    home = of(
        owned("Acme", 1, kickoff=TODAY + timedelta(days=2)),
        owned("Blue Harbor", 2, checkin=checkin_on(TODAY + timedelta(days=2))),
        owned("Cobalt", 3, kickoff=TODAY),
        owned("Delta", 4, handoff=ACME.handoff(HandoffState.OPEN, due_at=NOW + timedelta(days=1))),
        owned("Far", 5, kickoff=TODAY + timedelta(days=15)),
        owned("Gone", 6, kickoff=TODAY - timedelta(days=1)),
        owned("Others", 7, checkin=checkin_on(TODAY + timedelta(days=1), owner="U0SOMEBODY")),
    )
    text = said(home)
    dates = text[text.index("Next dates") :]
    assert dates.startswith(
        "Next dates\n*Today, 3 Mar*\n• kickoff with *Cobalt*\n*Tomorrow, 4 Mar*\n• handoff of *Delta* due\n"
        "*Thursday, 5 Mar*\n• check-in with *Blue Harbor*\n• kickoff with *Acme*\n"
    )
    assert "Far" not in dates
    assert "Gone" not in dates
    assert "Others" not in dates


# Accounts.


def test_an_account_says_value_part_and_what_is_next() -> None:
    part = owned(questions=(ACME.question(),) * 2, checkin=checkin_on(TODAY + timedelta(days=3)))
    text = said(of(part))
    assert "*Acme Robotics* (<#C0ACME>) · $48,500 · you own it\n2 open questions · check-in due Friday" in text


def test_a_seller_sees_who_has_to_be_in_touch_before_they_are_released() -> None:
    text = said(of(sold(HandoffState.ACCEPTED), who=SARA))
    assert "signed by both, yours until <@U0OLIVIAPK> has been in touch with the customer" in text
    over = sold(HandoffState.ACCEPTED, is_reached=True, kickoff=TODAY)
    text = said(of(over, who=SARA))
    assert "Handed over by you: 1. Its owner is in touch with the customer." in text
    assert "Acme Robotics" not in text
    assert ahead(of(over, who=SARA)) == []


def test_accounts_that_need_something_come_first() -> None:
    parts = [
        owned("Quiet", 1),
        owned("Soon", 2, checkin=checkin_on(TODAY + timedelta(days=1))),
        owned("Unsigned", 3, handoff=ACME.handoff(HandoffState.OPEN)),
        owned("Asked", 4, questions=(ACME.question(),)),
    ]
    assert [part.account.name for part in in_order(parts)] == ["Asked", "Unsigned", "Soon", "Quiet"]


# Empty states.


def test_a_newcomer_reads_what_will_appear() -> None:
    text = said(of())
    assert "When a deal of yours is won, its account appears here. Nothing for you to do until then." in text
    assert "Kickoffs, handoffs and check-ins appear here, day by day." in text
    assert "Set up account" in text


def test_a_delivery_owner_without_accounts_reads_that_one_will_come() -> None:
    assert "You are on the list of delivery owners." in said(replace(of(), is_next_owner=True))


def test_all_quiet_says_what_comes_next() -> None:
    assert "Nothing, all quiet. Whatever needs you appears here" in said(of(QUIET))
    coming = owned(checkin=checkin_on(TODAY + timedelta(days=2)))
    assert "Nothing, all quiet. Next up on Thursday: check-in with *Acme Robotics*." in said(of(coming))
    tomorrow = owned(kickoff=TODAY + timedelta(days=1))
    assert "Next up tomorrow: kickoff with *Acme Robotics*." in said(of(tomorrow))


def test_guests_read_one_sentence() -> None:
    assert sentences(view.outsider("Northwind")) == ["Warmline is for full members of Northwind."]


# Admins and delivery owners.


def test_only_who_may_overlook_sees_the_workspace() -> None:
    assert "The whole workspace" not in said(of(QUIET))
    text = said(replace(of(), overview=Overview(12, 3, 2, 1)))
    assert "*Open accounts*\n12\n*Without an owner*\n1\n*Handoffs overdue*\n3\n*Questions waiting*\n2" in text


def test_an_account_that_nobody_owns_can_be_taken() -> None:
    one = Unowned(ACME.account(), ACME.handoff(HandoffState.OPEN, owner_id=None), 1)
    text = said(replace(of(), unowned=(one,), more_unowned=4))
    assert "*Acme Robotics* (<#C0ACME>) · $48,500 · won 3 Mar 2026 · 1 open question\nI take this account" in text
    assert "and 4 more" in text


def test_the_next_digest_is_announced_unless_its_time_has_come() -> None:
    assert "your next digest comes <!date^" in said(replace(of(), next_digest=NOW + timedelta(hours=1)))
    assert "your next digest comes" not in said(replace(of(), next_digest=NOW - timedelta(minutes=1)))


def test_an_admins_settings_stand_at_the_end() -> None:
    settings = [{"type": "divider", "block_id": "settings"}]
    assert view.home(of(), URL, settings=settings)["blocks"][-1] == settings[0]


def test_before_it_is_set_up_an_admin_sees_the_steps_and_everybody_else_whom_to_ask() -> None:
    steps = sentences(view.first_run(Policy(), (), NOW, "Europe/Berlin"))
    asked = sentences(view.not_yet((SARA,)))
    assert any("Which channels announce wins?" in line for line in steps)
    assert any(f"<@{SARA}> can do that with `/warmline setup`" in line for line in asked)
    assert not any("Which channels" in line for line in asked)


# Limits.


def test_three_hundred_accounts_fit_and_the_rest_is_counted() -> None:
    question = replace(ACME.question(), target_at=NOW)
    name = "Aktiengesellschaft für Robotik " * 9
    parts = [
        owned(name, n, questions=(question,), kickoff=TODAY + timedelta(days=n % 14), checkin=checkin_on(TODAY))
        for n in range(300)
    ]
    unowned = (Unowned(ACME.account(name=name), ACME.handoff(HandoffState.OPEN), 3),) * 5
    shown = replace(of(*parts), unowned=unowned, more_unowned=295, overview=Overview(600, 1, 300, 300))
    made = view.home(shown, URL)
    assert check_view(made) == []
    assert_valid(made, "home")
    assert len(made["blocks"]) <= VIEW_BLOCKS - 20, "setup and settings need room"
    assert len(json.dumps(made).encode()) < VIEW_BYTES / 4
    text = "\n".join(sentences(made))
    assert "Waiting on you: 600" in text
    assert "and 590 more, `/warmline` lists them all" in text
    assert "and 280 more, `/account show name` shows any of them" in text
    assert "and 575 more" in text
    assert "`/warmline commands` lists what you can type." in text


dates = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
parts_drawn = st.builds(
    lambda name, state, roles, due, day, kickoff, asked, reached, n: Part(
        account=ACME.account(id=f"a{n}", name=name),
        roles=frozenset(roles),
        handoff=ACME.handoff(state, id=f"h{n}", due_at=NOW + timedelta(hours=due)),
        checkin=replace(ACME.checkin(), id=f"c{n}", due_on=day) if day else None,
        questions=(replace(ACME.question(), id=f"q{n}", target_at=NOW + timedelta(hours=due)),) * asked,
        kickoff=kickoff,
        is_reached=reached,
    ),
    st.text(max_size=60),
    st.sampled_from(HandoffState),
    st.sets(st.sampled_from(Role)),
    st.integers(-200, 200),
    st.none() | dates,
    st.none() | dates,
    st.integers(0, 2),
    st.booleans(),
    st.integers(0, 10**6),
)


@relaxed
@given(st.lists(parts_drawn, max_size=8), st.sampled_from([OLIVIA, SARA]), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_whatever_somebody_has_the_home_is_valid_and_in_order(parts: list[Part], who: str, zone: str) -> None:
    home = of(*parts, who=who, zone=zone)
    made = view.home(home, URL)
    assert check_view(made) == []
    found = waiting(home)
    assert [one.is_late for one in found] == sorted((one.is_late for one in found), reverse=True)
    days = [one.day for one in ahead(home)]
    assert days == sorted(days)
    assert all(home.today <= day <= home.today + AHEAD for day in days)
    assert len(in_order(home.parts)) == sum(not part.is_handed_over for part in home.parts)
    assert {one.occasion for one in ahead(home)} <= set(Occasion)
