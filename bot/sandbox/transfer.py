"""Sending a file's bytes to the sandbox and fetching them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.sandbox.core import Core


async def upload(core: Core, request: web.Request) -> web.Response:
    """Take the bytes of a file that was announced by files.getUploadURLExternal, raw or as a form."""
    file_id = request.match_info["file_id"]
    announced = core.world.uploads.get(file_id)
    if announced is None:
        return web.Response(status=404, text="no such upload")
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        part = next((v for v in form.values() if isinstance(v, web.FileField)), None)
        content = part.file.read() if part is not None else b""
    else:
        content = await request.read()
    if len(content) != announced["length"]:
        return web.Response(status=400, text="the length is not the one announced")
    core.file_bytes[file_id] = content
    announced["received"] = True
    core.on_change()
    return web.Response(text=f"OK - {len(content)}")


async def download(core: Core, request: web.Request) -> web.Response:
    """Return a file's bytes to the bearer of a bot token."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    install = core.world.install_by_token(token)
    content = core.file_bytes.get(request.match_info["file_id"])
    if install is None or not install.active or content is None:
        return web.Response(status=404 if install else 403)
    described = core.world.files[request.match_info["file_id"]]
    return web.Response(body=content, content_type=described["mimetype"])
