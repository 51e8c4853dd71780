"""A run of messages as HTML."""

from __future__ import annotations

from markupsafe import Markup, escape

from bot.sandbox.model import Channel, Json
from bot.sandbox.present import author_of
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import text_html


def messages_html(look: Look, channel: Channel, messages: list[Json], *, in_thread: bool = False) -> Markup:
    """Return messages, oldest first."""
    out = Markup("")
    for message in messages:
        ts = str(message["ts"])
        replies = "" if in_thread or not message.get("reply_count") else f"{message['reply_count']} replies"
        out += Markup(
            '<article class="message" id="m-{dashed}" data-channel="{channel}" data-ts="{ts}" tabindex="0">'
            "<b>{name}</b> <small>{when}</small><div>{text}</div>"
            '<button type="button" data-open-thread="{ts}">{replies}</button></article>'
        ).format(
            dashed=ts.replace(".", "-"), channel=channel.id, ts=ts,
            name=escape(str(message.get("username") or look.author(author_of(message)))),
            when=look.at(ts).strftime("%H:%M"),
            text=text_html(look, str(message.get("text", ""))), replies=replies or "Reply in thread",
        )  # fmt: skip
    return out
