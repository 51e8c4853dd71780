"""What a line sets apart: a link's words, bold words, words in quotation marks. Apps put the deal there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.deals_labels import field_of, is_whole_label
from bot.domain.deals_marks import MOVED, STAGE_LABEL, STAGE_WON, marks_in
from bot.domain.deals_names import clean
from bot.domain.folding import fold, phrase
from bot.domain.messages import Line
from bot.domain.money import numbers_in

_QUOTED = re.compile(
    r"[\"“„«「『【]\s?([^\"“”„«»「」『』【】]{2,80}?)\s?[\"”“»」』】]|(?<!\w)['‘]([^'‘’]{2,80})['’](?!\w)"
)
_BUTTON = phrase(
    r"""view|open|see|show|details?|here|link|click|go to|visit|more|ver|abrir|voir|ouvrir|ansehen|offnen|anzeigen|apri
    |vedi|bekijk|openen|zobacz|xem|crm|deal|opportunity|record|lead|dashboard|read|edit|update|join|book"""
)
_SAME_IN_ASIA = re.compile(r"開く|見る|詳細|查看|打开|열기|보기|عرض|فتح")
_GOES_ON = re.compile(r"\s*(?:for|with|para|con|com|mit|fur|pour|avec|per|voor|met|de|di|van|von|at|from)\s", re.I)


def set_apart(line: Line) -> str | None:
    """The one stretch of a line that is set apart and can be a deal's or an account's name; None without one.

    A stretch that goes on with "for" or "with" names what was sold rather than whose deal it is, and is left alone.
    """
    for stretches in (_linked(line), _bold(line), _quoted(line)):
        fitting = [stretch for stretch in dict.fromkeys(stretches) if _can_be_name(stretch)]
        if len(fitting) == 1:
            after = line.text.partition(fitting[0])[2]
            return None if _GOES_ON.match(fold(after.lstrip("'\"”»’*_ "))) and after[:1] in " '\"”»’" else fitting[0]
        if fitting:
            return None
    return None


def _linked(line: Line) -> Iterator[str]:
    return (clean(link.label) for link in line.links if link.label)


def _bold(line: Line) -> Iterator[str]:
    return (clean(bold) for bold in line.bold if bold != line.text or not line.links)


def _quoted(line: Line) -> Iterator[str]:
    return (clean(match[1] or match[2]) for match in _QUOTED.finditer(line.text))


def _can_be_name(text: str) -> bool:
    folded = fold(text)
    if not 2 <= len(text) <= 120 or not any(letter.isalpha() for letter in text) or text.endswith((":", "?")):
        return False
    if _BUTTON.match(folded) or _SAME_IN_ASIA.search(text) or is_whole_label(text) or text.startswith(("http", "<@")):
        return False
    if any(mark.strong for mark in marks_in(folded)) or STAGE_WON.fullmatch(folded) or MOVED.match(folded):
        return False
    if any(mark.start <= 1 and mark.end >= len(folded) - 2 for mark in marks_in(folded)):
        return False
    if text.isupper() and marks_in(folded):
        return False
    short = len(text.split()) <= 3
    if short and (field_of(text) not in (None, "account", "client", "deal") or STAGE_LABEL.fullmatch(folded)):
        return False
    money = next((number for number in numbers_in(text) if number.is_money), None)
    return money is None or money.start > 3
