"""What a handler gets: the payload's parts by name, and the few things it may do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.ids import INBOX_ID, WORKSPACE
from bot.slack.payloads import error_code, part, state_lists, state_values, text_of
from bot.unit_of_work import Desk, Priority, Room, Work, Workspace
from bot.views import admin as admin_view
from bot.views import setup as setup_view
from bot.views.kit import modal

log = structlog.get_logger(__name__)

# Slack's reference and its guide name the same two differently.
TRIGGER_GONE = frozenset(
    {
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "invalid_trigger",
        "trigger_expired",
        "trigger_exchanged",
    }
)
NOT_NOW = "I can't check with Slack who you are right now. Please try again in a minute."
LOOKED_UP_WITHIN = 1.5  # seconds; the sentence must still reach Slack within three
PRESS_AGAIN = "That took longer than Slack waits. Please try it once more."


@dataclass
class Request:
    """One thing that happened: an event, a click, a command or a submitted modal.

    `once` is the key under which an interaction is taken one time only; events have their inbox row instead. `text` is
    what was typed after a command's word.
    """

    args: AsyncArgs
    desk: Desk
    workspace: Workspace
    once: str | None = None
    text: str = ""

    @property
    def body(self) -> dict[str, Any]:
        return dict(self.args.body)

    @property
    def event(self) -> dict[str, Any]:
        return dict(self.args.event or {})

    @property
    def action_value(self) -> str:
        return text_of(self.args.action or {}, "value")

    @property
    def metadata(self) -> str:
        """What the modal carried along, submitted or still open."""
        return text_of(self.args.view or part(self.body, "view"), "private_metadata")

    @property
    def values(self) -> dict[str, str | None]:
        """What was filled into the submitted modal, by block id: text, user id or date as text, None when empty."""
        return state_values(self.args.view or {})

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """What was chosen in the modal where several may be, by block id."""
        return state_lists(self.args.view or part(self.body, "view"))

    @property
    def typed(self) -> dict[str, str | None]:
        """What stands in the fields of a modal that is still open, as `values`."""
        return state_values(part(self.body, "view"))

    @property
    def user_id(self) -> str:
        return text_of(part(self.body, "user"), "id") or text_of(self.body, "user_id")

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """The one transaction of this request."""
        inbox_id = self.args.context.get(INBOX_ID)
        priority = Priority.INBOX if inbox_id else Priority.INTERACTION
        async with self.desk.begin(self.workspace, priority, inbox_id=inbox_id, once=self.once) as work:
            yield work

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Work]:
        """A look at the rows."""
        async with self.desk.look(self.workspace) as work:
            yield work

    async def policy(self) -> Policy:
        """The workspace's rules."""
        return await self.desk.policy(self.workspace)

    async def not_yet(self) -> str | None:
        """What to say while Warmline is not set up; None once it is."""
        if (await self.policy()).is_set_up:
            return None
        return setup_view.not_yet(await self.settings_admins(), self.user_id)

    async def settings_admins(self) -> tuple[str, ...]:
        """Who may change the rules, as far as that can be found out quickly."""
        try:
            async with asyncio.timeout(LOOKED_UP_WITHIN):
                return await self.desk.settings_admins(self.workspace)
        except Exception as error:
            log.warning("admins can't be looked up", exc_info=error)
            return self.desk.named_admins(await self.policy())

    async def person(self, user_id: str) -> Person | None:
        return await self.desk.directory.person(self.workspace, user_id)

    async def rota(self, who: tuple[str, ...]) -> tuple[str, ...]:
        """User ids of people that the rules name, without those who can't take anything on."""
        return await self.desk.directory.user_ids(self.workspace, who)

    async def room(self, channel_id: str, *, fresh: bool = False) -> Room | None:
        """That channel, asked of Slack anew if `fresh`; None when Slack shows us none of that id."""
        try:
            if fresh:
                return await self.desk.directory.room(self.workspace, channel_id, timedelta(0))
            return await self.desk.directory.room(self.workspace, channel_id)
        except Exception as error:
            if error_code(error) != "channel_not_found":
                raise
            return None

    async def open_modal(self, view: dict[str, Any]) -> None:
        """Show a modal, on top of the one in which a button was pressed. The trigger lives three seconds, so this is a
        call that can't wait in the outbox."""
        trigger_id = text_of(self.body, "trigger_id")
        if not trigger_id:
            await self._press_again()
            return
        is_in_modal = part(self.body, "view").get("type") == "modal"
        try:
            if is_in_modal and self.body.get("type") == "block_actions":
                await self.args.client.views_push(trigger_id=trigger_id, view=view)
            else:
                await self.args.client.views_open(trigger_id=trigger_id, view=view)
        except Exception as error:
            if error_code(error) not in TRIGGER_GONE:
                raise
            log.warning("a modal came too late", code=error_code(error))
            await self._press_again()

    async def change_modal(self, view: dict[str, Any], view_id: str = "") -> None:
        """Show other content in the modal that is open: the one in which something was chosen, or that of the id. One
        that was closed, or has changed since, stays as it is."""
        shown = part(self.body, "view")
        of = {"view_id": view_id} if view_id else {"view_id": text_of(shown, "id"), "hash": text_of(shown, "hash")}
        try:
            await self.args.client.views_update(view=view, **of)
        except Exception as error:
            if error_code(error) not in ("hash_conflict", "not_found", "view_not_found"):
                raise

    async def _press_again(self) -> None:
        if text_of(self.body, "response_url").startswith("http"):
            await self.args.respond(text=PRESS_AGAIN, response_type="ephemeral", replace_original=False)

    async def tell(self, sentence: str, title: str = "Warmline") -> None:
        """Answer the person, and only them, in whatever way this surface allows. The sentence is mrkdwn."""
        if "command" in self.body:
            await self.args.ack(text=sentence)
        elif self.body.get("type") == "view_submission":
            view = modal(title, admin_view.alert(sentence), callback_id="told", close="Close")
            await self.args.ack(response_action="update", view=view)
        else:
            await self.args.ack()
            await self.open_modal(modal(title, admin_view.alert(sentence), callback_id="told", close="Close"))


Handler = Callable[[Request], Awaitable[None]]


def workspace_of(args: AsyncArgs) -> Workspace:
    """The installation that the dispatcher found."""
    workspace = args.context[WORKSPACE]
    assert isinstance(workspace, Workspace)
    return workspace
