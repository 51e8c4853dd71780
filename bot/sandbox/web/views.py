"""Modals and Home tabs as a person has them on the screen."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.web.blocks import blocks_html
from bot.sandbox.web.elements import Place, plain
from bot.sandbox.web.look import Look, colour, initials
from bot.sandbox.web.mrkdwn import plain_html
from bot.sandbox.web.rendering import macros


def _app_name(look: Look, view: Json) -> str:
    app = look.world.apps.get(str(view.get("app_id")))
    return app.name if app is not None else "An app"


def _place(view: Json) -> Place:
    state = view.get("state") or {}
    return Place(str(view.get("id") or "view"), state.get("values") or {})


def _words(given: Any, otherwise: str) -> Markup:
    return plain_html(plain(given) or otherwise)


def modal_html(look: Look, view: Json) -> Markup:
    """Return what stands in the page's dialog for a modal, from a view as present.view_json gives it."""
    asks = any(b.get("type") == "input" for b in view["blocks"])
    below = look.world.views.get(str(view.get("previous_view_id") or ""))
    return macros("view.html").modal(
        view,
        title=_words(view.get("title"), "Untitled"),
        app=_app_name(look, view),
        below=plain(below.given.get("title")) if below is not None else "",
        is_pushed=below is not None,
        body=blocks_html(look, _place(view), view["blocks"]),
        submit=_words(view.get("submit"), "Submit") if view.get("submit") or asks else "",
        submit_off=bool(view.get("submit_disabled")),
        close=_words(view.get("close"), "Cancel"),
    )


def home_html(look: Look, view: Json | None, app_name: str = "This app") -> Markup:
    """Return a Home tab, from a view as present.view_json gives it; None where nothing was published."""
    if view is None or not view["blocks"]:
        name = app_name if view is None else _app_name(look, view)
        return macros("view.html").home_empty(name, colour(name), initials(name))
    return macros("view.html").home(view, _app_name(look, view), blocks_html(look, _place(view), view["blocks"]))
