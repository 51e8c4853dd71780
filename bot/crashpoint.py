"""Named places at which a test may kill the process, so that what heals there is proved and not believed."""

from __future__ import annotations

from collections.abc import Callable

_on_reach: Callable[[str], None] | None = None


def crashpoint(name: str) -> None:
    """Say that execution got here. Does nothing unless a test listens."""
    if _on_reach is not None:
        _on_reach(name)


def listen(on_reach: Callable[[str], None] | None) -> None:
    """Call this at every crash point from now on (None: no longer)."""
    global _on_reach
    _on_reach = on_reach
