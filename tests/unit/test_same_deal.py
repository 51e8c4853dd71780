"""Two names, one account? Two announcements, one deal? A new customer, a renewal or an expansion?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts import Deal, DealKind, DealState, value_of, worth
from bot.domain.deal_kinds import kind_of
from bot.domain.same_deal import Likeness, Verdict, better_facts, compare, is_surely_same, likeness, most_alike
from tests.view_samples import AT, Words

NAMES = st.text(max_size=40)


def deal(**more: Any) -> Deal:
    bare = Words().deal(state=DealState.WON, crm_url=None, product=None, decided_by=None)
    return replace(bare, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Robotics", "ACME ROBOTICS Inc."),
        ("Lumen Labs GmbH", "LumenLabs"),
        ("Müller & Söhne", "Muller and Sohne"),
        ("Café Luna S.A.", "cafe-luna"),
        ("株式会社サクラ", "株式会社 サクラ"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lumen", "Lumen Labs"),
        ("Lumen Labs", "Lumen Labs EMEA"),
        ("Acme Robotics", "Acme Robtics"),
        ("Deutsche Bank", "Deutsche Bahn"),
        ("Mueller Logistics", "Müller Logistics"),
    ],
)
def test_a_person_should_say(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.LIKELY
    assert likeness(other, one) is Likeness.LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northwind", "Southwind"),
        ("Acme Robotics", "Acme Logistics"),
        ("Acme 1", "Acme 10"),
        ("Acme", "Acme 2"),
        ("National Bank", "National Bank of Greece"),
        ("Sun", "Sun Valley Foods"),
        ("Bank", "Bank Austria"),
        ("北京科技", "背景科技"),
        ("Blue Harbor Capital", "Cobalt Mining"),
    ],
)
def test_different_names(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.DIFFERENT


@given(NAMES, NAMES)
def test_likeness_is_mutual_and_knows_itself(one: str, other: str) -> None:
    assert likeness(one, one) is Likeness.SAME
    assert likeness(one, other) is likeness(other, one)


def test_the_best_of_several() -> None:
    known = [("a1", "lumen labs"), ("a2", "lumen"), ("a3", "northwind")]
    assert most_alike("Lumen", known) == ("a2", Likeness.SAME)
    assert most_alike("Lumen Lab", known) == ("a1", Likeness.LIKELY)
    assert most_alike("Cobalt", known) is None


LATER = timedelta(days=2)
LINK, OTHER_LINK = "https://www.crm.example/deals/7/?utm=1", "https://crm.example/deals/8"


@pytest.mark.parametrize(
    ("known", "new", "verdict"),
    [
        ({}, {}, Verdict.SAME),
        ({}, {"amount": None, "currency": None}, Verdict.SAME),
        ({}, {"currency": None}, Verdict.SAME),
        ({}, {"amount": Decimal(12_000)}, Verdict.UNCLEAR),
        ({}, {"currency": "EUR"}, Verdict.UNCLEAR),
        ({}, {"read_at": AT + timedelta(days=30)}, Verdict.ANOTHER),
        ({"crm_url": "https://crm.example/deals/7"}, {"crm_url": LINK, "read_at": AT + LATER * 30}, Verdict.SAME),
        ({"crm_url": LINK}, {"crm_url": LINK, "amount": Decimal(1)}, Verdict.UNCLEAR),
        ({"crm_url": LINK}, {"crm_url": OTHER_LINK}, Verdict.UNCLEAR),
        ({"crm_url": LINK}, {"crm_url": OTHER_LINK, "amount": Decimal(1)}, Verdict.ANOTHER),
        ({}, {"kind": DealKind.RENEWAL, "amount": Decimal(1)}, Verdict.ANOTHER),
        ({}, {"kind": DealKind.RENEWAL}, Verdict.UNCLEAR),
        ({"kind": DealKind.RENEWAL}, {}, Verdict.SAME),
        ({"read_at": AT - LATER * 20, "reversed_at": AT}, {}, Verdict.SAME),
    ],
)
def test_the_same_deal(known: dict[str, Any], new: dict[str, Any], verdict: Verdict) -> None:
    assert compare(deal(**known), deal(**({"read_at": AT + LATER} | new))) is verdict


def test_beyond_doubt_though_the_names_differ() -> None:
    assert is_surely_same(deal(), deal(read_at=AT + LATER))
    assert not is_surely_same(deal(), deal(seller_id="U0SOMEBODY"))
    assert not is_surely_same(deal(amount=None), deal(amount=None))
    assert is_surely_same(deal(crm_url=LINK), deal(crm_url=LINK, seller_id=None))
    assert not is_surely_same(deal(crm_url=LINK), deal(crm_url=OTHER_LINK))


def test_a_further_announcement_only_fills_gaps() -> None:
    known = deal(amount=None, currency=None)
    again = deal(amount=Decimal(5), product="Website", kind=DealKind.RENEWAL)
    assert better_facts(known, again) == {
        "amount": Decimal(5),
        "currency": "USD",
        "product": "Website",
        "kind": DealKind.RENEWAL,
    }
    assert better_facts(again, known) == {}


def test_values_add_up_within_a_currency_only() -> None:
    dollars, euros = deal(), deal(currency="EUR", amount=Decimal(1))
    assert value_of([dollars, dollars, deal(amount=None)]) == (Decimal(97_000), "USD")
    assert value_of([dollars, euros]) == (None, None)
    assert worth([dollars, euros]) == {"USD": Decimal(48_500), "EUR": Decimal(1)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Deal won: Acme Robotics", DealKind.NEW),
        ("Renewal won: Acme Robotics", DealKind.RENEWAL),
        ("Acme renewed for another year!", DealKind.RENEWAL),
        ("Deal won: Acme. Renewal date: 2027-03-01", DealKind.NEW),
        ("Vertragsverlängerung Acme gewonnen", DealKind.RENEWAL),
        ("Renouvellement signé : Acme", DealKind.RENEWAL),
        ("Renovación firmada: Acme", DealKind.RENEWAL),
        ("Renovação fechada: Acme", DealKind.RENEWAL),
        ("Acme 契約更新 受注", DealKind.RENEWAL),
        ("Upsell won: Acme, 20 more seats", DealKind.EXPANSION),
        ("Erweiterung bei Acme gewonnen", DealKind.EXPANSION),
        ("Uitbreiding bij Acme is binnen", DealKind.EXPANSION),
        ("Ampliación con Acme", DealKind.EXPANSION),
        ("Acme 追加受注", DealKind.EXPANSION),
    ],
)
def test_kinds_of_deals(text: str, kind: DealKind) -> None:
    assert kind_of(text) is kind


@given(NAMES)
def test_kinds_never_raise(text: str) -> None:
    assert kind_of(text, None) in DealKind
