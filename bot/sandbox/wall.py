"""The sandbox's only reader of the machine's clocks."""

from __future__ import annotations

import asyncio
import time


class Wall:
    """Real time, replaceable in tests by an object with the same three methods."""

    def now(self) -> float:
        """Return seconds since the Unix epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that only go forward, from an unspecified start."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real seconds."""
        await asyncio.sleep(max(0.0, seconds))
