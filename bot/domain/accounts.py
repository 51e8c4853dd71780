"""Accounts and the deals that made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Phase(StrEnum):
    HANDOFF = "handoff"
    IMPLEMENTATION = "implementation"
    ADOPTION = "adoption"
    USAGE = "usage"
    RENEWAL = "renewal"
    CLOSED = "closed"


class DealState(StrEnum):
    ASKED = "asked"  # a person was asked whether it is a win
    WON = "won"
    NOT_A_WIN = "not_a_win"


@dataclass(frozen=True)
class Account:
    """A customer. `channel_name` is reserved before the channel exists; `channel_id` comes when it does."""

    id: str
    workspace_id: str
    name: str
    name_key: str
    phase: Phase
    value: Decimal | None
    currency: str | None
    zone: str | None
    channel_name: str
    channel_id: str | None
    opened_at: datetime


@dataclass(frozen=True)
class Deal:
    """A won sale as it was announced. (channel_id, message_ts) names the announcement; position counts within it."""

    id: str
    workspace_id: str
    account_id: str | None
    state: DealState
    channel_id: str
    message_ts: str
    position: int
    announced_by: str | None
    account_name: str | None
    amount: Decimal | None
    currency: str | None
    seller_id: str | None
    seller_name: str | None
    owner_id: str | None
    product: str | None
    crm_url: str | None
    why: str
    read_at: datetime
    decided_by: str | None = None
