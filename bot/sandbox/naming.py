"""Slack's rules for channel names."""

from __future__ import annotations

import re
import unicodedata

from bot.sandbox.errors import Refused

_FORBIDDEN = re.compile(r"[\s.,!?'\"/\\()@#:;&<>|{}\[\]+=*%$^~`]")


def check_name(name: str) -> str:
    """Return the name if Slack would take it; raises Refused with Slack's code if not."""
    if not name.strip():
        raise Refused("invalid_name_required")
    if len(name) > 80:
        raise Refused("invalid_name_maxlength")
    if not re.search(r"\w", name.replace("_", "")):
        raise Refused("invalid_name_punctuation")
    if name != name.lower() or _FORBIDDEN.search(name):
        raise Refused("invalid_name_specials")
    if not all(c in "-_" or unicodedata.category(c)[0] in "LNM" for c in name):
        raise Refused("invalid_name_specials")
    return name
