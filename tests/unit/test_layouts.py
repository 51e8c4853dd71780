"""A layout that is taught with one example, and other messages read by it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deals_types import PersonHint
from bot.domain.layouts import FIELDS, CannotLearn, as_data, describe, from_data, learn, read_by

relaxed = settings(deadline=None)


def lines(text: str) -> dict[str, Any]:
    return {"bot_id": "B0ODD", "text": text}


EXAMPLE = lines(
    "~ booking sheet ~\nWho pays >> Kumquat Press\nHow much >> 12,300 EUR net\nHunter >> Ana Ruiz\nDay >> 2026-03-02"
)
NAMED = {"account": "Kumquat Press", "amount": "12,300 EUR", "seller": "Ana Ruiz", "date": "2026-03-02"}


def test_labels_that_nobody_knows_are_learnt() -> None:
    layout = learn(EXAMPLE, NAMED)
    deal = read_by(
        layout,
        lines(
            "~ booking sheet ~\nWho pays >> Brandt &amp; Co\nHow much >> 900 USD net"
            "\nHunter >> <@U0BEN>\nDay >> 2026-05-01"
        ),
    )
    assert deal is not None
    assert (deal.account_name, deal.amount, deal.currency) == ("Brandt & Co", Decimal(900), "USD")
    assert (deal.seller, deal.close_date) == (PersonHint(user_id="U0BEN"), date(2026, 5, 1))


def test_it_survives_being_stored() -> None:
    layout = learn(EXAMPLE, NAMED)
    assert from_data(json.loads(json.dumps(as_data(layout)))) == layout
    with pytest.raises(ValueError, match="no stored layout"):
        from_data({"places": [{"field": "account"}], "marks": []})


def test_a_message_of_another_layout_is_left_alone() -> None:
    layout = learn(EXAMPLE, NAMED)
    assert read_by(layout, lines("~ weekly sheet ~\nWho pays >> Brandt\nHow much >> 5 EUR net")) is None
    assert read_by(layout, lines("We won the pub quiz")) is None
    assert read_by(layout, {}) is None


def test_columns_and_links_are_learnt() -> None:
    def columns(account: str, amount: str, url: str) -> dict[str, Any]:
        fields = [
            {"type": "mrkdwn", "text": f"*{label}*\n{value}"}
            for label, value in (("Maison", account), ("Mise", amount))
        ]
        button = {"type": "button", "text": {"type": "plain_text", "text": "Dossier"}, "url": url}
        return {"blocks": [{"type": "section", "fields": fields}, {"type": "actions", "elements": [button]}]}

    layout = learn(
        columns("Atelier Roux", "4 000 €", "https://crm.example/1"),
        {"account": "Atelier Roux", "amount": "4 000 €", "link": "https://crm.example/1"},
    )
    deal = read_by(layout, columns("Verrerie Blin", "7 500 €", "https://crm.example/2"))
    assert deal is not None
    assert (deal.account_name, deal.amount, deal.crm_url) == ("Verrerie Blin", Decimal(7500), "https://crm.example/2")
    assert "in the field “maison”" in describe(layout)


def test_a_sentence_is_learnt_from_the_words_around() -> None:
    layout = learn(
        lines("Ding! Kumquat Press joined for $5,000 (rep: Ana Ruiz)"),
        {"account": "Kumquat Press", "amount": "$5,000", "seller": "Ana Ruiz"},
    )
    deal = read_by(layout, lines("Ding! Tallow & Reed joined for $8,250 (rep: Ben Oh)"))
    assert deal is not None
    assert (deal.account_name, deal.amount, deal.seller) == ("Tallow & Reed", Decimal(8250), PersonHint(name="Ben Oh"))


def test_a_line_of_its_own_is_known_by_the_line_above() -> None:
    layout = learn(
        lines("New one in the book\nKumquat Press\nworth $5,000"), {"account": "Kumquat Press", "amount": "$5,000"}
    )
    deal = read_by(layout, lines("New one in the book\nBrandt GmbH\nworth $80"))
    assert deal is not None
    assert (deal.account_name, deal.amount) == ("Brandt GmbH", Decimal(80))
    assert "The account is the whole line below “new one in the book”." in describe(layout)


@pytest.mark.parametrize(
    ("text", "named", "sentence"),
    [
        ("Deal won: Acme", {"account": "Brandt"}, "does not stand in the message"),
        ("Deal won: Acme $5", {"amount": "$5"}, "at least which words of the message are the account"),
        ("Deal won: Acme", {"account": "Acme", "colour": "red"}, "no field called colour"),
        ("Deal won: Acme", {"account": "Acme", "seller": "Acme"}, "the same words"),
        ("Deal won: Acme", {"account": "Acme", "link": "https://crm.example/1"}, "holds no link"),
        ("Deal won: " + "A" * 300, {"account": "A" * 300}, "too long"),
        ("Acme Anna Berlin", {"account": "Acme", "seller": "Anna", "region": "Berlin"}, "label"),
    ],
)
def test_an_example_that_teaches_nothing_is_refused_with_a_sentence(
    text: str, named: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CannotLearn, match=sentence):
        learn(lines(text), named)


names = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=3, max_size=12)


@relaxed
@given(names, names, st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_one_example_teaches_is_read_in_another(first: str, other: str, amount: int, another: int) -> None:
    def sheet(name: str, value: int) -> dict[str, Any]:
        return lines(f"[[ score ]]\nHouse => {name}\nPurse => {value} EUR")

    layout = learn(sheet(first, amount), {"account": first, "amount": f"{amount} EUR"})
    deal = read_by(layout, sheet(other, another))
    assert deal is not None
    assert (deal.account_name, deal.amount) == (other, Decimal(another))


@relaxed
@given(
    st.text(max_size=80),
    st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=12), max_size=4),
    st.text(max_size=80),
)
def test_it_learns_or_says_why_not(text: str, named: dict[str, str], other: str) -> None:
    refusals: list[str] = []
    try:
        layout = learn(lines(text), named)
    except CannotLearn as refused:
        refusals.append(str(refused))
    else:
        assert describe(layout)
        read_by(layout, lines(other))
    assert all(refusal.endswith(".") for refusal in refusals)
