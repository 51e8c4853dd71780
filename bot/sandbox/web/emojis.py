""":tada: and its like, as characters."""

from __future__ import annotations

from functools import cache

import emoji
from markupsafe import Markup, escape

# names that people write there and the tables of the standard do not have
_OTHERS = {
    "simple_smile": "🙂",
    "thumbsup_all": "👍",
    "heavy_check_mark": "✔️",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠",
    "large_purple_circle": "🟣",
    "large_brown_circle": "🟤",
    "large_green_square": "🟩",
    "large_yellow_square": "🟨",
    "large_orange_square": "🟧",
    "large_red_square": "🟥",
    "large_blue_square": "🟦",
    "party_popper": "🎉",
    "man-shrugging": "🤷‍♂️",
    "woman-shrugging": "🤷‍♀️",
    "hugging_face": "🤗",
    "spiral_calendar_pad": "🗓️",
    "lower_left_ballpoint_pen": "🖊️",
}
_TONES = {f"skin-tone-{n}": chr(0x1F3FB + n - 2) for n in range(2, 7)}


@cache
def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for character, about in emoji.EMOJI_DATA.items():
        if about["status"] > emoji.STATUS["fully_qualified"]:
            continue
        for name in [about["en"], *about.get("alias", [])]:
            found.setdefault(name.strip(":").lower(), character)
    return found | _OTHERS


def character(name: str) -> str:
    """Return the character of an emoji by its name without colons, "wave::skin-tone-3" too; "" when unknown."""
    plain, _, tone = name.strip(":").partition("::")
    known = _table().get(plain.lower(), "")
    if known and tone in _TONES:
        return known.rstrip("\ufe0f") + _TONES[tone]
    return known


def emoji_html(name: str) -> Markup:
    """Return an emoji for a page; one that is not known stays as its :name:."""
    known = character(name)
    spoken = name.strip(":").partition("::")[0].replace("_", " ")
    if not known:
        return escape(f":{name.strip(':')}:")
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(spoken, known)
