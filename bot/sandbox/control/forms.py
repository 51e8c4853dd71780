"""Acting as a person: submitting and closing modals."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.blockkit import check_view
from bot.sandbox.control.given import Given, route
from bot.sandbox.control.people import record
from bot.sandbox.control.targets import own_view
from bot.sandbox.errors import Misuse, Refused
from bot.sandbox.formvalues import STATEFUL, elements, is_empty, typed_value
from bot.sandbox.interact import error_shown
from bot.sandbox.model import App, Install, Json, User, View
from bot.sandbox.posting import fill_block_ids
from bot.sandbox.present import view_json

_CHECKS = {
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an e-mail address"),
    "url_text_input": (re.compile(r"[a-z]+://\S+"), "a web address"),
}


def fill_in(given: Given, view: View, plain: Json) -> None:
    """Put plain values ({block_id: {action_id: value}} or {block_id: value}) into the view's state."""
    known: dict[str, list[Json]] = {}
    for block, element in elements(view.given["blocks"]):
        if element["type"] in STATEFUL:
            known.setdefault(block["block_id"], []).append(element)
    for block_id, values in plain.items():
        if block_id not in known:
            raise Misuse(f"The form has no block {block_id}. It has: {', '.join(known) or 'none'}.")
        by_action = {e["action_id"]: e for e in known[block_id]}
        whole = values if isinstance(values, dict) and set(values) <= set(by_action) else None
        if whole is None:
            if len(by_action) != 1:
                raise Misuse(f"Block {block_id} has the fields {', '.join(by_action)}.")
            whole = {next(iter(by_action)): values}
        for action_id, value in whole.items():
            offered = given.core.interactions.offered_for(f"{view.id}/{block_id}/{action_id}")
            typed = typed_value(by_action[action_id], value, offered)
            view.values.setdefault(block_id, {})[action_id] = typed


def _problem(element: Json, state: Json) -> str:
    value = state.get("value")
    if value is None:
        return ""
    kind = element["type"]
    if len(value) < int(element.get("min_length") or 0):
        return f"needs {element['min_length']} characters at least"
    if element.get("max_length") and len(value) > int(element["max_length"]):
        return f"takes {element['max_length']} characters at most"
    if kind in _CHECKS and not _CHECKS[kind][0].fullmatch(value):
        return f"must be {_CHECKS[kind][1]}"
    return _number_problem(element, value) if kind == "number_input" else ""


