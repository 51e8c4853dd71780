"""Files: how they look, and sharing them into channels."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from bot.sandbox import posting
from bot.sandbox.model import Channel, Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core


def new_file(core: Core, file_id: str, name: str, owner: str, content: bytes, title: str = "") -> Json:
    """Keep a file's bytes and return its Slack description."""
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = name.rpartition(".")[2].lower() if "." in name else "binary"
    now = int(core.now())
    user = core.user(owner)
    address = f"{core.url}/files/{file_id}/{name}"
    described: Json = {
        "id": file_id,
        "created": now,
        "timestamp": now,
        "name": name,
        "title": title or name,
        "mimetype": mime,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": owner,
        "user_team": user.team_id,
        "editable": False,
        "size": len(content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": [],
        "groups": [],
        "ims": [],
        "comments_count": 0,
        "file_access": "visible",
        "has_rich_preview": False,
    }
    core.world.files[file_id] = described
    core.file_bytes[file_id] = content
    core.on_change()
    return described


def share(core: Core, channel: Channel, files: list[Json], message: Json, thread_ts: str = "") -> Json:
    """Post files into a channel and return the message."""
    place = {"channel": "channels", "group": "groups"}.get(channel.kind, "ims")
    for described in files:
        described[place].append(channel.id)
        described["is_public"] = described["is_public"] or channel.kind == "channel"
    shown = [{"id": f["id"], "file_access": "check_file_info"} if channel.is_ext_shared else dict(f) for f in files]
    more = {"subtype": "file_share", "files": shown, "upload": False, "display_as_bot": False}
    return posting.post(core, channel, message | more, thread_ts)
