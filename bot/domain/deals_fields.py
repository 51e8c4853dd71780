"""The fields of a deal: labelled values first, then what the sentences say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.domain.deals_labels import LABEL_OF, field_of, is_asked, is_whole_label
from bot.domain.deals_marks import LIKELY, marks_in, says_won
from bot.domain.deals_names import is_person
from bot.domain.deals_types import PersonHint
from bot.domain.deals_words import HANDED, KUDOS, fold
from bot.domain.messages import Line
from bot.domain.money import Money, read_amounts, read_currency, read_value

_PAIR = re.compile(r"^[^\w\n]{0,5}([^:：\n]{1,40}?)\s?[:：](?!//)\s*(\S.*)$")
MOST_PEOPLE = 20
_PIPES = re.compile(r"\s+[|·•]\s+")
_PERIODS = (
    (
        "monthly",
        re.compile(
            r"\bmrr\b|(?:\bper|\ba|/)\s?mo(?:nth)?\b|\bmonthly\b|mensual|mensal|mensuel|/mes\b|\b(?:al|por) mes\b|"
            r"monatlich|pro monat|\bmtl\b|par mois|al mese|mensile|per maand|/maand|月額"
        ),
    ),
    (
        "yearly",
        re.compile(
            r"\b(?:arr|acv|pa)\b|(?:\bper|\ba|/)\s?y(?:ea)?r\b|\bannual|\byearly\b|\bannum\b|\bp\.a\.|anual|\b(?:por|al) ano\b|"
            r"/an\b|/ano\b|jahrlich|pro jahr|/jahr|annuel|\bpar an\b|all'anno|annuo|per jaar|/jaar|年額"
        ),
    ),
    ("total", re.compile(r"\btcv\b|total contract|valor total del contrato|gesamtwert|valeur totale|valore totale")),
    (
        "one_off",
        re.compile(
            r"one[- ](?:off|time)|single payment|einmalig|pago unico|pagamento unico|ponctuel|una tantum|eenmalig"
        ),
    ),
)
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen janv", "feb fev fevr", "mar mrz maerz marz mrt", "apr abr avr", "may mai mag mei maio mayo",
            "jun juin giu", "jul juil lug", "aug ago aout", "sep set sept", "oct okt out ott", "nov", "dec dez dic dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOSER = re.compile(
    r"\(([^()]{3,60})\)\W{0,5}$"
    r"|\b(?:[Cc]losed|[Ww]on|[Ss]old|[Ll]anded) by ((?:[^\W\d_a-z][\w.'’-]{0,30} ?){2,4})"
    r"|^\W{0,5}((?:[^\W\d_a-z][\w.'’-]{0,30} ){2,4})(?:has |have )?(?:just )?(?:closed|won|landed|signed) "
)
_CRM = re.compile(
    r"crm|hubspot|salesforce|force\.com|pipedrive|zoho|close\.com|attio|dynamics|copper|deal|opportunit|negocio|affaire",
    re.I,
)
_HELP = re.compile(r"unsubscribe|settings|help|docs\.|zoom\.us|meet\.google|\.(?:png|gif|jpe?g)\b", re.I)


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


def _cells(line: Line) -> Iterable[Line]:
    """A line with several labelled values ("Plan: Pro | Seats: 5") as one line each."""
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
    if field == "date" and read_date(value.text) is None:
        field = None if line.label else "prose"
    if field == "prose":
        return None
    if field is None and not line.label and (by_person or len(label.split()) > 4 or LIKELY.search(folded)):
        return None
    return Pair(field, label, value)


_DASHED = re.compile(r"^[^\w\n]{0,5}([^\W\d_][^\n–—=|-]{1,30}?)\s+(?:[-–—=|]|->|→)\s+(\S.*)$")
_CAPITALS = re.compile(r"^([A-Z]{3,12}(?: [A-Z]{3,12})?)\s+(\S.*)$")


def _parted(line: Line) -> tuple[str, str] | None:
    """Label and value of a line that has both: "Label: value", "Label - value", "LABEL value"."""
    if len(line.text) < 40 and says_won(fold(line.text)):
        return None
    match = _PAIR.match(line.text)
    if match and not says_won(fold(match[1])):
        return match[1], match[2]
    for pattern in (_DASHED, _CAPITALS):
        other = pattern.match(line.text)
        if other and is_whole_label(other[1]):
            return other[1], other[2]
    if line.bold and line.text.startswith(line.bold[0]) and is_whole_label(line.bold[0]):
        value = line.text[len(line.bold[0]) :].strip(" :-–—")
        if value:
            return line.bold[0], value
    return (match[1], match[2]) if match else None


_PARTS = re.compile(
    r"[.;,]\s+|\s+[|·•/–—-]\s+|[。，、；|!！]\s*|\s*[()（）]\s*|\n|\s+(?=[^\s:：<>]{1,12}[:：]\s?\S)|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])"
)
_SPOKEN_LABEL = re.compile(r"([^\W\d_]{1,20}(?: [a-zà-ÿ]{1,20}){0,2}) (?=[^\W\d_a-zà-ÿ]|<@)")
_BY = re.compile(r"^(?:(?i:closed|won|sold|owned|landed|led)) by (?=[^\W\d_a-z]|<@)")


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
        spoken = None if match else _SPOKEN_LABEL.match(part)
        if match and not says_won(fold(match[1])):
            label, value = match[1], match[2]
        elif by := _BY.match(part):
            label, value = "sold by", part[by.end() :]
        elif spoken and is_whole_label(spoken[1].strip()):
            label, value = spoken[1].strip(), part[spoken.end() :]
        else:
            continue
        field = field_of(label)
        if field == "amount" and match:
            value = rest[match.start(2) :]
        if field in ("seller", "region", "date", "product", "amount", "delivery") and value.strip():
            people = tuple(person for person in line.people if f"<@{person}>" in value)
            emails = tuple(email for email in line.emails if email in value)
            found.append(Pair(field, label, replace(line, text=value.strip(), people=people, emails=emails, label=None)))
    return found


def read_money(sheet: Sheet) -> tuple[Money | None, str | None]:
    """The deal's amount and its period ("one_off", "monthly", "yearly", "total"); None where nothing is said."""
    currency_pair = sheet.first("currency")
    currency = read_currency(currency_pair.line.text) if currency_pair else None
    for pair in sheet.pairs:
        money = read_value(pair.line.text) if pair.field == "amount" else None
        if money is not None:
            return Money(money.amount, money.currency or currency), _period(f"{pair.label} {pair.line.text}")
    for line in sheet.prose:
        found = read_amounts(line.text)
        if found:
            return Money(found[0].amount, found[0].currency or currency), _period(line.text)
    return None, None


