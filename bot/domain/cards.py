"""Cards: messages of ours that ask people something about a deal or an account, until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CardKind(StrEnum):
    WIN = "win"  # is it a won deal?
    PLACE = "place"  # which account, and which deal, does it belong to?
    FACTS = "facts"  # the announcement changed after a person had decided: take it over?
    UNDO = "undo"  # the announcement is gone or says something else: undo the win?
    TAKEN_BACK = "taken_back"  # the win was undone: is it won after all? archive the channel?
    MERGED = "merged"  # two accounts became one: undo that? archive the channel?


@dataclass(frozen=True)
class Card:
    """One message that asks. `id` is the message's key; `channel_id` is "" while the account's channel is on its way.

    `detail` is JSON: what is needed to answer it, never a message's text.
    """

    workspace_id: str
    id: str
    kind: CardKind
    deal_id: str | None
    account_id: str | None
    channel_id: str
    detail: str
    opened_at: datetime
    settled_at: datetime | None = None
