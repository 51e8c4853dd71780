"""Are two names the same account, and are two announcements the same deal?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from bot.domain.accounts import Deal, DealKind
from bot.domain.naming import account_key

WINDOW = timedelta(days=7)  # within which the same win is announced twice: by the CRM, and by a proud person
ALIKE = 88  # of 100: "Lumen Labs" and "Lumen Lab", not "Northwind" and "Southwind"
SHORTEST = 4  # letters that say something about who it is
LONGEST = 300
_GENERIC_WORDS = """the new first global group national united american european international bank banco banque hotel
university school city grupo groupe gruppe deutsche general royal central digital data cloud tech media health energy"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_LETTERS = re.compile(r"[\W_]+")


class Likeness(StrEnum):
    SAME = "same"
    LIKELY = "likely"  # a person should say
    DIFFERENT = "different"


def likeness(one: str, other: str) -> Likeness:
    """How alike two names of accounts are: legal forms, case, accents and punctuation don't count; numbers do."""
    return _likeness(account_key(one[:LONGEST]), account_key(other[:LONGEST]))


def _likeness(one: str, other: str) -> Likeness:
    tight, other_tight = _tight(one), _tight(other)
    if one == other or (tight == other_tight and tight):
        return Likeness.SAME
    words, other_words = one.split(), other.split()
    if _numbers(words) != _numbers(other_words):
        return Likeness.DIFFERENT
    if min(len(tight), len(other_tight)) > SHORTEST and fuzz.ratio(tight, other_tight) >= ALIKE:
        return Likeness.LIKELY
    short, long = sorted((words, other_words), key=len)
    says_who = [word for word in short if word not in _GENERIC and len(word) >= SHORTEST]
    return Likeness.LIKELY if says_who and long[: len(short)] == short else Likeness.DIFFERENT


def most_alike(name: str, known: Iterable[tuple[str, str]]) -> tuple[str, Likeness] | None:
    """Of accounts by id and key the one that this name most likely means; None when it is none of them."""
    key = account_key(name[:LONGEST])
    best: tuple[float, str, Likeness] | None = None
    for account_id, other in known:
        found = _likeness(key, other[:LONGEST])
        if found is Likeness.SAME:
            return account_id, found
        if found is Likeness.LIKELY:
            score = fuzz.ratio(key, other)
            if best is None or score > best[0]:
                best = score, account_id, found
    return None if best is None else (best[1], best[2])


def _tight(key: str) -> str:
    # Accents go, other scripts stay: transliterated, two Chinese names can be the same letters.
    return _NOT_LETTERS.sub("", _ACCENTS.sub("", unicodedata.normalize("NFKD", key)))


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if any(letter.isdigit() for letter in word)]


class Verdict(StrEnum):
    SAME = "same"
    ANOTHER = "another"
    UNCLEAR = "unclear"  # a person should say


def compare(known: Deal, new: Deal) -> Verdict:
    """Is a deal with an account another announcement of one that is known with that account?"""
    spoken_of = [known.read_at, *([known.reversed_at] if known.reversed_at else [])]
    is_recent = any(abs(new.read_at - moment) <= WINDOW for moment in spoken_of)
    links = _link(known.crm_url), _link(new.crm_url)
    if links[0] and links[0] == links[1]:
        return Verdict.SAME if _fits(known, new) else Verdict.UNCLEAR
    if not is_recent:
        return Verdict.ANOTHER
    is_equal = known.amount is not None and known.amount == new.amount and _fits(known, new)
    if links[0] and links[1] and links[0].partition("/")[0] == links[1].partition("/")[0]:
        return Verdict.UNCLEAR if is_equal else Verdict.ANOTHER
    if known.kind is not new.kind and new.kind is not DealKind.NEW:
        return Verdict.UNCLEAR if is_equal else Verdict.ANOTHER
    return Verdict.SAME if _fits(known, new) else Verdict.UNCLEAR


def is_surely_same(known: Deal, new: Deal) -> bool:
    """Are two deals of accounts whose names are only alike the same beyond doubt? By their link, or by amount and
    seller."""
    links = _link(known.crm_url), _link(new.crm_url)
    if links[0] and links[1]:
        return links[0] == links[1] and _fits(known, new)
    is_recent = abs(new.read_at - known.read_at) <= WINDOW
    same_seller = known.seller_id is not None and known.seller_id == new.seller_id
    return is_recent and same_seller and known.amount is not None and known.amount == new.amount and _fits(known, new)


def _fits(known: Deal, new: Deal) -> bool:
    """Equal amounts, as far as both name one."""
    if known.amount is None or new.amount is None:
        return True
    same_currency = known.currency is None or new.currency is None or known.currency == new.currency
    return known.amount == new.amount and same_currency


def _link(url: str | None) -> str:
    """A link without what differs between two links to the same place."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host, path = parts.netloc.casefold().removeprefix("www."), parts.path.rstrip("/")
    if not any(letter.isdigit() for letter in path):
        path += f"?{parts.query}#{parts.fragment}"  # the id stands there
    return f"{host}{path}" if host else ""


def same_link(one: str | None, other: str | None) -> bool:
    """Do two links lead to the same record?"""
    return bool(_link(one)) and _link(one) == _link(other)


FACTS = ("amount", "currency", "product", "crm_url", "closed_on", "seller_id", "seller_name", "owner_id")


def better_facts(known: Deal, again: Deal) -> dict[str, object]:
    """What a further announcement adds to a deal: only what was not known, and its kind if it was just new."""
    found: dict[str, object] = {}
    for name in FACTS:
        if getattr(known, name) is None and getattr(again, name) is not None:
            found[name] = getattr(again, name)
    if known.amount is not None and known.currency is None and again.amount != known.amount:
        found.pop("currency", None)
    if known.kind is DealKind.NEW and again.kind is not DealKind.NEW:
        found["kind"] = again.kind
    return found
