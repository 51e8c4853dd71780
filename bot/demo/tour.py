"""The guided tour that the demo gives to the sandbox's page: the steps, and how the page knows that one was taken."""

from __future__ import annotations

from typing import Any

from bot.demo.company import DEALS, LENA, OLIVIA, SARA
from bot.ids import Action, Block

APP, TEAM, CRM = "A0WARMLINE", "T0NORTHWND", "U0DEALDESK"
DEALS_CHANNEL, CUSTOMER_CHANNEL = "C0DEALSWON", "C0LUMENNWD"
OLIVIAS_DM = f"dm:{OLIVIA}"
WEEK, DAY = 604_800, 86_400  # seconds

STEPS: list[dict[str, Any]] = [
    {
        "id": "win",
        "title": "A deal is won",
        "text": f"The CRM tells #{DEALS} that {{account}} has bought. Open its message, then press Send.",
        "button": "Open the message",
        "as": SARA,
        "go": {"in": DEALS_CHANNEL},
        "draft": {
            "as": CRM,
            "text": ":tada: Deal won: *Onboarding package for {account}* — {amount}\nOwner: Sara Lindqvist\n"
            "Delivery owner: Olivia Park",
        },
        "spot": "element:send",
        "done": {"channel": "{room}"},
    },
    {
        "id": "look",
        "title": "The account gets a channel",
        "text": "Warmline opened #{room}, brought in Sara, who sold, and Olivia, who will deliver, and pinned a brief.",
        "button": "Look around as Sara",
        "as": SARA,
        "go": {"in": "{room}"},
        "done": {"read": {"as": SARA, "in": "{room}"}},
    },
    {
        "id": "brief",
        "title": "Sara fills in the brief",
        "text": "Why they bought, what was promised, whom to call. Press “Fill in the brief”, words are ready for you.",
        "button": "Be Sara",
        "as": SARA,
        "go": {"in": "{room}"},
        "spot": f"action:{Action.FILL_BRIEF}",
        "fill": {
            Block.WHY_BOUGHT: "Their projects live in five tools; they want one.",
            Block.PROMISES: "Import of the 40 open projects by the end of the quarter",
            Block.WHOM_TO_CALL: "Lena Fischer, head of operations",
            Block.KICKOFF: {"days": 7},
        },
        "done": {"offers": {"in": "{room}", "action_id": Action.ACCEPT_HANDOFF}},
    },
    {
        "id": "accept",
        "title": "Olivia accepts",
        "text": "Olivia reads the brief and presses “Accept and sign”. From now on she looks after {account}.",
        "button": "Be Olivia",
        "as": OLIVIA,
        "go": {"in": "{room}"},
        "spot": f"action:{Action.ACCEPT_HANDOFF}",
        "done": {
            "act": {"act": "click", "as": OLIVIA, "action_id": Action.ACCEPT_HANDOFF},
            "not": {"offers": {"in": "{room}", "action_id": Action.ACCEPT_HANDOFF}},
        },
    },
    {
        "id": "weeks",
        "title": "A week or two go by",
        "text": "This is where customers are forgotten. Let time pass until Warmline reminds Olivia of a check-in.",
        "button": "Be Olivia",
        "as": OLIVIA,
        "go": {"in": OLIVIAS_DM, "tab": "messages"},
        "move": {"by": WEEK, "button": "Let a week pass"},
        "done": {"offers": {"in": OLIVIAS_DM, "action_id": Action.CHECKIN_DONE}},
    },
    {
        "id": "done",
        "title": "Olivia reads her digest",
        "text": "One message in the morning with everything that waits on her. She has called {account}: press Done.",
        "button": "Read it as Olivia",
        "as": OLIVIA,
        "go": {"in": OLIVIAS_DM, "tab": "messages"},
        "spot": f"action:{Action.CHECKIN_DONE}",
        "done": {"act": {"act": "click", "as": OLIVIA, "action_id": Action.CHECKIN_DONE}},
    },
    {
        "id": "link",
        "title": "The customer's channel is linked",
        "text": "Lumen Labs shares one channel with us, and sees no other. Olivia links it, so no question is missed.",
        "button": "Link it as Olivia",
        "as": OLIVIA,
        "go": {"in": "{room}"},
        "draft": {"text": "/account link #lumen-northwind"},
        "spot": "element:send",
        "done": {"message": {"in": "acct-lumen-labs", "from": APP, "contains": CUSTOMER_CHANNEL}, "ever": True},
    },
    {
        "id": "ask",
        "title": "Lena, the customer, asks something",
        "text": "This is what a customer sees: one channel. Send Lena's question.",
        "button": "Be Lena",
        "as": LENA,
        "go": {"in": CUSTOMER_CHANNEL},
        "draft": {"text": "Could you tell us when the import will be ready?"},
        "spot": "element:send",
        "done": {"message": {"in": CUSTOMER_CHANNEL, "from": LENA, "in_thread": False}},
    },
    {
        "id": "silence",
        "title": "Nobody answers",
        "text": "Let a day pass. Warmline asks Olivia about the open question, and Lena sees nothing of that.",
        "button": "Be Olivia",
        "as": OLIVIA,
        "go": {"in": OLIVIAS_DM, "tab": "messages"},
        "move": {"by": DAY, "button": "Let a day pass"},
        "done": {"offers": {"in": OLIVIAS_DM, "action_id": Action.QUESTION_ANSWERED}},
    },
    {
        "id": "answer",
        "title": "Olivia answers",
        "text": "She answers in the thread, where Lena asked. The reminder then takes itself back.",
        "button": "Answer as Olivia",
        "as": OLIVIA,
        "go": {"in": CUSTOMER_CHANNEL, "thread": {"from": LENA, "in_thread": False}},
        "draft": {"in_thread": True, "text": "On Thursday, Lena. I'll post the link here."},
        "spot": "element:send-reply",
        "done": {"message": {"in": CUSTOMER_CHANNEL, "from": OLIVIA, "in_thread": True}},
    },
]

TOUR: dict[str, Any] = {
    "title": "Warmline keeps customers from being dropped after the sale",
    "intro": "It is an app for Slack, and this is a stand-in for Slack with a made-up company, Northwind. Nothing here "
    "leaves your machine. You can be anybody and let time pass. Ten short steps show what Warmline does.",
    "app": APP,
    "team": TEAM,
    "start": {"as": SARA, "in": DEALS_CHANNEL},
    "runs": [
        {"account": "Lumen Labs", "room": "acct-lumen-labs", "amount": "€48,500"},
        {"account": "Kestrel Robotics", "room": "acct-kestrel-robotics", "amount": "€31,000"},
        {"account": "Juniper Foods", "room": "acct-juniper-foods", "amount": "$38,000"},
        {"account": "Harbor Freightways", "room": "acct-harbor-freightways", "amount": "£52,000"},
    ],
    "steps": STEPS,
}
