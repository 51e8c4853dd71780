"""Images and files: those of the sandbox itself are shown, an address elsewhere is never asked."""

from __future__ import annotations

from markupsafe import Markup

from bot.sandbox.model import Json
from bot.sandbox.web.look import Look
from bot.sandbox.web.mrkdwn import object_html
from bot.sandbox.web.rendering import macros

SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")
_SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))


def may_see_file(look: Look, described: Json) -> bool:
    """Tell whether a person may see a file: their own, or one shared in a conversation that they see."""
    if described.get("user") == look.viewer.id:
        return True
    places = [*described.get("channels", ()), *described.get("groups", ()), *described.get("ims", ())]
    return any(look.channel(place) is not None for place in places)


def file_address(look: Look, described: Json) -> str:
    """Return the address at which the page fetches a file for this person."""
    return f"/web/file/{described['id']}?as={look.viewer.id}"


def size_words(size: int) -> str:
    """Return a number of bytes as 12 KB or 3.4 MB."""
    for least, name in _SIZES:
        if size >= least:
            return f"{size / least:.1f} {name}".replace(".0 ", " ")
    return "1 byte" if size == 1 else f"{size} bytes"


def _own_address(look: Look, picture: Json) -> str:
    """Return where the page can get a picture, or "" when it lies elsewhere or out of sight."""
    given = picture.get("slack_file") or {}
    address = str(picture.get("image_url") or given.get("url") or "")
    wanted = str(given.get("id") or "")
    if not wanted and "/files/" in address:
        wanted = address.rpartition("/files/")[2].partition("/")[0]
    described = look.world.files.get(wanted)
    if described is None or described["mimetype"] not in SHOWN or not may_see_file(look, described):
        return ""
    return file_address(look, described)


def picture_html(look: Look, picture: Json, *, small: bool = False) -> Markup:
    """Return an image, or a frame with its description where the picture lies elsewhere."""
    return macros("pictures.html").picture(
        address=_own_address(look, picture),
        alt=str(picture.get("alt_text", "")),
        title=object_html(look, picture.get("title")),
        small=small,
    )


def files_html(look: Look, files: list[Json]) -> Markup:
    """Return the files of a message: images as images, others as cards that open them."""
    cards = Markup("")
    for shown in files:
        described = look.world.files.get(str(shown.get("id")))
        if described is None:
            cards += macros("pictures.html").lost(str(shown.get("name") or "A file"))
        elif may_see_file(look, described):
            cards += macros("pictures.html").card(
                described,
                address=file_address(look, described),
                is_image=described["mimetype"] in SHOWN,
                size=size_words(int(described["size"])),
                by=look.author(str(described["user"])),
            )
    return cards
