"""A layout that an admin teaches: one example message and what its fields are, and other messages read by it.

What is learnt is where each value stands: the words before and after it on its line, and which of the lines that look
so it is. No pattern is written by a person, and none is stored; a layout is plain data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.deals_days import read_date
from bot.domain.deals_marks import STAGE_LABEL
from bot.domain.deals_people import person_in
from bot.domain.deals_types import DealFields, PersonHint
from bot.domain.folding import fold
from bot.domain.messages import Line, plain_lines
from bot.domain.money import numbers_in, read_currency, read_value

FIELDS = {
    "account": "the account",
    "deal": "the deal's name",
    "amount": "the amount",
    "currency": "the currency",
    "seller": "the seller",
    "date": "the close date",
    "product": "the product",
    "region": "the region",
    "link": "the link",
}
LONGEST_VALUE = 200


class CannotLearn(ValueError):
    """An example that no layout can be learnt from; its text says why and what to do instead, `field` where."""

    def __init__(self, sentence: str, field: str = "account") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Place:
    """Where a value stands. `before` and `after` are the words around it on its line, folded and without figures.

    `label` is the column or field it stands in; `nth` counts the lines that fit, from the top, from 0; `alone`: nothing
    else stands on the line, so that `above` (the line before it, or "" at the top) tells it apart.
    """

    field: str
    label: str
    before: str
    after: str
    nth: int
    alone: bool
    above: str


@dataclass(frozen=True)
class Layout:
    """The places of a layout, and the words of the example that every message of the layout repeats."""

    places: tuple[Place, ...]
    marks: tuple[str, ...]


def learn(message: Mapping[str, Any], named: Mapping[str, str]) -> Layout:
    """Learn a layout from an example message and the fields named in it: {"account": "Acme", "amount": "$5,000"}.

    Fields are those of FIELDS. Raises CannotLearn, with a sentence for people, when a value does not stand in the
    message, stands in it twice in ways that can't be told apart, or leaves nothing to find it by.
    """
    lines = plain_lines(message)
    values = {field: value.strip() for field, value in named.items() if value.strip()}
    _check(values)
    places = tuple(_place(field, value, lines, values) for field, value in values.items())
    layout = Layout(places, _marks(lines, values))
    for place in places:
        if _shown(place.field, values[place.field]) != _shown(place.field, _value_at(place, lines) or ""):
            raise CannotLearn(
                f"In this example {FIELDS[place.field]} can't be told from the words around it. "
                "Put a label before it in the CRM's message, such as “Account: Acme”.",
                place.field,
            )
    return layout


def _check(values: Mapping[str, str]) -> None:
    unknown = [field for field in values if field not in FIELDS]
    if unknown:
        raise CannotLearn(f"There is no field called {unknown[0]}. Fields are: {', '.join(FIELDS)}.")
    if "account" not in values and "deal" not in values:
        raise CannotLearn("Say at least which words of the message are the account.")
    for field, value in values.items():
        if len(value) > LONGEST_VALUE or "\n" in value:
            raise CannotLearn(
                f"{FIELDS[field].capitalize()} is too long. Copy only its own words, from one line.", field
            )
        same = next((other for other in values if other != field and values[other] == value), None)
        if same and {field, same} != {"account", "deal"}:
            raise CannotLearn(
                f"{FIELDS[field].capitalize()} and {FIELDS[same]} are the same words. Name only one.", field
            )


def _place(field: str, value: str, lines: Sequence[Line], values: Mapping[str, str]) -> Place:
    if field == "link":
        return _link_place(value, lines)
    found = [
        (at, start)
        for at, line in enumerate(lines)
        for start in _starts(line.text, value)
        if _stands_apart(line, start, value)
    ]
    if not found:
        raise CannotLearn(
            f"“{value}” does not stand in the message. Copy {FIELDS[field]} exactly as it is written.", field
        )
    best: Place | None = None
    for at, start in found:
        text = lines[at].text
        place = _described(field, text[:start], text[start + len(value) :], lines, at, values)
        if best is None or _clarity(place) > _clarity(best):
            best = place
    assert best is not None
    if _clarity(best) == 0 and not best.alone:
        raise CannotLearn(
            f"Nothing in the message says where {FIELDS[field]} begins or ends. "
            "Put a label before it, such as “Account: Acme”.",
            field,
        )
    return best


def _starts(text: str, value: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(value), text)][:5]


def _stands_apart(line: Line, start: int, value: str) -> bool:
    text = line.text
    before, after = text[start - 1 : start] if start else "", text[start + len(value) : start + len(value) + 1]
    return not (before.isalnum() and value[:1].isalnum()) and not (after.isalnum() and value[-1:].isalnum())


def _described(field: str, before: str, after: str, lines: Sequence[Line], at: int, values: Mapping[str, str]) -> Place:
    before, after = _words_left(before, values), _words_right(after, values)
    label = fold(lines[at].label or "")
    alone = not before and not after and not label
    place = Place(field, label, before, after, 0, alone, _above(lines, at, values) if alone else "")
    nth = sum(1 for line in lines[:at] if _cut(place, line, lines) is not None) if not alone else 0
    return Place(field, label, before, after, nth, alone, place.above)


def _above(lines: Sequence[Line], at: int, values: Mapping[str, str]) -> str:
    if at == 0:
        return ""
    text = lines[at - 1].text
    for value in values.values():
        text = text.replace(value, "\x00")
    return fold(text) if "\x00" not in text else ""


def _words_left(text: str, values: Mapping[str, str]) -> str:
    """The words right before a value, up to the value before it."""
    cut = max((text.rfind(value) + len(value) for value in values.values() if value in text), default=0)
    return fold(text[cut:]).lstrip() if cut else fold(text).lstrip()


def _words_right(text: str, values: Mapping[str, str]) -> str:
    cut = min((text.find(value) for value in values.values() if value in text), default=len(text))
    return fold(text[:cut]).rstrip() if cut < len(text) else fold(text).rstrip()


def _clarity(place: Place) -> int:
    letters = sum(letter.isalpha() for letter in place.label + place.before)
    marks = sum(not letter.isspace() for letter in place.before + place.after)
    return 2 * letters + marks


def _marks(lines: Sequence[Line], values: Mapping[str, str]) -> tuple[str, ...]:
    """Lines of the example that hold no value and no figure: its stage, its headline, bare labels."""
    bare = [line for line in lines if not any(value in line.text for value in values.values())]
    found = [said for line in bare if STAGE_LABEL.match(said := _said(line))]
    for line in bare:
        if not re.search(r"\d|<@", line.text) and not line.label:
            found.append(fold(line.text))
    return tuple(dict.fromkeys(found[:3]))


def _said(line: Line) -> str:
    return fold(f"{line.label}: {line.text}" if line.label else line.text)


def _link_place(value: str, lines: Sequence[Line]) -> Place:
    for at, line in enumerate(lines):
        if any(link.url == value for link in line.links):
            nth = sum(len(other.links) for other in lines[:at]) + [link.url for link in line.links].index(value)
            label = next(link.label for link in line.links if link.url == value)
            return Place("link", fold(label), "", "", nth, False, "")
    raise CannotLearn(f"The message holds no link to {value}. Copy the address that the link opens.", "link")


def read_by(layout: Layout, message: Mapping[str, Any]) -> DealFields | None:
    """What the layout finds in a message; None when the message is not of this layout. Never raises."""
    lines = plain_lines(message)
    folded = {fold(line.text) for line in lines} | {_said(line) for line in lines}
    if any(mark not in folded for mark in layout.marks):
        return None
    found = {place.field: value for place in layout.places if (value := _value_at(place, lines)) is not None}
    if "account" not in found and "deal" not in found:
        return None
    money = read_value(found.get("amount", ""))
    currency = read_currency(found.get("currency", ""))
    return DealFields(
        account_name=found.get("account") or found.get("deal"),
        deal_name=found.get("deal"),
        amount=money.amount if money else None,
        currency=(money.currency if money else None) or currency,
        seller=_person(found.get("seller"), lines),
        close_date=read_date(found.get("date", "")),
        product=found.get("product"),
        region=found.get("region"),
        crm_url=found.get("link"),
    )


def _person(value: str | None, lines: Sequence[Line]) -> PersonHint | None:
    if not value:
        return None
    people = tuple(re.findall(r"<@(\w+)>", value))
    emails = tuple(email for line in lines for email in line.emails if email in value)
    return person_in(Line(value, people=people, emails=emails))


def _value_at(place: Place, lines: Sequence[Line]) -> str | None:
    if place.field == "link":
        links = [link for line in lines for link in line.links]
        labelled = [link for link in links if place.label and fold(link.label) == place.label]
        if labelled:
            return labelled[0].url
        return links[place.nth].url if not place.label and place.nth < len(links) else None
    fitting = [value for line in lines if (value := _cut(place, line, lines)) is not None]
    return fitting[min(place.nth, len(fitting) - 1)] if fitting else None


def _cut(place: Place, line: Line, lines: Sequence[Line]) -> str | None:
    """The value at a place in one line; None when the line is not of its kind."""
    text, folded = line.text, fold(line.text)
    if fold(line.label or "") != place.label:
        return None
    if place.alone:
        at = next(index for index, other in enumerate(lines) if other is line)
        above = fold(lines[at - 1].text) if at else ""
        return text.strip() or None if above == place.above and not line.label else None
    start = _after_words(place.before, folded)
    if start is None:
        return None
    end = folded.find(place.after, start + 1) if place.after else len(text)
    if end < 0 and (short := _punctuation(place.after)):
        end = folded.find(short, start + 1)
    value = text[start : end if end >= 0 else len(text)].strip(" *_")
    if place.field == "amount" and place.after == "" and value:
        number = next((number for number in numbers_in(value)), None)
        value = value[: number.end] if number else ""
    return value or None


def _after_words(before: str, folded: str) -> int | None:
    if not before:
        return 0
    at = folded.find(before)
    return at + len(before) if at >= 0 else None


def _punctuation(text: str) -> str:
    """The marks that a text begins with, as a looser end of a value ("(" for "(12 seats)")."""
    match = re.match(r"\s*[^\w\s]+\s?", text)
    return match[0] if match else ""


def _shown(field: str, value: str) -> str:
    if field == "amount":
        money = read_value(value)
        return str(money) if money else ""
    return " ".join(value.split())


def describe(layout: Layout) -> str:
    """In words, what the layout reads and where: one sentence a field."""
    return "\n".join(_sentence(place) for place in layout.places)


def _sentence(place: Place) -> str:
    what = FIELDS[place.field]
    if place.field == "link":
        where = f"the link called “{place.label}”" if place.label else f"link number {place.nth + 1}"
        return f"{what.capitalize()} is {where}."
    if place.alone:
        where = f"below “{place.above}”" if place.above else "at the top"
        return f"{what.capitalize()} is the whole line {where}."
    parts = []
    if place.label:
        parts.append(f"in the field “{place.label}”")
    if place.before.strip():
        parts.append(f"after “{place.before.strip()}”")
    if place.after.strip():
        parts.append(f"before “{place.after.strip()}”")
    return f"{what.capitalize()} stands {' and '.join(parts) or 'at the beginning of its line'}."


def as_data(layout: Layout) -> dict[str, Any]:
    """The layout as JSON can hold it."""
    return asdict(layout)


def from_data(data: Mapping[str, Any]) -> Layout:
    """The layout back from `as_data`. Raises ValueError for anything else."""
    try:
        places = tuple(Place(**place) for place in data["places"])
        return Layout(places, tuple(str(mark) for mark in data["marks"]))
    except (KeyError, TypeError) as problem:
        raise ValueError("This is no stored layout.") from problem
