"""The sandbox's own record of every call, delivery, act and clock change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from bot.sandbox.model import Json


class Ledger:
    """Lines in memory, and in a file as well when there is one; n counts from 1 and goes on after a restart."""

    def __init__(self, path: Path | None, real: Callable[[], float], driven: Callable[[], float]) -> None:
        self._real = real
        self._driven = driven
        self.lines: list[Json] = []
        self.posted: Counter[str] = Counter()
        self.created: Counter[str] = Counter()
        self.listeners: list[Callable[[Json], None]] = []
        self._file: IO[str] | None = None
        if path is not None:
            self._read(path)
            self._file = path.open("a", encoding="utf-8", buffering=1)

    def _read(self, path: Path) -> None:
        if not path.exists():
            return
        whole = path.read_bytes()
        if whole and not whole.endswith(b"\n"):
            # a kill in the middle of a line: drop the torn tail, so that the next line starts clean
            whole = whole[: whole.rfind(b"\n") + 1]
            path.write_bytes(whole)
        for raw in whole.decode("utf-8").splitlines():
            line = json.loads(raw)
            self.lines.append(line)
            self._count(line)

    def _count(self, line: Json) -> None:
        for name in line.get("channels", ()):
            self.created[name] += 1
        for key in line.get("keys", ()):
            self.posted[key] += 1

    def write(self, kind: str, **fields: Any) -> Json:
        """Append one line of a kind (call, delivery, act, clock) and return it."""
        line: Json = {"n": len(self.lines) + 1, "at": self._real(), "now": self._driven(), "kind": kind, **fields}
        self.lines.append(line)
        self._count(line)
        if self._file is not None:
            self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        for listener in self.listeners:
            listener(line)
        return line

    def read(self, since: int = 0, kind: str = "", method: str = "", limit: int = 0) -> list[Json]:
        """Return the lines after number since, of one kind and of one method if these are given."""
        found = [
            line
            for line in self.lines[max(0, since) :]
            if (not kind or line["kind"] == kind) and (not method or line.get("method") == method)
        ]
        return found[-limit:] if limit else found

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
