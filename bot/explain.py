"""What the readers make of messages, with their reasons: `python -m bot explain`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.domain.conversations import Said, read_conversation
from bot.domain.deals import DealFields, PersonHint, read_announcement
from bot.domain.judging import judge

Json = dict[str, Any]


class Unreadable(Exception):
    """A line that can't be explained; its text says why and what to write instead."""


@dataclass(frozen=True)
class Explained:
    """The answer to one line. `line` counts from 1; `is_bad` when the answer only says what was wrong with it."""

    line: int
    answer: Json
    is_bad: bool = False


def explain(kind: str, lines: Iterable[bytes]) -> Iterator[Explained]:
    """Answer each line of JSON as soon as it is read; blank lines are passed over.

    `kind` is "deals", "questions" or "conversations". A line that can't be read is answered with its number and a
    sentence, and the rest goes on. Raises KeyError for another kind.
    """
    reader = READERS[kind]
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        row: Json = {}
        try:
            row = _row(raw)
            yield Explained(number, {"id": row.get("id"), **reader(row)})
        except Unreadable as problem:
            yield Explained(number, {"id": row.get("id"), "line": number, "error": str(problem)}, is_bad=True)


def _row(raw: bytes) -> Json:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("This line is not UTF-8. Save the file as UTF-8 and try again.") from None
    except json.JSONDecodeError as problem:
        raise Unreadable(
            f"This line is not JSON ({problem.msg} at character {problem.pos + 1}). Write one object on each line."
        ) from None
    except (ValueError, RecursionError):
        raise Unreadable("This line is nested too deep or holds a number too long to be read.") from None
    if not isinstance(row, dict):
        raise Unreadable('This line is not a JSON object. Write one object on each line, such as {"id": 1, ...}.')
    return row


def _deals(row: Json) -> Json:
    payload = row.get("payload")
    if not isinstance(payload, dict):
        raise Unreadable('"payload" is missing. It is the Slack message event, an object with "text" or "blocks".')
    reading = read_announcement(payload)
    return {"verdict": str(reading.verdict), "deals": [_deal(deal) for deal in reading.deals], "why": reading.why}


def _deal(deal: DealFields) -> Json:
    return {
        "account_name": deal.account_name,
        "deal_name": deal.deal_name,
        "amount": None if deal.amount is None else f"{deal.amount:f}",
        "currency": deal.currency,
        "amount_period": deal.period,
        "seller": _person(deal.seller),
        "delivery_owner": _person(deal.delivery_owner),
        "close_date": deal.close_date.isoformat() if deal.close_date else None,
        "product": deal.product,
        "region": deal.region,
        "crm_url": deal.crm_url,
    }


def _person(hint: PersonHint | None) -> Json | None:
    if hint is None:
        return None
    known = {"mention": hint.user_id, "email": hint.email, "name": hint.name}
    return {name: value for name, value in known.items() if value}


def _questions(row: Json) -> Json:
    text, context = row.get("text"), row.get("context") or []
    if not isinstance(text, str):
        raise Unreadable('"text" is missing. It is the message as written, a string.')
    if not isinstance(context, list) or not all(isinstance(said, dict) for said in context):
        raise Unreadable('"context" has to be a list of objects with "role" and "text", oldest first.')
    said_before = [(str(said.get("role") or ""), str(said.get("text") or "")) for said in context]
    judged = judge(text, said_before)
    return {"needs_answer": judged.needs_answer, "why": judged.why}


def _conversations(row: Json) -> Json:
    messages = row.get("messages")
    if not isinstance(messages, list) or not all(isinstance(said, dict) for said in messages):
        raise Unreadable(
            '"messages" is missing. It is a list of objects with "idx", "user", "speaker_role" and "text".'
        )
    asked = read_conversation([_said(message) for message in messages])
    found = [
        {
            "messages": list(question.messages),
            "answered_by": question.answered_by,
            "closed_by": question.closed_by,
            "why": question.why,
        }
        for question in asked
    ]
    return {"questions": found, "why": f"{len(found)} asked for something." if found else "Nobody asked for anything."}


def _said(message: Mapping[str, Any]) -> Said:
    idx = message.get("idx")
    if not isinstance(idx, int):
        raise Unreadable('Each message needs an "idx", a whole number that says which it is.')
    return Said(
        idx=idx,
        user=str(message.get("user") or ""),
        role=str(message.get("speaker_role") or ""),
        text=str(message.get("text") or ""),
        at=_instant(message.get("ts")),
    )


def _instant(value: Any) -> datetime | None:
    """An ISO time or a Slack ts as UTC; None where there is none."""
    try:
        if isinstance(value, str) and "T" in value:
            at = datetime.fromisoformat(value)
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


READERS: dict[str, Callable[[Json], Json]] = {
    "deals": _deals,
    "questions": _questions,
    "conversations": _conversations,
}
_VERDICTS = {"won": "won", "unsure": "unsure", "not_won": "no win"}


def as_json(explained: Explained) -> bytes:
    """One line of JSON; what is no text at all (half a surrogate) is shown as a question mark."""
    return (json.dumps(explained.answer, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def show(console: Console, explained: Explained) -> None:
    """Print an answer for people: what was decided, why, and what was read."""
    answer = explained.answer
    if explained.is_bad:
        console.print(Text(f"line {explained.line}: {answer['error']}", style="red"), soft_wrap=True)
        return
    name = Text(f"{answer.get('id') or f'line {explained.line}'}:", style="bold")
    console.print(name, Text(f"{_decision(answer)}.", style="green"), Text(str(answer["why"])), soft_wrap=True)
    for found in (*answer.get("deals", ()), *answer.get("questions", ())):
        facts = (f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in found.items() if value not in (None, {}))
        console.print(Text("  " + "\n  ".join(facts)), soft_wrap=True)
        console.print()


def _decision(answer: Json) -> str:
    if "verdict" in answer:
        return _VERDICTS[answer["verdict"]]
    if "needs_answer" in answer:
        return "needs an answer" if answer["needs_answer"] else "needs no answer"
    return "read"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
