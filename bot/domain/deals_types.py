"""What can be read out of an announcement: the verdict, the fields of a deal, the people as they are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """How sure we are that a message announces a won deal."""

    WON = "won"
    UNSURE = "unsure"
    NOT_WON = "not_won"


@dataclass(frozen=True)
class PersonHint:
    """A person as the message names them: a Slack user id, an e-mail address or a name."""

    user_id: str | None = None
    email: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class DealFields:
    """What a message tells about one deal; None where it tells nothing.

    `amount` is in `currency` (ISO 4217), per `period` ("one_off", "monthly", "yearly", "total").
    """

    account_name: str | None = None
    deal_name: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    period: str | None = None
    seller: PersonHint | None = None
    delivery_owner: PersonHint | None = None
    close_date: date | None = None
    product: str | None = None
    region: str | None = None
    crm_url: str | None = None


@dataclass(frozen=True)
class Reading:
    """The verdict on one message, the deals it names and one plain sentence that says why."""

    verdict: Verdict
    deals: tuple[DealFields, ...]
    why: str
