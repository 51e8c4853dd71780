"""Amounts of money as people write them, and as people expect to read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from functools import lru_cache
from itertools import islice

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, get_currency_symbol, list_currencies

from bot.domain.money_words import (
    ASIAN,
    BLANK,
    CODES,
    MAGNITUDES,
    ONLY_MARKED,
    SIZES_BESIDE,
    SYMBOLS,
    THREE_DECIMALS,
    WORDS,
)

LONGEST = 40_000
MOST = Decimal(10) ** 14  # more than any deal in any currency: a customer number, or a joke
_DIGITS = 100  # of which every one is shown; Python rounds after 28, and Babel stumbles


@dataclass(frozen=True)
class Money:
    """An amount and its ISO 4217 currency; `currency` is None when the text does not say."""

    amount: Decimal
    currency: str | None = None


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# Digits of every script and the marks of full width, one character for one, so that places stay.
_AS_WRITTEN_HERE = {
    code: str(unicodedata.decimal(chr(code))) for code in range(0x80, 0x1FFFF) if chr(code).isdecimal()
} | {
    0x066B: ".", 0x066C: ",", 0xFF0C: ",", 0xFF0E: ".", 0xFF04: "$", 0xFFE5: "¥", 0xFFE1: "£", 0xFFE6: "₩",
    0xFF05: "%", 0x2019: "'", 0x0110: "Đ",
}  # fmt: skip
# In lower case most codes are words as well ("try", "cop"), so only these may be written so.
_LOWER = ("usd", "eur", "gbp", "brl", "inr", "aed", "chf", "pln", "vnd", "sek", "nok", "dkk", "jpy", "cny", "krw")
_CODE = rf"(?<![A-Za-z])(?:{_any_of((*CODES, *_LOWER))})"
_SYMBOL = _any_of(SYMBOLS)
_NUMBER = re.compile(r"\d{1,15}(?:[.,']\d{1,6}|[ \u00a0\u202f\u2009]\d{3}(?!\d)){0,7}")
_LEFT = re.compile(rf"(?P<code>{_CODE}{BLANK}{{0,4}})?(?:(?<![A-Za-z])(?P<sign>{_SYMBOL})[.:]?{BLANK}{{0,4}})?$")
_SIZE = re.compile(rf"{BLANK}{{0,2}}((?i:{_any_of(MAGNITUDES)}))(?![^\W\d_])\.?(?!\w)")
# "1,4 M€", "45 T€", "48k€": a sign may stand at once after the size.
_SIZE_SIGN = re.compile(r"[ \u00a0\u202f]?([kKmMtTbB]|[mM]io|[mM]ln)(?=[ \u00a0]?[€$£])")
_ASIAN_SIZE = re.compile(rf"{BLANK}?({_any_of(ASIAN)})")
_ASIAN_MORE = re.compile(rf"([\d,]{{1,9}}(?:\.\d{{1,4}})?)({_any_of(ASIAN)})")
_RIGHT = re.compile(
    rf"\+?{BLANK}{{0,4}}(?:d[ei] |d'|de\s)?(?P<after>{_CODE}(?![A-Za-z])|(?:{_SYMBOL})(?![A-Za-z])|"
    rf"(?i:{_any_of(WORDS)})(?!\w))(?!{BLANK}?\d)"
)
_GROUPED = re.compile(
    r"\d{1,3}(?:,\d{2,3}){0,6},\d{3}|\d{1,3}(?:\.\d{3}){1,6}|\d{1,3}(?:[' \u00a0\u202f\u2009]\d{3}){1,6}"
)
_COUNTED = re.compile(r"\s?[-]?[^\W\d_]{2}")
_ASIAN_LETTER = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_GLUED = re.compile(rf"[^\W{_ASIAN_LETTER}]$|[#/]$")
_GLUED_BARE = re.compile(rf"[^\W{_ASIAN_LETTER}]$|[#/:.-]$")
MOST_NUMBERS = 300


def read_amounts(text: str) -> tuple[Money, ...]:
    """The amounts of money in a text, in order.

    A number counts when it has a currency, a size ("45k") or is written as money is ("340,500.00"); the first 40,000
    characters are read. Never raises.
    """
    return tuple(number.money for number in numbers_in(text) if number.is_money)


def amount_at(text: str) -> int | None:
    """Where the first amount that `read_amounts` finds begins; None when it finds none. Never raises."""
    return next((number.start for number in numbers_in(text) if number.is_money), None)


def read_value(text: str) -> Money | None:
    """The first amount in a text known to hold one (a CRM's "Amount" field), however bare. Never raises."""
    found = tuple(numbers_in(text))
    return next((number.money for number in found if number.is_money), found[0].money if found else None)


def read_currency(text: str) -> str | None:
    """The currency that a text as short as "EUR", "usd" or "€" names. Never raises."""
    text = text.strip()
    return text.upper() if text.upper() in CODES else SYMBOLS.get(text) or WORDS.get(text.casefold())


@dataclass(frozen=True)
class Number:
    """A number in a text: where it stands with its marks, the money it would be, whether it certainly is money."""

    start: int
    end: int
    money: Money
    is_money: bool
    is_marked: bool


def numbers_in(text: str) -> tuple[Number, ...]:
    """The first 300 numbers of a text's first 40,000 characters, dates and versions apart. Never raises."""
    return _numbers_in(text[:LONGEST])


@lru_cache(maxsize=256)
def _numbers_in(text: str) -> tuple[Number, ...]:
    return tuple(_find_numbers(text))


def _find_numbers(text: str) -> Iterator[Number]:
    if not text.isascii():
        text = text.translate(_AS_WRITTEN_HERE)
    end = 0
    for digits in islice(_NUMBER.finditer(text), MOST_NUMBERS):
        number = _number(text, digits) if digits.start() >= end else None
        if number is not None:
            end = number.end
            yield number


def _number(text: str, digits: re.Match[str]) -> Number | None:
    start, end = digits.span()
    if re.match(r"[.,']?\d", text[end : end + 2]):
        return None
    near = text[max(0, start - 12) : start]
    left = _LEFT.search(near)
    begin = start - len(near) + left.start() if left else start
    before = text[max(0, begin - 1) : begin]
    size, end = _size(text, end)
    right = _RIGHT.match(text, end, end + 24)
    currency = _currency(left, right)
    marked = bool(right or (left and left[0]))
    # "XYZ-5000", "2025-09-12" and "v2.0" are names and dates; only a currency makes them money.
    if _GLUED.search(before) if marked and begin == start else not marked and _GLUED_BARE.search(before):
        return None
    name = size[0] if size else ""
    if name == "l" and currency != "INR":
        return None
    if name in ONLY_MARKED and not marked:
        size = None
    # "1,250k" and "3,500万" are grouped, "1.250M" has decimals.
    has_decimals = size is not None and size[1] != 3 and not (size[0] in ASIAN and "," in digits[0])
    amount = _plain_number(digits[0], currency, sized=has_decimals)
    if amount is None:
        return None
    amount = amount.scaleb(SIZES_BESIDE.get((name.casefold(), currency or ""), size[1])) + size[2] if size else amount
    end = right.end() if right else end
    if amount >= MOST or text[end : end + 2].lstrip().startswith("%"):
        return None
    return Number(
        begin, end, Money(_trim(amount), currency), marked or _is_written_as_money(text, digits, size), marked
    )


_Size = tuple[str, int, Decimal]  # how it is written, the power of ten, and what a second part adds


def _size(text: str, end: int) -> tuple[_Size | None, int]:
    asian = _ASIAN_SIZE.match(text, end, end + 4)
    if asian:
        end, added = asian.end(), Decimal(0)
        more = _ASIAN_MORE.match(text, end, end + 16)
        if more and ASIAN[more[2]] < ASIAN[asian[1]]:
            try:
                added, end = Decimal(more[1].replace(",", "")).scaleb(ASIAN[more[2]]), more.end()
            except InvalidOperation:
                added = Decimal(0)
        return (asian[1], ASIAN[asian[1]], added), end
    match = _SIZE_SIGN.match(text, end, end + 8) or _SIZE.match(text, end, end + 16)
    if match is None:
        return None, end
    name = match[1].casefold()
    if name == "t" and not re.match(r"\s?(?:€|VND|₫)", text[match.end() : match.end() + 4]):
        return None, end
    return (match[1] if match[1] in "mbl" else name, MAGNITUDES[name], Decimal(0)), match.end()


def _is_written_as_money(text: str, digits: re.Match[str], size: _Size | None) -> bool:
    if size:
        return size[0] not in ("m", "b", "l")  # "5m" alone is as likely minutes or metres
    if _COUNTED.match(text, digits.end(), digits.end() + 4):
        return False  # "4,000 employees"
    cents = re.search(r"\d[.,]\d{2}$", digits[0]) and len(digits[0]) > 5
    return bool(_GROUPED.fullmatch(digits[0])) or bool(cents)


def _trim(amount: Decimal) -> Decimal:
    whole = amount.to_integral_value()
    return Decimal(int(whole)) if amount == whole else amount


def _currency(left: re.Match[str] | None, right: re.Match[str] | None) -> str | None:
    marks = (left and left["code"], right and right["after"], left and left["sign"])
    for mark in marks:
        if not mark:
            continue
        mark = mark.strip()
        if mark.upper() in CODES:
            return mark.upper()
        if mark in SYMBOLS:
            return SYMBOLS[mark]
        if mark.casefold() in WORDS:
            return WORDS[mark.casefold()]
    return None


def _plain_number(text: str, currency: str | None, *, sized: bool) -> Decimal | None:
    """A number without its grouping marks; None when the marks make no sense (a date, a version)."""
    text = re.sub(r"[' \u00a0\u202f\u2009]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Decimal(text)
    mark, other = text[last], "," if text[last] == "." else "."
    after = len(text) - last - 1
    if other in text:
        if text.count(mark) > 1:
            return None
        return _whole(text[:last], other, Decimal(f"0.{text[last + 1 :]}"))
    decimals = sized or text.startswith("0") or (currency in THREE_DECIMALS and mark == ".")
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
