"""The panel beside the messages: the clock, faults, and the log of what went between Slack and the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.web import moments
from bot.sandbox.web.look import Look
from bot.sandbox.web.place import PANELS, Place

if TYPE_CHECKING:
    from bot.sandbox.core import Core

LINES_SHOWN = 80
_ENDED = {"acked": "received", "no_connection": "no connection", "http_timeout": "no answer in time"}
_ACTS = {
    "post": "writes", "click": "uses a button or menu", "submit": "sends a form", "command": "types a command",
    "close_view": "closes a form", "react": "reacts", "home": "opens the app", "create_channel": "makes a channel",
    "shortcut": "uses a shortcut", "upload": "shares a file", "fault": "fault", "power": "the app is switched",
}  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """A fault as a switch: its name for people, one sentence, and sensible settings."""

    name: str
    title: str
    about: str
    settings: Json


TROUBLES = (
    Trouble("rate_limited", "Too many calls", "Every second call is told to wait five seconds.",
            {"retry_after": 5, "probability": 0.5}),
    Trouble("server_error", "Slack stumbles", "Every third call is answered with a server error.",
            {"status": 503, "probability": 0.33}),
    Trouble("error", "Slack says no", "The next three calls are refused with an internal error.",
            {"code": "internal_error", "times": 3}),
    Trouble("slow", "Slow answers", "Every answer takes two seconds.", {"seconds": 2}),
    Trouble("hang", "Done, but no answer", "The next two calls take effect, and the answer never comes.",
            {"when": "after", "times": 2}),
    Trouble("reset", "Cut lines", "Every fourth call is cut off before it is answered.", {"probability": 0.25}),
    Trouble("html_200", "Gibberish", "The next two answers are a web page in place of data.", {"times": 2}),
    Trouble("duplicate", "Events twice", "Every event is delivered twice.", {}),
    Trouble("late", "Late events", "Every event comes half a minute late.", {"seconds": 30}),
    Trouble("reorder", "Events out of order", "Every second event comes after the one that follows it.",
            {"probability": 0.5}),
    Trouble("drop_ack", "Lost receipts", "Every second receipt gets lost, so the event comes again.",
            {"probability": 0.5}),
    Trouble("half_open", "Dead connection", "The socket stays open and carries nothing.", {"times": 1}),
)  # fmt: skip


def panel(place: Place, look: Look, draw: Callable[..., Markup]) -> Markup:
    """Return the open panel, or nothing."""
    core = place.core
    now = look.at(look.now)
    if not place.panel:
        return Markup("")
    faults = [(t, [f for f in core.faults.active if f.name == t.name]) for t in TROUBLES]
    return draw(
        "panel.html",
        place,
        tabs=PANELS,
        monday=next_monday(now).timestamp(),
        monday_words=f"{next_monday(now).day} {next_monday(now):%b}",
        least=f"{now:%Y-%m-%dT%H:%M}",
        power=core.power.reading(),
        app_name=app_name(core),
        faults=faults,
        is_any_on=bool(core.faults.active),
        lines=_log(core, look) if place.panel == "log" else [],
        when=moments.whole(now),
        zone=now.tzname() or place.viewer.tz,
    )


def clock_bar(place: Place, look: Look, draw: Callable[..., Markup]) -> Markup:
    """Return the clock at the top, with a word for what is out of order."""
    core = place.core
    now = look.at(look.now)
    on = [t.title for t in TROUBLES if any(f.name == t.name for f in core.faults.active)]
    return draw(
        "clockbar.html",
        place,
        when=moments.whole(now),
        short=f"{now:%a} {now.day} {now:%b}, {moments.hour(now)}",
        zone=now.tzname() or place.viewer.tz,
        is_off=core.power.is_off,
        app_name=app_name(core),
        troubles=on,
    )


def app_name(core: Core) -> str:
    """Return the name of the app that can be switched off."""
    app = core.world.apps.get(core.power.app_id)
    return app.name if app is not None else "The app"


def next_monday(now: datetime) -> datetime:
    """Return the next Monday at nine in the zone of that moment; on a Monday the one after a week."""
    day = now.date() + timedelta(days=7 - now.weekday())
    return datetime.combine(day, time(9), now.tzinfo)


def _log(core: Core, look: Look) -> list[Json]:
    """Return the last lines, newest first, in plain words; nobody's text is in them."""
    shown = []
    for line in reversed(core.ledger.lines[-LINES_SHOWN:]):
        at = look.at(line["now"])
        shown.append({"n": line["n"], "at": f"{at:%a %-d %b %H:%M:%S}"} | _plain(core, line))
    return shown


def _plain(core: Core, line: Json) -> Json:
    kind = line["kind"]
    app = core.world.apps.get(str(line.get("app", "")))
    who = app.name if app is not None else ""
    if kind == "call":
        error = line.get("error") or ("" if line["status"] == 200 else f"status {line['status']}")
        fault = f", spoiled by {line['fault']}" if line.get("fault") else ""
        return {"kind": "call", "who": who, "what": line["method"], "ok": not error, "how": (error or "ok") + fault}
    if kind == "delivery":
        again = f", attempt {line['attempt'] + 1}" if line.get("attempt") else ""
        outcome = _ENDED.get(line["outcome"], line["outcome"].replace("_", " "))
        how = f"{outcome}{again}, {line['seconds'] * 1000:.0f} ms"
        return {
            "kind": "event", "who": f"to {who}", "what": line["type"], "ok": line["outcome"] == "acked", "how": how,
        }  # fmt: skip
    if kind == "clock":
        hours = line["by"] / 3600
        how = f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"
        return {"kind": "clock", "who": "", "what": "time passes", "ok": True, "how": how}
    person = core.world.users.get(str(line.get("as", "")))
    name = person.real_name if person is not None else str(line.get("as") or "")
    return {
        "kind": "act",
        "who": name,
        "what": _ACTS.get(line["act"], line["act"].replace("_", " ")),
        "ok": True,
        "how": "",
    }
