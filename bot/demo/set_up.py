"""Warmline's first run in the demo: Amir, the admin, does the three steps as he would in Slack."""

from __future__ import annotations

from typing import Any

from bot.demo.company import DEALS, OLIVIA, Company, NotSeen, said
from bot.domain.policy import Rule
from bot.ids import Action

AMIR, JONAS = "U0AMIRHADD", "U0JONASWEB"


async def set_up(company: Company) -> str | None:
    """Do what is left of the three steps; a sentence about it, None when all were done before. Raises NotSeen."""
    listed = (await company.act("command", AMIR, channel="general", text="/warmline setup")).get("opened_view")
    if listed is None:
        raise NotSeen("/warmline setup opened nothing")
    if "Warmline is on" in said(listed):
        return None
    deals = (await company.channel(AMIR, DEALS))["id"]
    answers: dict[str, dict[str, Any]] = {
        Rule.CHANNELS: {"deal_channels": [deals]},
        Rule.OWNERS: {"delivery_owners": [OLIVIA, JONAS]},
        Rule.QUIET: {},  # as it is proposed: a quiet start, in which new wins count
    }
    first = next(block for block in listed["blocks"] if block.get("accessory", {}).get("style") == "primary")
    press = {"action_id": Action.EDIT_RULE, "block_id": first["block_id"], "view_id": listed["id"]}
    shown = (await company.act("click", AMIR, **press))["opened_view"]
    while (rule := str(shown["callback_id"]).removeprefix("rules.")) in answers:
        answer = await company.act("submit", AMIR, view_id=shown["id"], values=answers.pop(rule))
        if "opened_view" not in answer:
            raise NotSeen(f"the step was not taken: {answer.get('errors') or answer.get('error')}")
        shown = answer["opened_view"]
    if "Warmline is on" not in said(shown):
        raise NotSeen("the three steps did not turn Warmline on")
    await company.act("close_view", AMIR, view_id=shown["id"], all=True)
    return "Amir, the admin, has set Warmline up: #deals-won announces wins, Olivia and Jonas own deliveries"
