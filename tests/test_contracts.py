"""What has to agree with what: ids with handlers, the manifest with the code, the papers with the commands."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import handlers
from bot.cli import cli
from bot.config import Settings, env_example
from bot.hooks import REPORTS
from bot.ids import VALUE, Action, Block, Command, Hook, Shortcut, View
from bot.intents import KINDS
from bot.sandbox.blockrules import string
from bot.slack.manifest import COMMANDS, EVENTS, SCOPES, SHORTCUTS, manifest
from handlers.commands import SUMMARY, help_text
from handlers.subcommand import Subcommand
from tests.view_samples import Words, every_view, parts_of

REPO = Path(__file__).resolve().parent.parent


# Ids and handlers.


def test_every_id_has_a_handler_and_every_handler_an_id() -> None:
    assert handlers.all_ids() == {
        "actions": {str(action) for action in Action},
        "views": {str(view) for view in View},
        "shortcuts": {str(shortcut) for shortcut in Shortcut},
        "commands": {str(command) for command in Command},
    }


def shown_parts() -> Iterator[dict[str, Any]]:
    for words in (Words(), Words(people=False)):
        for _, _, made in every_view(words):
            yield from parts_of(made)


def test_views_show_only_buttons_that_do_something() -> None:
    pressed, typed = set(), set()
    for part in shown_parts():
        if part.get("type") == "actions":
            pressed |= {element["action_id"] for element in part["elements"]}
        if part.get("type") == "section" and "accessory" in part:
            pressed.add(part["accessory"]["action_id"])
        if part.get("type") == "input":
            typed.add((part["block_id"], part["element"]["action_id"]))
    assert pressed == {str(action) for action in Action}
    assert {action_id for _, action_id in typed} == {VALUE}
    assert {block_id for block_id, _ in typed} == {str(block) for block in Block}


def test_modals_that_are_submitted_are_ours() -> None:
    submitted = {part["callback_id"] for part in shown_parts() if part.get("type") == "modal" and "submit" in part}
    assert submitted == {str(view) for view in View}


def test_ids_fit_into_slack() -> None:
    for group in (Action, View, Shortcut, Block):
        for name in group:
            errors: list[str] = []
            string(255, 1)(str(name), "/id", errors)
            assert errors == []


def test_every_intent_says_what_it_may_call(shared: Path) -> None:
    known = json.loads((shared / "slack" / "methods.json").read_text())["methods"]
    for kind in KINDS.values():
        assert kind.methods, kind.__name__
        assert [method for method in kind.methods if method not in known] == []


# Commands and their help.


def test_help_names_every_word_of_a_command() -> None:
    for command, table in handlers.COMMANDS.items():
        said = help_text(command, table)
        assert said.startswith(f"*{command}*: ")
        for word, sub in table.items():
            assert f"`{' '.join(part for part in (command, word, sub.usage) if part)}`  {sub.help}" in said


def test_every_command_has_words_a_summary_and_a_default() -> None:
    assert set(SUMMARY) == set(Command)
    for command, table in handlers.COMMANDS.items():
        assert "" in table, f"{command} alone does nothing"
        assert "help" not in table, f"{command} help is the router's"
        for word, sub in table.items():
            assert isinstance(sub, Subcommand)
            assert word == word.casefold()
            assert sub.help, f"{command} {word} has no help"


def test_the_hint_while_typing_names_real_words() -> None:
    for command, (_, hint) in COMMANDS.items():
        offered = {word.strip() for word in hint.strip("[]").split("|")}
        assert "help" in offered
        assert offered - {"help"} <= set(handlers.COMMANDS[command]), command


# The manifest and the code.


def events_of_the_code() -> set[str]:
    return (set(handlers.EVENTS) - set(Hook)) | {event for event in EVENTS if event.startswith("message.")}


def test_every_event_that_is_handled_is_subscribed_and_no_other() -> None:
    assert set(EVENTS) == events_of_the_code()


def test_every_report_of_another_system_is_handled_and_slack_has_no_such_event(shared: Path) -> None:
    ours = {str(hook) for hook in Hook}
    assert ours == {str(kind) for kind, _ in REPORTS.values()} <= set(handlers.EVENTS)
    assert not ours & set(json.loads((shared / "slack" / "events.json").read_text()))


def web_api_calls(known: set[str]) -> dict[str, str]:
    """Web API methods that the app's code names, with one place each."""
    by_attribute = {method.replace(".", "_"): method for method in known}
    found: dict[str, str] = {}
    files = [path for folder in ("bot", "handlers", "jobs") for path in (REPO / folder).rglob("*.py")]
    for path in files:
        if "sandbox" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in by_attribute:
                found[by_attribute[node.func.attr]] = f"{path.relative_to(REPO)}:{node.lineno}"
    return found


