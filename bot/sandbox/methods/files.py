"""files.*: the two-step upload, looking up and deleting."""

from __future__ import annotations

from bot.sandbox import filing, posting
from bot.sandbox.call import Call, method
from bot.sandbox.content import parse_blocks
from bot.sandbox.errors import Refused
from bot.sandbox.model import Channel, Json

LARGEST = 1024**3


@method(
    "files.getUploadURLExternal",
    4,
    scopes="files:write",
    required="filename length",
    missing_code="missing_argument",
)
def get_upload_url(call: Call) -> Json:
    """Give out an address to send a file's bytes to."""
    length = call.whole("length", 0)
    if length <= 0 or length > LARGEST:
        raise Refused("file_upload_size_restricted")
    file_id = call.world.new_id("F")
    call.world.uploads[file_id] = {
        "filename": call.text("filename"),
        "length": length,
        "owner": call.install.user_id,
        "received": False,
    }
    return {"upload_url": f"{call.core.url}/upload/v1/{file_id}", "file_id": file_id}


def _target(call: Call) -> list[Channel]:
    wanted = [call.text("channel_id")] if call.text("channel_id") else call.words("channels")
    found = []
    for channel_id in wanted:
        channel = call.world.channels.get(channel_id)
        if channel is None or not call.world.sees(call.bot, channel):
            raise Refused("channel_not_found")
        call.joined(channel)
        found.append(channel)
    return found


@method("files.completeUploadExternal", 4, scopes="files:write", required="files")
def complete_upload(call: Call) -> Json:
    """Finish uploads and share them, in one message per channel."""
    given = call.data("files")
    if not isinstance(given, list) or not all(isinstance(f, dict) and f.get("id") for f in given):
        raise Refused("file_not_found")
    for entry in given:
        upload = call.world.uploads.get(entry["id"])
        if upload is None or not upload["received"] or upload["owner"] != call.install.user_id:
            raise Refused("file_not_found")
    channels = _target(call)
    blocks = parse_blocks(call.args.get("blocks"))
    files = []
    for entry in given:
        upload = call.world.uploads.pop(entry["id"])
        content = call.core.file_bytes[entry["id"]]
        title = str(entry.get("title") or "")
        owner = call.install.user_id
        files.append(filing.new_file(call.core, entry["id"], upload["filename"], owner, content, title))
    for channel in channels:
        more: Json = {"blocks": posting.fill_block_ids(call.core, blocks)} if blocks else {}
        message = posting.app_message(call.core, call.install, call.text("initial_comment"), **more)
        filing.share(call.core, channel, files, message, call.text("thread_ts"))
    call.effect = "file " + " ".join(f["id"] for f in files)
    return {"files": [dict(f) for f in files]}


def _file(call: Call) -> Json:
    described = call.world.files.get(call.text("file"))
    if described is None:
        raise Refused("file_not_found")
    if described.get("deleted"):
        raise Refused("file_deleted")
    places = {*described["channels"], *described["groups"], *described["ims"]}
    mine = described["user"] == call.install.user_id
    if not mine and not any(call.install.user_id in call.world.channels[p].members for p in places):
        raise Refused("file_not_found")
    return described


@method("files.info", 4, scopes="files:read", required="file")
def files_info(call: Call) -> Json:
    """Describe a file."""
    return {"file": dict(_file(call)), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", 3, scopes="files:write", required="file")
def files_delete(call: Call) -> Json:
    """Delete an own file."""
    described = _file(call)
    if described["user"] != call.install.user_id:
        raise Refused("cant_delete_file")
    described["deleted"] = True
    call.core.file_bytes.pop(described["id"], None)
    call.effect = f"file_deleted {described['id']}"
    return {}
