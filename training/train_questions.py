"""Trains the judge of questions and writes bot/domain/judging.bin (`make train`): the same input, the same bytes."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from bot.domain.judging_model import FILE, pack
from training.data import REPO, SHARED, everything
from training.learning import fit, table

RECORD = Path(__file__).with_name("judging.sha256")
_MADE_OF = (
    "bot/domain/judging_*.py",
    "training/learning.py",
    "training/data.py",
    "training/texts.py",
    "training/text/*.txt",
    "tests/readings/questions*.jsonl",
)


def inputs(shared: Path = SHARED) -> str:
    """One hash of all that the model depends on: data, text and code."""
    paths = [shared / "questions-dev.jsonl", shared / "conversations-dev.jsonl"]
    paths += [path for pattern in _MADE_OF for path in sorted(REPO.glob(pattern))]
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def trained() -> bytes:
    """The model's file, trained anew."""
    weights, bias = fit(table(everything()))
    return pack(weights.tolist(), bias)


def main() -> int:
    """Train, write the model and record what it was made of."""
    if not (SHARED / "questions-dev.jsonl").exists():
        sys.stderr.write("The labelled chat is not here: lay the folder `shared` beside this repository.\n")
        return 1
    began = time.monotonic()
    data = trained()
    FILE.write_bytes(data)
    RECORD.write_text(f"{inputs()}  inputs\n{hashlib.sha256(data).hexdigest()}  judging.bin\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(REPO)}: {len(data):,} bytes in {time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
