"""What the judge learns from: rows whose licence lets a model that is passed on learn from them, and text of ours."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain.judging_features import Before, before, look_at
from bot.domain.judging_text import plain, sentences
from training.learning import Message
from training.texts import texts

REPO = Path(__file__).resolve().parent.parent
SHARED = REPO.parent / "shared" / "data"
OWN_TESTS = REPO / "tests" / "readings" / "questions.jsonl"
ALL_OWN_TESTS = tuple(sorted(OWN_TESTS.parent.glob("questions*.jsonl")))
ALLOWED = ("MIT", "CDLA-Permissive-1.0", "Apache-2.0")
OURS_COUNT = 0.2  # next to a row of real chat; there are many of them
LINKED_COUNT = 0.5  # rows that nobody labelled by hand for this
_FULL_STOP = {"ja": "。", "zh": "。", "hi": "।"}


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def message_of(row: dict[str, Any]) -> Message:
    """A row of a questions file as a message."""
    past = before([(turn["role"], turn["text"]) for turn in row["context"]])
    return Message(row["text"], past, bool(row["label"]))


def labelled(shared: Path = SHARED) -> list[dict[str, Any]]:
    """The labelled rows that the model may learn from."""
    return [row for row in rows(shared / "questions-dev.jsonl") if row["license"] in ALLOWED]


def linked(shared: Path = SHARED) -> Iterator[Message]:
    """Chat about Linux (Molweni, Apache-2.0): what an answer was linked to asks; what helpers say without a question
    mark and not beginning like a question does not."""
    for talk in rows(shared / "conversations-dev.jsonl"):
        if "Molweni" not in talk["source"]:
            continue
        for said in talk["messages"]:
            text = said["text"].replace(" n't", "n't")
            for mark in "',.?":
                text = text.replace(f" {mark}", mark)
            if said["needs_answer"]:
                yield Message(text, Before(), True, LINKED_COUNT)
            elif said["speaker_role"] == "us" and "?" not in text and not _begins_like_a_question(text):
                yield Message(text, Before(), False, LINKED_COUNT)


def _begins_like_a_question(text: str) -> bool:
    seen = look_at(sentences(plain(text)), Before())
    return not seen or any(name in ("starts q", "starts a") for one in seen for name in one.named)


def ours() -> Iterator[tuple[str, Message]]:
    """Our own text with its language: every way to say a line in one of the habits people have with marks and capitals,
    some of them beside another sentence. What stands in our tests is left out."""
    chance = random.Random(1)  # noqa: S311
    tested = {_bare(row["text"]) for path in ALL_OWN_TESTS for row in rows(path)}
    known = [entry for entry in texts() if _bare(entry[2]) not in tested]
    quiet = defaultdict(list)
    for language, label, text, said in known:
        if not label and not said:
            quiet[language].append(text)
    for language, label, text, said in known:
        past = before([("us", said)] if said else [])
        written = _written(text, language, chance, asks=label)
        yield language, Message(written, past, label, OURS_COUNT)
        if chance.random() < 0.35 and not said:
            other = chance.choice(quiet[language])
            if chance.random() < 0.7:
                both = [f"{written.rstrip('.')}.", f"{other}."]
                chance.shuffle(both)
                yield language, Message(" ".join(both), past, label, OURS_COUNT)
            else:
                yield language, Message(f"{other}, {written}", past, label, OURS_COUNT)


def _bare(text: str) -> str:
    return " ".join(word for sentence in sentences(plain(text)) for word in sentence.words)


def _written(text: str, language: str, chance: random.Random, *, asks: bool) -> str:
    stop = _FULL_STOP.get(language, ".")
    bare = text.rstrip("?.!？。")
    habit = chance.random()
    if habit < 0.3:
        return bare
    if habit < 0.45:
        return bare.lower()
    if habit < 0.6:
        return bare + stop
    if habit < 0.7:
        return bare + "!"
    if habit < 0.85 and asks:
        return bare + chance.choice(["?", "?", "？" if language in ("ja", "zh") else "?"])
    return bare[:1].upper() + bare[1:] + stop


def everything() -> list[Message]:
    """All that the shipped model learns from, always the same in the same order."""
    return [*map(message_of, labelled()), *linked(), *(message for _, message in ours())]
