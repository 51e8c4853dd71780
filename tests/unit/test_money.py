from decimal import Decimal

import pytest
from babel.numbers import format_compact_currency, format_currency
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
        ("￥１，２００，０００", "1200000", "JPY"),
        ("1億2,500万円", "125000000", "JPY"),
        ("3,500만원", "35000000", "KRW"),
        ("人民币 86万元", "860000", "CNY"),
        ("金额1.2亿元", "120000000", "CNY"),
        ("١٢٠٬٠٠٠ ر.س", "120000", "SAR"),
        ("75,000 درهم", "75000", "AED"),
        ("1,5 tỷ VND", "1500000000", "VND"),
        ("120 tys. zł", "120000", "PLN"),
        ("R$ 1,2 milhão", "1200000", "BRL"),
        ("15mila euro", "15000", "EUR"),
        ("32 mil euros", "32000", "EUR"),
        ("€ 23.450,-", "23450", "EUR"),
        ("Rs. 7.5 lakh", "750000", "INR"),
        ("$ 1.250.000 MXN", "1250000", "MXN"),
        ("USD500", "500", "USD"),
        ("₺1,2 B", "1200", "TRY"),
        ("CZK 1,5 mil.", "1500000", "CZK"),
        ("Rp 2 M", "2000000000", "IDR"),
        ("$1,250k", "1250000", "USD"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str, currency: str | None) -> None:
    assert read_amounts(text) == (Money(Decimal(amount), currency),)


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-12",
        "12.03.2025",
        "XYZ-5000",
        "250 seats in 2025",
        "#998575",
        "80%",
        "v2.0",
        "5m",
        "5 try",
        "4,000 employees",
        "12 seats",
    ],
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


LOCALES = (
    "en", "en_GB", "en_IN", "es", "es_MX", "pt", "pt_BR", "fr", "fr_CH", "de", "de_CH", "de_AT", "it", "nl", "ja", "zh",
    "ar", "ar_EG", "vi", "pl", "sv", "da", "nb", "tr", "ko", "hi", "fi", "cs", "hu", "ro", "ru", "uk", "he", "id",
)  # fmt: skip
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "INR", "BRL", "CHF", "SEK", "PLN", "VND", "KRW", "CNY", "AED", "TRY", "MXN")
# "1,5 mil. €" are millions to a Czech and thousands to a Spaniard; "1 B $" is a thousand in Turkish only.
SHORTENED_IN_THEIR_OWN_WAY = {"cs", "ro", "tr"}


@relaxed
@given(st.integers(1, 10**12), st.sampled_from(LOCALES), st.sampled_from(CURRENCIES))
def test_an_amount_has_the_right_size_however_a_locale_writes_it(cents: int, locale: str, currency: str) -> None:
    amount = (Decimal(cents) / 100).quantize(Decimal(1) if currency in ("JPY", "KRW", "VND") else Decimal("0.01"))
    shown = format_currency(amount, currency, locale=locale)
    assert [money.amount for money in read_amounts(shown)] == [amount]


@relaxed
@given(
    st.integers(1, 9_999),
    st.sampled_from([locale for locale in LOCALES if locale not in SHORTENED_IN_THEIR_OWN_WAY]),
    st.sampled_from(["USD", "EUR", "GBP"]),
)
def test_a_shortened_amount_has_the_right_size_or_none(thousands: int, locale: str, currency: str) -> None:
    amount = Decimal(thousands * 1_000)
    shown = format_compact_currency(amount, currency, locale=locale, fraction_digits=3)
    assert all(money.amount == amount for money in read_amounts(shown))
