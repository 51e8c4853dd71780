"""What a sentence shows of itself: kinds of words it has and where, its marks, its letters.

The same function serves the training and the app, so what is learnt is what is seen.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.domain.judging_clauses import roles
from bot.domain.judging_text import Sentence, fold, plain, sentences, words_of
from bot.domain.judging_words import SPACED, UNSPACED

BITS = 17
_MASK = (1 << BITS) - 1
ASKING = frozenset("qarwitml")
_LONGEST_PHRASE = 5
_ELSE = frozenset(
    fold(word)
    for word in (
        *("else", "sonst", "noch", "más", "mais", "autre", "altro", "nog", "mer", "jeszcze", "başka", "еще", "ще"),
        *("آخر", "أخرى", "और", "עוד", "lagi", "nữa"),
    )
)
_ELSE_UNSPACED = ("还有", "還有", "他に", "ほかに", "더")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase we know: what kind of phrase, where it stands (in words, or in letters without blanks), its text."""

    kind: str
    at: int
    text: str


@dataclass(slots=True)
class Seen:
    """One sentence's features: named ones with weight 1, and the numbers of its words and of its letters' groups."""

    named: list[str]
    words: list[int]
    letters: list[int]
    found: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a message: whether our side spoke last and asked, or offered more help."""

    we_asked: bool = False
    we_offered: bool = False


NOTHING_BEFORE = Before()


@cache
def _spaced() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, text in SPACED.items():
        for phrase in text.split(","):
            parts = tuple(words_of(fold(phrase)))
            if parts and (parts, kind) not in index.setdefault(parts[0], []):
                index[parts[0]].append((parts, kind))
    for phrases in index.values():
        phrases.sort(key=lambda entry: (-len(entry[0]), entry))
    return index


@cache
def _unspaced() -> dict[str, list[tuple[str, str]]]:
    index: dict[str, list[tuple[str, str]]] = {}
    for kind, text in UNSPACED.items():
        for written in text.split(","):
            phrase = fold(written.strip())
            if phrase:
                index.setdefault(phrase[0], []).append((phrase, kind))
    for phrases in index.values():
        phrases.sort(key=lambda entry: (-len(entry[0]), entry))
    return index


def phrases_in(sentence: Sentence) -> list[Found]:
    """The known phrases of a sentence in their order; of one kind the longest at each place."""
    found: list[Found] = []
    index, words = _spaced(), sentence.words
    for at, word in enumerate(words):
        seen = set()
        for phrase, kind in index.get(word, ()):
            if kind not in seen and words[at : at + len(phrase)] == phrase:
                if kind == "g" and at > 2 and len(words) > 5:
                    continue  # "since this morning" greets nobody
                seen.add(kind)
                found.append(Found(kind, at, " ".join(phrase)))
    if sentence.unspaced:
        letters, text = _unspaced(), sentence.folded
        for at, letter in enumerate(text):
            seen = set()
            for written, kind in letters.get(letter, ()):
                if kind not in seen and text.startswith(written, at):
                    seen.add(kind)
                    found.append(Found(kind, at, written))
    return found


def before(context: Sequence[tuple[str, str]]) -> Before:
    """What the turns before a message (role, text) mean for it; a role other than "us" is the other side's."""
    if not context or context[-1][0] != "us":
        return NOTHING_BEFORE
    said = sentences(plain(context[-1][1][:4000]))
    asks = [one for one in said if "?" in one.end or _begins_like_a_question(one)]
    offers = any(word in _ELSE for one in asks for word in one.words) or any(
        text in one.folded for one in asks if one.unspaced for text in _ELSE_UNSPACED
    )
    return Before(bool(asks), offers)


def _begins_like_a_question(sentence: Sentence) -> bool:
    return any(one.at == 0 and one.kind in "qa" for one in phrases_in(sentence)) or any(
        one.kind == "a" and one.at >= len(sentence.folded) - 5 for one in phrases_in(sentence) if sentence.unspaced
    )


def look_at(said: Sequence[Sentence], past: Before) -> list[Seen]:
    """The features of every sentence of one message."""
    known = [phrases_in(sentence) for sentence in said]
    kinds = [{one.kind for one in found} for found in known]
    whole: set[str] = set().union(*kinds) if kinds else set()
    shared = [f"message {kind}" for kind in "kfuhd" if kind in whole]
    if any("?" in sentence.end for sentence in said):
        shared.append("message ?")
    result = []
    for place, sentence in enumerate(said):
        named = _named(sentence, known[place], kinds[place], past) + shared
        if len(said) > 1:
            named.append("last of several" if place == len(said) - 1 else "not last")
        words, letters = _numbers(sentence)
        result.append(Seen(named, words, letters, known[place]))
    return result


