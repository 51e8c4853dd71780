"""The story that the demo plays: one customer, from the announcement to the first answered question."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.company import CUSTOMER, DEALS, LENA, MAYA, OLIVIA, SARA, Company, NotSeen, headline, said
from bot.ids import Action

Memory = dict[str, Any]  # what later steps need to know of earlier ones: ids and times, kept between two runs
DAYS_AHEAD = 21
NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Step:
    """One scene. `play` does it and returns what was seen, in a sentence; it raises NotSeen otherwise."""

    name: str
    title: str
    play: Callable[[Company, Memory], Awaitable[str]]


def expect(condition: object, otherwise: str) -> None:
    """Raise NotSeen unless the condition holds."""
    if not condition:
        raise NotSeen(otherwise)


async def announce(company: Company, memory: Memory) -> str:
    text = ":tada: Deal won: *Onboarding package for Lumen Labs* — €48,500\nOwner: Sara Lindqvist"
    posted = await company.act("post", "crm", channel=DEALS, text=text)
    memory["announcement"] = posted["ts"]
    room = await company.channel(SARA, "acct-lumen-labs")
    memory["room"] = room["id"]
    expect(OLIVIA in room["topic"]["value"], "the topic does not name the delivery owner")
    return f"#{room['name']} is open, with its topic, purpose and bookmark"


async def look_around(company: Company, memory: Memory) -> str:
    brief = await _brief(company, memory)
    expect(memory["room"] in (brief.get("pinned_to") or []), "the brief is not pinned")
    thread = await company.messages(SARA, DEALS, memory["announcement"])
    expect(memory["room"] in said(thread[-1]), "the announcement has no reply with the link")
    return "the brief is pinned, Sara and Olivia are in, and the announcement's thread links the channel"


async def seller_fills(company: Company, memory: Memory) -> str:
    await _fill(company, memory, "Import of all projects by the end of the quarter")
    expect("waiting for the delivery owner" in said(await _brief(company, memory)), "the brief does not wait on Olivia")
    return "Sara has signed; the brief waits for Olivia"


async def owner_returns(company: Company, memory: Memory) -> str:
    click = await _click(company, memory, OLIVIA, Action.RETURN_HANDOFF)
    await company.submit(OLIVIA, click["opened_view"], reason="Which projects are part of the import?")
    expect("Which projects" in said(await _brief(company, memory)), "the reason is not shown on the brief")
    return "back to Sara, with the question on the brief"


async def both_sign(company: Company, memory: Memory) -> str:
    await _fill(company, memory, "Import of the 40 open projects by the end of the quarter")
    return await owner_accepts(company, memory)


async def owner_accepts(company: Company, memory: Memory) -> str:
    await _click(company, memory, OLIVIA, Action.ACCEPT_HANDOFF)
    expect("signed by both" in said(await _brief(company, memory)), "the brief does not show both signatures")
    last = (await company.messages(SARA, memory["room"]))[-1]
    expect("first check-in" in said(last), "no check-in was planned")
    return headline(last)


async def two_weeks_pass(company: Company, memory: Memory) -> str:
    digest = await _next_morning_with_a_digest(company, memory)
    told = _local(digest)
    expect((told.hour, told.minute) == (9, 0), f"the digest came at {told:%H:%M}")
    return f"one digest, on {told:%A %-d %B at %H:%M} in New York. It says: {headline(digest)}"


async def snooze(company: Company, memory: Memory) -> str:
    await _press(company, memory, Action.CHECKIN_SNOOZE)
    expect("snoozed until" in said(await _digest(company, memory)), "the digest does not say that it is snoozed")
    again = await _next_morning_with_a_digest(company, memory)
    return f"snoozed; on {_local(again):%A at %H:%M} it is back"


async def done(company: Company, memory: Memory) -> str:
    await _press(company, memory, Action.CHECKIN_DONE)
    expect("all done" in said(await _digest(company, memory)), "the digest does not say that it is done")
    answer = await company.act("command", OLIVIA, channel=memory["room"], text="/checkin")
    return headline(answer["reply"])


async def customer_asks(company: Company, memory: Memory) -> str:
    answer = await company.act("command", OLIVIA, channel=memory["room"], text=f"/account link #{CUSTOMER}")
    expect("I watch" in said(answer["reply"]), "the customer's channel could not be linked")
    asked = await company.act("post", LENA, channel=CUSTOMER, text="Could you tell us when the import will be ready?")
    memory["question"] = asked["ts"]
    await company.go_to(await company.now() + timedelta(days=1))
    nudge = await _nudge(company, memory)
    memory["nudge"] = nudge["ts"]
    expect(all("Lumen Labs*" not in said(m) for m in await company.messages(LENA, CUSTOMER)), "the customer saw it")
    return f"nobody answers; Olivia hears of it on {_local(nudge):%A at %H:%M}, and Lena sees nothing of that"


async def owner_answers(company: Company, memory: Memory) -> str:
    text = "On Thursday, Lena. I'll post the link here."
    await company.act("post", OLIVIA, channel=CUSTOMER, text=text, thread_ts=memory["question"])
    expect("done" in said(await _nudge(company, memory)), "the nudge still asks")
    return "the nudge takes itself back"


async def not_sure(company: Company, memory: Memory) -> str:
    text = "Just closed a deal on our new XYZ-5000 machine, great team effort!"
    posted = await company.act("post", SARA, channel=DEALS, text=text)
    card = (await company.messages(SARA, DEALS, posted["ts"]))[-1]
    expect("Is this a won deal?" in said(card), "it did not ask")
    channel = (await company.channel(SARA, DEALS))["id"]
    await company.act("click", MAYA, channel=channel, ts=card["ts"], action_id=Action.NOT_A_WIN)
    card = (await company.messages(SARA, DEALS, posted["ts"]))[-1]
    expect("Nothing was set up" in said(card), "the question still stands")
    return "it asks in the thread; Maya says it is not a win, and nothing is set up"


STORY = (
    Step("announce", "The CRM announces a won deal in #deals-won", announce),
    Step("look", "Seller and delivery owner find the account channel", look_around),
    Step("fill", "Sara, the seller, fills in the brief", seller_fills),
    Step("return", "Olivia, the delivery owner, returns it with a question", owner_returns),
    Step("sign", "Sara answers, Olivia accepts", both_sign),
    Step("weeks", "Two weeks pass", two_weeks_pass),
    Step("snooze", "Olivia presses Snooze", snooze),
    Step("done", "She holds the check-in and presses Done", done),
    Step("ask", "Lena, the customer, asks a question in the shared channel", customer_asks),
    Step("answer", "Olivia answers in the thread", owner_answers),
    Step("unsure", "Somebody posts what may be a win", not_sure),
)


def recall(folder: Path) -> Memory:
    """What was played before in that folder."""
    file = folder / "story.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def remember(folder: Path, memory: Memory) -> None:
    """Keep what was played."""
    (folder / "story.json").write_text(json.dumps(memory), encoding="utf-8")


async def _brief(company: Company, memory: Memory) -> dict[str, Any]:
    for message in await company.messages(SARA, memory["room"]):
        if "Handoff: Lumen Labs" in said(message):
            return message
    raise NotSeen("no brief was posted")


async def _click(company: Company, memory: Memory, who: str, action: str) -> dict[str, Any]:
    brief = await _brief(company, memory)
    return await company.act("click", who, channel=memory["room"], ts=brief["ts"], action_id=action)


async def _fill(company: Company, memory: Memory, promises: str) -> None:
    click = await _click(company, memory, SARA, Action.FILL_BRIEF)
    kickoff = (await company.now() + timedelta(days=7)).date().isoformat()
    await company.submit(
        SARA,
        click["opened_view"],
        why_bought="Their projects live in five tools; they want one.",
        promises=promises,
        whom_to_call="Lena Fischer, head of operations",
        kickoff=kickoff,
    )


async def _digest(company: Company, memory: Memory) -> dict[str, Any]:
    _, messages = await company.dm(OLIVIA)
    return next(message for message in messages if message["ts"] == memory["digest"])


async def _next_morning_with_a_digest(company: Company, memory: Memory) -> dict[str, Any]:
    """Let days pass until Olivia finds a digest that she has not seen; remember it."""
    for _ in range(DAYS_AHEAD):
        await company.go_to(await company.now() + timedelta(days=1))
        try:
            dm, messages = await company.dm(OLIVIA)
        except NotSeen:
            continue  # nothing was due yet, so there is no conversation yet
        last = messages[-1]
        if "check-in" in said(last) and last["ts"] != memory.get("digest"):
            memory |= {"dm": dm, "digest": last["ts"]}
            return last
    raise NotSeen(f"Olivia got no digest in {DAYS_AHEAD} days")


async def _press(company: Company, memory: Memory, action: str) -> None:
    await company.act("click", OLIVIA, channel=memory["dm"], ts=memory["digest"], action_id=action)


async def _nudge(company: Company, memory: Memory) -> dict[str, Any]:
    for message in (await company.dm(OLIVIA))[1]:
        if f"p{memory['question'].replace('.', '')}" in said(message):
            return message
    raise NotSeen("Olivia was not nudged about the question")


def _local(message: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(NEW_YORK)
