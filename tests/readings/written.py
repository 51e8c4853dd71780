"""Reads messages that are written out in full, with what a reader should find, from a text file beside it.

A message starts with a line `@b` (by an app) or `@p` (by a person), then its language, `won` or the kind it is instead
(`won*3`: several wins in one), then `account; amount currency; seller; link; close date`, each of which may be missing
or `-`. The lines below are its text. A line that begins with `|` is a block or a part of an attachment instead:
h header, s section, f columns "Label=value", c context, r rich text, u button "text=url"; ap, at, ax, af an
attachment's pretext, title, text and fields. Parts are kept apart by " || ", and \\n stands for a new line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.readings.build import Json, Layout, bot, columns, context, header, rich, said, section

_PARTS = {"ap": "pretext", "at": "title", "ax": "text"}


def _part(message: Json, code: str, rest: str) -> None:
    rest = rest.replace("\\n", "\n")
    parts = rest.split(" || ")
    if code in _PARTS or code == "af":
        attachment = message.setdefault("attachments", [{"color": "#2eb886"}])[0]
        if code == "af":
            pairs = (part.split("=", 1) for part in parts)
            attachment["fields"] = [{"title": label, "value": value, "short": True} for label, value in pairs]
        else:
            attachment[_PARTS[code]] = rest
        return
    blocks = message.setdefault("blocks", [])
    if code == "h":
        blocks.append(header(rest))
    elif code == "s":
        blocks.append(section(rest))
    elif code == "f":
        blocks.append(columns(*parts))
    elif code == "c":
        blocks.append(context(*parts))
    elif code == "r":
        blocks.extend(rich(*rest.split("\n"))["blocks"])
    elif code == "u":
        text, url = rest.split("=", 1)
        element = {"type": "button", "text": {"type": "plain_text", "text": text}, "url": url}
        blocks.append({"type": "actions", "elements": [element]})
    else:
        raise ValueError(f"no part is called {code!r}")


def _message(mark: str, lines: list[str]) -> Json:
    text = "\n".join(line for line in lines if not line.startswith("|"))
    message: Json = said(text) if mark == "@p" else bot(text)
    for line in lines:
        if line.startswith("|"):
            code, _, rest = line[1:].partition(" ")
            _part(message, code, rest)
    return message


def _gold(kind: str, said_of_it: str) -> dict[str, Any]:
    account, money, seller, link, day = (
        [part.strip() if part.strip() != "-" else "" for part in said_of_it.split(";")] + [""] * 5
    )[:5]
    if not kind.startswith("won"):
        return {}
    amount, _, currency = money.partition(" ")
    key = "mention" if seller.startswith("U0") else "email" if "@" in seller else "name"
    return {
        "account_name": account or None,
        "amount": amount or None,
        "currency": currency or None,
        "seller": {key: seller} if seller else None,
        "crm_url": link or None,
        "close_date": day or None,
    }


class WrittenBook:
    """The messages of one text file, as layouts that need no fills."""

    def __init__(self, name: str, *files: str) -> None:
        self.name = name
        self.layouts: list[Layout] = []
        for file in files:
            for record in Path(__file__).with_name(file).read_text(encoding="utf-8").split("\n\n"):
                if record.strip():
                    self._add(record.strip("\n").split("\n"))

    def _add(self, lines: list[str]) -> None:
        mark, lang, kind, said_of_it = (*lines[0].split(" ", 3), "")[:4]
        word, _, many = kind.partition("*")
        at = sum(layout.lang == lang for layout in self.layouts)
        self.layouts.append(
            Layout(
                f"{self.name}-{lang}-{at}",
                lang,
                _message(mark, lines[1:]),
                won=word == "won",
                kind=word,
                multi=int(many or 0),
                more=_gold(word, said_of_it),
            )
        )
