"""Amounts of money as people write them, and as people expect to read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, get_currency_symbol, list_currencies

LONGEST = 40_000
MOST = Decimal(10) ** 14  # more than any deal in any currency: a customer number, or a joke
_DIGITS = 100  # of which every one is shown; Python rounds after 28, and Babel stumbles


@dataclass(frozen=True)
class Money:
    """An amount and its ISO 4217 currency; `currency` is None when the text does not say."""

    amount: Decimal
    currency: str | None = None


CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BDT",
        "BGN",
        "BHD",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "GHS",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JPY",
        "KES",
        "KRW",
        "KWD",
        "KZT",
        "LKR",
        "MAD",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NZD",
        "OMR",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "UYU",
        "VND",
        "ZAR",
    ]
)
_SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "MX$": "MXN", "NT$": "TWD", "R$": "BRL",
    "C$": "CAD", "A$": "AUD", "S$": "SGD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN", "฿": "THB", "₱": "PHP", "₴": "UAH",
    "₡": "CRC", "zł": "PLN", "Kč": "CZK", "円": "JPY", "元": "CNY", "원": "KRW", "Rs.": "INR", "Rs": "INR",
    "SFr.": "CHF", "Fr.": "CHF", "kr.": None, "kr": None,
}  # fmt: skip
_WORDS = {
    "euros": "EUR", "euro": "EUR", "dollars": "USD", "dollar": "USD", "dólares": "USD", "dolares": "USD",
    "pounds": "GBP", "reais": "BRL", "rupees": "INR", "yen": "JPY", "francs": None, "pesos": None, "kronor": "SEK",
    "złotych": "PLN", "bucks": "USD",
}  # fmt: skip
_MAGNITUDES = {
    "k": 3, "tsd": 3, "thousand": 3, "mil": 3, "tys": 3, "mila": 3, "duizend": 3, "tausend": 3, "тыс": 3,
    "m": 6, "mm": 6, "mn": 6, "mln": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6, "millones": 6,
    "millón": 6, "millon": 6, "milhão": 6, "milhões": 6, "milhoes": 6, "milione": 6, "milioni": 6, "miljoen": 6,
    "млн": 6, "b": 9, "bn": 9, "billion": 9, "mrd": 9, "mld": 9, "milliarden": 9, "milliard": 9, "milliards": 9,
    "lakh": 5, "lakhs": 5, "lac": 5, "l": 5, "crore": 7, "crores": 7, "cr": 7, "千": 3, "万": 4, "億": 8, "亿": 8,
    "만": 4, "억": 8,
}  # fmt: skip
_THREE_DECIMALS = frozenset({"BHD", "KWD", "OMR", "TND"})


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# In lower case most codes are words as well ("try", "cop"), so only these may be written so.
_LOWER = ("usd", "eur", "gbp", "brl", "inr", "aed", "chf")
_CODE = rf"(?<![A-Za-z])(?:{_any_of((*CODES, *_LOWER))})(?![A-Za-z])"
_SYMBOL = _any_of(_SYMBOLS)
_AMOUNT = re.compile(
    rf"(?:(?P<code>{_CODE})[ \u00a0]{{0,2}})?(?:(?<![A-Za-z])(?P<sign>{_SYMBOL})[ \u00a0]{{0,2}})?"
    r"(?<![\w#/])(?P<number>\d{1,15}(?:[.,'’]\d{1,6}|[ \u00a0\u202f]\d{3}(?!\d)){0,7})(?![.,'’]?\d)"
    rf"(?:[ \u00a0]?(?P<size>(?i:{_any_of(_MAGNITUDES)})|T(?=\s?€))(?![^\W\d_])\.?)?\+?"
    rf"(?:[ \u00a0]{{0,2}}(?:d[ei] )?(?P<after>{_CODE}|(?:{_SYMBOL})(?![A-Za-z])|(?i:{_any_of(_WORDS)})(?!\w))"
    r"(?![ \u00a0]?\d))?"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3}){0,6},\d{3}|\d{1,3}(?:\.\d{3}){1,6}|\d{1,3}(?:['’ \u00a0\u202f]\d{3}){1,6}")


def read_amounts(text: str) -> tuple[Money, ...]:
    """The amounts of money in a text, in order.

    A number counts when it has a currency, a size ("45k") or is written as money is ("340,500.00"); the first 40,000
    characters are read. Never raises.
    """
    return tuple(money for _, money, is_money in _numbers(text) if is_money)


def amount_at(text: str) -> int | None:
    """Where the first amount that `read_amounts` finds begins; None when it finds none. Never raises."""
    return next((at for at, _, is_money in _numbers(text) if is_money), None)


def read_value(text: str) -> Money | None:
    """The first amount in a text known to hold one (a CRM's "Amount" field), however bare. Never raises."""
    found = tuple(_numbers(text))
    return next((money for _, money, is_money in found if is_money), found[0][1] if found else None)


def read_currency(text: str) -> str | None:
    """The currency that a text as short as "EUR", "usd" or "€" names. Never raises."""
    text = text.strip()
    return text.upper() if text.upper() in CODES else _SYMBOLS.get(text) or _WORDS.get(text.casefold())


def _numbers(text: str) -> Iterator[tuple[int, Money, bool]]:
    """Every number with its place and whether it is certainly money."""
    text = text[:LONGEST]
    for match in _AMOUNT.finditer(text):
        if text[match.end() : match.end() + 2].lstrip().startswith("%"):
            continue
        marked = any(match[name] for name in ("code", "sign", "after"))
        # "XYZ-5000", "2025-09-12" and "v2.0" are names and dates; only a currency makes them money.
        if not marked and re.search(r"[\w#/:.-]$", text[max(0, match.start() - 1) : match.start()]):
            continue
        currency = _currency(match)
        size = (match["size"] or "").casefold()
        if size == "l" and currency != "INR":
            continue
        amount = _plain_number(match["number"], currency, sized=bool(size))
        if amount is None:
            continue
        amount = amount.scaleb(3 if size == "t" else _MAGNITUDES.get(size, 0))
        if amount >= MOST:
            continue
        written_as_money = bool(_GROUPED.fullmatch(match["number"])) or bool(
            re.search(r"\d[.,]\d{2}$", match["number"]) and len(match["number"]) > 5
        )
        if match["size"] and match["size"] in "mMbBlL" and not marked and match["size"].islower():
            written_as_money = False  # "5m" alone is as likely minutes or metres
        else:
            written_as_money = written_as_money or bool(size)
        yield match.start(), Money(_trim(amount), currency), marked or written_as_money


def _trim(amount: Decimal) -> Decimal:
    whole = amount.to_integral_value()
    return Decimal(int(whole)) if amount == whole else amount


def _currency(match: re.Match[str]) -> str | None:
    for text in (match["code"], match["after"], match["sign"]):
        if text and text.upper() in CODES:
            return text.upper()
    for text in (match["sign"], match["after"]):
        if text:
            for table in (_SYMBOLS, _WORDS):
                for name, currency in table.items():
                    if name.casefold() == text.casefold():
                        return currency
    return None


def _plain_number(text: str, currency: str | None, *, sized: bool) -> Decimal | None:
    """A number without its grouping marks; None when the marks make no sense (a date, a version)."""
    text = re.sub(r"['’ \u00a0\u202f]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Decimal(text)
    mark, other = text[last], "," if text[last] == "." else "."
    after = len(text) - last - 1
    if other in text:
        if text.count(mark) > 1:
            return None
        return _whole(text[:last], other, Decimal(f"0.{text[last + 1 :]}"))
    decimals = sized or text.startswith("0") or (currency in _THREE_DECIMALS and mark == ".")
    if text.count(mark) == 1 and (after < 3 or (after == 3 and decimals) or (after > 3 and sized)):
        return Decimal(text.replace(",", "."))
    return _whole(text, mark, Decimal(0))


def _whole(text: str, mark: str, rest: Decimal) -> Decimal | None:
    head, *groups = text.split(mark)
    western = all(len(group) == 3 for group in groups)
    indian = bool(groups) and all(len(group) == 2 for group in groups[:-1]) and len(groups[-1]) == 3
    return Decimal("".join((head, *groups))) + rest if (western or indian) and len(head) <= 3 else None


def show_money(money: Money, locale: str = "en") -> str:
    """The amount as a reader of `locale` ("en", "de-DE") expects it, without needless decimals.

    An unknown locale reads as English. Never raises.
    """
    place = _locale(locale)
    whole = money.amount == money.amount.to_integral_value()
    pattern = place.currency_formats["standard"].pattern
    with localcontext() as context:
        context.prec = _DIGITS
        if money.currency is None:
            return format_decimal(money.amount, format="#,##0" if whole else "#,##0.00", locale=place)
        pattern = pattern.replace(".00", "") if whole else pattern
        if get_currency_symbol(money.currency, place)[-1:].isalpha() and pattern.startswith("¤#"):
            pattern = pattern.replace("¤", "¤\u00a0")
        return format_currency(money.amount, money.currency, format=pattern, locale=place, currency_digits=False)


def is_currency(code: str) -> bool:
    """Is this the code of a currency (ISO 4217)?"""
    return code in list_currencies()


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")
