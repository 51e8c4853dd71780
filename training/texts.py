"""The text of ours that the judge learns from: lines that stand for several ways to say a thing.

A line is "+ ..." (needs an answer) or "- ..." (does not). `[a|b|]` is one of its alternatives, `$name` one of the
values that a line `$name = a | b` gives; after ` << ` stands what our side said before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent / "text"
WAYS = 14  # how many of the ways to say a line are learnt
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\$([a-z]+)")


def texts(folder: Path = HERE) -> Iterator[tuple[str, bool, str, str]]:
    """(language, needs an answer, text, what we said before), always the same ones in the same order."""
    for path in sorted(folder.glob("*.txt")):
        names: dict[str, list[str]] = {}
        chance = random.Random(path.stem)  # noqa: S311
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("$"):
                name, _, values = line[1:].partition("=")
                names[name.strip()] = [value.strip() for value in values.split("|")]
            elif line.startswith(("+ ", "- ")):
                for way in _ways(line[2:], names, chance):
                    text, _, said = way.partition(" << ")
                    yield path.stem.partition("-")[0], line[0] == "+", text.strip(" ,"), said
            elif line.strip():
                raise ValueError(f"{path.name}: a line begins with +, - or $, unlike {line!r}")


def _ways(line: str, names: dict[str, list[str]], chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    for _ in range(WAYS * 3):
        text = line
        while "[" in text or "$" in text:
            changed = _CHOICE.sub(lambda choice: chance.choice(choice.group(1).split("|")), text)
            changed = _NAME.sub(lambda name: chance.choice(names[name.group(1)]), changed)
            if changed == text:
                raise ValueError(f"an open bracket or an unknown name in {line!r}")
            text = changed
        found.setdefault(re.sub(r"\s+([,.?!])", r"\1", " ".join(text.split())).strip(" ,"))
        if len(found) == WAYS:
            break
    return list(found)
