"""What is said when somebody asks what Warmline reads out of a message, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.deals import PersonHint, Reading
from bot.domain.judging import Judgement


class PostedBy(StrEnum):
    """Whose message it is."""

    APP = "app"
    OURS = "ours"
    CUSTOMER = "customer"


class Here(StrEnum):
    """Why a message counts, or does not, where it stands."""

    NOT_SET_UP = "not_set_up"
    NOT_WATCHED = "not_watched"
    WATCHED = "watched"
    REPLY = "reply"
    OUTSIDER = "outsider"
    FOREIGN_APP = "foreign_app"
    OTHER_APP = "other_app"
    TOO_OLD = "too_old"
    IGNORED = "ignored"
    CUSTOMERS = "customers"
    NOT_CUSTOMERS = "not_customers"


@dataclass(frozen=True)
class Seen:
    """A person that a message names, and the user id that was found for them; `was_asked`: could we ask Slack?
    `is_poster`: nobody is named, so it is whoever wrote it.
    """

    hint: PersonHint
    user_id: str | None
    was_asked: bool = True
    is_poster: bool = False


@dataclass(frozen=True)
class Explained:
    """What was read. `sellers` and `owners` stand beside the reading's deals; `here` is empty for a text that was only
    pasted. `reading` is None for a customer's message, `judged` for all others."""

    posted_by: PostedBy
    reading: Reading | None
    judged: Judgement | None
    sellers: tuple[Seen | None, ...] = ()
    owners: tuple[Seen | None, ...] = ()
    here: tuple[Here, ...] = ()
