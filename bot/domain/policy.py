"""The rules that an admin sets for a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Policy:
    """How a workspace wants its won accounts handled. People and apps are Slack ids or e-mail addresses."""

    deal_channels: tuple[str, ...] = ()
    deal_apps: tuple[str, ...] = ()
    delivery_owners: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    channel_name: str = "acct-{account}"
    channel_private: bool = False
    digest_time: time = time(9)
    handoff_days: int = 3
    checkin_days: int = 10
    answer_hours: int = 4

    def watches(self, channel_id: str, channel_name: str | None) -> bool:
        """Does that channel announce wins?"""
        return channel_id in self.deal_channels or (channel_name is not None and channel_name in self.deal_channels)

    def counts(self, app_id: str | None, bot_id: str | None) -> bool:
        """May that app announce wins on its own?"""
        return not self.deal_apps or bool({app_id, bot_id} & set(self.deal_apps))