def _period(text: str) -> str | None:
    folded = fold(text)
    hits = [(match.start(), name) for name, pattern in _PERIODS if (match := pattern.search(folded))]
    return min(hits)[1] if hits else None


def person_in(line: Line) -> PersonHint | None:
    """The person that a labelled value names: by mention, e-mail address or name."""
    name = re.sub(r"<@\w+>|<?\S+@\S+\.\w+>?|\([^()]*\)", " ", line.text)
    name = re.split(r"[,;/|]|\s[-–—]\s", name)[0].strip(" @.*:")
    plausible = 1 <= len(name.split()) <= 4 and not any(letter.isdigit() for letter in name)
    hint = PersonHint(
        user_id=line.people[0] if line.people else None,
        email=line.emails[0] if line.emails else None,
        name=name if plausible and name[:1].isalpha() and not name[:1].islower() else None,
    )
    return hint if hint != PersonHint() else None


def read_seller(
    sheet: Sheet, *, poster: str | None, skip: PersonHint | None, account: str | None = None
) -> PersonHint | None:
    """Who sold: a label, else who is thanked or named as the closer, else the person who wrote the post.

    `skip` (who takes over) and a name that is the account's are passed over.
    """
    for pair in sheet.pairs:
        if pair.field == "seller" and (person := person_in(pair.line)):
            return person
    taken = skip.user_id if skip else None
    mentions = [(line, person) for line in sheet.prose for person in line.people[:MOST_PEOPLE] if person != taken]
    for line, mentioned in mentions:
        before = fold(line.text.split(f"<@{mentioned}>")[0])[-60:]
        after = fold(line.text.split(f"<@{mentioned}>", 1)[-1])[:40]
        if KUDOS.search(before) or says_won(after) or LIKELY.search(after[:24]) or KUDOS.search(after):
            return PersonHint(user_id=mentioned)
    if poster is None and len({person for _, person in mentions}) == 1:
        return PersonHint(user_id=mentions[0][1])
    return _named_in_prose(sheet, account) or (PersonHint(user_id=poster) if poster else None)


def _named_in_prose(sheet: Sheet, account: str | None) -> PersonHint | None:
    for line in sheet.prose:
        for match in _CLOSER.finditer(line.text):
            name = (match[1] or match[2] or match[3]).removeprefix("by ").strip(" .,!")
            if is_person(name) and name != account:
                return PersonHint(name=name)
    return None


def read_delivery_owner(sheet: Sheet) -> PersonHint | None:
    """Who takes over: a label such as "CSM" or "Onboarding", else the person a sentence hands the account to."""
    for pair in sheet.pairs:
        if pair.field == "delivery":
            person = person_in(pair.line)
            if person and (person.user_id or person.email or is_person(person.name or "")):
                return person
    for line in sheet.prose:
        for person_id in line.people[:MOST_PEOPLE]:
            around = line.text.split(f"<@{person_id}>", 1)
            if HANDED.search(fold(around[0])[-40:]) or HANDED.match(fold(around[1]).lstrip()[:30]):
                return PersonHint(user_id=person_id)
    return None


def read_date(text: str) -> date | None:
    """A calendar date in a text; None when there is none or when day and month can't be told apart."""
    text = fold(text[:200])
    if match := re.search(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?!\d)", text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 else None
    if match := re.search(
        r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?,?\s(?:de\s)?([a-z]{3,12})\.?,?\s(?:de\s)?(\d{4})(?!\d)", text
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


def read_crm_url(lines: Sequence[Line], *, by_person: bool) -> str | None:
    """The link to the deal's record: one that looks like a CRM's, else an app's first link."""
    links = [link for line in lines for link in line.links if not _HELP.search(f"{link.url} {link.label}")]
    for link in links:
        if _CRM.search(link.url):
            return link.url
    return links[0].url if links and not by_person else None
