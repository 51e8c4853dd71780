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
    return re.compile(r"(?<!\w)(?:" + _joined(pattern) + r")(?!\w|'t\b)")


def sounds(pattern: str) -> re.Pattern[str]:
    """A pattern for scripts that put no blanks between words; it matches anywhere in folded text."""
    return re.compile(_joined(pattern))


def _joined(pattern: str) -> str:
    pattern = re.sub(r"\s*\n\s*", "", pattern).translate(_ARABIC)
    return pattern.replace(" ", r"[\s-]{1,3}")