def _number_problem(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "must be a number"
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "must be a whole number"
    low, high = element.get("min_value"), element.get("max_value")
    if (low is not None and number < float(low)) or (high is not None and number > float(high)):
        return f"must lie between {low} and {high}"
    return ""


def refuse_as_client(view: View) -> None:
    """Raise Misuse for what Slack's own client would not let a person submit."""
    problems = []
    for block in view.given["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view.values.get(block["block_id"], {}).get(element["action_id"], {"type": element["type"]})
        if is_empty(state):
            if not block.get("optional"):
                problems.append(f"{block['block_id']} is required")
        elif problem := _problem(element, state):
            problems.append(f"{block['block_id']} {problem}")
    if problems:
        raise Misuse(f"Slack does not let this form go: {'; '.join(problems)}.")


def _serving(given: Given, view: View) -> tuple[App, Install]:
    install = given.core.world.install_of(view.app_id, view.team_id)
    if install is None:
        raise Misuse("The app of this view is no longer installed.", 403)
    return given.core.world.apps[view.app_id], install


@route("POST", "/control/act/submit")
async def submit(given: Given) -> Json:
    """Fill in a modal with plain values and press its submit button."""
    person = given.person()
    core = given.core
    view = own_view(given, person)
    if view.given["type"] != "modal":
        raise Misuse("Only a modal can be submitted.")
    app, install = _serving(given, view)
    fill_in(given, view, dict(given.get("values", {})))
    refuse_as_client(view)
    payload = core.interactions.base("view_submission", app, install, person)
    payload |= {
        "trigger_id": core.interactions.screens.new_trigger(app, install, person.id, view.id),
        "view": view_json(view),
        "response_urls": _response_urls(given, view, install, person),
    }
    record(given, "submit", view_id=view.id, callback_id=view.given.get("callback_id", ""))
    outcome = await core.interactions.send(app, payload, install.team_id)
    status = outcome.status or (200 if outcome.word == "acked" else 0)
    error = error_shown(outcome)
    if error:
        return {"status": status, "error": error, "closed": False}
    return {"status": status, **_apply(given, view, install, person, outcome.answer or {})}


def _response_urls(given: Given, view: View, install: Install, person: User) -> list[Json]:
    urls: list[Json] = []
    for block, element in elements(view.given["blocks"]):
        if not element.get("response_url_enabled"):
            continue
        state = view.values.get(block["block_id"], {}).get(element["action_id"], {})
        channel = given.core.world.channels.get(
            str(state.get("selected_conversation") or state.get("selected_channel") or "")
        )
        if channel is not None:
            url = given.core.interactions.new_response_url(install, person, channel)
            place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel.id}
            urls.append(place | {"response_url": url})
    return urls


def _apply(given: Given, view: View, install: Install, person: User, answer: Json) -> Json:
    """Do with the modal what the app's answer says."""
    screens = given.core.interactions.screens
    action = answer.get("response_action")
    if action is None:
        screens.remove(view)
        return {"closed": True}
    if action == "clear":
        screens.clear(view.app_id, person.id)
        return {"closed": True, "response_action": "clear"}
    if action == "errors":
        return _errors(view, answer.get("errors"))
    if action in ("update", "push"):
        return _show(given, view, install, person, str(action), answer.get("view"))
    return {"closed": False, "response_action": action, "error": "invalid_response_action"}


def _errors(view: View, errors: Any) -> Json:
    inputs = {b["block_id"] for b in view.given["blocks"] if b["type"] == "input"}
    good = isinstance(errors, dict) and bool(errors) and set(errors) <= inputs
    answer: Json = {"closed": False, "response_action": "errors", "errors": errors}
    return answer if good else answer | {"error": "errors_name_no_input_block"}


def _show(given: Given, view: View, install: Install, person: User, action: str, shown: Any) -> Json:
    screens = given.core.interactions.screens
    answer: Json = {"closed": False, "response_action": action}
    problems = check_view(shown)
    if problems:
        return answer | {"error": "invalid_view", "problems": problems}
    filled = {**shown, "blocks": fill_block_ids(given.core, shown["blocks"])}
    try:
        if action == "update":
            screens.update(view, filled)
            now = view
        else:
            now = screens.push(filled, install, person.id)
    except Refused as refused:
        return answer | {"error": refused.code}
    return answer | {"opened_view": view_json(now)}


@route("POST", "/control/act/close_view")
async def close_view(given: Given) -> Json:
    """Close the topmost modal; with "all" the whole stack, as the cross does."""
    person = given.person()
    core = given.core
    view = own_view(given, person)
    app, install = _serving(given, view)
    stack = core.interactions.screens.stack(view.app_id, person.id)
    cleared = bool(given.get("all")) or bool(view.given.get("clear_on_close"))
    told = stack[0] if cleared and stack else view
    payload = core.interactions.base("view_closed", app, install, person)
    payload |= {"view": view_json(told), "is_cleared": cleared}
    if cleared:
        core.interactions.screens.clear(view.app_id, person.id)
    else:
        core.interactions.screens.remove(view)
    record(given, "close_view", view_id=told.id)
    if not told.given.get("notify_on_close"):
        return {"status": 0, "notified": False}
    outcome = await core.interactions.send(app, payload, install.team_id)
    error = error_shown(outcome)
    answer: Json = {"status": outcome.status or (200 if outcome.word == "acked" else 0), "notified": True}
    return answer | ({"error": error} if error else {})
