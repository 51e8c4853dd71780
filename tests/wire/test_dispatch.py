"""Who may do what, on every surface; and what becomes of a handler's failure."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import pytest
import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp

from bot.app import App
from bot.dispatch import Dispatcher, HandlerFailed
from bot.ids import Action, Command, Shortcut, View
from bot.storage.database import Priority
from bot.storage.spine_tables import people
from bot.storage.workspaces import Workspace
from handlers import ACTIONS, COMMANDS, NOT_NOW, OUTSIDER, SHORTCUTS, VIEWS
from tests.sandbox_harness import APP, TOKEN
from tests.set_up import set_up
from tests.wire.signed import TEAM, Answered, Slack, envelope, everything, slack_on
from tests.world import DEALS, JONAS, MAYA, OLIVIA, SARA, settings_for, text_of

CONTOSO, LUIS, CONTOSO_DEALS, CONTOSO_TOKEN = "T0CONTOSO1", "U0CTLUISMR", "C0CTDEALSW", "xoxb-sandbox-contoso"
OUTSIDERS = {
    "guest": "U0GILMOREN",
    "stranger": "U0LENAFISC",
    "other team": LUIS,
    "deactivated": "U0IRISNOVA",
    "bot": "U0DEALDESK",
    "ourselves": "U0WARMLINE",
    "unknown": "U0NOBODYAT",
    "nameless": "",
}
WIN = "Deal won: {name}, $48,500\nOwner: Sara Lindqvist"
_triggers = itertools.count(1)


def words() -> list[tuple[str, str]]:
    """Every command with every word of it."""
    return [(command, word) for command, table in COMMANDS.items() for word in (*table, "help")]


def surfaces(ids: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Every action, view, shortcut and command, on rows that exist."""
    found: list[tuple[str, dict[str, Any]]] = []
    for action in ACTIONS:
        button = {"type": "button", "action_id": action, "block_id": "b", "value": ids.get(action.split(".")[0], "x")}
        found.append((action, {"type": "block_actions", "actions": [button], "container": {"type": "message"}}))
    for callback in VIEWS:
        metadata = json.dumps({"deal": ids["deal"]}) if callback == View.ACCOUNT else ids["handoff"]
        values = {
            "account_name": {"value": {"type": "plain_text_input", "value": "Mallory Ltd"}},
            "reason": {"value": {"type": "plain_text_input", "value": "because"}},
            "why_bought": {"value": {"type": "plain_text_input", "value": "x"}},
            "promises": {"value": {"type": "plain_text_input", "value": "x"}},
            "whom_to_call": {"value": {"type": "plain_text_input", "value": "x"}},
            "kickoff": {"value": {"type": "datepicker", "selected_date": "2099-01-01"}},
        }
        view = {"id": "V1", "hash": "1.a", "type": "modal", "callback_id": callback, "private_metadata": metadata}
        view |= {"app_installed_team_id": TEAM, "state": {"values": values}}
        found.append((callback, {"type": "view_submission", "view": view}))
    for callback in SHORTCUTS:
        message = {"type": "message", "user": SARA, "text": WIN.format(name="Elsewhere"), "ts": "1700000000.000100"}
        found.append((callback, {"type": "message_action", "callback_id": callback, "message": message}))
    for command, word in words():
        found.append((f"{command} {word}", {"command": command, "text": f"{word} {ids['account']}".strip()}))
    return found


def trigger(slack: Slack, user: str) -> str:
    """A right to open a modal, given as Slack gives it."""
    core = slack.world.box.sandbox.core  # type: ignore[union-attr]
    install = next(one for one in core.world.installs if (one.app_id, one.team_id) == (APP, TEAM))
    return str(core.interactions.screens.new_trigger(core.world.apps[APP], install, user))


async def does(slack: Slack, user: str, payload: dict[str, Any], **more: str) -> Answered:
    """This person uses this surface."""
    body = payload | {"trigger_id": trigger(slack, user), "api_app_id": APP} | more
    if "command" in payload:
        return await slack.command(**body, user_id=user, team_id=TEAM, channel_id=DEALS)
    who = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "channel": {"id": DEALS}}
    return await slack.interacts(body | who)


async def told(slack: Slack, answer: Answered, user: str | None = None) -> str:
    """What the person was shown: in the answer, or in a modal that was opened since we last looked."""
    views = slack.world.box.sandbox.core.world.views  # type: ignore[union-attr]
    shown = [view_id for view_id, view in views.items() if user in (None, view.user_id)]
    opened = [views.pop(view_id) for view_id in shown]
    if opened:
        return text_of(opened[-1].given)
    if not answer.content_type.endswith("json"):
        return answer.text
    body = answer.json
    return text_of(body["view"]) if "view" in body else text_of(body) or json.dumps(body)


