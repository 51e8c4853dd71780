"""A message sorted into labelled values and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.deals_days import read_date
from bot.domain.deals_labels import LABEL_OF, field_of, is_asked, is_whole_label
from bot.domain.deals_marks import marks_in, says_won
from bot.domain.deals_words import fold
from bot.domain.messages import Line
from bot.domain.money import amount_at

_PAIR = re.compile(r"^[^\w\n]{0,5}([^:：\n]{1,40}?)\s?[:：](?!//)\s*(\S.*)$")
_PIPES = re.compile(r"\s+[|·•]\s+")


@dataclass(frozen=True)
class Pair:
    """A labelled value: which field it fills (None when we don't know the label) and the line it stands on."""

    field: str | None
    label: str
    line: Line


@dataclass(frozen=True)
class Sheet:
    """A message sorted into labelled values and sentences; both keep the message's order."""

    pairs: tuple[Pair, ...]
    prose: tuple[Line, ...]

    def first(self, field: str) -> Pair | None:
        """The first value of a field, None when no label names it."""
        return next((pair for pair in self.pairs if pair.field == field and pair.line.text), None)


def sort_lines(lines: Sequence[Line], *, by_person: bool) -> Sheet:
    """Sort lines into labelled values and prose. In a person's own writing only labels that we know are labels."""
    pairs: list[Pair] = []
    prose: list[Line] = []
    within: list[Pair] = []
    waiting: Pair | None = None
    for whole in lines:
        for line in _cells(whole):
            pair = _pair(line, by_person=by_person)
            if waiting is not None and pair is None:
                pairs.append(replace(waiting, line=line))
                waiting = None
                continue
            waiting = None
            if pair is not None:
                pairs.append(pair)
            elif bare := _bare_label(line, by_person=by_person):
                waiting = Pair(bare, line.text, line)
            else:
                prose.append(line)
                within += labels_within(line)
    return Sheet((*pairs, *within), tuple(prose))


def _bare_label(line: Line, *, by_person: bool) -> str | None:
    """The field of a line that is nothing but a label or a form's question, whose value stands below."""
    if line.label:
        return None
    is_bold = line.bold == (line.text,)
    if (line.text.endswith((":", "：")) or is_bold) and is_whole_label(line.text):
        return field_of(line.text)
    if (is_bold or line.text.endswith("?")) and not by_person and is_asked(line.text):
        return field_of(line.text)
    return None


_KEY_VALUE = re.compile(
    r"(?<!\S)([A-Za-z][\w.]{1,30})=(?:\"([^\"\n]{1,120})\"|(.{1,120}?))(?=[\s,;]{1,3}[\w.]{2,30}=|\s*$)"
)
_KEYED = re.compile(r"[\"“]([A-Za-z][\w ]{1,30})[\"”]\s?:\s?(?:[\"“]([^\"“”\n]{1,200})[\"”]|([\w.,+-]{1,40}))")


def _keyed(line: Line) -> tuple[Line, ...]:
    """A line of a program's own ("deal=Acme value=900", JSON) as one labelled line for each of its values."""
    if line.label or line.text.count("=") + line.text.count('":') < 2:
        return ()
    found = [*islice(_KEY_VALUE.finditer(line.text), 40)] or [*islice(_KEYED.finditer(line.text), 40)]
    if len(found) < 2:
        return ()
    rest = line.text[: found[0].start()].strip(" {")
    return (
        *((replace(line, text=rest),) if rest else ()),
        *(replace(line, label=match[1].replace("_", " "), text=(match[2] or match[3]).rstrip(",")) for match in found),
    )


def _cells(line: Line) -> Iterable[Line]:
    """A line with several labelled values ("Plan: Pro | Seats: 5") as one line each."""
    if keyed := _keyed(line):
        return keyed
    parts = _PIPES.split(line.text)
    if line.label or not 2 <= len(parts) <= 20 or sum(bool(_PAIR.match(part)) for part in parts) < 2:
        return (line,)
    return tuple(
        replace(
            line,
            text=part.strip(),
            people=tuple(person for person in line.people if f"<@{person}>" in part),
            emails=tuple(email for email in line.emails if email in part),
        )
        for part in parts
    )


def _pair(line: Line, *, by_person: bool) -> Pair | None:
    if line.label:
        label, value = line.label, line
    else:
        parted = _parted(line)
        if parted is None:
            return None
        label, value = parted[0].strip(" *_"), replace(line, text=parted[1].strip(" *"))
    folded = fold(label).strip(" .#*")
    field = LABEL_OF.get(folded)
    if field is None and says_won(folded) and not is_asked(label):
        return None if not line.label else Pair(None, label, value)
    field = field or (field_of(label) if not by_person or len(label.split()) <= 3 else None)
    if field in ("deal", "account", "client") and folded not in LABEL_OF and says_won(fold(value.text)):
        return None if not line.label else Pair(None, label, value)
    if (
        folded not in LABEL_OF
        and not line.label
        and field != "date"
        and not folded.endswith(" by")
        and marks_in(folded)
    ):
        return None
    if field == "seller" and folded not in LABEL_OF and not line.label and amount_at(value.text) is not None:
        return None
    if field == "date" and read_date(value.text, day_first=True) is None:
        field = None if line.label else "prose"
    if field == "prose":
        return None
    if field is None and not line.label and says_won(fold(line.text)):
        return None
    if field is None and not line.label and (by_person or len(label.split()) > 4):
        return None
    return Pair(field, label, value)


_DASHED = re.compile(r"^[^\w\n]{0,5}([^\W\d_][^\n–—=|-]{1,30}?)\s+(?:[-–—=|]|->|→)\s+(\S.*)$")
_CAPITALS = re.compile(r"^([A-Z]{3,12}(?: [A-Z]{3,12})?)\s+(\S.*)$")


def _parted(line: Line) -> tuple[str, str] | None:
    """Label and value of a line that has both: "Label: value", "Label - value", "LABEL value"."""
    if len(line.text) < 40 and says_won(fold(line.text)):
        return None
    match = _PAIR.match(line.text)
    if match and re.search(r"[.!?。！？]\s", match[1]):
        match = None
    if match and not says_won(fold(match[1])):
        return match[1], match[2]
    for pattern in (_DASHED, _CAPITALS):
        other = pattern.match(line.text)
        if other and is_whole_label(other[1]) and not _opens_with_win(line.text):
            return other[1], other[2]
    if line.bold and line.text.startswith(line.bold[0]) and is_whole_label(line.bold[0]):
        value = line.text[len(line.bold[0]) :].strip(" :-–—")
        if value:
            return line.bold[0], value
    return (match[1], match[2]) if match else None


def _opens_with_win(text: str) -> bool:
    """Whether a line's first words say that a deal was won ("DEAL CLOSED | Acme"), so that they are no label."""
    return any(mark.strong and mark.start <= 1 for mark in marks_in(fold(text[:60])))


_PARTS = re.compile(
    r"[.;,]\s+|\s+[|·•/–—-]\s+|[。，、；|!！]\s*|\s*[()（）]\s*|\n"
    r"|\s+(?=(?:[^\W\d_]{2,12} )?[^\s:：<>]{1,12}[:：]\s?\S)"
)
_BY_ALONE = re.compile(
    r"^(?:by|durch|por|par|von|door|da|przez|af|av) (?=(?:[^\W\d_a-zà-ÿ][\w'’.-]{0,20} ?){2,3}$)"
    r"|^由\s?(?=[\u4e00-\u9fff]{2,3}(?:\s|$))"
)
_BY = re.compile(r"^(?:(?i:closed|won|sold|owned|landed|led)) by (?=[^\W\d_a-z]|<@)")


def _spoken(part: str) -> tuple[str, str] | None:
    """Label and value of "rep Jo Park", "담당 김민지": a label that we know, then a name."""
    parts = part.split(maxsplit=3)
    for count in (1, 2, 3):
        label, value = " ".join(parts[:count]), " ".join(parts[count:])
        first = value[:1]
        if value and (first.isupper() or first == "<" or (first.isalpha() and not first.islower())):
            return (label, value) if is_whole_label(label) or (count > 1 and field_of(label) == "seller") else None
    return None


def _parts(text: str) -> list[tuple[str, str]]:
    """The parts of a sentence, each with what stands from its beginning to the line's end."""
    found, begin = [], 0
    for cut in islice(_PARTS.finditer(text), 40):
        found.append((text[begin : cut.start()], text[begin : begin + 100]))
        begin = cut.end()
    return [*found, (text[begin : begin + 100], text[begin : begin + 100])]


def labels_within(line: Line) -> list[Pair]:
    """Labelled values inside a sentence: "… Owner: Jo Park.", "… (owner Jo Park), region West"."""
    found = []
    for part, rest in _parts(line.text):
        match = _PAIR.match(part)
        known = False
        if match and not says_won(fold(match[1])):
            label, value = match[1], match[2]
            known = LABEL_OF.get(fold(label).strip(" .#*")) in ("account", "client", "deal")
        elif by := _BY.match(part) or _BY_ALONE.match(part):
            label, value = "sold by", part[by.end() :]
        elif spoken := _spoken(part):
            label, value = spoken
        else:
            continue
        field = field_of(label)
        if field in ("amount", "date") and match:
            value = rest[match.start(2) :]
        if (known or field in ("seller", "region", "date", "product", "amount", "delivery")) and value.strip():
            people = tuple(person for person in line.people if f"<@{person}>" in value)
            emails = tuple(email for email in line.emails if email in value)
            found.append(
                Pair(field, label, replace(line, text=value.strip(), people=people, emails=emails, label=None))
            )
    return found
