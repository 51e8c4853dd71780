"""All messages about deals: `python -m tests.readings.deals seen|kept` prints that half as JSON lines."""

from __future__ import annotations

import json
import sys

from tests.readings import digests, fifth, fourth, more_wins, no_wins, third, wins_apps_en, wins_apps_world, wins_people
from tests.readings.build import Json, rows_of
from tests.readings.written import WrittenBook

BOOKS = (
    wins_apps_en.book,
    wins_apps_world.book,
    wins_people.book,
    no_wins.book,
    digests.book,
    more_wins.book,
    third.book,
    fourth.book,
    fifth.book,
    WrittenBook("more-sixth", "sixth_wins.txt", "sixth_no_wins.txt"),
    WrittenBook("more-seventh", "seventh.txt"),
    WrittenBook("more-eighth", "eighth.txt"),
    WrittenBook("more-ninth", "ninth.txt"),
    WrittenBook("more-tenth", "tenth.txt"),
)


def rows(split: str | None = None) -> list[Json]:
    """Every message with what it should be read as; of one half ("seen" or "kept") or of both."""
    found = rows_of([layout for book in BOOKS for layout in book.layouts])
    return [row for row in found if split in (None, row["split"])]


if __name__ == "__main__":
    for row in rows(*sys.argv[1:2]):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
