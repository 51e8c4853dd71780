"""The older kind of rich message: an attachment with a coloured bar, a title, fields and a footer."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.web import moments
from bot.sandbox.web.blocks import blocks_html
from bot.sandbox.web.elements import Place, is_web
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import text_html
from bot.sandbox.web.pictures import picture_html
from bot.sandbox.web.rendering import macros

_NAMED = ("good", "warning", "danger")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def _footer(look: Look, attachment: Json) -> str:
    parts = [str(attachment["footer"])] if attachment.get("footer") else []
    try:
        moment = look.at(attachment["ts"]) if attachment.get("ts") else None
    except (TypeError, ValueError, OverflowError, OSError):
        moment = None
    if moment is not None:
        parts.append(f"{moments.day(look, moment)} at {moments.hour(moment)}")
    return ", ".join(parts)


def attachment_html(look: Look, place: Place, attachment: Json) -> Markup:
    """Return one attachment."""
    colour = str(attachment.get("color") or "")
    code = _COLOUR.fullmatch(colour)
    link = attachment.get("title_link")
    fields = [
        {
            "title": text_html(look, str(f.get("title", ""))),
            "value": text_html(look, str(f.get("value", ""))),
            "short": bool(f.get("short")),
        }
        for f in attachment.get("fields") or []
        if isinstance(f, dict)
    ]
    inside = blocks_html(look, place, attachment.get("blocks") or [])
    text = str(attachment.get("text") or "")
    bare = not (inside or text or fields or attachment.get("title") or attachment.get("pretext"))
    pictures = [attachment[k] for k in ("image_url", "thumb_url") if attachment.get(k)]
    alt = str(attachment.get("fallback") or attachment.get("title") or "A picture")
    return macros("attachment.html").attachment(
        pretext=text_html(look, str(attachment.get("pretext") or "")),
        name=colour if colour in _NAMED else "",
        colour=f"#{code[1]}" if code else "",
        author=str(attachment.get("author_name") or ""),
        title=text_html(look, str(attachment.get("title") or "")),
        link=link if is_web(link) else "",
        text=text_html(look, text or (str(attachment.get("fallback") or "") if bare and not pictures else "")),
        fields=fields,
        inside=inside,
        pictures=[picture_html(look, {"image_url": url, "alt_text": alt}) for url in pictures],
        footer=_footer(look, attachment),
    )
