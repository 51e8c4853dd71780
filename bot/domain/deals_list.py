"""Several wins in one message: a list of names with amounts, or the same labels again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.deals_labels import field_of
from bot.domain.deals_marks import marks_in
from bot.domain.deals_names import bind, is_person
from bot.domain.deals_people import person_in
from bot.domain.deals_phrase import BRACKETS
from bot.domain.deals_scripts import caseless_name, is_caseless
from bot.domain.deals_sentence import deal_phrase
from bot.domain.deals_sheet import Pair, Sheet, sort_lines
from bot.domain.deals_types import DealFields, PersonHint
from bot.domain.deals_words import STATISTICS
from bot.domain.folding import fold
from bot.domain.messages import Line
from bot.domain.money import numbers_in, read_amounts

MOST_LISTED = 50
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)、]|[①-⑳])\s*")
_NEXT = re.compile(r"\s*[)\]）]?\s*(?:[,;、，]\s*(?:and|&|y|e|und|et|en)?|\s(?:and|&|y|e|und|et|en))\s+(?=\S)")
_HEADING = re.compile(r"^[^:：$€£¥₹\d]{3,80}[:：]\s+")
_KEYS = ("deal", "account", "client")


def deals_listed(sheet: Sheet) -> list[DealFields]:
    """The deals of a summary: the items that hold a name and an amount of their own."""
    found: list[DealFields] = []
    lines = [*sheet.prose, *(_as_line(pair) for pair in sheet.pairs if pair.field is None)]
    for line in _whole(lines):
        for item in _items(line):
            deal = _listed(item)
            if deal and all(deal.account_name != other.account_name for other in found):
                found.append(deal)
    return found[:MOST_LISTED]


def _as_line(pair: Pair) -> Line:
    return replace(pair.line, text=f"{pair.label}: {pair.line.text}", label=None)


def _whole(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, a name that stands alone joined with the amount in the line below."""
    name: Line | None = None
    for line in lines:
        first = next((number for number in numbers_in(line.text) if number.is_money), None)
        if first is None and (line.bold == (line.text,) or line.links) and not marks_in(fold(line.text)):
            name = line
            continue
        if name is not None and first is not None and first.start <= 1:
            yield replace(line, text=f"{name.text} – {line.text}", links=name.links)
        else:
            yield line
        name = None


def _items(line: Line) -> Iterator[Line]:
    """A line that runs on from amount to amount ("Acme ($5k), Brandt ($9k)") as one line each."""
    text = bind(_NUMBERED.sub("", line.text))
    money = [number for number in numbers_in(text) if number.is_money]
    if len(money) < 2:
        yield replace(line, text=text)
        return
    heading = _HEADING.match(text[: money[0].start])
    begin = heading.end() if heading else 0
    for number in money:
        cut = _NEXT.match(text, number.end)
        yield replace(line, text=text[begin : cut.start() + 1 if cut else len(text)].strip(" ,;"))
        if cut is None:
            return
        begin = cut.end()


def _listed(line: Line) -> DealFields | None:
    amounts = read_amounts(line.text)
    if len(amounts) != 1 or STATISTICS.search(fold(line.text)):
        return None
    found = deal_phrase(line.text)
    account = found.account
    if is_caseless(line.text):
        account = caseless_name(line.text) or account
    if not account or field_of(account) is not None:
        return None
    seller = PersonHint(user_id=line.people[0]) if line.people else _bracketed(line) or _trailing(line, account)
    money = amounts[0]
    return DealFields(account, found.deal_name, money.amount, money.currency, None, seller, product=found.product)


def _bracketed(line: Line) -> PersonHint | None:
    bracket = BRACKETS.search(line.text)
    return person_in(replace(line, text=bracket[1])) if bracket and is_person(bracket[1]) else None


def _trailing(line: Line, account: str) -> PersonHint | None:
    last = re.split(r"\s+[|·•/–—-]\s+", line.text)[-1].strip(" .!*")
    return PersonHint(name=last) if last != account and is_person(last) and last not in account else None


def deals_apart(lines: Sequence[Line], *, by_person: bool) -> list[tuple[Line, ...]]:
    """The message cut where it begins to tell of the next deal: a key label again, or a win after an amount.

    One stretch of lines for each deal, two or more; empty when it tells of one.
    """
    stretches: list[list[Line]] = [[]]
    seen: set[str] = set()
    has_amount = False
    for line in lines:
        pairs = sort_lines((line,), by_person=by_person).pairs
        keys = {fold(pair.label) for pair in pairs if pair.field in _KEYS}
        says = bool(line.text) and any(mark.strong for mark in marks_in(fold(line.text))) and not pairs
        if keys & seen or (says and has_amount and (seen or stretches[-1])):
            stretches.append([])
            seen, has_amount = set(), False
        stretches[-1].append(line)
        seen |= keys
        has_amount = has_amount or any(pair.field == "amount" for pair in pairs) or bool(read_amounts(line.text))
    return [tuple(stretch) for stretch in stretches] if len(stretches) > 1 else []
