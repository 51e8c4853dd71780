"""The page's routes: the whole page, its regions one by one, and its style and script files."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.control.given import is_from_here
from bot.sandbox.errors import Misuse
from bot.sandbox.web import live, names
from bot.sandbox.web.downloads import file_for_viewer
from bot.sandbox.web.place import Place, find_place
from bot.sandbox.web.regions import REGIONS, draw, title_of
from bot.sandbox.web.rendering import HERE
from bot.sandbox.web.smalldialogs import DIALOGS
from bot.sandbox.web.tour import way_to

if TYPE_CHECKING:
    from bot.sandbox.core import Core

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STATIC = HERE / "static"


def guarded(core: Core, request: web.Request) -> None:
    """Raise HTTPForbidden for what another web page asks."""
    if not is_from_here(core, request):
        raise web.HTTPForbidden(text="Other web pages may not read the sandbox.", headers=HEADERS)


def place_of(core: Core, request: web.Request) -> Place:
    """Return the place that a request means; raises HTTPForbidden or HTTPNotFound."""
    guarded(core, request)
    try:
        return find_place(core, request.query)
    except Misuse as misuse:
        raise web.HTTPNotFound(text=misuse.sentence, headers=HEADERS) from None


def regions_of(place: Place) -> dict[str, str]:
    """Return every region as HTML."""
    return {name: str(drawn(place)) for name, drawn in REGIONS.items()}


def mark(html: str) -> str:
    """Return a short word that changes with the HTML."""
    return hashlib.sha256(html.encode()).hexdigest()[:12]


async def page(core: Core, request: web.Request) -> web.Response:
    """Answer the whole page."""
    place = place_of(core, request)
    regions = {name: drawn(place) for name, drawn in REGIONS.items()}
    marks = {name: mark(str(html)) for name, html in regions.items()}
    html = draw("page.html", place, regions=regions, marks=marks, title=title_of(place))
    return web.Response(text=str(html), content_type="text/html", headers=HEADERS)


async def part(core: Core, request: web.Request) -> web.Response:
    """Answer one region as HTML."""
    place = place_of(core, request)
    drawn = REGIONS.get(request.match_info["name"])
    if drawn is None:
        raise web.HTTPNotFound(text=f"The regions are: {', '.join(REGIONS)}.", headers=HEADERS)
    return web.Response(text=str(drawn(place)), content_type="text/html", headers=HEADERS)


async def parts(core: Core, request: web.Request) -> web.Response:
    """Answer the regions that differ from what the page has; `have` lists their marks: tour:1a2b,me:3c4d."""
    place = place_of(core, request)
    have = dict(pair.split(":", 1) for pair in request.query.get("have", "").split(",") if ":" in pair)
    found = {name: {"mark": mark(html), "html": html} for name, html in regions_of(place).items()}
    changed = {name: region for name, region in found.items() if have.get(name) != region["mark"]}
    answer = {"regions": changed, "title": title_of(place), "in": place.key, "lost": place.is_lost}
    answer["who"] = place.viewer.real_name
    return web.json_response(answer, headers=HEADERS)


async def to_step(core: Core, request: web.Request) -> web.Response:
    """Lead to where a step of the tour is done."""
    guarded(core, request)
    way = way_to(core, request.match_info["step"])
    if way is None:
        raise web.HTTPNotFound(text="The tour has no such step.", headers=HEADERS)
    return web.Response(status=303, headers={**HEADERS, "Location": way})


async def dialog(core: Core, request: web.Request) -> web.Response:
    """Answer a small dialog: browse, write or invite."""
    place = place_of(core, request)
    drawn = DIALOGS.get(request.match_info["name"])
    if drawn is None:
        raise web.HTTPNotFound(text=f"The dialogs are: {', '.join(DIALOGS)}.", headers=HEADERS)
    return web.Response(text=str(drawn(place)), content_type="text/html", headers=HEADERS)


async def static(core: Core, request: web.Request) -> web.Response:
    """Answer a style or script file."""
    name = request.match_info["name"]
    path = STATIC / name
    if path.name not in {p.name for p in STATIC.iterdir()} or path.suffix not in _KINDS:
        raise web.HTTPNotFound(headers=HEADERS)
    return web.Response(body=path.read_bytes(), content_type=_KINDS[path.suffix], charset="utf-8", headers=HEADERS)


def add_routes(app: web.Application, core: Core) -> None:
    """Put the page's routes into the server."""
    app.router.add_get("/", partial(page, core))
    app.router.add_get("/web/part/{name}", partial(part, core))
    app.router.add_get("/web/parts", partial(parts, core))
    app.router.add_get("/web/tour/{step}", partial(to_step, core))
    app.router.add_get("/web/dialog/{name}", partial(dialog, core))
    app.router.add_get("/web/file/{file_id}", partial(file_for_viewer, core))
    app.router.add_get("/static/{name}", partial(static, core))
    stream = live.Live(core)
    app.router.add_get("/web/live", partial(live.answer, core, stream, HEADERS))
    app.on_shutdown.append(stream.close)
    names.add_routes(app, core, HEADERS)
