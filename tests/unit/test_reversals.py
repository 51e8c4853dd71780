"""What takes a win back, and what only sounds like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reversals import names, read_reversal


@pytest.mark.parametrize(
    "text",
    [
        "Acme Robotics moved from Closed Won to Negotiation",
        "Opportunity reopened: Acme Robotics",
        "Acme Robotics is no longer won",
        "Acme Robotics cancelled the contract",
        "*Acme Robotics*\nStage: Closed Won → Closed Lost",
        "Auftrag storniert: Acme Robotics",
        "L'affaire Acme Robotics: contrat annulé",
        "Negocio cancelado: Acme Robotics",
        "Trattativa riaperta: Acme Robotics",
        "Opdracht geannuleerd: Acme Robotics",
        "Acme Robotics 受注取消",
        "계약 취소: Acme Robotics",
    ],
)
def test_words_that_leave_no_doubt(text: str) -> None:
    found = read_reversal({"text": text})
    assert found is not None
    assert found.from_won
    assert names(found, "Acme Robotics", "acme robotics")


@pytest.mark.parametrize(
    "text",
    [
        "Deal lost: Acme Robotics - $48,500",
        "We lost the Acme Robotics deal",
        "Acme Robotics backed out",
        "Acme Robotics\nStage: Closed Lost",
        "失注: Acme Robotics",
        "Negocio perdido: Acme Robotics",
    ],
)
def test_words_after_which_a_person_should_say(text: str) -> None:
    found = read_reversal({"text": text})
    assert found is not None
    assert not found.from_won


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Deal won: Acme Robotics",
        "The call with Acme Robotics is cancelled",
        "Was the Acme Robotics deal cancelled?",
        "The Acme Robotics contract is not cancelled",
        "Acme Robotics churned",
        "Happy birthday, Ben!",
        "&gt; Deal lost: Acme Robotics",
    ],
)
def test_what_takes_nothing_back(text: str) -> None:
    assert read_reversal({"text": text}) is None


@pytest.mark.parametrize(("name", "is_named"), [("Acme", True), ("Acm", False), ("Robotics GmbH", False), ("", False)])
def test_whole_names_only(name: str, is_named: bool) -> None:
    found = read_reversal({"text": "Deal lost: Acme Robotics"})
    assert found is not None
    assert names(found, name, name.casefold()) is is_named


@given(st.text(max_size=400))
def test_it_never_raises(text: str) -> None:
    found = read_reversal({"text": text})
    if found is not None:
        names(found, text, text)


@pytest.mark.parametrize("bit", ["closed won ", "deal was ", "not ", "back to ", "a", "moved from closed ", "→ "])
def test_long_texts_take_no_time(bit: str) -> None:
    text = (bit * 40_000)[:40_000]
    began = time.perf_counter()
    read_reversal({"text": text})
    assert time.perf_counter() - began < 0.5
