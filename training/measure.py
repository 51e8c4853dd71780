"""How good the judge is: `python -m training.measure` prints the tables of docs/reading-questions.md."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from bot.domain.judging import ENOUGH, judge
from bot.domain.judging_features import look_at
from bot.domain.judging_text import plain, sentences
from training.data import OWN_TESTS, SHARED, labelled, linked, message_of, ours, rows
from training.learning import Message, fit, scores, table

Row = dict[str, Any]
FOLDS = 5


def figures(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (is, was said to be)."""
    known = list(pairs)
    hits = sum(gold and said for gold, said in known)
    precision = hits / max(1, sum(said for _, said in known))
    recall = hits / max(1, sum(gold for gold, _ in known))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def as_shipped(row: Row) -> bool:
    """What the app says."""
    return judge(row["text"], [(turn["role"], turn["text"]) for turn in row["context"]]).needs_answer


def by_marks(row: Row) -> bool:
    """The simplest rule: it has a question mark or one of our words for asking."""
    seen = look_at(sentences(plain(row["text"])), message_of(row).past)
    wanted = {"ends ?", "starts q", "starts a", "starts r", "starts w", "has t", "has r"}
    return any(wanted & set(one.named) for one in seen)


def by_model(learnt: Sequence[Message]) -> Callable[[Row], bool]:
    """The model alone, trained on these messages."""
    weights, bias = fit(table(learnt))

    def said(row: Row) -> bool:
        data = table([message_of(row)])
        if not len(data.labels):
            return "?" in row["text"]
        by_row, _ = scores(data, weights, bias)
        return bool(np.max(by_row) > ENOUGH)

    return said


def across(known: Sequence[Row], learn_from: Callable[[Row], bool], other: Sequence[Message]) -> dict[str, bool]:
    """Grouped cross-validation: every row judged by a model that saw nothing of its conversation."""
    groups = sorted({_group(row) for row in known})
    fold = {group: n % FOLDS for n, group in enumerate(random.Random(7).sample(groups, len(groups)))}  # noqa: S311
    said = {}
    for number in range(FOLDS):
        learnt = [message_of(row) for row in known if learn_from(row) and fold[_group(row)] != number]
        judged = by_model([*learnt, *other])
        said |= {row["id"]: judged(row) for row in known if fold[_group(row)] == number}
    return said


def _group(row: Row) -> str:
    return str(row["conversation_id"] or row["id"])


def show(name: str, known: Sequence[Row], said: Callable[[Row], bool], key: str | None = None) -> None:
    """A line of figures, and one for each value of a key."""
    pairs = {row["id"]: (bool(row["label"]), said(row)) for row in known}
    _line(name, pairs.values())
    if key:
        parts = defaultdict(list)
        for row in known:
            parts[str(row[key])].append(pairs[row["id"]])
        for part in sorted(parts):
            _line(f"  {part}", parts[part])


def _line(name: str, pairs: Iterable[tuple[bool, bool]]) -> None:
    known = list(pairs)
    precision, recall, f1 = figures(known)
    sys.stdout.write(f"{name:42} n {len(known):5}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}\n")


def main() -> int:
    """Print everything; takes some minutes."""
    known, own = rows(SHARED / "questions-dev.jsonl"), rows(OWN_TESTS)
    allowed = {row["id"] for row in labelled()}
    spoken = list(ours())
    other = [*linked(), *(message for _, message in spoken)]
    kept, seen = ([row for row in own if row["part"] == part] for part in ("kept", "seen"))
    show("dev, as shipped (has seen most of it)", known, as_shipped, "source")
    show("own, seen half", seen, as_shipped, "lang")
    show("own, kept half", kept, as_shipped, "lang")
    show("dev, rules only", known, by_marks)
    show("own, kept half, rules only", kept, by_marks)
    said = across(known, lambda row: row["id"] in allowed, other)
    show("dev, grouped CV, learns from allowed rows", known, lambda row: said[row["id"]], "source")
    every = across(known, lambda row: True, other)
    show("dev, grouped CV, learns from all rows", known, lambda row: every[row["id"]], "source")
    for source in ("gitter", "multidogo-finance", "multidogo-software"):
        learnt = [message_of(row) for row in labelled() if not row["source"].startswith(source)]
        left = [row for row in known if row["source"].startswith(source)]
        show(f"source never seen: {source}", left, by_model([*learnt, *other]))
    real = [message_of(row) for row in labelled()]
    pooled: list[tuple[bool, bool]] = []
    for language in ("ar", "de", "es", "fr", "it", "ja", "nl", "pt", "vi", "zh"):
        learnt = [message for spoken_in, message in spoken if spoken_in != language]
        judged = by_model([*real, *linked(), *learnt])
        left = [row for row in own if row["lang"] == language]
        show(f"language never seen: {language}", left, judged)
        pooled += [(bool(row["label"]), judged(row)) for row in left]
    _line("languages never seen, together", pooled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
