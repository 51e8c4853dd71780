from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.money import Money, amount_at, read_amounts, read_currency, read_value, show_money

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€1.2M", "1200000", "EUR"),
        ("45k USD", "45000", "USD"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("₹12,00,000", "1200000", "INR"),
        ("R$ 98.500,00", "98500", "BRL"),
        ("CHF 12'500", "12500", "CHF"),
        ("$48.5K", "48500", "USD"),
        ("18500 AED", "18500", "AED"),
        ("EUR 24000", "24000", "EUR"),
        ("340,500.00", "340500", None),
        ("3 500,50 €", "3500.50", "EUR"),
        ("1,2 Mio. €", "1200000", "EUR"),
        ("45 T€", "45000", "EUR"),
        ("CAD $5k", "5000", "CAD"),
        ("1,5 millones de euros", "1500000", "EUR"),
        ("¥120万", "1200000", "JPY"),
        ("₹1.2 Cr", "12000000", "INR"),
        ("1 200 kr", "1200", None),
        ("$1200000.", "1200000", "USD"),
        ("KWD 1.500", "1.5", "KWD"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str, currency: str | None) -> None:
    assert read_amounts(text) == (Money(Decimal(amount), currency),)


@pytest.mark.parametrize(
    "text", ["2025-09-12", "12.03.2025", "XYZ-5000", "250 seats in 2025", "#998575", "80%", "v2.0", "5m", "5 try"]
)
def test_what_is_not_money_is_left_alone(text: str) -> None:
    assert read_amounts(text) == ()


def test_a_name_that_ends_with_a_number_keeps_it() -> None:
    assert read_amounts("Studio 42 - $9,900 and €10") == (Money(Decimal(9900), "USD"), Money(Decimal(10), "EUR"))
    assert amount_at("Studio 42 - $9,900") == 12


def test_a_field_for_an_amount_may_hold_a_bare_number() -> None:
    assert read_value("18500") == Money(Decimal(18500))
    assert read_value("about $20k") == Money(Decimal(20000), "USD")
    assert read_value("to be agreed") is None
    assert (read_currency("usd"), read_currency(" € "), read_currency("beads")) == ("USD", "EUR", None)


def test_an_amount_is_shown_as_the_reader_expects() -> None:
    assert show_money(Money(Decimal(1200000), "EUR")) == "€1,200,000"
    assert show_money(Money(Decimal("1234.5"), "EUR"), "de-DE") == "1.234,50\xa0€"
    assert show_money(Money(Decimal(500)), "de") == "500"
    assert show_money(Money(Decimal(5), "USD"), "no such place") == "$5"


@relaxed
@given(st.text(max_size=200))
def test_reading_never_fails(text: str) -> None:
    for money in read_amounts(text):
        assert money.amount >= 0
        assert show_money(money)


@relaxed
@given(st.integers(1, 10**12), st.sampled_from(["USD", "EUR", "GBP", "INR", "BRL", "JPY"]))
def test_what_we_show_can_be_read_back(amount: int, currency: str) -> None:
    money = Money(Decimal(amount), currency)
    assert read_amounts(show_money(money)) == (money,)
