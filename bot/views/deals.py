"""What is said under an announcement, and the modal that sets an account up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.domain.accounts import Account, Deal, DealState
from bot.domain.handoff import Handoff
from bot.domain.money import Money, show_money
from bot.domain.shapes import FREE
from bot.domain.workhours import zone
from bot.ids import VALUE, Action, Block, View
from bot.views.accounts import where
from bot.views.kit import (
    Element,
    Markup,
    actions,
    button,
    channel_link,
    context,
    escape,
    fill,
    is_blank,
    link,
    mention,
    message,
    modal,
    section,
    text_input,
    users_input,
    when,
)


def asked(deal: Deal) -> dict[str, Any]:
    """The question in the thread when a message may be a win."""
    head = fill("Is this a won deal? {what}", what=_what(deal))
    buttons = _decide(deal)
    if deal.shape and deal.shape != FREE:
        buttons.append(button("Teach it", Action.TEACH_LAYOUT, f"{deal.channel_id}:{deal.message_ts}"))
    return message(head, [section(head), context(escape(deal.why)), actions(*buttons)])


def _decide(deal: Deal) -> list[Element]:
    return [
        button("Set up account", Action.SET_UP_ACCOUNT, deal.id, "primary"),
        button("Not a win", Action.NOT_A_WIN, deal.id),
    ]


def marked(deal: Deal, url: str) -> dict[str, Any]:
    """The question to whoever put the emoji on a message."""
    head = fill("You marked {link}. {what}", link=link(url, "this message"), what=_what(deal))
    return message(head, [section(head), actions(*_decide(deal))])


def has_account(account: Account, url: str) -> dict[str, Any]:
    """To whoever put the emoji on a message that was taken already."""
    text = fill("{link} has its account already: {where}.", link=link(url, "That message"), where=where(account))
    return message(text, [section(text)])


def _what(deal: Deal) -> Markup:
    found = []
    if not is_blank(deal.account_name or ""):
        found.append(fill("account *{name}*", name=deal.account_name))
    if deal.amount is not None:
        found.append(fill("value {value}", value=show_money(Money(deal.amount, deal.currency))))
    if deal.seller_id:
        found.append(fill("seller {seller}", seller=mention(deal.seller_id)))
    if not found:
        return escape("I couldn't read which account it is about.")
    return fill("I read: {found}.", found=Markup(", ".join(found)))


def decided(deal: Deal) -> dict[str, Any]:
    """What the question turns into once somebody has decided."""
    by = mention(deal.decided_by or "")
    if deal.state is DealState.NOT_A_WIN:
        text = fill("Not a win, says {by}. Nothing was set up.", by=by)
    else:
        text = fill("{by} is setting up *{name}*. The link follows here.", by=by, name=deal.account_name or "")
    return message(text, [section(text)])


def opened(account: Account, handoff: Handoff | None, *, is_new: bool) -> dict[str, Any]:
    """The reply under the announcement: where the account lives now and who has it."""
    channel = channel_link(account.channel_id or "")
    if not is_new or handoff is None:
        text = fill("*{name}* is known already: {channel}", name=account.name, channel=channel)
        return message(text, [section(text)])
    owner = mention(handoff.owner_id) if handoff.owner_id else escape("nobody yet, claim it in the channel")
    text = fill("*{name}* is set up in {channel}", name=account.name, channel=channel)
    due = when(handoff.due_at, zone(None))
    return message(
        text,
        [section(text), context(fill("Delivery owner: {owner} · handoff due {due}", owner=owner, due=due))],
    )


def counted_once(account: Account) -> dict[str, Any]:
    """The reply under one more announcement of a deal that is known."""
    template = "I know this deal already, so it counts once. *{name}* lives in {channel}"
    text = fill(template, name=account.name, channel=channel_link(account.channel_id or ""))
    return message(text, [section(text)])


def withdrawn(*, is_gone: bool) -> dict[str, Any]:
    """What a question turns into when its announcement is gone or no longer speaks of a win."""
    why = "The announcement was deleted" if is_gone else "The announcement no longer says that a deal was won"
    text = fill("{why}, so there is nothing to decide here any more.", why=why)
    return message(text, [section(text)])


@dataclass(frozen=True)
class Prefill:
    """What the modal that sets up an account already holds."""

    account_name: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    seller_id: str | None = None
    owner_id: str | None = None


def account_modal(given: Prefill, metadata: str) -> dict[str, Any]:
    """The modal that sets up an account."""
    amount = "" if given.amount is None else f"{given.amount:f}"
    return modal(
        "Set up account",
        [
            text_input(
                "Account",
                Block.ACCOUNT_NAME,
                VALUE,
                initial=given.account_name or "",
                max_length=150,
                placeholder="Acme Robotics",
            ),
            text_input(
                "Value",
                Block.AMOUNT,
                VALUE,
                initial=amount,
                optional=True,
                max_length=40,
                hint="As you would write it: 48,500 or 1.2M",
            ),
            text_input(
                "Currency",
                Block.CURRENCY,
                VALUE,
                initial=given.currency or "",
                optional=True,
                max_length=3,
                placeholder="EUR",
            ),
            users_input("Seller", Block.SELLER, VALUE, initial=given.seller_id, optional=True),
            users_input(
                "Delivery owner",
                Block.OWNER,
                VALUE,
                initial=given.owner_id,
                optional=True,
                hint="Leave this empty, and it goes to whoever is next in turn.",
            ),
        ],
        callback_id=View.ACCOUNT,
        submit="Set up",
        private_metadata=metadata,
    )
