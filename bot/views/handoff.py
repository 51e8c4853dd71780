"""The brief in the account's channel, the modals that fill and return it, and the news of each step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.accounts import Account, Deal
from bot.domain.handoff import Brief, Handoff, HandoffState, Side
from bot.domain.workhours import zone
from bot.ids import VALUE, Action, Block, View, with_version
from bot.views import accounts
from bot.views.kit import (
    Markup,
    actions,
    button,
    context,
    date_input,
    day,
    escape,
    fields,
    fill,
    header,
    link,
    mention,
    message,
    modal,
    section,
    text_input,
    when,
)

BOOKMARK = "Handoff brief"
ANSWER = 2_500  # characters an answer may have: every section of the card then fits whole

Signed = dict[Side, tuple[str, str, datetime]]


def card(account: Account, deals: list[Deal], handoff: Handoff, brief: Brief | None, signed: Signed) -> dict[str, Any]:
    """The pinned brief: what was sold, who has it, what was agreed, and the next step's button."""
    blocks = [header(f"Handoff: {account.name}"), fields(_facts(account, deals, handoff))]
    if handoff.state is HandoffState.RETURNED and handoff.return_reason:
        blocks.append(section(fill("*Returned:* {reason}", reason=handoff.return_reason)))
    if brief is None:
        blocks.append(section(escape("The brief is still empty. Four answers are enough; it takes two minutes.")))
    else:
        blocks += _answers(brief)
    blocks.append(context(*_state(handoff, signed)))
    if buttons := _buttons(handoff):
        blocks.append(actions(*buttons))
    return message(fill("Handoff of {name}: {step}", name=account.name, step=accounts.STEPS[handoff.state]), blocks)


def _facts(account: Account, deals: list[Deal], handoff: Handoff) -> list[Markup]:
    facts = [
        fill("*Sold by*\n{who}", who=_person(handoff.seller_id, deals[0].seller_name if deals else None)),
        fill("*Delivery owner*\n{who}", who=_person(handoff.owner_id, None)),
    ]
    if shown := accounts.worth(deals) or accounts.value(account):
        facts.append(fill("*Value*\n{value}", value=shown))
    if handoff.state is not HandoffState.ACCEPTED:
        facts.append(fill("*Handoff due*\n{due}", due=when(handoff.due_at, zone(None))))
    sold = [deal.product for deal in deals if deal.product]
    if sold:
        facts.append(fill("*Sold*\n{what}", what=", ".join(sold)))
    links = [link(deal.crm_url, "Open the deal") for deal in deals if accounts.crm_link(deal)]
    if links:
        facts.append(fill("*CRM*\n{links}", links=Markup(" · ".join(links))))
    return facts


def _person(person_id: str | None, name: str | None) -> Markup:
    if person_id:
        return mention(person_id)
    return fill("{name} (not found in Slack)", name=name) if name else escape("Nobody yet")


def _answers(brief: Brief) -> list[dict[str, Any]]:
    shown = [
        ("Why they bought", brief.why_bought),
        ("Promises", brief.promises),
        ("Whom to call there", brief.whom_to_call),
        ("Kickoff", day(brief.kickoff)),
        ("Notes", brief.notes),
    ]
    return [section(fill("*{label}*\n{text}", label=label, text=text)) for label, text in shown if text.strip()]


def _state(handoff: Handoff, signed: Signed) -> list[Markup]:
    lines = [fill("Handoff: {step}", step=accounts.STEPS[handoff.state])]
    for side, word in ((Side.SELLER, "Seller"), (Side.DELIVERY_OWNER, "Delivery owner")):
        if side in signed:
            person, _, at = signed[side]
            lines.append(fill("{word} {who} signed {when}", word=word, who=mention(person), when=when(at, zone(None))))
    return lines


def _buttons(handoff: Handoff) -> list[dict[str, Any]]:
    claim = [] if handoff.owner_id else [button("I take this account", Action.CLAIM_HANDOFF, handoff.id)]
    match handoff.state:
        case HandoffState.OPEN | HandoffState.RETURNED:
            return [button("Fill in the brief", Action.FILL_BRIEF, handoff.id, "primary"), *claim]
        case HandoffState.SUBMITTED:
            return [
                button("Accept and sign", Action.ACCEPT_HANDOFF, with_version(handoff.id, handoff.version), "primary"),
                button("Return", Action.RETURN_HANDOFF, handoff.id),
                *claim,
            ]
        case HandoffState.ACCEPTED | HandoffState.WITHDRAWN:
            return []