async def busy(slack: Slack) -> dict[str, str]:
    """A workspace with an account in handoff, a question whether something is a win, and their ids."""
    world = slack.world
    for name, text in (("sure", WIN.format(name="Acme Robotics")), ("unsure", "We closed it, 12k for the year")):
        ts = f"170000000{len(name)}.000100"
        event = {"type": "message", "channel": DEALS, "text": text, "ts": ts, "bot_id": "B0DEALDESK"}
        assert (await slack.event(event | {"app_id": "A0DEALDESK", "subtype": "bot_message"})).status == 200
    await slack.until_idle()
    rows = await everything(world.app)
    assert len(rows["handoff"]) == 1
    asked = [row for row in rows["deal"] if "asked" in [str(value) for value in row]]
    deal = asked[0] if asked else rows["deal"][0]
    handoff_id = str(rows["handoff"][0][1])
    return {
        "deal": str(deal[1]),
        "handoff": handoff_id,
        "nudge": handoff_id,
        "checkin": handoff_id,
        "question": handoff_id,
        "link": "x",
    } | {"account": "Acme Robotics"}


async def test_only_members_act_on_any_surface(sqlite_url: str) -> None:
    # Seven people try every surface at once: at that pace Slack would have them wait, which is not what is looked at.
    async with slack_on(sqlite_url, scale=400) as slack:
        ids = await busy(slack)
        before = await everything(slack.app)

        async def is_refused_everywhere(who: str, user: str) -> None:
            for name, payload in surfaces(ids):
                answer = await does(slack, user, payload)
                shown = await told(slack, answer, user)
                assert (answer.status, OUTSIDER in shown) == (200, True), (who, name, answer, shown)

        await asyncio.gather(*(is_refused_everywhere(who, user) for who, user in OUTSIDERS.items()))
        await slack.until_idle()
        assert await everything(slack.app) == before
        for name, payload in surfaces(ids):  # the same from a member is let through
            answer = await does(slack, SARA, payload)
            assert answer.status == 200, (name, answer)
            assert OUTSIDER not in await told(slack, answer), name
        assert await everything(slack.app) != before


async def forget_everybody(app: App) -> None:
    """As if nobody had been read from Slack yet."""
    for workspace in app.desk.workspaces():
        await app.directory.refresh(workspace)  # joins the reading of the start, so that it comes to an end
    async with app.database.write(Priority.TICK) as connection:
        await connection.execute(sa.delete(people))


@pytest.mark.parametrize("fault", ["rate_limited", "hang", "server_error", "bad_json"])
async def test_nobody_acts_while_slack_does_not_say_who_they_are(sqlite_url: str, fault: str) -> None:
    async with slack_on(sqlite_url) as slack:
        before = await everything(slack.app)
        await forget_everybody(slack.app)
        await slack.world.box.post("/faults", name=fault, method="users.info")
        ids = dict.fromkeys(("deal", "handoff", "nudge", "checkin", "question", "link", "account"), "x")
        one_of_each = {payload.get("type", "command"): (name, payload) for name, payload in surfaces(ids)}

        async def is_put_off(user: str, name: str, payload: dict[str, Any]) -> None:
            answer = await does(slack, user, payload)
            assert answer.status == 200
            assert NOT_NOW in await told(slack, answer, user), name

        members = (OLIVIA, SARA, JONAS, MAYA)
        await asyncio.gather(*(is_put_off(who, *one) for who, one in zip(members, one_of_each.values(), strict=True)))
        assert await everything(slack.app) == before
        await slack.world.box.call("DELETE", "/faults")


async def test_rows_of_another_workspace_are_never_found(database_url: str) -> None:
    async with slack_on(database_url) as slack:
        world = slack.world
        northwind, world.settings = world.settings, settings_for(world.box, database_url, **CONTOSO_SETTINGS)
        await set_up(database_url, CONTOSO, deal_channels=(CONTOSO_DEALS,), delivery_owners=("U0CTNORABE",))
        await world.restart()
        for ts, text in (("1700000001.000100", WIN.format(name="Fabrikam")), ("1700000002.000100", "Closed, 12k!")):
            event = {"type": "message", "channel": CONTOSO_DEALS, "user": LUIS, "text": text, "ts": ts}
            await slack.event(event, team_id=CONTOSO, authorizations=[{"team_id": CONTOSO}])
        await slack.until_idle()
        theirs = await everything(slack.app)
        assert len(theirs["handoff"]) == 1
        world.settings = northwind
        await world.restart()
        ids = {"deal": id_in(theirs["deal"]), "handoff": id_in(theirs["handoff"]), "account": "Fabrikam"}
        ids |= {"nudge": ids["handoff"], "checkin": ids["handoff"], "question": ids["handoff"], "link": "x"}
        for name, payload in surfaces(ids):
            if name in (View.ACCOUNT, f"{Command.ACCOUNT} new"):
                continue  # sets up an account of our own
            answer = await does(slack, SARA, payload)
            shown = await told(slack, answer)
            assert answer.status == 200, (name, answer)
            assert shown, name
            assert LUIS not in shown, (name, shown)
        await slack.until_idle()
        assert await everything(slack.app) == theirs


