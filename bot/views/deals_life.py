"""What people read and press after a deal was first announced: announced again, changed, taken back, won after all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.domain.accounts import Account, Deal, DealKind
from bot.domain.money import Money, show_money
from bot.domain.workhours import zone
from bot.ids import Action
from bot.views.accounts import where
from bot.views.kit import (
    SHORT_DATE,
    Element,
    Markup,
    actions,
    button,
    confirm,
    escape,
    fill,
    is_blank,
    link,
    mention,
    message,
    section,
    when,
)

KINDS = {DealKind.NEW: "deal", DealKind.RENEWAL: "renewal", DealKind.EXPANSION: "expansion"}
DELETED = "The announcement of this win was deleted."
NO_LONGER_SAYS = "The announcement was edited and no longer says that the deal was won."
LOST = "A message says that this deal is not won any more."
NAME_TAKEN = "An account has that name already. Write what tells the two apart, as in “Acme Robotics (Spain)”."
UNARCHIVE = "Done. The channel was archived meanwhile; unarchive it in Slack, and everything goes on there."


def in_words(deal: Deal) -> Markup:
    """A deal as part of a sentence: its kind, value and product."""
    words = escape(KINDS[deal.kind])
    if deal.amount is not None:
        words = fill("{kind} worth {value}", kind=words, value=show_money(Money(deal.amount, deal.currency)))
    if deal.product and not is_blank(deal.product):
        words = fill("{words} ({product})", words=words, product=deal.product)
    return words


def _one(deal: Deal) -> Markup:
    return fill("{article} {deal}", article="an" if deal.kind is DealKind.EXPANSION else "a", deal=in_words(deal))


def which(deal: Deal, account: Account, maybe: Deal | None, card: str) -> dict[str, Any]:
    """Won, but whose is it? `maybe` is a deal of that account which this may announce once more."""
    name = deal.account_name or ""
    if maybe is None:
        text = fill(
            "*{name}* sounds like {where}. Does this {deal} belong there?",
            deal=in_words(deal),
            name=name,
            where=where(account),
        )
        buttons = [
            button(f"Belongs to {account.name}", Action.DEAL_BELONGS, card, "primary"),
            button("New account", Action.DEAL_IS_NEW, card),
        ]
    else:
        text = fill(
            "{source} says that {deal} with *{name}* was won. {where} has {known}, read {day}. Is it the same one?",
            source="The CRM" if deal.is_reported else "This",
            deal=_one(deal),
            name=name,
            where=where(account),
            known=_one(maybe),
            day=when(maybe.read_at, zone(None), SHORT_DATE),
        )
        buttons = [
            button("Same deal", Action.DEAL_IS_SAME, card),
            button("Another deal of theirs", Action.DEAL_BELONGS, card),
            button("Another customer", Action.DEAL_IS_NEW, card),
        ]
    return message(text, [section(text), actions(*buttons)])


def said_same(by: str) -> dict[str, Any]:
    """What that question turns into: one deal, announced twice."""
    return _line(fill("The same deal, says {by}. It counts once.", by=mention(by)))


def said_belongs(by: str, account: Account, name: str | None) -> dict[str, Any]:
    """What that question turns into: a deal of a known account. `name` means that account from now on."""
    text = fill("A deal of {where}, says {by}.", where=where(account), by=mention(by))
    if name:
        text = fill("{text} From now on “{name}” means this account.", text=text, name=name)
    return _line(text)


def said_new(by: str, deal: Deal) -> dict[str, Any]:
    """What that question turns into: another customer."""
    return _line(
        fill("{by} is setting up *{name}*. The link follows here.", by=mention(by), name=deal.account_name or "")
    )


def announced_meanwhile() -> dict[str, Any]:
    """What the question whether it is a win turns into when the same deal is announced beyond doubt."""
    return _line(escape("The same deal was announced meanwhile, so there is nothing to decide here."))


def reads_otherwise() -> dict[str, Any]:
    """What a question turns into when its announcement was edited."""
    return _line(escape("The announcement was edited, so I read it again."))


def further(deal: Deal) -> dict[str, Any]:
    """News for the account's channel: one more deal of theirs."""
    text = fill("Good news: {deal} was won with them.", deal=_one(deal))
    if deal.seller_id:
        text = fill("{text} Sold by {seller}.", text=text, seller=mention(deal.seller_id))
    if deal.crm_url:
        text = fill("{text} {link}", text=text, link=link(deal.crm_url, "Open the deal"))
    return _line(text)


def facts_changed(deal: Deal, new: Deal, card: str) -> dict[str, Any]:
    """The announcement changed, and a person had said otherwise."""
    source = _source(new)
    says = show_money(Money(new.amount or Decimal(0), new.currency or deal.currency))
    if deal.amount is None:
        text = fill("{source} now says {says}; the account has no value yet.", source=source, says=says)
    else:
        known = show_money(Money(deal.amount, deal.currency))
        text = fill("{source} now says {says}; the account says {known}.", source=source, says=says, known=known)
    return message(text, [section(text), actions(button("Take it over", Action.TAKE_OVER, card))])


