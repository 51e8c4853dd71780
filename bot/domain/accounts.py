"""Accounts and the deals that made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

REPORTED = "hook:"  # how the place of a deal begins that no message announced: a CRM reported it to us


class Phase(StrEnum):
    HANDOFF = "handoff"
    IMPLEMENTATION = "implementation"
    ADOPTION = "adoption"
    USAGE = "usage"
    RENEWAL = "renewal"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Why an account is closed."""

    REVERSED = "reversed"  # its last win was taken back
    DUPLICATE = "duplicate"  # it was merged into another


class DealState(StrEnum):
    ASKED = "asked"  # a person was asked whether it is a win
    UNPLACED = "unplaced"  # won; a person was asked which account or deal it belongs to
    WON = "won"
    SAME = "same"  # one more announcement of the deal in same_as
    REVERSED = "reversed"  # won, and taken back
    WITHDRAWN = "withdrawn"  # its announcement was deleted or changed before anybody decided
    NOT_A_WIN = "not_a_win"


class DealKind(StrEnum):
    NEW = "new"
    RENEWAL = "renewal"
    EXPANSION = "expansion"


@dataclass(frozen=True)
class Account:
    """A customer. `channel_name` is reserved before the channel exists; `channel_id` comes when it does.

    `value` is what its deals of one currency add up to; None when they are of several. `was_phase` is the phase before
    it was closed; `merged_into` the account that took a duplicate's things over.
    """

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
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    was_phase: Phase | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Deal:
    """A won sale as it was announced. (channel_id, message_ts) names the announcement; position counts within it. For a
    report of a CRM the one stands for the CRM's own id, and the other is when it first came.

    `gone_at`: when the announcement was deleted. `same_as`: the deal that this announces again, or may announce again
    while it is unplaced; `maybe_account_id`: the account that it may belong to then. `reversed_by` is None when an
    announcement took the win back. `shape`: that of its message, where wins are announced (`bot.domain.shapes`).
    """

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
    kind: DealKind = DealKind.NEW
    closed_on: date | None = None
    gone_at: datetime | None = None
    reversed_at: datetime | None = None
    reversed_by: str | None = None
    same_as: str | None = None
    maybe_account_id: str | None = None
    shape: str | None = None

    @property
    def is_reported(self) -> bool:
        """Did a CRM report it to us, instead of a message that people can see?"""
        return self.channel_id.startswith(REPORTED)


def worth(deals: Iterable[Deal]) -> dict[str | None, Decimal]:
    """What these deals add up to, by currency; nothing is converted."""
    sums: dict[str | None, Decimal] = {}
    for deal in deals:
        if deal.amount is not None:
            sums[deal.currency] = sums.get(deal.currency, Decimal(0)) + deal.amount
    return sums


def value_of(deals: Iterable[Deal]) -> tuple[Decimal | None, str | None]:
    """An account's value and its currency: the sum of its deals if they are of one currency, else None."""
    sums = worth(deals)
    if len(sums) != 1:
        return None, None
    ((currency, amount),) = sums.items()
    return amount, currency
