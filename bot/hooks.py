"""The way in for other systems: signed POSTs at /hooks, kept in the inbox like anything that Slack sends.

Signed as the Standard Webhooks specification says (libraries for it exist in most languages): HMAC-SHA256 with the
shared secret over `webhook-id.webhook-timestamp.body`, in base64, in the header `webhook-signature`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.clock import Clock
from bot.dispatch import Answer
from bot.domain.money import is_currency
from bot.ids import Hook
from bot.receiver import Malformed, Receiver
from bot.slack.installs import Installs
from bot.storage.workspaces import Workspace

PREFIX = "/hooks/"
FIVE_MINUTES = 300  # seconds; older requests may be replays
ID = re.compile(rb"[\w.-]{1,80}", re.ASCII)
TIMESTAMP = re.compile(rb"[0-9]{1,12}")
LARGEST = Decimal(10) ** 12

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")
]


class HookRefused(Exception):
    """The request is answered with this status and these sentences, and goes no further."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.status, self.sentences = status, sentences


def _currency(code: str) -> str:
    if not is_currency(code.upper()):
        raise ValueError("write the three letters of the currency, as in EUR")
    return code.upper()


class Someone(BaseModel):
    """A person of ours, by one of these."""

    model_config = ConfigDict(extra="forbid")

    slack_id: Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,30}$")] | None = None
    email: Line | None = None
    name: Line | None = None


class DealReport(BaseModel):
    """A deal as a CRM reports it. `id` is the CRM's own; the same id again brings the deal up to date."""

    model_config = ConfigDict(extra="forbid")

    id: Line
    stage: Literal["won", "lost"]
    account: Line
    name: Line | None = None
    amount: Annotated[Decimal, Field(gt=0, lt=LARGEST, decimal_places=4)] | None = None
    currency: Annotated[str, AfterValidator(_currency)] | None = None
    period: Literal["one_off", "monthly", "yearly", "total"] | None = None
    seller: Someone | None = None
    delivery_owner: Someone | None = None
    close_date: date | None = None
    product: Line | None = None
    region: Line | None = None
    url: Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f<>]+$")] | None = None


REPORTS: dict[str, tuple[Hook, type[DealReport]]] = {"deals": (Hook.DEAL, DealReport)}


class Hooks:
    """Verifies, reads and stores what other systems report."""

    def __init__(self, receiver: Receiver, installs: Installs, key: bytes, clock: Clock) -> None:
        self._receiver, self._installs, self._key, self._clock = receiver, installs, key, clock

    async def take(self, path: str, query: bytes, headers: Mapping[bytes, bytes], body: bytes) -> Answer:
        """Store a report and say so. Raises HookRefused with what to do instead."""
        if not self._key:
            raise HookRefused(404, "Hooks are off here. Set WARMLINE_HOOK_SECRET to switch them on.")
        found = REPORTS.get(path.removeprefix(PREFIX))
        if found is None:
            raise HookRefused(404, f"There is no such hook. There is: {', '.join(PREFIX + name for name in REPORTS)}.")
        hook_id = self._verified(headers, body)
        workspace = self._workspace(query)
        kind, shape = found
        report = _read(shape, body)
        given = report.model_dump(mode="json", exclude_none=True)
        event = {"type": str(kind), "event_ts": f"{self._clock.now().timestamp():.6f}", "report": given}
        envelope = {
            "type": "event_callback",
            "api_app_id": workspace.app_id,
            "team_id": workspace.team_id,
            "event_id": f"hook.{hook_id}",
            "event": event,
        }
        lane = f"{kind}:{hashlib.sha256(report.id.encode()).hexdigest()[:32]}"
        try:
            await self._receiver.take_event(envelope, lane)
        except Malformed as error:
            raise HookRefused(400, "That can't be kept.") from error
        return Answer(202, orjson.dumps({"accepted": hook_id}).decode(), "application/json")

    def _verified(self, headers: Mapping[bytes, bytes], body: bytes) -> str:
        hook_id, timestamp = headers.get(b"webhook-id", b""), headers.get(b"webhook-timestamp", b"")
        if not ID.fullmatch(hook_id) or not TIMESTAMP.fullmatch(timestamp):
            raise HookRefused(401, "Send webhook-id, webhook-timestamp and webhook-signature.")
        if abs(self._clock.real_now().timestamp() - int(timestamp)) > FIVE_MINUTES:
            raise HookRefused(401, "The request is more than five minutes old, or a clock is wrong.")
        signed = hmac.new(self._key, b".".join((hook_id, timestamp, body)), hashlib.sha256).digest()
        wanted = b"v1," + base64.b64encode(signed)
        # Several signatures stand there while the sender changes its secret.
        given = headers.get(b"webhook-signature", b"").split(b" ")[:10]
        if not any(hmac.compare_digest(wanted, one) for one in given):
            raise HookRefused(401, "The signature is wrong.")
        return hook_id.decode()

    def _workspace(self, query: bytes) -> Workspace:
        known = {workspace.team_id: workspace for workspace in self._installs.connected}
        team = parse_qs(query.decode("latin-1")).get("team", [""])[0]
        if team in known:
            return known[team]
        if team or len(known) != 1:
            raise HookRefused(422, "Name the Slack workspace: add ?team= and its id, which begins with T.")
        return next(iter(known.values()))


def _read(shape: type[DealReport], body: bytes) -> DealReport:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise HookRefused(400, "The body is not JSON.") from None
    try:
        return shape.model_validate(found)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)
        raise HookRefused(422, *(_in_words(problem) for problem in problems[:20])) from None


def _in_words(problem: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in problem["loc"]) or "the body"
    match problem["type"]:
        case "missing":
            return f"{where}: is missing."
        case "model_type" | "model_attributes_type":
            return f"{where}: is no JSON object."
        case "extra_forbidden":
            return f"{where}: there is no such field."
        case _:
            return f"{where}: {str(problem['msg']).removeprefix('Value error, ').rstrip('.')}."
