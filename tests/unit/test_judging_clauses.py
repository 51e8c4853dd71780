"""What the clauses of an English sentence do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.judging_clauses import clauses, roles
from bot.domain.judging_text import plain, sentences


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Please send the deck to legal", ["please do"]),
        ("please find attached the deck", ["please note"]),
        ("I'll send the deck when I am back", ["I will", "when I am"]),
        ("Could you resend it", ["aux you"]),
        ("we can't open the page", ["I cannot"]),
        ("you can open the page", ["you can"]),
        ("If you agree, call me", ["if you do", "do for me"]),
        ("which wraps the old client for you", ["which does"]),
        ("what is the price of it", ["asks"]),
        ("there is no way to undo it", ["there not"]),
    ],
)
def test_a_clause_is_told_by_its_order_of_words(text: str, does: list[str]) -> None:
    (sentence,) = sentences(plain(text))
    assert [what for _, _, what in clauses(sentence)] == does


@pytest.mark.parametrize("text", ["Wo finde ich die Rechnung", "最新の請求書", "ssn 4451"])
def test_other_languages_have_no_english_clauses(text: str) -> None:
    (sentence,) = sentences(plain(text))
    assert roles(sentence, []) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "please",
                "i",
                "if",
                "you",
                ",",
                "do",
                "is",
                "not",
                "can",
                "the",
                "who",
                "and",
                "send",
                "?",
                "let",
                "me",
                "have",
                "a",
            ]
        ),
        max_size=90,
    )
)
def test_any_order_of_words_has_clauses_that_follow_each_other(words: list[str]) -> None:
    for sentence in sentences(" ".join(words)):
        found = clauses(sentence)
        assert all(start < end for start, end, _ in found)
        assert [end for _, end, _ in found[:-1]] == [start for start, _, _ in found[1:]]