# Where a method works on channels, the scope depends on the kind of channel: these are the kinds that we use it on.
KINDS_OF_CHANNEL = {
    "conversations.create": ("channels:manage", "groups:write"),
    "conversations.invite": ("channels:manage", "groups:write"),
    "conversations.rename": ("channels:manage", "groups:write"),
    "conversations.archive": ("channels:manage", "groups:write"),
    "conversations.setTopic": ("channels:manage", "groups:write"),
    "conversations.setPurpose": ("channels:manage", "groups:write"),
    "conversations.info": ("channels:read", "groups:read"),
    "users.conversations": ("channels:read", "groups:read"),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.open": ("im:write",),
}
# Fields that come only with a scope of their own, and what needs no method at all (reactions arrive as events).
BESIDES_METHODS = {"users:read.email": "users.list", "commands": None, "reactions:read": None}


def test_scopes_are_those_that_the_code_needs(shared: Path) -> None:
    reference = json.loads((shared / "slack" / "methods.json").read_text())["methods"]
    events = json.loads((shared / "slack" / "events.json").read_text())
    called = web_api_calls(set(reference))
    assert {"chat.postMessage", "conversations.create", "views.open", "auth.test"} <= set(called)
    needed: set[str] = {scope for scope, method in BESIDES_METHODS.items() if method is None or method in called}
    for method, place in called.items():
        offered = set(reference[method]["bot_scopes"])
        wanted = set(KINDS_OF_CHANNEL.get(method, ())) or offered
        assert wanted <= offered, method
        assert len(offered) < 2 or method in KINDS_OF_CHANNEL, f"{method} ({place}): say which scopes it needs here"
        needed |= wanted
    assert needed == set(SCOPES)
    for event in EVENTS:
        assert not events[event] or set(events[event]) & set(SCOPES), (
            f"{event} arrives only with one of {events[event]}"
        )


def test_every_scope_has_a_reason_in_words() -> None:
    assert [scope for scope, reason in SCOPES.items() if len(reason) < 10] == []


@pytest.mark.parametrize("public_url", ["", "https://warmline.example.com", "https://warmline.example.com/"])
def test_the_manifest_keeps_slacks_limits(public_url: str) -> None:
    made = manifest(public_url)
    assert set(made) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    features = made["features"]
    assert set(features) == {"app_home", "bot_user", "slash_commands", "shortcuts"}
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"], "without it, channels and people arrive as bare names"
    assert len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert json.loads(json.dumps(made)) == made


def test_the_manifest_names_every_command_and_shortcut() -> None:
    features = manifest()["features"]
    assert [command["command"] for command in features["slash_commands"]] == [str(command) for command in Command]
    assert set(SHORTCUTS) == set(Shortcut)
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == [str(one) for one in Shortcut]


def test_socket_mode_needs_no_address_and_http_gives_it_everywhere() -> None:
    assert "url" not in json.dumps(manifest())
    assert manifest()["settings"]["socket_mode_enabled"] is True
    http, url = manifest("https://warmline.example.com/"), "https://warmline.example.com/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["event_subscriptions"]["request_url"] == url
    assert http["settings"]["interactivity"]["request_url"] == url
    assert {command["url"] for command in http["features"]["slash_commands"]} == {url}


# The papers.


def paper(name: str) -> str:
    return (REPO / name).read_text(encoding="utf-8")


def test_the_example_of_settings_is_the_settings_own() -> None:
    assert paper(".env.example") == env_example()
    assert paper(".env.example").count("WARMLINE_") == len(Settings.model_fields)


def commands_of_the_program() -> set[str]:
    return set(get_command(cli).commands)  # type: ignore[attr-defined]


def test_the_readme_names_every_command() -> None:
    readme = paper("README.md")
    missing = [
        name
        for name in sorted(commands_of_the_program())
        if not re.search(rf"python -m bot {name}\b|make {name}\b", readme)
    ]
    missing += [str(command) for command in Command if f"`{command}" not in readme]
    assert missing == []


def test_the_readme_names_only_commands_that_exist() -> None:
    readme = paper("README.md")
    assert set(re.findall(r"python -m bot ([a-z]+)", readme)) <= commands_of_the_program()
    targets = set(re.findall(r"^([a-z-]+):", paper("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)`", readme)) <= targets


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"])
def test_the_project_has_its_papers(name: str) -> None:
    assert len(paper(name)) > 200


def test_make_help_names_every_target() -> None:
    makefile = paper("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert helped == phony


def test_the_install_guide_says_what_every_permission_is_for() -> None:
    guide = paper("docs/install.md")
    assert [scope for scope, reason in SCOPES.items() if f"| `{scope}` | {reason} |" not in guide] == []
    assert set(re.findall(r"^\| `([a-z:.]+)` \|", guide, re.MULTILINE)) == set(SCOPES)


def test_the_papers_show_pictures_that_are_there() -> None:
    for name in ("README.md", "docs/install.md", "docs/sandbox.md"):
        shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", paper(name))
        base = (REPO / name).parent
        assert [picture for picture in shown if not (base / picture).is_file()] == []
