"""Builds Slack message events out of layouts and fills, with what a reader should find in them.

A layout is text or blocks with placeholders: {A} account, {M} money, {B} bare amount, {K} currency code, {S} seller's
name, {U} seller's mention, {E} seller's address, {C} the customer's contact, {P} product, {R} region, {D} close date,
{L} link into the CRM. What a layout names is what is expected; the rest is expected to stay empty.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from tests.readings.fills import FILLS, Fill

Json = dict[str, Any]
SELLER, LINK = "U0SELLER1", "https://crm.example.com/deals/48213"
_PLACE = re.compile(r"\{([A-Z])\}")


@dataclass(frozen=True)
class Layout:
    """One way to say something, in one language; `more` corrects what is expected."""

    id: str
    lang: str
    message: Json
    won: bool = True
    kind: str = "won"
    fills: int = 1
    multi: int = 0
    more: Json = field(default_factory=dict)


def said(text: str) -> Json:
    """A post by a person."""
    return {"user": "U0POSTER1", "text": text}


def bot(text: str, **more: Any) -> Json:
    return {"subtype": "bot_message", "bot_id": "B0CRM", "username": "CRM", "text": text, **more}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def header(text: str) -> Json:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": True}}


def columns(*pairs: str, glue: str = "\n") -> Json:
    """Fields in columns, from "Label=value"."""
    parts = [pair.split("=", 1) for pair in pairs]
    return {
        "type": "section",
        "fields": [{"type": "mrkdwn", "text": f"*{label}*{glue}{value}"} for label, value in parts],
    }


def context(*texts: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text} for text in texts]}


def button(text: str, url: str = "{L}") -> Json:
    element = {"type": "button", "text": {"type": "plain_text", "text": text}, "url": url}
    return {"type": "actions", "elements": [element]}


def blocks(text: str, *parts: Json) -> Json:
    return bot(text, blocks=list(parts))


def attached(text: str, *pairs: str, **more: Any) -> Json:
    """A classic attachment with fields, from "Title=value"."""
    fields = [{"title": pair.split("=", 1)[0], "value": pair.split("=", 1)[1], "short": True} for pair in pairs]
    return bot(text, attachments=[{"color": "#36a64f", "fields": fields, **more}])


def rich(*lines: list[Any] | str, by_person: bool = False) -> Json:
    """rich_text only: each line a list of strings (a leading * is bold), or one string."""
    elements: list[Json] = []
    for at, line in enumerate(lines):
        for part in [line] if isinstance(line, str) else line:
            if part == "{U}":
                elements.append({"type": "user", "user_id": SELLER})
            elif part == "{L}":
                elements.append({"type": "link", "url": "{L}", "text": "Open"})
            elif part.startswith("*"):
                elements.append({"type": "text", "text": part[1:], "style": {"bold": True}})
            else:
                elements.append({"type": "text", "text": part})
        if at + 1 < len(lines):
            elements.append({"type": "text", "text": "\n"})
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
    return {**(said("") if by_person else bot("")), "blocks": [block]}


def _values(fill: Fill) -> dict[str, str]:
    first, _, last = fill.seller.partition(" ")
    mail = re.sub(r"[^a-z.]", "", f"{first}.{last}".lower()) if fill.seller.isascii() else "sales.lead"
    return {
        "A": fill.account, "M": fill.money, "B": fill.bare, "K": fill.currency or "EUR", "S": fill.seller,
        "U": f"<@{SELLER}>", "E": f"{mail.strip('.')}@ours.example", "C": fill.contact, "P": fill.product,
        "R": fill.region, "D": fill.day, "L": LINK,
    }  # fmt: skip


def _fill_in(value: Any, values: dict[str, str], plain: bool) -> Any:
    if isinstance(value, dict):
        plain = value.get("type") in ("plain_text", "text", "link", "raw_text")
        return {key: _fill_in(inner, values, plain) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill_in(inner, values, plain) for inner in value]
    if not isinstance(value, str):
        return value

    def put(match: re.Match[str]) -> str:
        name, text = match[1], values[match[1]]
        if name == "E" and not plain:
            return f"<mailto:{text}|{text}>"
        return text if plain or name in "UL" else text.replace("&", "&amp;")

    return _PLACE.sub(put, value)


def _gold(layout: Layout, fill: Fill, values: dict[str, str]) -> Json:
    if layout.multi or not layout.won:
        return {"is_won": layout.won, "kind": layout.kind, **({"multi": layout.multi} if layout.multi else {})}
    used = set(_PLACE.findall(json.dumps(layout.message, ensure_ascii=False)))
    if f'"user_id": "{SELLER}"' in json.dumps(layout.message):
        used.add("U")
    seller = {"mention": SELLER} if "U" in used else {"email": values["E"]} if "E" in used else None
    if "S" in used:
        seller = {**(seller or {}), "name": values["S"]}
    priced = "M" in used or "B" in used
    gold: Json = {
        "is_won": True,
        "kind": layout.kind,
        "account_name": fill.account if "A" in used else None,
        "amount": fill.amount if priced else None,
        "currency": (fill.currency if "M" in used else values["K"] if "K" in used else None) if priced else None,
        "seller": seller,
        "close_date": fill.iso if "D" in used else None,
        "crm_url": LINK if "L" in used else None,
        "product": fill.product if "P" in used else None,
        "region": fill.region if "R" in used else None,
    }
    return gold | layout.more


def is_kept(layout: Layout) -> bool:
    """Whether a layout belongs to the half whose failures are not looked at while working."""
    if layout.id.startswith("more"):
        return False
    return hashlib.sha256(layout.id.encode()).digest()[0] % 2 == 0


def rows_of(layouts: list[Layout]) -> list[Json]:
    found, turn = [], 0
    for layout in layouts:
        choices = FILLS.get(layout.lang) or FILLS["en"]
        for round_ in range(layout.fills):
            fill = choices[turn % len(choices)]
            turn += 1
            if layout.id.startswith("more") and round_ % 2:
                fill = replace(fill, account=FILLS["en"][turn % len(FILLS["en"])].account)
            values = _values(fill)
            event = {"type": "message", "channel": "C0DEALS", "ts": f"17800{turn:05}.000100"}
            found.append(
                {
                    "id": f"{layout.id}:{turn}",
                    "source": layout.id,
                    "lang": layout.lang,
                    "split": "kept" if is_kept(layout) else "seen",
                    "payload": event | _fill_in(layout.message, values, plain=False),
                    "gold": _gold(layout, fill, values),
                }
            )
    return found


class Book:
    """Collects the layouts of one file under ids that say where they stand."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.layouts: list[Layout] = []

    def add(self, lang: str, *messages: Json, **more: Any) -> None:
        for message in messages:
            at = sum(layout.lang == lang for layout in self.layouts)
            self.layouts.append(Layout(f"{self.name}-{lang}-{at}", lang, message, **more))
