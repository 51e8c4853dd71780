"""Which open question a message of ours belongs to, in a channel where other people talk in between."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deals_words import fold
from bot.domain.replies import is_for_all, joins_in, starts_like_an_answer
from bot.domain.replies_words import STOP

LONGEST = 4_000
_TOKEN = re.compile(r"[a-z0-9][\w.:/-]{0,60}\w|[^\W\d_]{2,60}|\d{1,20}")
_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,200}")
_MENTION = re.compile(r"<@(\w{1,30})(?:\|[^>\n]{0,80})?>")
_CALLED = re.compile(r"@([\w.-]{1,40})")
_LED = re.compile(r"^\s*([\w.-]{2,40})\s?:")
_GREETED = re.compile(
    r"\b(?:hi|hello|hey|dear|morning|afternoon|thanks|hallo|hola|ola|oi|bonjour|buongiorno|ciao|hoi|moin|dag)\s([^\W\d_]{2,40})"
)
_VOCATIVE = re.compile(r"([^\W\d_]{2,40})\s?(?=[,:!–—])")
_AT_END = re.compile(r",\s?([^\W\d_]{2,40})\s?[.!?]?\s?$")
_LINK = re.compile(r"<?https?://\S{1,3000}")
_MOST_TERMS = 120
_STEM = 5
_YOU = re.compile(r"\b(?:you|your|yours|u|ihr|ihre[nrms]?|sie|dir|dich|euch|te|tu|vous|votre|vos|voce|je|jouw|vi|ti)\b")

_FEW_PEOPLE = 64

ENOUGH, LEAD = 2.0, 0.5
People = Collection[str] | Mapping[str, str]


@dataclass(frozen=True)
class Waiting:
    """An open question as the rule needs it: whose it is, what words it is made of, and where it stands.

    `said_last`: nobody but the asker has spoken since it was asked or last spoken about. `taken_by`: who of us has
    promised to look or asked back. `crowded`: several others of us are talking, so that what comes next may be about
    anything.
    """

    key: int | str
    asked_by: str
    terms: frozenset[str] = frozenset()
    same_thread: bool = False
    said_last: bool = False
    taken_by: frozenset[str] = frozenset()
    messages_ago: int = 0
    crowded: bool = False


@dataclass(frozen=True)
class Link:
    """The question that a message belongs to, how strongly, and one plain sentence that says why we think so."""

    key: int | str
    strength: float
    why: str
    sure: bool = True  # it speaks to the asker or shares words with the question, or stands in its thread


def terms_of(text: str) -> frozenset[str]:
    """The telling words of a text: names, numbers, codes, long words by their beginning. Never raises."""
    folded = fold(_LINK.sub(" ", _MENTION.sub(" ", text[:LONGEST])))
    found: set[str] = set()
    for token in _TOKEN.findall(folded)[: 4 * _MOST_TERMS]:
        if any(sign.isdigit() for sign in token):
            found.add(token)
            found.update(part for part in re.split(r"[^a-z0-9]+", token) if len(part) > 1)
        elif len(token) > 2 and token not in STOP:
            found.add(token[:_STEM] if len(token) > _STEM else token)
        if len(found) >= _MOST_TERMS:
            break
    for run in _SCRIPT.findall(folded)[:20]:
        found.update(run[at : at + 2] for at in range(min(len(run) - 1, 60)))
    return frozenset(found)


def addressed(text: str, people: People) -> frozenset[str]:
    """Those of `people` whom a message speaks to: by mention, by @name, by "name:" or by first name.

    `people`: ids or names, or each of them by its folded form, for many.
    """
    known = people if isinstance(people, Mapping) else {fold(person): person for person in people}
    said = text[:LONGEST]
    found = {fold(name) for name in _MENTION.findall(said) + _CALLED.findall(said)} | {
        fold(name) for name in _LED.findall(said)
    }
    head = fold(_LINK.sub(" ", said))
    found |= set(_GREETED.findall(head[:60])) | set(_VOCATIVE.findall(head[:60])) | set(_AT_END.findall(head[-60:]))
    hits = {known[name] for name in found if name in known}
    # In a chat "@name" runs into the word before it, and nicknames are cut short.
    if len(known) <= _FEW_PEOPLE:
        for name in (long for long in found if len(long) > _STEM and long not in known):
            hits.update(known[cut] for cut in known if len(cut) > _STEM and (cut in name or name in cut))
    return frozenset(hits)


def names_somebody_else(text: str, people: People) -> bool:
    """Whether a message begins by speaking to one who is none of `people`: "<@U1> …" or "name: …"."""
    start = text.lstrip()[:80]
    called = _MENTION.match(start) or _CALLED.match(start)
    return bool(called) and not addressed(text, people)


def asks_a_colleague(text: str, askers: Collection[str], colleagues: Collection[str]) -> bool:
    """Whether a message speaks to one of us and to no customer, so that what it asks is not asked of the customer."""
    spoken_to = addressed(text, {*askers, *colleagues})
    others = {name for name in _MENTION.findall(text[:LONGEST]) if name not in askers}
    return not spoken_to & set(askers) and bool(others or spoken_to)


def which_question(
    text: str, writer: str, waiting: Sequence[Waiting], *, people: People = (), answers_other: bool = False
) -> Link | None:
    """The open question that a message belongs to, or None where nothing speaks for one. Never raises.

    `people` are all who take part, by folded name if that includes the askers; `answers_other`: the message before it
    spoke to its writer about something else. In a thread with questions only the thread counts.
    """
    in_thread = [question for question in waiting if question.same_thread]
    if in_thread:
        return Link(in_thread[0].key, 9.0, "It stands in the question's thread.")
    if not waiting or joins_in(text):
        return None
    askers = {question.asked_by for question in waiting}
    everybody = people if isinstance(people, Mapping) else {*people, *askers}
    spoken_to = addressed(text, everybody) - {writer}
    if (spoken_to and not spoken_to & askers) or names_somebody_else(text, everybody):
        return None
    said = terms_of(text)
    shared = {question.key: said & question.terms for question in waiting}
    links = [_link(q, text, writer, spoken_to, shared, waiting) for q in waiting]
    links.sort(key=lambda link: -link.strength)
    best = links[0]
    if answers_other and best.key not in {q.key for q in waiting if q.asked_by in spoken_to} and not shared[best.key]:
        return None
    if len(links) == 1:
        return best if best.strength >= ENOUGH else None
    rival = links[1]
    if best.strength < ENOUGH or best.strength - rival.strength < LEAD:
        return None
    return best


def _link(
    question: Waiting,
    text: str,
    writer: str,
    spoken_to: frozenset[str],
    shared: dict[int | str, frozenset[str]],
    waiting: Sequence[Waiting],
) -> Link:
    reasons: list[tuple[float, str]] = []
    if question.asked_by in spoken_to:
        reasons.append((2.5, "it speaks to the asker"))
    elif spoken_to:
        reasons.append((-3.0, "it speaks to somebody else"))
    if common := shared[question.key]:
        rivals = [shared[other.key] for other in waiting if other.key != question.key]
        weight = sum(
            (2.0 if any(sign.isdigit() for sign in term) else 1.0) / (1 + sum(term in other for other in rivals))
            for term in common
        )
        reasons.append((min(weight, 3.5), "it shares words or numbers with the question"))
    if question.said_last:
        weight = 1.0 if question.crowded else 2.0 if len(waiting) == 1 else 1.5
        reasons.append((weight, "it comes right after the question"))
    if writer in question.taken_by:
        reasons.append((1.5, "its writer has taken that question up"))
    if len(waiting) == 1:
        near = question.messages_ago <= _NEAR and not question.crowded
        reasons.append((1.0 if near else 0.5, "it is the only open question"))
    if starts_like_an_answer(text):
        reasons.append((0.5, "it begins like an answer"))
    elif _YOU.search(fold(text[:LONGEST])):
        reasons.append((0.5, "it speaks to the customer"))
    if is_for_all(text):
        reasons.append((-3.5, "it is for everybody"))
    reasons.sort(reverse=True)
    strength = sum(weight for weight, _ in reasons)
    said = " and ".join(why for weight, why in reasons if weight > 0) or "nothing speaks for it"
    sure = bool(common) or question.asked_by in spoken_to
    return Link(question.key, strength, f"{said[0].upper()}{said[1:]}.", sure)


_NEAR = 4