CONTOSO_SETTINGS: dict[str, Any] = {"transport": "http", "bot_token": CONTOSO_TOKEN}


def id_in(rows: list[Any]) -> str:
    """The id of the first of these rows: after the workspace's."""
    return str(rows[0][1])


class Bench:
    """A dispatcher with handlers of a test's own."""

    def __init__(self, slack: Slack, register: Any) -> None:
        self.workspace: Workspace = next(iter(slack.app.installs._known.values()))
        self.dispatcher = Dispatcher(slack.app.clients, slack.app.installs, register)

    async def event(self, event: dict[str, Any], workspace: Any = None) -> int:
        return (await self.dispatcher.dispatch(envelope(event), workspace or self.workspace)).status


async def test_what_a_handler_raises_is_never_taken_for_handled(sqlite_url: str) -> None:
    def register(app: AsyncApp) -> None:
        async def fails() -> None:
            raise KeyError("spilled milk")

        async def acks_and_fails(ack: Any) -> None:
            await ack()
            raise ValueError("too late")

        app.event("emoji_changed")(fails)
        app.event("team_rename")(acks_and_fails)

    async with slack_on(sqlite_url) as slack:
        bench = Bench(slack, register)
        for kind, cause in (("emoji_changed", "KeyError"), ("team_rename", "ValueError")):
            with pytest.raises(HandlerFailed, match=cause):
                await bench.event({"type": kind})
        assert await bench.event({"type": "nobody_listens"}) == 200
        assert "spilled milk" not in str([line for line in slack.logs if "exc_info" not in line])


async def test_an_event_without_its_installation_is_not_taken_for_handled(sqlite_url: str) -> None:
    def register(app: AsyncApp) -> None:
        async def fine() -> None:
            pass

        app.event("emoji_changed")(fine)

    async with slack_on(sqlite_url) as slack:
        bench = Bench(slack, register)
        assert await bench.event({"type": "emoji_changed"}) == 200
        with pytest.raises(HandlerFailed):
            await bench.event({"type": "emoji_changed"}, workspace="none")


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "dialog_submission", "callback_id": "x"},
        {"type": "workflow_step_edit", "callback_id": "x"},
        {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "a", "value": "b"}]},
        {"type": "block_actions", "actions": [{"type": "button", "action_id": "of another age", "block_id": "b"}]},
        {"type": "block_actions", "actions": []},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""},
        {"type": "view_submission", "view": {"callback_id": "of another age", "type": "modal"}},
        {"type": "view_submission", "view": {}},
        {"type": "view_submission"},
        {"type": "view_closed", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "shortcut", "callback_id": "of another age"},
        {"type": "message_action", "callback_id": "of another age"},
        {"type": "tomorrow"},
        {},
    ],
)
async def test_surfaces_that_are_not_ours_are_answered(sqlite_url: str, payload: dict[str, Any]) -> None:
    async with slack_on(sqlite_url) as slack:
        answer = await slack.interacts({"team": {"id": TEAM}, "user": {"id": SARA, "team_id": TEAM}} | payload)
        assert (answer.status, answer.text) == (200, "")
        assert (await slack.command(command="/of-another-age", team_id=TEAM, user_id=SARA)).status == 200


async def test_a_click_that_comes_twice_is_taken_once(database_url: str) -> None:
    async with slack_on(database_url) as slack:
        ids = await busy(slack)
        button = {"type": "button", "action_id": Action.NOT_A_WIN, "block_id": "b", "value": ids["deal"]}
        payload = {"type": "block_actions", "actions": [button], "trigger_id": "1.2.same"}
        payload |= {"team": {"id": TEAM}, "user": {"id": SARA, "team_id": TEAM}}
        assert (await slack.interacts(payload)).status == 200
        await slack.until_idle()
        after = await everything(slack.app)
        for _ in range(2):
            assert (await slack.interacts(payload)).status == 200
        await slack.until_idle()
        assert await everything(slack.app) == after


async def test_a_trigger_that_ran_out_ends_in_a_sentence_and_not_in_a_fault(sqlite_url: str) -> None:
    async with slack_on(sqlite_url) as slack:
        body = {"type": "message_action", "callback_id": Shortcut.SET_UP_ACCOUNT, "trigger_id": "1.2.gone"}
        body |= {"team": {"id": TEAM}, "user": {"id": SARA, "team_id": TEAM}, "message": {"text": "x", "ts": "1.1"}}
        assert (await slack.interacts(body)).status == 200
        assert TOKEN not in repr(slack.logs)


def test_every_id_has_a_handler() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(VIEWS) == set(View)
    assert set(SHORTCUTS) == set(Shortcut)
    assert set(COMMANDS) == set(Command)
