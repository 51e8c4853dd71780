"""Modals and Home tabs as HTML."""

from __future__ import annotations

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import text_html


def modal_html(look: Look, view: Json) -> Markup:
    """Return what stands in a modal."""
    return Markup("<h2>{}</h2>").format(text_html(look, view["title"]["text"]))


def home_html(look: Look, view: Json) -> Markup:
    """Return what stands in a Home tab."""
    return Markup("<p>{}</p>").format(len(view["blocks"]))
