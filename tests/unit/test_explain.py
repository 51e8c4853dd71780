"""`python -m bot explain`: lines in, lines out, and what is said about lines that can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import cli
from bot.explain import READERS, as_json, explain

WIN = {
    "id": "a",
    "payload": {"bot_id": "B1", "text": "Deal won: Kumquat Press ($12,300) <https://crm.example/deal/7|Open>"},
}
TALK = {"id": "b", "payload": {"user": "U1", "text": "we won the pub quiz"}}


def run(*words: str, lines: str = "") -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(cli, ["explain", *words], input=lines.encode())
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_deals_are_answered_in_order_with_reasons() -> None:
    code, answers = run("deals", "-", lines=f"{json.dumps(WIN)}\n\n{json.dumps(TALK)}\n")
    assert code == 0
    won, talk = answers
    assert (won["id"], won["verdict"]) == ("a", "won")
    deal = won["deals"][0]
    assert (deal["account_name"], deal["amount"], deal["currency"]) == ("Kumquat Press", "12300", "USD")
    assert (deal["crm_url"], deal["amount_period"], deal["seller"]) == ("https://crm.example/deal/7", None, None)
    assert (talk["id"], talk["verdict"], talk["deals"]) == ("b", "not_won", [])
    assert won["why"] == "It says that a deal with Kumquat Press was won."


def test_a_file_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "announcements.jsonl"
    file.write_text("\ufeff" + json.dumps(WIN), encoding="utf-8")
    code, (answer,) = run("deals", str(file))
    assert (code, answer["verdict"]) == (0, "won")


def test_a_file_that_is_not_there_is_said_in_a_sentence() -> None:
    result = CliRunner().invoke(cli, ["explain", "deals", "no-such-file.jsonl"])
    assert result.exit_code == 2
    assert "no-such-file.jsonl can't be read" in result.output


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": 1}', '"payload" is missing'),
        ('{"id": 1, "payload": "text"}', '"payload" is missing'),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_is_answered_with_its_number_and_the_rest_goes_on(line: str, sentence: str) -> None:
    code, (bad, good) = run("deals", "-", lines=f"{line}\n{json.dumps(WIN)}\n")
    assert code == 1
    assert bad["line"] == 1
    assert sentence in bad["error"]
    assert good["verdict"] == "won"


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    (bad,) = explain("deals", [b"\xff\xfe{}\n"])
    assert bad.is_bad
    assert "not UTF-8" in bad.answer["error"]


def test_questions_are_answered_with_what_was_said_before() -> None:
    ask = {"id": 1, "text": "Could you send us the invoice?", "context": [{"role": "us", "text": "Hello"}]}
    code, (answer, refused) = run(
        "questions", "-", lines=f'{json.dumps(ask)}\n{{"id": 2, "text": "x", "context": "y"}}\n'
    )
    assert code == 1
    assert answer["needs_answer"] is True
    assert answer["why"].endswith(".")
    assert '"context" has to be a list' in refused["error"]


def test_conversations_need_their_messages() -> None:
    code, (bad,) = run("conversations", "-", lines='{"id": 1}\n')
    assert code == 1
    assert '"messages" is missing' in bad["error"]


def test_people_get_sentences() -> None:
    result = CliRunner().invoke(
        cli, ["explain", "deals", "-", "--pretty"], input=f"{json.dumps(WIN)}\nnonsense\n".encode()
    )
    assert result.exit_code == 1
    assert "account name: Kumquat Press" in result.output
    assert "It says that a deal with Kumquat Press was won." in result.output
    assert "line 2: This line is not JSON" in result.output


def test_each_answer_is_given_before_the_next_line_is_read() -> None:
    taken: list[int] = []

    def lines() -> Any:
        for number in (1, 2):
            taken.append(number)
            yield json.dumps(WIN).encode()

    next(explain("deals", lines()))
    assert taken == [1]


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "payload", "context", "messages", "idx"]), inner)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(READERS)), anything)
def test_any_line_is_answered_or_refused_with_a_sentence(kind: str, row: Any) -> None:
    (answer,) = explain(kind, [json.dumps(row).encode() + b"\n"])
    again = json.loads(as_json(answer))
    assert again["error"].endswith(".") if answer.is_bad else again["why"].endswith(".")
