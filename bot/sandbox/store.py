"""Keeping the world in a folder: one picture of it, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.core import Core

DEBOUNCE_SECONDS = 0.25


class Store:
    """Writes the world to world.json shortly after it changed, and uploaded files beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "files").mkdir(exist_ok=True)
        self._dirty = False
        self._core: Core | None = None
        self._waiting = False

    @property
    def ledger_path(self) -> Path:
        """Return where the ledger is kept."""
        return self._folder / "ledger.jsonl"

    def load(self) -> World | None:
        """Return the saved world, or None in a fresh folder."""
        path = self._folder / "world.json"
        return World.load(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def load_files(self) -> dict[str, bytes]:
        """Return the bytes of uploaded files by id."""
        return {p.name: p.read_bytes() for p in (self._folder / "files").iterdir() if p.is_file()}

    def attach(self, core: Core) -> None:
        """Begin to write this sandbox's changes."""
        self._core = core
        core.on_change = self.changed

    def changed(self) -> None:
        """Note a change; it is written a moment later, together with those that follow."""
        self._dirty = True
        if not self._waiting and self._core is not None and not self._core.stopping:
            self._waiting = True
            self._core.start(self._soon())

    async def _soon(self) -> None:
        assert self._core is not None
        await self._core.wall.sleep(DEBOUNCE_SECONDS)
        self._waiting = False
        self.save()

    def save(self) -> None:
        """Write the world now, if it changed."""
        if self._core is None or not self._dirty:
            return
        self._dirty = False
        for file_id, content in self._core.file_bytes.items():
            path = self._folder / "files" / file_id
            if not path.exists():
                path.write_bytes(content)
        part = self._folder / "world.json.part"
        with part.open("w", encoding="utf-8") as out:
            json.dump(self._core.world.dump(), out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._folder / "world.json")
