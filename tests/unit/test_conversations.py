"""Which message answers which question: examples, laws, and bars on conversations of our own and on real ones."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.conversations import Asked, Said, read_conversation
from bot.domain.conversations_links import Waiting, addressed, terms_of, which_question

relaxed = settings(deadline=None, max_examples=150)
OURS = Path(__file__).resolve().parents[1] / "readings/conversations.jsonl"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def talk(*lines: str) -> list[Said]:
    """Messages a minute apart, written "lena: text" for customers and "@olivia: text" for us."""
    said = []
    for at, line in enumerate(lines):
        user, _, text = line.partition(": ")
        role = "us" if user.startswith("@") else "customer"
        said.append(Said(at, user.lstrip("@"), role, text, START + timedelta(minutes=at)))
    return said


def answers(*lines: str) -> list[tuple[int, int | None]]:
    """First message and answer of each question."""
    return [(q.messages[0], q.answered_by) for q in read_conversation(talk(*lines))]


def test_what_follows_a_question_answers_it() -> None:
    assert answers("lena: When do we start?", "@olivia: On Monday.") == [(0, 1)]


def test_nobodys_question_is_closed_because_somebody_said_something_else() -> None:
    assert answers(
        "lena: When does the migration start?",
        "@olivia: Happy Friday everyone!",
        "tom: Have a nice weekend",
        "@jonas: Reminder: the survey is open until Monday.",
    ) == [(0, None)]


def test_each_of_two_questions_gets_its_own_answer() -> None:
    assert answers(
        "lena: Could you resend invoice 4711?",
        "tom: When does the training begin?",
        "@olivia: The training begins on 3 May.",
        "@jonas: 4711 is in your inbox again.",
    ) == [(0, 3), (1, 2)]


def test_a_message_to_somebody_else_answers_nothing() -> None:
    assert answers("lena: When do we start?", "@olivia: <@jonas> the room is booked") == [(0, None)]


def test_an_answer_that_fits_two_questions_equally_closes_neither() -> None:
    found = answers("lena: Can we add a user?", "tom: Can we export the data?", "@olivia: We had a good week.")
    assert found == [(0, None), (1, None)]


def test_what_speaks_to_the_asker_is_the_answer_rather_than_what_only_came_next() -> None:
    lines = ["lena: How do we filter by region?", "@ben: The old one had no funnel at all"]
    assert answers(*lines) == [(0, 1)]
    assert answers(*lines, "@olivia: lena: with the funnel on top") == [(0, 2)]
    assert answers(*lines, "lena: I see", "@olivia: lena: the funnel is on top") == [(0, 1)], "she has heard the first"


def test_where_many_talk_what_comes_next_may_be_about_anything() -> None:
    crowd = [f"@{name}: The release went well over here" for name in ("ben", "jonas", "sara", "maya")]
    assert answers(*crowd, "lena: How do we filter by region?", "@ben: That was a long evening") == [(4, None)]
    assert answers(*crowd, "lena: How do we filter by region?", "@ben: By the region's name") == [(4, 5)]


def test_a_promise_to_look_stops_only_the_first_clock() -> None:
    (asked,) = read_conversation(talk("lena: The export fails, can you help?", "@olivia: Looking into it."))
    assert (asked.first_response, asked.answered_by, asked.waits) == (1, None, True)
    assert "looking into it" in asked.why


def test_a_question_back_waits_for_the_customer() -> None:
    (asked,) = read_conversation(
        talk(
            "lena: The export fails, can you help?", "@olivia: Which format?", "lena: CSV", "@olivia: It is mended now."
        )
    )
    assert (asked.first_response, asked.answered_by) == (1, 3)


def test_what_we_asked_back_may_have_been_the_help() -> None:
    (asked,) = read_conversation(
        talk("lena: Why is the list empty?", "@olivia: Did you clear the filter?", "lena: Ah, I had not, thanks!")
    )
    assert (asked.answered_by, asked.closed_by, asked.waits) == (1, 2, False)


def test_thanks_close_and_still_broken_opens_again() -> None:
    lines = [
        "lena: The export is broken, can you help?",
        "@olivia: Please reload, it is mended.",
        "lena: Works now, thanks!",
    ]
    (asked,) = read_conversation(talk(*lines))
    assert (asked.closed_by, asked.waits) == (2, False)
    (asked,) = read_conversation(talk(*lines, "lena: The export is broken again"))
    assert (asked.messages, asked.reopened_by, asked.closed_by, asked.waits) == ((0, 3), 3, None, True)
    (asked,) = read_conversation(
        talk(*lines, "lena: The export is broken again", "@olivia: A disk was full, I emptied it.")
    )
    assert (asked.answered_by, asked.reopened_by, asked.waits) == (4, None, False)


def test_other_trouble_does_not_reopen() -> None:
    found = answers(
        "lena: Can you add Tom to the project?",
        "@olivia: Tom is in.",
        "lena: We still haven't received the signed contract for the second warehouse, please send it",
    )
    assert found == [(0, 1), (2, None)]


def test_messages_in_a_row_are_one_question() -> None:
    (asked,) = read_conversation(
        talk("lena: Hi", "lena: Can you help?", "lena: The page is blank", "@olivia: Reload it.")
    )
    assert (asked.messages, asked.answered_by) == ((1, 2), 3)


def test_other_customers_join_in_or_help() -> None:
    lines = ["lena: How do I filter by region?", "tom: Same here, how?"]
    assert answers(*lines, "@olivia: With the funnel on top.") == [(0, 2)]
    assert answers(lines[0], "tom: Click on the funnel and choose Region") == [(0, 1)]
    assert answers(lines[0], "tom: I was wondering the same") == [(0, None)]


def test_in_a_thread_only_the_thread_counts() -> None:
    said = [
        Said(0, "lena", "customer", "When do we start?", START, "a"),
        Said(1, "tom", "customer", "Who is our contact?", START, "b"),
        Said(2, "olivia", "us", "That is me.", START, "b"),
    ]
    assert [q.answered_by for q in read_conversation(said)] == [None, 2]


def test_the_evidence_is_told() -> None:
    waiting = [Waiting(1, "lena", terms_of("invoice 4711")), Waiting(2, "tom", terms_of("training dates"))]
    link = which_question("The invoice 4711 is paid", "olivia", waiting)
    assert link is not None
    assert link.key == 1
    assert "shares words or numbers" in link.why
    assert which_question("Lunch time", "olivia", waiting) is None
    assert addressed("Hi Tom, see below", {"tom", "lena"}) == {"tom"}


# Laws.

TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "When does it start?", "Please help with 4711", "Looking into it", "Which one?", "Works now, thanks",
            "Still broken", "On Monday.", "Same here", "@lena done", "thanks", "Any news?", "<@tom> 4711 is paid",
        ]
    ),
)  # fmt: skip
TIMES = st.one_of(st.none(), st.datetimes(), st.datetimes(timezones=st.just(UTC)))
SAID = st.builds(
    lambda user, text, at, thread, odd: Said(0, user, odd or ("us" if user < "m" else "customer"), text, at, thread),
    st.sampled_from(["jonas", "ben", "tom", "mira"]),
    TEXTS,
    TIMES,
    st.sampled_from([None, None, "t1"]),
    st.sampled_from(["", "", "", "", "bot"]),
)


@relaxed
@given(st.lists(SAID, max_size=25), st.integers(-5, 1000))
def test_what_holds_of_every_reading(said: list[Said], first: int) -> None:
    messages = [Said(first + at, m.user, m.role, m.text, m.at, m.thread) for at, m in enumerate(said)]
    found = read_conversation(messages)
    assert found == read_conversation(messages)
    by_idx = {m.idx: m for m in messages}
    for asked in found:
        (asker,) = {by_idx[idx].user for idx in asked.messages}
        assert all(by_idx[idx].role == "customer" for idx in asked.messages)
        for other in (asked.answered_by, asked.first_response):
            assert other is None or (other > asked.messages[0] and by_idx[other].user != asker)
        for own in (asked.closed_by, asked.reopened_by):
            assert own is None or by_idx[own].user == asker
        assert asked.why.endswith(".")
    assert len({idx for asked in found for idx in asked.messages}) == sum(len(asked.messages) for asked in found)


def test_a_long_conversation_takes_time_in_proportion() -> None:
    lines = ["Can you help with {}?", "The {} is fine", "Looking into {}", "Who knows {}?", "{} still broken", "thanks"]
    users = ["tom", "jonas", "mira", "ben", "olga", "zoe"]

    def seconds(length: int) -> float:
        said = [
            Said(at, users[at * 7 % 6], "us" if users[at * 7 % 6] < "m" else "customer", lines[at % 6].format(at % 97))
            for at in range(length)
        ]
        begun = time.process_time()
        read_conversation(said)
        return time.process_time() - begun

    seconds(50)
    assert seconds(2_400) < 16 * max(seconds(300), 0.02), "eight times as long takes about eight times the time"


# Bars.


def score(rows: Iterable[dict[str, Any]], *, gold_marks: bool = False) -> dict[str, float]:
    """Shares over the requests of these rows: found, answered ones linked right, unanswered ones taken as answered."""
    found, linked, wrong = [], [], []
    for row in rows:
        marks = {message["text"]: bool(message["needs_answer"]) for message in row["messages"]}
        said = [_said(message) for message in row["messages"]]
        asked = read_conversation(said, lambda text, _, m=marks: m[text]) if gold_marks else read_conversation(said)
        of: dict[int, Asked] = {idx: question for question in asked for idx in question.messages}
        gold = defaultdict(set)
        for link in row["answers"]:
            gold[link["answers"]].add(link["message"])
        for message in row["messages"]:
            if not message["needs_answer"] or message["speaker_role"] != "customer":
                continue
            question = of.get(message["idx"])
            found.append(question is not None)
            if question is None:
                continue
            if right := set().union(*(gold[idx] for idx in question.messages)):
                linked.append(question.answered_by in right)
            else:
                wrong.append(question.answered_by is not None)
    return {name: sum(of) / max(1, len(of)) for name, of in (("found", found), ("linked", linked), ("wrong", wrong))}


def _said(message: dict[str, Any]) -> Said:
    at = datetime.fromisoformat(message["ts"]) if message.get("ts") else None
    return Said(message["idx"], message["user"], message["speaker_role"], message["text"], at)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("part", ["seen", "kept"])
@pytest.mark.parametrize("gold_marks", [False, True])
def test_our_own_conversations_are_read_well(part: str, gold_marks: bool) -> None:
    result = score([row for row in rows_of(OURS) if row["part"] == part], gold_marks=gold_marks)
    assert result["linked"] >= 0.85, result
    assert result["wrong"] <= 0.20, result


@pytest.mark.parametrize("gold_marks", [False, True])
def test_real_conversations_are_read_well(shared: Path, gold_marks: bool) -> None:
    rows = [row for row in rows_of(shared / "data/conversations-dev.jsonl") if row["provenance"] == "hand"]
    result = score(rows, gold_marks=gold_marks)
    assert result["found"] >= 0.90, result
    assert result["linked"] >= 0.85, result
    assert result["wrong"] <= 0.20, result
