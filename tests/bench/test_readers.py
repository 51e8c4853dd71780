"""How long the reader of announcements takes, and how that grows with a message. Prints; decides nothing by time."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from bot.domain.deals import read_announcement
from bot.domain.deals_marks import marks_in
from tests.readings.deals import rows

pytestmark = pytest.mark.bench
PIECES = (
    "deal won ",
    "closed ",
    "a. ",
    "1 ",
    "$1 ",
    "| a: b ",
    "Deal won: A - $1\n",
    "won\n",
    "a   b\n",
    "株式会社 ",
    "[a](",
)


def milliseconds(message: dict[str, Any]) -> float:
    """Processor time of one reading of a text that was not read before."""
    marks_in.cache_clear()
    begun = time.process_time()
    read_announcement(message)
    return (time.process_time() - begun) * 1000


def test_ordinary_messages() -> None:
    took = sorted(milliseconds(row["payload"]) for row in rows())
    table = Table("messages", "mean ms", "median ms", "slowest ms")
    table.add_row(str(len(took)), f"{sum(took) / len(took):.2f}", f"{took[len(took) // 2]:.2f}", f"{took[-1]:.2f}")
    Console().print(table)


def test_huge_messages_of_one_thing() -> None:
    table = Table("piece", "10,000 characters", "40,000 characters", "ratio")
    for piece in PIECES:
        quarter, whole = (
            milliseconds({"bot_id": "B1", "ts": "1.1", "text": f"Deal won\n{piece * (length // len(piece))}"})
            for length in (10_000, 40_000)
        )
        table.add_row(repr(piece), f"{quarter:.1f} ms", f"{whole:.1f} ms", f"{whole / max(quarter, 0.01):.1f}")
    Console().print(table)
