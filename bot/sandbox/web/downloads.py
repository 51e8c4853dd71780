"""The bytes of a file for the page, only for somebody who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.control.given import is_from_here
from bot.sandbox.web.look import Look
from bot.sandbox.web.pictures import SHOWN, may_see_file

if TYPE_CHECKING:
    from bot.sandbox.core import Core


async def file_for_viewer(core: Core, request: web.Request) -> web.Response:
    """Answer GET /web/file/{file_id}?as=USER: images to be shown, everything else to be saved; 404 for outsiders."""
    if not is_from_here(core, request):
        return web.Response(status=403, text="Other web pages may not read the sandbox.")
    file_id = request.match_info["file_id"]
    viewer = core.world.users.get(request.query.get("as", ""))
    described = core.world.files.get(file_id)
    content = core.file_bytes.get(file_id)
    if viewer is None or described is None or content is None:
        return web.Response(status=404, text="There is no such file.")
    if not may_see_file(Look(core.world, viewer, core.now()), described):
        return web.Response(status=404, text="There is no such file.")
    shown = described["mimetype"] in SHOWN
    way = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(described['name'], safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    kind = described["mimetype"] if shown else "application/octet-stream"
    return web.Response(body=content, content_type=kind, headers=headers)
