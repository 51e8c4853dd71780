"""The rules of each workspace at hand, so that an event asks the database no question more."""

from __future__ import annotations

from collections import Counter

from bot.clock import Clock
from bot.domain.policy import Policy
from bot.storage.database import Database
from bot.storage.policy import Policies

FRESH = 3.0  # seconds of real time; what another replica has changed is noticed within them


class RuleBook:
    """Reads through: our copy while it is fresh, else the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._known: dict[str, tuple[float, Policy]] = {}
        self._changes: Counter[str] = Counter()

    async def of(self, workspace_id: str) -> Policy:
        """The rules of that workspace, a few seconds old at most."""
        now = self._clock.monotonic()
        read_at, policy = self._known.get(workspace_id, (0.0, None))
        if policy is not None and now - read_at < FRESH:
            return policy
        changes = self._changes[workspace_id]
        async with self._database.read() as connection:
            policy = await Policies(connection, workspace_id).get()
        if changes == self._changes[workspace_id]:  # else they were changed while we read
            self._known[workspace_id] = (now, policy)
        return policy

    def forget(self, workspace_id: str) -> None:
        """They were changed here: read them again."""
        self._changes[workspace_id] += 1
        self._known.pop(workspace_id, None)
