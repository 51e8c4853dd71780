"""views.*: opening, pushing, updating modals, publishing Home."""

from __future__ import annotations

import json

from bot.sandbox.blockkit import check_view
from bot.sandbox.call import Call, method
from bot.sandbox.errors import Refused, bad_arguments
from bot.sandbox.model import Json, View
from bot.sandbox.posting import fill_block_ids
from bot.sandbox.present import view_json

LARGEST_VIEW = 250_000


def checked_view(call: Call, *types: str) -> Json:
    """Return the view argument with block ids filled in; raises view_too_large or invalid_arguments."""
    given = call.data("view")
    if len(json.dumps(given)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    errors = check_view(given)
    if not errors and given["type"] not in types:
        errors = [f"must be of type {' or '.join(types)} [json-pointer:/view/type]"]
    if errors:
        raise bad_arguments(*errors)
    for block in given["blocks"]:
        for element in [block.get("element"), *(block.get("elements") or [])]:
            if isinstance(element, dict) and element.get("type") not in ("image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", call.world.new_hex(6))
    return {**given, "blocks": fill_block_ids(call.core, given["blocks"])}


def _trigger(call: Call) -> str:
    word = call.text("trigger_id") or call.text("interactivity_pointer")
    if not word:
        raise bad_arguments("missing required field: trigger_id")
    return word


@method("views.open", 4, required="view")
def views_open(call: Call) -> Json:
    """Open a modal for the person who caused the trigger."""
    screens = call.core.interactions.screens
    given = checked_view(call, "modal")
    screens.check_external_id(given, call.app.id, call.install.team_id)
    trigger = screens.spend(_trigger(call), call.app.id, call.install.team_id)
    view = screens.open(given, call.install, trigger.user_id)
    call.effect = f"view_opened {view.id}"
    return {"view": view_json(view)}


@method("views.push", 4, required="view")
def views_push(call: Call) -> Json:
    """Put a modal on top of the one the trigger came from."""
    screens = call.core.interactions.screens
    given = checked_view(call, "modal")
    screens.check_external_id(given, call.app.id, call.install.team_id)
    trigger = screens.spend(_trigger(call), call.app.id, call.install.team_id)
    view = screens.push(given, call.install, trigger.user_id)
    call.effect = f"view_pushed {view.id}"
    return {"view": view_json(view)}


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise Refused("hash_conflict")


@method("views.update", 4, required="view")
def views_update(call: Call) -> Json:
    """Change an open view, found by view_id or external_id."""
    screens = call.core.interactions.screens
    given = checked_view(call, "modal", "home")
    wanted, external = call.text("view_id"), call.text("external_id")
    if not wanted and not external:
        raise bad_arguments("missing required field: view_id or external_id")
    mine = [v for v in call.world.views.values() if v.app_id == call.app.id and v.team_id == call.install.team_id]
    view = next((v for v in mine if (v.id == wanted if wanted else v.external_id == external)), None)
    if view is None:
        raise Refused("not_found")
    if given["type"] != view.given["type"]:
        raise bad_arguments("the type of a view cannot change [json-pointer:/view/type]")
    _check_hash(call, view)
    screens.check_external_id(given, call.app.id, call.install.team_id, view.id)
    screens.update(view, given)
    call.effect = f"view_updated {view.id}"
    return {"view": view_json(view)}


@method("views.publish", 4, required="user_id view")
def views_publish(call: Call) -> Json:
    """Publish a person's Home tab."""
    screens = call.core.interactions.screens
    if not call.app.home_tab:
        raise Refused("not_enabled")
    given = checked_view(call, "home")
    user = call.world.users.get(call.text("user_id"))
    if user is None or user.team_id != call.install.team_id or user.is_bot:
        raise bad_arguments("invalid user_id [json-pointer:/user_id]")
    view = screens.home(call.app.id, call.install.team_id, user.id)
    if view is not None:
        _check_hash(call, view)
    elif call.text("hash"):
        raise Refused("hash_conflict")
    screens.check_external_id(given, call.app.id, call.install.team_id, view.id if view else "")
    view = screens.publish(given, call.install, user.id)
    call.effect = f"home_published {user.id}"
    return {"view": view_json(view)}
