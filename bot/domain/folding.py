"""Words as rules compare them: lower case, without accents, character for character."""

from __future__ import annotations

import re
import unicodedata

_LETTER = {"ß": "s", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "'", "‘": "'", "`": "'", "İ": "i", "ʼ": "'"}


class _Folding(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code))
        return found


def _folded(letter: str) -> str:
    if "\uff01" <= letter <= "\uff5e":
        letter = chr(ord(letter) - 0xFEE0)
    lower = letter.lower()
    if len(lower) != 1:
        return _LETTER.get(letter, letter)
    # From here on marks belong to the letter: が is another sound than か, and 한 is one block.
    bare = lower if lower >= "\u3000" else unicodedata.normalize("NFD", lower)[0]
    return _LETTER.get(bare, bare)


_FOLDING = _Folding()
_ARABIC = {code: _folded(chr(code)) for code in range(0x600, 0x700)}


def fold(text: str) -> str:
    """The text in lower case without accents, character for character as long as the text. Never raises."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def words(text: str) -> frozenset[str]:
    """The phrases of a list written with commas."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def phrase(pattern: str) -> re.Pattern[str]:
    """A pattern that matches whole words in folded text; blanks in it stand for any blanks or a hyphen."""
    return re.compile(r"(?<!\w)(?:" + _by_first_letter(_joined(pattern)) + r")(?!\w|'t\b)")


def sounds(pattern: str) -> re.Pattern[str]:
    """A pattern for scripts that put no blanks between words; it matches anywhere in folded text."""
    return re.compile(_joined(pattern))


def _joined(pattern: str) -> str:
    pattern = re.sub(r"\s*\n\s*", "", pattern).translate(_ARABIC)
    return pattern.replace(" ", r"[\s-]{1,3}")


def _by_first_letter(pattern: str) -> str:
    """The alternatives of a pattern gathered by their first letter, so that a word is compared with few of them.

    Alternatives that don't begin with a letter come first, in their order.
    """
    others: list[str] = []
    gathered: dict[str, list[str]] = {}
    for part in _alternatives(pattern):
        first, rest = part[:1], part[1:]
        if first.isalpha() and rest[:1] not in ("?", "*", "+", "{"):
            gathered.setdefault(first, []).append(rest)
        else:
            others.append(part)
    return "|".join([*others, *(f"{first}(?:{'|'.join(rests)})" for first, rests in gathered.items())])


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    found, begin, depth, at = [], 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
        elif letter == "[":
            at = pattern.index("]", at + 2)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            found.append(pattern[begin:at])
            begin = at + 1
        at += 1
    return [*found, pattern[begin:]]
