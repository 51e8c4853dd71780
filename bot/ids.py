"""Every name that Slack sends back to us, and how our own ids are made."""

from __future__ import annotations

from enum import StrEnum

import uuid_utils


def new_id() -> str:
    """A UUIDv7: later ids sort after earlier ones, so an index grows at its end."""
    return str(uuid_utils.uuid7())


def with_version(id_: str, version: int) -> str:
    """A value that says which version somebody saw when they pressed a button."""
    return f"{id_}:{version}"


def split_version(value: str) -> tuple[str, int]:
    """Id and version out of such a value; version -1 where none is in it."""
    id_, _, version = value.partition(":")
    return id_, int(version) if version.isascii() and version.isdigit() else -1


class Action(StrEnum):
    """Buttons and menus."""

    SET_UP_ACCOUNT = "deal.set_up"
    NOT_A_WIN = "deal.not_a_win"
    FILL_BRIEF = "handoff.fill"
    ACCEPT_HANDOFF = "handoff.accept"
    RETURN_HANDOFF = "handoff.return"
    CLAIM_HANDOFF = "handoff.claim"
    CHECKIN_DONE = "checkin.done"
    CHECKIN_SNOOZE = "checkin.snooze"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_DISMISSED = "question.dismissed"


class View(StrEnum):
    """Modals."""

    ACCOUNT = "account.new"
    BRIEF = "handoff.brief"
    RETURN = "handoff.return"
    ACCEPT = "handoff.accept"


class Command(StrEnum):
    """Slash commands."""

    ACCOUNT = "/account"
    HANDOFF = "/handoff"
    CHECKIN = "/checkin"
    WARMLINE = "/warmline"


class Shortcut(StrEnum):
    """Message shortcuts."""

    SET_UP_ACCOUNT = "deal.set_up"


class Hook(StrEnum):
    """What other systems report to us. Slack has no event of such a name."""

    DEAL = "warmline.deal"


class Block(StrEnum):
    """Input blocks of modals; an error is shown at one of these."""

    ACCOUNT_NAME = "account_name"
    AMOUNT = "amount"
    CURRENCY = "currency"
    SELLER = "seller"
    OWNER = "owner"
    WHY_BOUGHT = "why_bought"
    PROMISES = "promises"
    WHOM_TO_CALL = "whom_to_call"
    KICKOFF = "kickoff"
    NOTES = "notes"
    REASON = "reason"


WORKSPACE, INBOX_ID = "workspace", "inbox_id"  # what the dispatcher puts beside a payload for its handler
VALUE = "value"  # the action id of every input element: one element a block