def taken_over(by: str, amount: Decimal, currency: str | None) -> dict[str, Any]:
    """What that offer turns into."""
    return _line(fill("{by} took {value} over.", by=mention(by), value=show_money(Money(amount, currency))))


def newer_stands_below() -> dict[str, Any]:
    """What an offer turns into when the announcement changes once more."""
    return _line(escape("The announcement has changed once more since."))


def _source(deal: Deal) -> str:
    """What says so."""
    return "The CRM" if deal.is_reported else "The announcement"


def names_other(account: Account, name: str, new: Deal) -> dict[str, Any]:
    """The announcement names another account now, and that can't simply be followed."""
    return _line(
        fill(
            "{source} now names *{name}*; the account is {where}. To change it: `/account rename` there.",
            source=_source(new),
            name=name,
            where=where(account),
        )
    )


def _undo_button(value: str, deal: Deal, account: Account, action: Action = Action.UNDO_WIN) -> Element:
    template = "The {deal} with *{name}* no longer counts, and nothing is due for it. You can bring it back later."
    text = fill(template, deal=in_words(deal), name=account.name)
    return button("Undo the win", action, value, confirm=confirm("Undo the win?", text, "Undo the win", "Not now"))


def listed(deal: Deal, account: Account) -> list[dict[str, Any]]:
    """One deal of an account, with *Undo the win* beside it."""
    since = when(deal.read_at, zone(None), SHORT_DATE)
    text = fill("• {deal}, won {day}", deal=in_words(deal), day=since)
    return [section(text, _undo_button(deal.id, deal, account, Action.UNDO_WIN_OF))]


def undo_asked(account: Account, deal: Deal, why: str, card: str, url: str = "") -> dict[str, Any]:
    """Is the win to be undone? Asked where the account's people are."""
    text = fill("{why} It is the {deal} with *{name}*.", why=why, deal=in_words(deal), name=account.name)
    if url:
        text = fill("{text} {link}", text=text, link=link(url, "Read it"))
    return message(
        text, [section(text), actions(_undo_button(card, deal, account), button("Keep", Action.KEEP_WIN, card))]
    )


def kept(by: str) -> dict[str, Any]:
    """What that question turns into: the win stands."""
    return _line(fill("{by} keeps the win. Nothing changes.", by=mention(by)))


def undone(told: Markup) -> dict[str, Any]:
    """What that question, or an offer, turns into: the win is undone."""
    return _line(fill("{told} It is undone.", told=told))


def says_won_again() -> dict[str, Any]:
    """What that question turns into when the announcement says again that it was won."""
    return _line(escape("The announcement says again that the deal was won. Nothing changes."))


def taken_back_by(by: str) -> Markup:
    """Who took a win back: a person."""
    return fill("{by} took the win back.", by=mention(by))


def said_in(url: str) -> Markup:
    """Who took a win back: a message."""
    return fill("The deal is no longer won, says {link}.", link=link(url, "the CRM's message"))


def said_by_crm(url: str | None) -> Markup:
    """Who took a win back: a report of the CRM."""
    return fill("The deal is no longer won, says {crm}.", crm=link(url, "the CRM") if url else escape("the CRM"))


def lost_meanwhile() -> dict[str, Any]:
    """What a question about a reported deal turns into when the CRM reports it as lost."""
    return _line(escape("The CRM says that this deal is lost, so there is nothing to decide here any more."))


def taken_back(
    account: Account,
    deal: Deal,
    told: Markup,
    card: str,
    *,
    closed: bool,
    may_archive: bool,
    archived_by: str | None = None,
) -> dict[str, Any]:
    """News for the account's channel: a win was taken back, and how to bring it back."""
    what = fill("{told} It was the {deal} with *{name}*.", told=told, deal=in_words(deal), name=account.name)
    if closed:
        text = fill("{what} The account is closed, and nothing is due any more.", what=what)
    else:
        text = fill("{what} Their other deals go on.", what=what)
    if archived_by:
        text = fill("{text} {by} archived this channel.", text=text, by=mention(archived_by))
    buttons = [button("It is won after all", Action.WON_AFTER_ALL, card)]
    if may_archive:
        buttons.append(button("Archive the channel", Action.ARCHIVE_CHANNEL, card))
    return message(text, [section(text), actions(*buttons)])


def taken_back_line(account: Account, told: Markup) -> dict[str, Any]:
    """The line under the announcement: the win was taken back."""
    return _line(fill("{told} {where} is told.", told=told, where=where(account)))


def won_after_all(by: str | None) -> dict[str, Any]:
    """What the news of a reversal turns into once the deal is won again."""
    return _line(fill("Won after all, says {who}. Everything goes on where it was.", who=_who(by)))


def won_after_all_line(account: Account, by: str | None) -> dict[str, Any]:
    """The line under the announcement: the deal is won after all."""
    return _line(fill("Won after all, says {who}: {where} goes on.", who=_who(by), where=where(account)))


def _who(by: str | None) -> Markup:
    return mention(by) if by else escape("an announcement")


def _line(text: Markup) -> dict[str, Any]:
    return message(text, [section(text)])
