"""What follows when Slack has done what we wanted, or won't."""

from __future__ import annotations

from typing import Any, Protocol

from bot.flows import accounts, home, merging
from bot.intents import (
    CHANNEL_IS_SHARED,
    WAITS_FOR_MESSAGE,
    Bookmark,
    InChannel,
    Intent,
    Invite,
    OpenChannel,
    Post,
    PublishHome,
    RenameChannel,
)
from bot.unit_of_work import Work
from bot.views import admin as view
from bot.views.kit import Markup


class Refusal(Protocol):
    """Why Slack did not do it, for a person."""

    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...


ADMIN_KEY = "parked:"


class FollowUps:
    """Called by the outbox worker inside the transaction that records an outcome."""

    async def done(self, work: Work, intent: Intent, result: dict[str, Any]) -> None:
        if isinstance(intent, OpenChannel):
            await accounts.channel_opened(work, intent.account_id, result["channel"], result["name"])
        elif isinstance(intent, PublishHome):
            await home.shown(work, intent.person, result.get("digest"))
        elif isinstance(intent, RenameChannel):
            await merging.channel_renamed(work, intent, result.get("name", intent.name))

    async def parked(
        self, work: Work, row_id: str, intent: Intent | None, failure: Refusal, admins: tuple[str, ...]
    ) -> None:
        if isinstance(intent, Invite):
            await accounts.not_invited(work, intent.account_id, intent.channel, intent.user, failure.sentence)
        if isinstance(intent, RenameChannel):
            await merging.channel_not_renamed(work, intent, failure.sentence)
            return  # nobody needs to do anything about it
        if failure.code == WAITS_FOR_MESSAGE:
            return  # what it waits for was told
        if isinstance(intent, Post) and intent.key.startswith(ADMIN_KEY):
            return  # an admin who can't be reached would be told of not being reached, for ever
        about = row_id
        if failure.code == CHANNEL_IS_SHARED and isinstance(intent, InChannel):
            about = f"{CHANNEL_IS_SHARED}:{intent.channel}"  # one word about a channel, however much was meant for it
        told = view.parked(row_id, await _missing(work, intent), failure.sentence)
        for admin in admins:
            key = f"{ADMIN_KEY}{about}:{admin}"
            await work.send(key, Post(admin, key=key, **told))

    async def home(
        self, work: Work, intent: PublishHome, admins: tuple[str, ...], *, is_first: bool
    ) -> PublishHome | None:
        """The intent with the Home as it is now; None when Slack shows exactly that since an earlier one."""
        ready = PublishHome(intent.person, await home.render(work, intent.person, admins))
        is_shown = is_first and await work.homes.shown(intent.person) == ready.digest
        return None if is_shown else ready

    async def not_shown(self, work: Work, intent: PublishHome) -> None:
        """What Slack shows there is not known: the next Home is published whatever it says."""
        await work.homes.keep_shown(intent.person, None)

    async def next_name(self, work: Work, intent: OpenChannel) -> OpenChannel:
        """The name is taken in Slack by something that is not ours: reserve the next one."""
        account = await work.accounts.by_id(intent.account_id)
        if account is None:
            return intent
        name = await accounts.name_after(work, account, intent.name)
        await work.accounts.change(account.id, channel_name=name)
        return OpenChannel(account.id, name, intent.private)

    async def is_claimed(self, work: Work, channel_id: str) -> bool:
        return await work.accounts.in_channel(channel_id) is not None


async def _missing(work: Work, intent: Intent | None) -> Markup:
    kind = type(intent).__name__
    if isinstance(intent, OpenChannel):
        account = await work.accounts.by_id(intent.account_id)
        return view.missing(kind, account=account.name if account else intent.name)
    if isinstance(intent, InChannel):
        person = intent.user if isinstance(intent, Invite) else ""
        title = intent.title if isinstance(intent, Bookmark) else ""
        return view.missing(kind, channel=intent.channel, person=person, title=title)
    return view.missing(kind)