def brief_modal(account: Account, handoff: Handoff, brief: Brief | None) -> dict[str, Any]:
    """Four questions for the seller, prefilled with the last version."""
    given = brief or Brief("", "", "", date.min)
    blocks = [
        section(
            fill(
                "*{name}*: your answers go to {owner}, who signs the same version.",
                name=account.name,
                owner=mention(handoff.owner_id) if handoff.owner_id else "the delivery owner",
            )
        ),
        text_input(
            "Why did they buy?", Block.WHY_BOUGHT, VALUE, initial=given.why_bought, multiline=True, max_length=ANSWER
        ),
        text_input(
            "What was promised?",
            Block.PROMISES,
            VALUE,
            initial=given.promises,
            multiline=True,
            max_length=ANSWER,
            hint='One a line, with a date if there is one. Nothing? Write "none made".',
        ),
        text_input(
            "Whom do we call there?",
            Block.WHOM_TO_CALL,
            VALUE,
            initial=given.whom_to_call,
            max_length=ANSWER,
            placeholder="Name, role, how to reach them",
        ),
        date_input("When is the kickoff?", Block.KICKOFF, VALUE, initial=given.kickoff if brief else None),
        text_input(
            "Anything else?", Block.NOTES, VALUE, initial=given.notes, multiline=True, optional=True, max_length=ANSWER
        ),
    ]
    return modal(
        "Handoff brief", blocks, callback_id=View.BRIEF, submit="Sign and hand over", private_metadata=handoff.id
    )


def return_modal(account: Account, handoff: Handoff) -> dict[str, Any]:
    """What is missing, in the owner's words."""
    seller = mention(handoff.seller_id) if handoff.seller_id else "the seller"
    blocks = [
        section(fill("*{name}* goes back to {seller}.", name=account.name, seller=seller)),
        text_input("What is missing?", Block.REASON, VALUE, multiline=True, max_length=ANSWER),
    ]
    return modal("Return the brief", blocks, callback_id=View.RETURN, submit="Return", private_metadata=handoff.id)


def accept_modal(account: Account, handoff: Handoff, brief: Brief) -> dict[str, Any]:
    """The brief once more, before the owner signs it."""
    blocks = [section(fill("*{name}*: you sign exactly this version.", name=account.name)), *_answers(brief)]
    return modal(
        "Accept the brief",
        blocks,
        callback_id=View.ACCEPT,
        submit="Accept and sign",
        private_metadata=with_version(handoff.id, handoff.version),
    )


def submitted(account: Account, handoff: Handoff) -> dict[str, Any]:
    """News: the seller has signed."""
    owner = mention(handoff.owner_id) if handoff.owner_id else escape("Whoever takes this account")
    return _news(
        fill(
            "{seller} signed the brief. {owner}, it is your turn: accept it or return it.",
            seller=mention(handoff.seller_id or ""),
            owner=owner,
        )
    )


def accepted(account: Account, handoff: Handoff, next_checkin: date) -> dict[str, Any]:
    """News: both have signed."""
    return _news(
        fill(
            "Signed by both. {owner} owns {name} from here on; the first check-in is due {day}.",
            owner=mention(handoff.owner_id or ""),
            name=account.name,
            day=day(next_checkin),
        )
    )


def returned(account: Account, handoff: Handoff) -> dict[str, Any]:
    """News: the owner needs more."""
    return _news(
        fill(
            "{owner} returned the brief: {reason}\n{seller}, please fill the gap.",
            owner=mention(handoff.owner_id or ""),
            reason=handoff.return_reason or "",
            seller=mention(handoff.seller_id) if handoff.seller_id else "Seller",
        )
    )


def claimed(account: Account, handoff: Handoff) -> dict[str, Any]:
    """News: the account has its owner."""
    return _news(fill("{owner} takes {name} over.", owner=mention(handoff.owner_id or ""), name=account.name))


def _news(text: Markup) -> dict[str, Any]:
    return message(text, [section(text)])
