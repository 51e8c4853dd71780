"""What people read and press when an account is renamed or merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.accounts import Account, Deal
from bot.ids import Action, View
from bot.views.accounts import where, worth
from bot.views.kit import Markup, actions, button, channel_link, escape, fill, mention, message, modal, section

UNARCHIVE = "Done. The other channel was archived meanwhile; unarchive it in Slack if you need it."


def name_is_taken(other: Account) -> Markup:
    """Another account has the wanted name."""
    return fill("{where} has that name already. `/account merge` joins two accounts into one.", where=where(other))


def renamed(before: Account, after: Account, by: str | None, kept: str | None) -> dict[str, Any]:
    """News: the account is called otherwise. `kept`: why its channel is not."""
    who = mention(by) if by else escape("The announcement")
    text = fill("{who} renamed the account: *{old}* is *{new}* now.", who=who, old=before.name, new=after.name)
    if kept:
        text = fill("{text} {kept}", text=text, kept=kept)
    return _line(text)


def channel_kept(sentence: str) -> dict[str, Any]:
    """Slack did not rename the channel."""
    return _line(escape(sentence))


def merge_modal(
    keep: Account,
    other: Account,
    counts: Sequence[tuple[str, int]],
    customer_channels: Sequence[str],
    metadata: str,
) -> dict[str, Any]:
    """What a merge will move, to be confirmed. `counts`: what and how many."""
    moving = ", ".join(f"{count} {what}" for what, count in counts if count) or "nothing yet"
    lines = [
        fill("{other} becomes part of {keep}.", other=where(other), keep=where(keep)),
        fill("*What moves:* {moving}", moving=moving),
    ]
    if customer_channels:
        links = Markup(", ".join(channel_link(channel) for channel in customer_channels[:20]))
        lines.append(fill("*Customer channels that move:* {links}", links=links))
    lines.append(
        escape(
            "A handoff that both have signed stays as it is; one that is still open is withdrawn. The other channel "
            "gets a link to this one, and you can archive it then. You can undo the merge for a day."
        )
    )
    blocks = [section(line) for line in lines]
    return modal("Merge accounts", blocks, callback_id=View.MERGE, submit="Merge", private_metadata=metadata)


def merged_away(
    keep: Account, other: Account, by: str, card: str, *, may_archive: bool, archived_by: str | None = None
) -> dict[str, Any]:
    """News for the channel of the account that was merged into another."""
    text = fill(
        "{by} merged *{other}* into {keep}. Everything goes on there.",
        by=mention(by),
        other=other.name,
        keep=where(keep),
    )
    if archived_by:
        text = fill("{text} {by} archived this channel.", text=text, by=mention(archived_by))
    buttons = [button("Undo the merge", Action.UNDO_MERGE, card)]
    if may_archive:
        buttons.append(button("Archive the channel", Action.ARCHIVE_MERGED, card))
    return message(text, [section(text), actions(*buttons)])


def merged_here(keep: Account, other: Account, by: str, deals: Sequence[Deal]) -> dict[str, Any]:
    """News for the channel of the account that took another one over."""
    text = fill("{by} merged {other} into *{keep}*.", by=mention(by), other=where(other), keep=keep.name)
    if total := worth(deals):
        text = fill("{text} Its deals add up to {total} now.", text=text, total=total)
    return _line(text)


def parted(by: str) -> dict[str, Any]:
    """What the news of a merge turns into when it is undone."""
    return _line(fill("{by} undid the merge. This account goes on by itself.", by=mention(by)))


def parted_from(other: Account, by: str) -> dict[str, Any]:
    """News for the channel of the account that had taken another one over."""
    return _line(
        fill("{by} undid the merge with {other}; what came from there went back.", by=mention(by), other=where(other))
    )


def _line(text: Markup) -> dict[str, Any]:
    return message(text, [section(text)])
