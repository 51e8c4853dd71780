"""Slack's text as HTML."""

from __future__ import annotations

from markupsafe import Markup, escape

from bot.sandbox.richtext import unescape
from bot.sandbox.web.look import Look


def text_html(look: Look, text: str) -> Markup:
    """Return a text as HTML."""
    return escape(unescape(text))
