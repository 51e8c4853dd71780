"""What an admin is told."""

from __future__ import annotations

from typing import Any

from bot.views.kit import Markup, channel_link, context, fill, mention, message, section

MISSING = {
    "OpenChannel": "*{account}* has no channel yet.",
    "SetTopic": "{channel} has no topic yet.",
    "SetPurpose": "{channel} has no description yet.",
    "RenameChannel": "{channel} was not renamed.",
    "ArchiveChannel": "{channel} is not archived.",
    "Invite": "{person} is not in {channel} yet.",
    "Post": "A message is missing in {channel}.",
    "Update": "A message in {channel} is not up to date.",
    "Pin": "A message is not pinned yet in {channel}.",
    "Bookmark": "The bookmark “{title}” is missing in {channel}.",
}
NOT_TOLD = "A message has not reached {person}."
SOMETHING = "Something is not done yet."


def missing(kind: str, channel: str = "", person: str = "", account: str = "", title: str = "") -> Markup:
    """What is not there, and for whom: by the kind of intent, ids of Slack, and names."""
    template = MISSING.get(kind, SOMETHING)
    if channel.startswith(("U", "W")):
        template, person = NOT_TOLD, channel
    pieces = dict(channel=channel_link(channel), person=mention(person))
    return fill(template, **pieces, account=account, title=title)


def parked(row_id: str, what: Markup, sentence: str) -> dict[str, Any]:
    """Something that Slack won't do without a person: what is missing, why, and how to go on."""
    text = fill("{what} {sentence}", what=what, sentence=sentence)
    commands = fill(
        "Nothing else is held up. To try again once that is settled: `python -m bot outbox resume {id}`. "
        "To leave it: `python -m bot outbox drop {id}`",
        id=row_id,
    )
    return message(text, [section(text), context(commands)])


def alert(sentence: str) -> list[dict[str, Any]]:
    """A modal's only paragraph: mrkdwn of ours, other people's words in it escaped by whoever put them there."""
    return [section(sentence)]
