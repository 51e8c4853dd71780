"""In plain words: what Warmline reads out of a message and why, and the modal to try that with."""

from __future__ import annotations

from typing import Any

from bot.domain.deals import DealFields, Verdict
from bot.domain.explaining import Explained, Here, PostedBy, Seen
from bot.domain.money import Money, show_money
from bot.ids import VALUE, View
from bot.ids import Block as Field
from bot.views.kit import (
    Block,
    Markup,
    context,
    day,
    divider,
    escape,
    fill,
    is_blank,
    link,
    mention,
    modal,
    option,
    section,
    select_input,
    text_input,
)

TITLE = "What I read"
LONGEST = 3000  # characters of a pasted message
SHOWN = 5  # deals of a summary
VERDICTS = {
    Verdict.WON: "Yes, a won deal. Where wins are announced, I set the account up at once.",
    Verdict.UNSURE: "Perhaps a won deal. Where wins are announced, I ask in the thread before I do anything.",
    Verdict.NOT_WON: "No won deal. I leave it alone.",
}
PERIODS = {"monthly": " a month", "yearly": " a year", "total": " for the whole contract", "one_off": ", once"}
HERE = {
    Here.NOT_SET_UP: "Warmline isn't set up yet, so nothing happens anywhere.",
    Here.NOT_WATCHED: "This channel isn't one that announces wins. Here a person starts it, with *Set up account*.",
    Here.WATCHED: "This channel announces wins, and whoever posted this counts.",
    Here.REPLY: "It is a reply in a thread. Only messages in the channel itself are taken.",
    Here.OUTSIDER: "Whoever wrote it is no full member of your workspace, so it doesn't count.",
    Here.FOREIGN_APP: "The app that posted it isn't your workspace's own, so it doesn't count.",
    Here.OTHER_APP: "The app that posted it isn't among those that count here. An admin chooses them in the settings.",
    Here.TOO_OLD: "It is older than Warmline's set-up, so nothing is done about it.",
    Here.IGNORED: "An admin had its layout ignored here, so I neither act nor ask.",
    Here.CUSTOMERS: "It stands in a customer's channel, so a question here gets a clock.",
    Here.NOT_CUSTOMERS: "No account has this as its customer's channel, so no clock runs here.",
}
POSTED_BY = {PostedBy.APP: "An app", PostedBy.OURS: "One of us", PostedBy.CUSTOMER: "A customer"}
NOTHING_HAPPENS = "This only explains. Nothing is set up, and nothing is kept."


def explained_modal(explained: Explained) -> dict[str, Any]:
    """What was read out of a message in Slack."""
    return modal(TITLE, _blocks(explained), callback_id="told", close="Close")


def try_modal(text: str = "", posted_by: PostedBy = PostedBy.APP) -> dict[str, Any]:
    """The modal to paste a message into."""
    return modal(
        "Try a message",
        [
            text_input(
                "Message", Field.EXAMPLE, VALUE, initial=text, multiline=True, max_length=LONGEST,
                placeholder="Deal won: Acme Robotics, €48,500",
            ),
            select_input(
                "Who posts it", Field.POSTED_BY, VALUE, [option(words, by) for by, words in POSTED_BY.items()],
                initial=posted_by,
            ),
            context(NOTHING_HAPPENS),
        ],
        callback_id=View.TRY,
        submit="Read it",
        close="Close",
    )  # fmt: skip


def tried_modal(explained: Explained) -> dict[str, Any]:
    """What was read out of a pasted message."""
    return modal(TITLE, _blocks(explained), callback_id=View.TRIED, submit="Try another", close="Close")


def _blocks(explained: Explained) -> list[Block]:
    blocks: list[Block] = []
    if (reading := explained.reading) is not None:
        head = "*Is it a won deal?*\n{verdict}\nWhy: {why}"
        blocks.append(section(fill(head, verdict=VERDICTS[reading.verdict], why=reading.why)))
        for place, deal in enumerate(reading.deals[:SHOWN]):
            people = tuple(
                found[place] if place < len(found) else None for found in (explained.sellers, explained.owners)
            )
            blocks.append(section(Markup("\n".join(_facts(deal, *people)))))
        if len(reading.deals) > SHOWN:
            blocks.append(context(f"and {len(reading.deals) - SHOWN} more deals"))
    if (judged := explained.judged) is not None:
        verdict = "Yes, somebody waits for an answer." if judged.needs_answer else "No, nobody waits for an answer."
        blocks.append(
            section(fill("*Does it need an answer?*\n{verdict}\nWhy: {why}", verdict=verdict, why=judged.why))
        )
    if explained.here:
        lines = Markup("\n".join(HERE[one] for one in explained.here))
        blocks += [divider(), section(fill("*Does it count here?*\n{lines}", lines=lines))]
    return [*blocks, context(NOTHING_HAPPENS)]


def _facts(deal: DealFields, seller: Seen | None, owner: Seen | None) -> list[Markup]:
    value = None
    if deal.amount is not None:
        value = f"{show_money(Money(deal.amount, deal.currency))}{PERIODS.get(deal.period or '', '')}"
    facts: list[tuple[str, Markup | str | None]] = [
        ("Account", deal.account_name),
        ("Deal", deal.deal_name if deal.deal_name != deal.account_name else None),
        ("Value", value),
        ("Seller", _person(seller)),
        ("Delivery owner", _person(owner)),
        ("Close date", day(deal.close_date) if deal.close_date else None),
        ("Product", deal.product),
        ("Region", deal.region),
        ("Link", link(deal.crm_url, deal.crm_url) if deal.crm_url else None),
    ]
    lines = [fill("{label}: {said}", label=label, said=said) for label, said in facts if said and not is_blank(said)]
    missing = [label.lower() for label, said in facts if label in ("Account", "Value", "Seller") and not said]
    if missing:
        lines.append(fill("Not found: {missing}", missing=", ".join(missing)))
    return lines


def _person(seen: Seen | None) -> Markup | None:
    if seen is None:
        return None
    hint = seen.hint
    how = "mentioned" if hint.user_id else "found by e-mail" if hint.email else "found by name"
    if seen.is_poster:
        how = "who wrote it"
    if seen.user_id:
        return fill("{who} ({how})", who=mention(seen.user_id), how=how)
    said = mention(hint.user_id) if hint.user_id else escape(hint.email or hint.name or "")
    why = "not exactly one colleague of that name" if seen.was_asked else "I couldn't look that up just now"
    if seen.was_asked and (hint.email or hint.user_id):
        why = "no full member of your workspace"
    return fill("{said} ({why})", said=said, why=why)
