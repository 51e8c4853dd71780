"""The handoff: a brief that seller and delivery owner sign at the same version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum


class HandoffState(StrEnum):
    OPEN = "open"  # the seller's turn
    SUBMITTED = "submitted"  # the seller signed; the owner's turn
    RETURNED = "returned"  # the owner asked for more; the seller's turn
    ACCEPTED = "accepted"  # both signed
    WITHDRAWN = "withdrawn"  # the deal was taken back, or its account merged into another


class Side(StrEnum):
    SELLER = "seller"
    DELIVERY_OWNER = "delivery_owner"


@dataclass(frozen=True)
class Handoff:
    """One transfer of responsibility. `version` counts briefs; 0 means none was written yet."""

    id: str
    workspace_id: str
    account_id: str
    deal_id: str | None
    state: HandoffState
    seller_id: str | None
    owner_id: str | None
    version: int
    due_at: datetime
    opened_at: datetime
    accepted_at: datetime | None
    return_reason: str | None


@dataclass(frozen=True)
class Brief:
    """What the seller hands over. The first four must be filled; promises may be "none made"."""

    why_bought: str
    promises: str
    whom_to_call: str
    kickoff: date
    notes: str = ""


class NotYours(Exception):
    """This step belongs to somebody else; the text says to whom."""


class NotNow(Exception):
    """The handoff is not at this step; the text says what it waits for."""


def digest(brief: Brief) -> str:
    """SHA-256 over the brief's canonical JSON: what a signature refers to."""
    canonical = json.dumps(asdict(brief) | {"kickoff": brief.kickoff.isoformat()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def problems(brief: Brief, today: date) -> dict[str, str]:
    """What is missing, by field, in words for the seller."""
    found = {}
    if not brief.why_bought.strip():
        found["why_bought"] = "Say in a sentence why they bought."
    if not brief.promises.strip():
        found["promises"] = 'List what was promised, or write "none made".'
    if not brief.whom_to_call.strip():
        found["whom_to_call"] = "Name the person to call there."
    if brief.kickoff < today:
        found["kickoff"] = "Pick a day that is still to come."
    return found


def waits_on(handoff: Handoff) -> str | None:
    """Whose turn it is: the seller's until they sign (the owner's to see to it while no seller is named), then the
    owner's; None when both have signed or nobody is named."""
    match handoff.state:
        case HandoffState.OPEN | HandoffState.RETURNED:
            return handoff.seller_id or handoff.owner_id
        case HandoffState.SUBMITTED:
            return handoff.owner_id
        case HandoffState.ACCEPTED | HandoffState.WITHDRAWN:
            return None


WITHDRAWN = "This handoff was withdrawn, so there is nothing to hand over any more."


def revived(handoff: Handoff) -> HandoffState:
    """The state to which a withdrawn handoff comes back: the one that it was withdrawn in."""
    if handoff.accepted_at is not None:
        return HandoffState.ACCEPTED
    if handoff.return_reason is not None:
        return HandoffState.RETURNED
    return HandoffState.SUBMITTED if handoff.version else HandoffState.OPEN


def submit(handoff: Handoff, by: str, *, may_stand_in: bool = False) -> HandoffState:
    """The seller signs a new version; while no seller is named, whoever fills the brief becomes it. An admin may stand
    in for a seller, never the delivery owner. Raises NotYours or NotNow."""
    if handoff.state is HandoffState.WITHDRAWN:
        raise NotNow(WITHDRAWN)
    if handoff.state is HandoffState.ACCEPTED:
        raise NotNow("Both of you have signed this handoff already.")
    if by == handoff.owner_id:
        seller = f"<@{handoff.seller_id}>, the seller," if handoff.seller_id else "Whoever sold this"
        raise NotYours(f"{seller} fills in this brief, and you sign it afterwards.")
    if handoff.seller_id not in (None, by) and not may_stand_in:
        raise NotYours(f"Only <@{handoff.seller_id}>, the seller, can fill in this brief.")
    return HandoffState.SUBMITTED


def accept(handoff: Handoff, by: str, version: int) -> HandoffState:
    """The delivery owner signs the version that they read. Raises NotYours or NotNow."""
    _owner_decides(handoff, by)
    if version != handoff.version:
        raise NotNow("The brief has changed since you opened it. Look at it again before you sign.")
    return HandoffState.ACCEPTED


def give_back(handoff: Handoff, by: str) -> HandoffState:
    """The delivery owner returns the brief. Raises NotYours or NotNow."""
    _owner_decides(handoff, by)
    return HandoffState.RETURNED


def _owner_decides(handoff: Handoff, by: str) -> None:
    if handoff.state is HandoffState.WITHDRAWN:
        raise NotNow(WITHDRAWN)
    if handoff.state is HandoffState.ACCEPTED:
        raise NotNow("Both of you have signed this handoff already.")
    if handoff.state is not HandoffState.SUBMITTED:
        raise NotNow("The brief is with the seller. The delivery owner hears as soon as it is filled in.")
    if by != handoff.owner_id:
        if handoff.owner_id is None:
            raise NotYours("Only the delivery owner can accept or return this brief, and nobody owns the account yet.")
        raise NotYours(f"Only <@{handoff.owner_id}>, the delivery owner, can accept or return this brief.")
