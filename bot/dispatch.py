"""Hands a stored event, or a click that waits for its answer, through Bolt to the handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError

from bot.ids import INBOX_ID, WORKSPACE
from bot.slack.clients import Clients
from bot.slack.installs import Installs
from bot.slack.payloads import tidied
from bot.storage.workspaces import Workspace

log = structlog.get_logger(__name__)

FAILURE = "failure"
VIEWS = frozenset({"view_submission", "view_closed"})
SURFACES = VIEWS | {"event_callback", "block_actions", "block_suggestion", "message_action", "shortcut"}


class CouldNotAuthorize(RuntimeError):
    """The installation can't be looked up now. A RuntimeError on purpose: anything milder makes Bolt answer 200 with
    advice to reinstall, and the event would count as handled."""


class HandlerFailed(Exception):
    """The handler did not finish; the cause is attached."""


@dataclass(frozen=True)
class Answer:
    """What Slack is to be answered: a status, and a body that is "" for a plain acknowledgement."""

    status: int
    body: str
    content_type: str


class Dispatcher:
    """Bolt, set up so that a payload is handled before it is answered and no failure goes unseen."""

    def __init__(self, clients: Clients, installs: Installs, register: Callable[[AsyncApp], None]) -> None:
        self._installs = installs

        async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
            workspace = context.get(WORKSPACE)
            if not isinstance(workspace, Workspace):
                raise CouldNotAuthorize("no installation was found for this payload")
            return AuthorizeResult(
                enterprise_id=workspace.enterprise_id or None,
                team_id=workspace.team_id,
                bot_token=installs.token(workspace),
                bot_id=workspace.bot_id,
                bot_user_id=workspace.bot_user_id,
            )

        self.app = AsyncApp(
            name="warmline",
            authorize=authorize,
            client=clients.without_token(),
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,  # an empty one in a payload would take the place of ours
            raise_error_for_unhandled_request=True,
        )
        self.app.error(_keep_failure)
        register(self.app)

    async def dispatch(self, body: Mapping[str, Any], workspace: Workspace, inbox_id: str | None = None) -> Answer:
        """Run the handler of a payload to its end. Raises HandlerFailed when it did not get there."""
        if "command" not in body and str(body.get("type")) not in SURFACES:
            return _nothing_to_do(body)
        try:
            request = AsyncBoltRequest(
                mode="socket_mode", body=tidied(body), context={WORKSPACE: workspace, INBOX_ID: inbox_id}
            )
            response = await self.app.async_dispatch(request)
        except Exception as error:  # Bolt itself stumbles over some malformed views
            raise HandlerFailed(type(error).__name__) from error
        failure = request.context.get(FAILURE)
        if isinstance(failure, BoltUnhandledRequestError):
            return _nothing_to_do(body)
        if failure is not None:
            raise HandlerFailed(type(failure).__name__) from failure
        if response.status != 200:
            raise HandlerFailed(f"answered {response.status}")
        content_type = next(iter(response.headers.get("content-type") or []), "text/plain")
        return Answer(response.status, response.body or "", content_type)


def _nothing_to_do(body: Mapping[str, Any]) -> Answer:
    # Sent again it would be just as foreign to us, and too many refusals make Slack stop sending.
    log.warning("nothing here handles this", kind=str(body.get("type") or "")[:50])
    return Answer(200, "", "text/plain")


async def _keep_failure(error: Exception, context: AsyncBoltContext) -> None:
    # A listener's exception reaches the caller as a bare 500; this is the only way to its cause.
    if not isinstance(error, BoltUnhandledRequestError):
        log.error("handler failed", exc_info=error)
    context[FAILURE] = error