def _named(sentence: Sentence, found: list[Found], kinds: set[str], past: Before) -> list[str]:
    count = len(sentence.words)
    size = len(sentence.folded) // 5 if sentence.unspaced else count
    named = [f"has {kind}" for kind in sorted(kinds)]
    asks = "?" in sentence.end
    if asks:
        named.append("ends ?")
        named.append(f"? long {min(size, 3)}")
    if "!" in sentence.end:
        named.append("ends !")
    starts = _starts(sentence, found)
    named += [f"starts {kind}" for kind in sorted(starts)]
    if asks:
        named += [f"starts {kind} ?" for kind in sorted(starts)]
    late = {one.kind for one in found if one.at in sentence.after_comma}
    named += [f"comma {kind}" for kind in sorted(late)]
    last = len(sentence.folded) if sentence.unspaced else count
    finals = {one.kind for one in found if one.at + _length(one, sentence) >= last}
    named += [f"final {kind}" for kind in sorted(finals)]
    named.append(f"long {min(size.bit_length(), 5)}")
    covered = len({one.at for one in found})
    if count and not sentence.unspaced and covered == count and kinds <= set("kgycp"):
        named.append("only kind words")
    english = [] if sentence.unspaced else roles(sentence, [one.at for one in found if one.kind == "t"])
    named += english
    if not kinds & ASKING and not asks and "en trouble" not in english:
        named.append("asks nothing" if not english else "asks nothing in English")
    if past.we_asked:
        named.append("we asked")
        named.append(f"we asked {min(size // 3, 3)}{'?' if asks else ''}")
        named.append("we asked, asks" if asks or kinds & set("qrtm") or starts & set("a") else "we asked, says")
        named += [f"we asked {kind}" for kind in sorted(kinds) if kind in "wyid"]
    if past.we_offered:
        named.append("we offered")
        named += [f"we offered {kind}" for kind in sorted(starts & set("yk"))]
    if sentence.words and all(word == "0" for word in sentence.words):
        named.append("only numbers")
    elif "0" in sentence.words and not english:
        named.append("a number")
    return named


def _starts(sentence: Sentence, found: list[Found]) -> set[str]:
    """Kinds of the phrases at the beginning; greetings, thanks, yes and connectors before them do not count."""
    at, starts = 0, set()
    by_place: dict[int, list[Found]] = {}
    for one in found:
        by_place.setdefault(one.at, []).append(one)
    for _ in range(6):
        here = by_place.get(at, [])
        starts |= {one.kind for one in here}
        skipped = [one for one in here if one.kind in "cgykl"]
        if not skipped or starts & set("qarwi"):
            break
        longest = max(skipped, key=lambda one: len(one.text))
        at += _length(longest, sentence)
    return starts


def _length(found: Found, sentence: Sentence) -> int:
    return len(found.text) if sentence.unspaced else found.text.count(" ") + 1


def number_of(feature: str) -> int:
    """Where a named feature has its weight."""
    return zlib.crc32(b"#" + feature.encode("utf-8", "replace")) & _MASK


def _numbers(sentence: Sentence) -> tuple[list[int], list[int]]:
    words, letters = set(), set()
    crc = zlib.crc32
    previous = b"^"
    for word in sentence.words:
        coded = word.encode("utf-8", "replace")
        words.add(crc(b"w" + coded) & _MASK)
        words.add(crc(previous + b" " + coded) & _MASK)
        previous = coded
    words.add(crc(previous + b" $") & _MASK)
    sizes, edge = ((1, 2, 3, 4), "") if sentence.unspaced else ((3, 4, 5), "_")
    for word in sentence.words:
        bordered = f"^{word[:40]}$" if not edge else f"_{word[:24]}_"
        coded = bordered.encode("utf-16-le", "replace")
        end = len(coded)
        for size in sizes:
            step = size * 2
            for at in range(0, end - step + 1, 2):
                letters.add(crc(coded[at : at + step]) & _MASK)
    return sorted(words), sorted(letters)
