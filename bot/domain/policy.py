"""The rules that admins set for a workspace, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import workhours

QUIET_FOR = timedelta(days=14)


class Rule(StrEnum):
    """What is set together, in one modal or with one button."""

    CHANNELS = "channels"
    OWNERS = "owners"
    QUIET = "quiet"
    NAMES = "names"
    TIMES = "times"
    ADMINS = "admins"
    PAUSE = "pause"
    EMOJI = "emoji"


STEPS = (Rule.CHANNELS, Rule.OWNERS, Rule.QUIET)
FIELDS: dict[Rule, tuple[str, ...]] = {
    Rule.CHANNELS: ("deal_channels", "deal_apps"),
    Rule.OWNERS: ("delivery_owners",),
    Rule.QUIET: ("quiet_start", "quiet_until"),
    Rule.NAMES: ("channel_name", "channel_private"),
    Rule.TIMES: ("digest_time", "handoff_days", "checkin_days", "answer_hours"),
    Rule.ADMINS: ("admins",),
    Rule.PAUSE: ("paused_at",),
    Rule.EMOJI: ("deal_emoji",),
}
LIMITS = {"handoff_days": (1, 60), "checkin_days": (1, 365), "answer_hours": (1, 80)}
MOST_CHANNELS, MOST_PEOPLE = 10, 50


@dataclass(frozen=True)
class Policy:
    """How a workspace wants its won accounts handled. Channels, apps and people are Slack ids.

    `admins` are those chosen in Slack to change the rules. `quiet_start` is None until somebody decided it, and
    `quiet_until` is when it ends. Nothing happens before `set_up_at`, nobody is nudged since `paused_at`. `welcomed`
    are the people who were asked to set Warmline up. `deal_emoji` is the name of the emoji that asks for an account,
    None when there is none.
    """

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
    quiet_start: bool | None = None
    quiet_until: datetime | None = None
    paused_at: datetime | None = None
    set_up_at: datetime | None = None
    welcomed: tuple[str, ...] = ()
    deal_emoji: str | None = None

    @property
    def is_set_up(self) -> bool:
        """Were all three steps done?"""
        return self.set_up_at is not None

    @property
    def steps_left(self) -> tuple[Rule, ...]:
        """The steps of the first run that nobody has done yet, in their order."""
        done = {
            Rule.CHANNELS: bool(self.deal_channels),
            Rule.OWNERS: bool(self.delivery_owners),
            Rule.QUIET: self.quiet_start is not None,
        }
        return tuple(step for step in STEPS if not done[step])

    def watches(self, channel_id: str) -> bool:
        """Does that channel announce wins? None does before everything is set up."""
        return self.is_set_up and channel_id in self.deal_channels

    def counts(self, app_id: str | None, bot_id: str | None) -> bool:
        """May that app announce wins on its own?"""
        return not self.deal_apps or bool({app_id, bot_id} & set(self.deal_apps))

    def acts_on(self, announced_at: datetime) -> bool:
        """Was that announced since everything was set up? What is older is never acted on by itself."""
        return self.set_up_at is not None and announced_at >= self.set_up_at

    def is_quiet(self, now: datetime) -> bool:
        """Is it still the quiet start?"""
        return self.quiet_until is not None and now < self.quiet_until


def may_nudge(policy: Policy, now: datetime, *, is_volunteer: bool, is_won_since: bool) -> bool:
    """May somebody be nudged about an account now? In the quiet start only volunteers are, and everybody about accounts
    that were won since Warmline was set up; nobody is while it is paused, or before it is set up."""
    if policy.paused_at is not None or not policy.is_set_up:
        return False
    return not policy.is_quiet(now) or is_volunteer or is_won_since


def won_since(message_tss: Iterable[str], since: datetime | None) -> bool:
    """Was one of these deals announced since then? By the ts of their announcements, "" for one set up by hand."""
    if since is None:
        return False
    return any(ts and datetime.fromtimestamp(float(ts), UTC) >= since for ts in message_tss)


def read_count(written: str | None, field: str) -> int | None:
    """The whole number that somebody wrote for that rule; None when it is none, or out of its bounds."""
    text, (low, high) = (written or "").strip(), LIMITS[field]
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
    return number if low <= number <= high else None


def read_emoji(written: str | None) -> str | None:
    """The name of the emoji that somebody wrote (":trophy:" or "trophy"); None for nothing. ValueError for more."""
    name = (written or "").strip().strip(":").partition("::")[0].casefold()
    if name and not re.fullmatch(r"[\w+'-]{1,80}", name):
        raise ValueError("Write the name of one emoji between colons, as in :trophy:.")
    return name or None


def quiet_end(now: datetime, zone_name: str | None) -> datetime:
    """When a quiet start that begins now is over: at the end of that zone's day, two weeks from today."""
    day: date = workhours.local_day(now, zone_name) + QUIET_FOR
    return workhours.at_wall_time(day + timedelta(days=1), time(0), zone_name)
