"""The markdown block, turned into Slack's own markup, which this page knows how to draw."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.sandbox.richtext import escape
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import text_html

_HEADING = re.compile(r"#{1,6} +(.{1,300}?) *#*")
_RULE = re.compile(r"(-{3,}|\*{3,}|_{3,})")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,500})\]\(([^()\s<>|]{1,2000})\)")
_BOLD = re.compile(r"\*\*([^*\n]{1,3000})\*\*|__([^_\n]{1,3000})__")
_ITALIC = re.compile(r"(?<![*\w])\*([^*\n]{1,3000})\*(?![*\w])")
_STRIKE = re.compile(r"~~([^~\n]{1,3000})~~")
_BOLD_SIGN = "\ue000"  # stands for a bold star until the single stars, which mean italic, are through


def _line(line: str) -> str:
    heading = _HEADING.fullmatch(line)
    text = heading[1] if heading else line
    star = re.match(r" {0,12}[*+] +(?=\S)", text)
    if star:
        text = f"{star[0].rstrip()[:-1]}- {text[star.end() :]}"
    text = _LINK.sub(lambda f: f"<{f[2]}|{f[1]}>", escape(text))
    if heading:
        return f"*{text.replace('**', '')}*"
    text = _BOLD.sub(lambda f: f"{_BOLD_SIGN}{f[1] or f[2]}{_BOLD_SIGN}", text)
    text = _ITALIC.sub(r"_\1_", text)
    return _STRIKE.sub(r"~\1~", text).replace(_BOLD_SIGN, "*")


def markdown_html(look: Look, text: str) -> Markup:
    """Return Markdown as HTML: headings, styles, links, lists, quotes, code and rules."""
    lines: list[str] = []
    fenced = False
    for line in text.replace(_BOLD_SIGN, "").split("\n"):
        if line.startswith("```"):
            fenced = not fenced
            lines.append("```")
        elif fenced:
            lines.append(escape(line))
        elif _RULE.fullmatch(line.strip()):
            lines.append("──────────")
        else:
            lines.append(_line(line))
    return text_html(look, "\n".join(lines))
