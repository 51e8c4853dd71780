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

    NEW_ACCOUNT = "account.new"
    SET_UP_ACCOUNT = "deal.set_up"
    NOT_A_WIN = "deal.not_a_win"
    DEAL_IS_SAME = "deal.is_same"
    DEAL_BELONGS = "deal.belongs"
    DEAL_IS_NEW = "deal.is_new"
    TAKE_OVER = "deal.take_over"
    UNDO_WIN = "deal.undo"
    UNDO_WIN_OF = "deal.undo_of"
    KEEP_WIN = "deal.keep"
    WON_AFTER_ALL = "deal.won_after_all"
    ARCHIVE_CHANNEL = "deal.archive"
    SHOW_LAYOUTS = "layout.list"
    TEACH_LAYOUT = "layout.teach"
    CHANGE_TAUGHT = "layout.change"
    FORGET_LAYOUT = "layout.forget"
    IGNORE_LAYOUT = "layout.ignore"
    HEED_LAYOUT = "layout.heed"
    UNDO_MERGE = "account.undo_merge"
    ARCHIVE_MERGED = "account.archive_merged"
    FILL_BRIEF = "handoff.fill"
    ACCEPT_HANDOFF = "handoff.accept"
    RETURN_HANDOFF = "handoff.return"
    CLAIM_HANDOFF = "handoff.claim"
    CHECKIN_DONE = "checkin.done"
    CHECKIN_SNOOZE = "checkin.snooze"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_DISMISSED = "question.dismissed"
    EDIT_RULE = "rules.edit"
    END_QUIET = "rules.end_quiet"
    PAUSE = "rules.pause"
    RESUME = "rules.resume"


class View(StrEnum):
    """Modals."""

    ACCOUNT = "account.new"
    MERGE = "account.merge"
    BRIEF = "handoff.brief"
    RETURN = "handoff.return"
    ACCEPT = "handoff.accept"
    CHANNELS = "rules.channels"
    OWNERS = "rules.owners"
    QUIET = "rules.quiet"
    NAMES = "rules.names"
    TIMES = "rules.times"
    ADMINS = "rules.admins"
    EMOJI = "rules.emoji"
    TRY = "message.try"
    TRIED = "message.tried"
    EXAMPLE = "layout.example"
    TEACH = "layout.teach"
    LEARNT = "layout.learnt"


class Command(StrEnum):
    """Slash commands."""

    ACCOUNT = "/account"
    HANDOFF = "/handoff"
    CHECKIN = "/checkin"
    WARMLINE = "/warmline"


class Shortcut(StrEnum):
    """Message shortcuts."""

    SET_UP_ACCOUNT = "deal.set_up"
    EXPLAIN = "message.explain"


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
    DEAL_CHANNELS = "deal_channels"
    DEAL_APPS = "deal_apps"
    DELIVERY_OWNERS = "delivery_owners"
    QUIET_START = "quiet_start"
    CHANNEL_NAME = "channel_name"
    CHANNEL_PRIVATE = "channel_private"
    DIGEST_TIME = "digest_time"
    HANDOFF_DAYS = "handoff_days"
    CHECKIN_DAYS = "checkin_days"
    ANSWER_HOURS = "answer_hours"
    ADMINS = "admins"
    EMOJI = "emoji"
    EXAMPLE = "example"
    POSTED_BY = "posted_by"
    WHAT_THEN = "what_then"
    TAUGHT_ACCOUNT = "taught_account"
    TAUGHT_DEAL = "taught_deal"
    TAUGHT_AMOUNT = "taught_amount"
    TAUGHT_CURRENCY = "taught_currency"
    TAUGHT_SELLER = "taught_seller"
    TAUGHT_DATE = "taught_date"
    TAUGHT_PRODUCT = "taught_product"
    TAUGHT_REGION = "taught_region"
    TAUGHT_LINK = "taught_link"


WORKSPACE, INBOX_ID = "workspace", "inbox_id"  # what the dispatcher puts beside a payload for its handler
VALUE = "value"  # the action id of every input element: one element a block
