"""Calendar days as people write them."""

from __future__ import annotations

import re
from datetime import date

from bot.domain.folding import fold

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen janv sty led", "feb fev fevr", "mar mrz maerz marz mrt", "apr abr avr",
            "may mai mag mei maio mayo",
            "jun juin giu", "jul juil lug", "aug ago aout", "sep set sept", "oct okt out ott", "nov", "dec dez dic dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def read_date(text: str, *, day_first: bool = False) -> date | None:
    """A calendar date in a text; None when there is none or, without `day_first`, when it could be two days."""
    text = fold(text[:200])
    if match := re.search(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)", text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?!\d)", text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second or (day_first and second <= 12):
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 else None
    if match := re.search(
        r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?,?[\s-](?:de\s)?([a-z]{3,12})\.?,?[\s-](?:de\s)?(\d{4})(?!\d)", text
    ):
        return _date(int(match[3]), _month(match[2]), int(match[1]))
    if match := re.search(r"(?<![a-z])([a-z]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})(?!\d)", text):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _month(word: str) -> int:
    return _MONTHS.get(word) or _MONTHS.get(word[:4]) or _MONTHS.get(word[:3]) or 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
