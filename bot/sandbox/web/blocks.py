"""Block Kit's blocks as HTML."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from bot.sandbox.model import Json
from bot.sandbox.web.elements import Place, element_html, is_web, plain
from bot.sandbox.web.look import Look
from bot.sandbox.web.markdown import markdown_html
from bot.sandbox.web.mrkdwn import object_html, plain_html, text_html
from bot.sandbox.web.pictures import picture_html
from bot.sandbox.web.rendering import Macros, macros
from bot.sandbox.web.richblocks import rich_html

# kinds whose label stands beside several controls, so it cannot be a <label for>
_GROUPS = ("checkboxes", "radio_buttons")
_LEVELS = {"info": "Note", "warning": "Careful", "error": "Something is wrong", "success": "Done"}
_STATES = {"pending": "Waiting", "in_progress": "Under way", "complete": "Done", "error": "Failed"}
Drawer = Callable[[Look, Place, Json], Markup]


def _draw() -> Macros:
    return macros("blocks.html")


def _section(look: Look, place: Place, block: Json) -> Markup:
    accessory = block.get("accessory")
    uid = place.uid(str(block.get("block_id", "")), "text")
    labelled = ""
    if isinstance(accessory, dict) and accessory.get("type") not in ("button", "workflow_button", "overflow", "image"):
        labelled = uid if block.get("text") else ""
    return _draw().section(
        uid,
        text=object_html(look, block.get("text")),
        fields=[object_html(look, f) for f in block.get("fields") or []],
        accessory=element_html(look, place, block, accessory, labelled=labelled) if accessory else "",
        is_picture=isinstance(accessory, dict) and accessory.get("type") == "image",
    )


def _header(look: Look, place: Place, block: Json) -> Markup:
    return _draw().header(object_html(look, block["text"]), min(max(int(block.get("level") or 1), 1), 3))


def _divider(look: Look, place: Place, block: Json) -> Markup:
    return Markup('<hr class="block-rule">')


def _context(look: Look, place: Place, block: Json) -> Markup:
    parts = [
        picture_html(look, e, small=True)
        if e.get("type") == "image"
        else Markup('<span class="context-text">{}</span>').format(object_html(look, e))
        for e in block.get("elements") or []
    ]
    return Markup('<div class="block context">{}</div>').format(Markup("").join(parts))


def _actions(look: Look, place: Place, block: Json) -> Markup:
    parts = [element_html(look, place, block, e) for e in block.get("elements") or []]
    return Markup('<div class="block actions">{}</div>').format(Markup("").join(parts))


def _image(look: Look, place: Place, block: Json) -> Markup:
    return Markup('<div class="block">{}</div>').format(picture_html(look, block))


def _input(look: Look, place: Place, block: Json) -> Markup:
    element = block["element"]
    uid = place.uid(str(block.get("block_id", "")), "label")
    hint = object_html(look, block.get("hint"))
    described = " ".join([*([f"{uid}-hint"] if hint else []), f"{uid}-error"])
    return _draw().input(
        uid,
        block_id=block.get("block_id", ""),
        label=object_html(look, block["label"]),
        hint=hint,
        optional=bool(block.get("optional")),
        grouped=element.get("type") in _GROUPS,
        target=place.uid(str(block.get("block_id", "")), str(element.get("action_id", ""))),
        element=element_html(look, place, block, element, labelled=uid, described=described),
    )


def _rich_text(look: Look, place: Place, block: Json) -> Markup:
    return Markup('<div class="block rich">{}</div>').format(rich_html(look, block))


def _markdown(look: Look, place: Place, block: Json) -> Markup:
    return Markup('<div class="block">{}</div>').format(markdown_html(look, str(block.get("text", ""))))


def _video(look: Look, place: Place, block: Json) -> Markup:
    return _draw().video(
        title=object_html(look, block.get("title")),
        url=next((u for u in (block.get("title_url"), block.get("video_url")) if is_web(u)), ""),
        alt=block.get("alt_text", ""),
        about=object_html(look, block.get("description")),
        by=", ".join(str(block[k]) for k in ("author_name", "provider_name") if block.get(k)),
    )


def _cell(look: Look, cell: Json) -> Markup:
    if cell.get("type") == "rich_text":
        return rich_html(look, cell)
    return escape(cell.get("text") if cell.get("text") is not None else cell.get("value", ""))


def _table(look: Look, place: Place, block: Json) -> Markup:
    settings = block.get("column_settings") or []
    sides = [str((s or {}).get("align", "left")) for s in settings]
    rows = [[_cell(look, c) for c in row] for row in block.get("rows") or []]
    return _draw().table(rows, sides, block.get("caption", ""), block.get("row_header_column_index", -1))


def _alert(look: Look, place: Place, block: Json) -> Markup:
    level = str(block.get("level", "default"))
    return _draw().alert(object_html(look, block["text"]), level, _LEVELS.get(level, ""))


def _card(look: Look, place: Place, block: Json) -> Markup:
    hero, icon = block.get("hero_image"), block.get("icon")
    return _draw().card(
        hero=picture_html(look, hero) if hero else "",
        icon=picture_html(look, icon, small=True) if icon else "",
        title=object_html(look, block.get("title")),
        subtitle=object_html(look, block.get("subtitle")),
        body=object_html(look, block.get("body")),
        actions=[element_html(look, place, block, e) for e in block.get("actions") or []],
    )


def _carousel(look: Look, place: Place, block: Json) -> Markup:
    cards = [_card(look, place, {"block_id": block.get("block_id", ""), **c}) for c in block.get("elements") or []]
    return _draw().carousel(cards)


def _container(look: Look, place: Place, block: Json) -> Markup:
    title = object_html(look, block.get("title"))
    if block.get("rich_text_title"):
        title = rich_html(look, block["rich_text_title"])
    icon = block.get("icon")
    return _draw().container(
        title=title,
        subtitle=object_html(look, block.get("subtitle")),
        icon=picture_html(look, icon, small=True) if icon else "",
        folds=bool(block.get("is_collapsible")),
        is_open=not block.get("default_collapsed"),
        inside=blocks_html(look, place, block.get("child_blocks") or []),
    )


def _task(look: Look, place: Place, block: Json) -> Markup:
    return _draw().task(
        title=plain_html(str(block.get("title", ""))),
        status=str(block.get("status", "pending")),
        state=_STATES.get(str(block.get("status")), "Waiting"),
        details=rich_html(look, block["details"]) if block.get("details") else "",
        output=rich_html(look, block["output"]) if block.get("output") else "",
        sources=[s for s in block.get("sources") or [] if is_web(s.get("url"))],
    )


def _plan(look: Look, place: Place, block: Json) -> Markup:
    tasks = [_task(look, place, t) for t in block.get("tasks") or [] if isinstance(t, dict)]
    return _draw().plan(plain_html(str(block.get("title", ""))), tasks)


def _file(look: Look, place: Place, block: Json) -> Markup:
    return _draw().note(f"A file kept elsewhere: {block.get('external_id') or block.get('file_id') or 'unnamed'}.")


def _chart(look: Look, place: Place, block: Json) -> Markup:
    title = block.get("title")
    named = plain(title) or (title if isinstance(title, str) else "")
    return _draw().note(f"A chart{': ' + named if named else ''}. This page does not draw charts.")


_DRAWERS: dict[str, Drawer] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "video": _video,
    "table": _table,
    "data_table": _table,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "task_card": _task,
    "plan": _plan,
    "file": _file,
    "data_visualization": _chart,
}


def block_html(look: Look, place: Place, block: Json) -> Markup:
    """Return one block; of a kind this page does not know, its name and what text it has."""
    draw = _DRAWERS.get(str(block.get("type")))
    if draw is not None:
        return draw(look, place, block)
    text = block.get("text")
    shown = object_html(look, text) if isinstance(text, dict | str) else Markup("")
    return _draw().unknown(block.get("type", "nothing"), shown)


def blocks_html(look: Look, place: Place, blocks: list[Json]) -> Markup:
    """Return blocks, one below the other."""
    return Markup("").join(block_html(look, place, b) for b in blocks if isinstance(b, dict))


def message_text_html(look: Look, text: str) -> Markup:
    """Return the text of a message without blocks."""
    return Markup('<div class="block text">{}</div>').format(text_html(look, text))
