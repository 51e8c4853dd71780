"""Messages, modals and Home tabs on the sandbox's page: every view of the app is drawn whole, for whom it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox.blockkit import check_blocks
from bot.sandbox.formvalues import elements
from bot.sandbox.model import Channel
from bot.sandbox.richtext import unescape
from bot.sandbox.seed import new_world
from bot.sandbox.web.blocks import blocks_html
from bot.sandbox.web.elements import Place
from bot.sandbox.web.look import Look
from bot.sandbox.web.messages import messages_html
from bot.sandbox.web.views import home_html, modal_html
from tests.page_reading import Node, read_html
from tests.page_samples import BLOCKS, INPUTS, OPTIONS, mrkdwn, plain
from tests.view_samples import Words, every_view

NOW = 1_772_530_200.0
DEALS, LUMEN = "C0DEALSWON", "C0LUMENNWD"
SARA, OLIVIA, AMIR, LENA = "U0SARALIND", "U0OLIVIAPK", "U0AMIRHADD", "U0LENAFISC"
ODD = "<b>&amp; *x* \"' `c` <!channel> ```"
LETTERS = re.compile(r"[^\W_]")


def look(who: str = SARA) -> Look:
    world = new_world(NOW)
    return Look(world, world.users[who], NOW)


def texts(part: Any) -> Iterator[str]:
    """Every text in blocks that people read, without marks, emoji and what an element says only when opened."""
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield str(part["text"])
        for key, value in part.items():
            if key != "placeholder":
                yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)


def letters(text: str) -> str:
    return "".join(LETTERS.findall(text))


def told(text: str) -> list[str]:
    """The pieces of a text that must be on the page word for word."""
    return [letters(unescape(p)) for p in re.split(r"<[^<>\n]*>|:[\w+-]+:|\n *\d+\. |^ *\d+\. ", text)]


def assert_drawn(blocks: list[dict[str, Any]], page: Node) -> None:
    shown = letters(page.text)
    for text in texts(blocks):
        for piece in told(text):
            assert piece in shown, text
    drawn = {
        (n.attributes["data-block-id"], n.attributes["data-action-id"])
        for n in page.all()
        if "data-kind" in n.attributes
    }
    assert {(b.get("block_id", ""), e["action_id"]) for b, e in elements(blocks)} <= drawn
    assert_named(page)


def assert_named(page: Node) -> None:
    """Every control says what it is, and every id is there once."""
    ids = [n.attributes["id"] for n in page.all() if "id" in n.attributes]
    assert len(ids) == len(set(ids))
    labels = {n.attributes.get("for") for n in page.all("label")}
    boxed = {id(n) for label in page.all("label") for n in label.all("input")}
    for control in [*page.all("input"), *page.all("textarea"), *page.all("button"), *page.all("a")]:
        given = control.attributes
        by = given.get("aria-labelledby", "")
        assert by == "" or set(by.split()) <= set(ids), given
        described = given.get("aria-describedby", "")
        assert set(described.split()) <= set(ids), given
        named = (
            given.get("aria-label") or by or given.get("id") in labels or id(control) in boxed or control.text.strip()
        )
        assert named, given


def filled(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]


def view(given: dict[str, Any], **more: Any) -> dict[str, Any]:
    shown = {**given, "blocks": filled(given["blocks"])}
    return {"id": "V1", "hash": "1.a", "app_id": "A0WARMLINE", "state": {"values": {}}, **shown, **more}


def drawn_message(message: dict[str, Any], who: str = SARA, channel: str = DEALS, **more: Any) -> Node:
    here = look(who)
    place = here.world.channels[channel]
    whole = {"type": "message", "ts": f"{NOW - 60:.6f}", "text": "", **message}
    place.messages[whole["ts"]] = whole
    return read_html(str(messages_html(here, place, [whole], **more)))


@pytest.mark.parametrize("words", [Words(), Words(text=ODD), Words(people=False, amount=None, url=None, rows=0)])
def test_every_view_of_the_app_is_drawn_whole(words: Words) -> None:
    for name, surface, made in every_view(words):
        if surface == "message":
            blocks = filled(made["blocks"])
            page = drawn_message({"bot_id": "B1", "username": "Warmline", "text": made["text"], "blocks": blocks})
            assert page.all("article"), name
        elif surface == "modal":
            blocks = filled(made["blocks"])
            page = read_html(str(modal_html(look(), view(made))))
            assert made["title"]["text"] in page.text
        elif surface == "blocks":
            blocks = filled(made)
            page = read_html(str(home_html(look(), view({"type": "home", "blocks": made}))))
        else:
            continue
        assert_drawn(blocks, page)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b["type"])
def test_every_block_is_drawn(block: dict[str, Any]) -> None:
    given = [{"block_id": "b", **block}]
    assert check_blocks(given, "message") == []
    page = read_html(str(blocks_html(look(), Place("p"), given)))
    assert_drawn(given, page)
    assert "no picture of" not in page.text
    assert [n for n in page.all("img") if "elsewhere" in n.attributes["src"]] == []


@pytest.mark.parametrize("element", INPUTS, ids=lambda e: e["type"])
def test_every_input_is_drawn_with_its_label_and_a_place_for_what_is_wrong(element: dict[str, Any]) -> None:
    block = {
        "type": "input",
        "block_id": "b",
        "label": plain("Label"),
        "hint": plain("Hint"),
        "element": {"action_id": "a", **element},
    }
    assert check_blocks([block], "modal") == []
    page = read_html(str(modal_html(look(), view({"title": plain("T"), "submit": plain("Go"), "blocks": [block]}))))
    assert_drawn([block], page)
    control = next(n for n in page.all() if n.attributes.get("data-kind") == element["type"])
    assert "data-required" in control.attributes
    named = [n for n in [control, *control.all()] if "aria-labelledby" in n.attributes]
    assert "Label" in page.all(id=named[0].attributes["aria-labelledby"])[0].text
    described = named[0].attributes["aria-describedby"].split()
    assert page.all(id=described[0])[0].text == "Hint"
    assert page.all(id=described[-1])[0].attributes["class"] == "input-error"


def test_what_was_chosen_is_shown_before_what_it_began_with() -> None:
    select = {"type": "static_select", "action_id": "a", "options": OPTIONS, "initial_option": OPTIONS[0]}
    block = {"type": "input", "block_id": "b", "label": plain("L"), "element": select}
    for values, shown in (
        ({}, "Gold"),
        ({"b": {"a": {"type": "static_select", "selected_option": OPTIONS[1]}}}, "Silver"),
    ):
        given = view({"title": plain("T"), "blocks": [block]}, state={"values": values})
        page = read_html(str(modal_html(look(), given)))
        assert page.all("input", role="combobox")[0].attributes["value"] == shown
        assert [o.attributes["data-value"] for o in page.all(role="option", aria_selected="true")] == [shown.lower()]


def test_lists_offer_only_what_the_person_may_see() -> None:
    here = look(LENA)
    here.world.channels["C0X"] = Channel("C0X", "T0NORTHWND", "acct-x", 0, SARA, members=[SARA])
    blocks = filled([
        {"type": "actions", "elements": [
            {"type": "users_select", "action_id": "u"}, {"type": "conversations_select", "action_id": "c"}]},
    ])  # fmt: skip
    html = str(blocks_html(here, Place("p"), blocks))
    offered = {o.attributes["data-value"] for o in read_html(html).all(role="option")}
    assert LENA in offered
    assert LUMEN in offered
    assert "U0ANNAKOWA" not in offered
    assert "acct-x" not in html


def test_an_unknown_block_is_named_and_keeps_its_words() -> None:
    page = read_html(str(blocks_html(look(), Place("p"), [{"type": "hologram", "text": mrkdwn("*still* here")}])))
    assert "still here" in page.text
    assert "hologram" in page.text


def test_a_message_says_who_when_and_what() -> None:
    page = drawn_message({"user": OLIVIA, "text": "All *set*", "edited": {"user": OLIVIA, "ts": "1.0"}})
    article = page.all("article")[0]
    assert article.attributes["id"] == f"m-{NOW - 60:.6f}".replace(".", "-")
    assert article.attributes["aria-label"] == "Olivia Park, 10:29: All set"
    for words in ("Olivia Park", "10:29", "All set", "(edited)"):
        assert words in article.text
    assert "APP" not in article.text
    assert page.all("h3")[0].text.strip() == "Today"


def test_apps_are_marked_and_may_choose_their_name() -> None:
    page = drawn_message(
        {"bot_id": "B1", "user": "U0WARMLINE", "username": "Digest", "icons": {"emoji": ":robot_face:"}}
    )
    assert [page.all("span", class_=c)[0].text for c in ("author", "tagged", "avatar")] == ["Digest", "APP", "🤖"]
    assert page.all("button", data_edit="") == []


def test_own_messages_can_be_edited_and_an_admin_may_delete_those_of_others() -> None:
    def offers(who: str) -> list[str]:
        page = drawn_message({"user": SARA, "text": "A &lt; B"}, who)
        return [n.text for n in page.all(role="menuitem")]

    assert offers(SARA) == ["Copy link", "Edit message", "Delete message"]
    assert offers(OLIVIA) == ["Copy link"]
    assert offers(AMIR) == ["Copy link", "Delete message"]
    body = drawn_message({"user": SARA, "text": "A &lt; B"}).all(class_="message-body")[0]
    assert body.attributes["data-raw"] == "A < B"


def test_message_shortcuts_are_those_of_the_apps_in_the_persons_team() -> None:
    here = look(SARA)
    here.world.apps["A0WARMLINE"].shortcuts = [
        {"type": "message", "callback_id": "set_up", "name": "Set up account"},
        {"type": "global", "callback_id": "all", "name": "Everything"},
    ]
    message = {"type": "message", "ts": f"{NOW:.6f}", "user": OLIVIA, "text": "Won"}
    for who, wanted in ((OLIVIA, ["Set up account"]), (LENA, [])):
        seen = Look(here.world, here.world.users[who], NOW)
        page = read_html(str(messages_html(seen, here.world.channels[LUMEN], [message])))
        assert [n.all("span")[0].text for n in page.all(role="menuitem") if "data-shortcut" in n.attributes] == wanted


def test_reactions_show_who_and_whether_one_is_among_them() -> None:
    page = drawn_message(
        {"user": OLIVIA, "text": "x", "reactions": [{"name": "tada", "users": [SARA, OLIVIA], "count": 2}]}
    )
    button = page.all("button", class_="reaction")[0]
    assert (button.text, button.attributes["aria-pressed"]) == ("🎉2", "true")
    assert button.attributes["aria-label"] == "tada, 2: you, Olivia Park"


def test_what_only_one_person_sees_is_marked_and_offers_nothing() -> None:
    page = drawn_message({"user": "U0WARMLINE", "bot_id": "B1", "text": "psst", "is_ephemeral": True})
    assert "Only visible to you" in page.text
    assert page.all(role="toolbar") == []


def test_quiet_lines_and_stones() -> None:
    joined = drawn_message({"user": OLIVIA, "subtype": "channel_join", "text": f"<@{OLIVIA}> has joined the channel"})
    assert joined.all("article") == []
    assert joined.text.split() == ["Today", *["@Olivia", "Park", "has", "joined", "the", "channel", "10:29"]]
    stone = drawn_message({"user": "USLACKBOT", "subtype": "tombstone", "text": "This message was deleted."})
    assert "This message was deleted." in stone.text


def test_threads_are_summed_up_and_broadcasts_marked() -> None:
    here = look()
    channel = here.world.channels[DEALS]
    root, one, two = f"{NOW - 9:.6f}", f"{NOW - 8:.6f}", f"{NOW - 7:.6f}"
    channel.messages = {
        root: {"type": "message", "user": SARA, "text": "root", "ts": root},
        one: {"type": "message", "user": OLIVIA, "text": "one", "ts": one, "thread_ts": root},
        two: {
            "type": "message",
            "user": SARA,
            "text": "two",
            "ts": two,
            "thread_ts": root,
            "subtype": "thread_broadcast",
        },
    }
    channel.threads = {root: [one, two]}
    page = read_html(str(messages_html(here, channel, [channel.messages[root], channel.messages[two]])))
    link = page.all("a", class_="thread-link")[0]
    assert "2 replies" in link.text
    assert link.attributes["data-open-thread"] == root
    assert "Also sent here from" in page.text
    inside = read_html(str(messages_html(here, channel, list(channel.messages.values()), in_thread=True)))
    assert inside.all("a", class_="thread-link") == []
    assert [n.attributes["id"][0] for n in inside.all("article")] == ["t", "t", "t"]


def test_attachments_keep_their_words_and_colour() -> None:
    old = {
        "color": "#c33", "pretext": "From the CRM", "author_name": "Desk", "title": "Acme",
        "title_link": "javascript:x", "text": "*won*", "fields": [{"title": "Sum", "value": "7", "short": True}],
        "footer": "foot", "ts": NOW,
        "blocks": [{"type": "section", "text": mrkdwn("block in it")}], "image_url": "https://x.example/i.png",
    }  # fmt: skip
    page = drawn_message({"user": OLIVIA, "attachments": [old, {"color": "good", "fallback": "only this"}]})
    for words in (
        "From the CRM",
        "Desk",
        "Acme",
        "won",
        "Sum",
        "7",
        "foot, Today at 10:30",
        "block in it",
        "only this",
    ):
        assert words in page.text
    assert page.all(class_="attachment")[0].attributes["data-bar"] == "#c33"
    assert [n for n in page.all("a") if n.text == "Acme"] == []


def test_files_are_for_those_who_see_their_channel() -> None:
    here = look()
    described = {
        "id": "F1", "name": "plan.png", "title": "Plan", "mimetype": "image/png", "filetype": "png",
        "pretty_type": "PNG", "user": OLIVIA, "size": 2048, "channels": [DEALS], "groups": [], "ims": [],
    }  # fmt: skip
    here.world.files = {"F1": described, "F2": described | {"id": "F2", "mimetype": "text/html", "title": "Page"}}
    message = {
        "type": "message",
        "user": OLIVIA,
        "ts": f"{NOW:.6f}",
        "files": [{"id": "F1"}, {"id": "F2"}, {"id": "F9"}],
    }
    page = read_html(str(messages_html(here, here.world.channels[DEALS], [message])))
    assert page.all("img")[0].attributes["src"] == f"/web/file/F1?as={SARA}"
    assert "Page" in page.all("a", class_="file")[0].text
    assert "2 KB" in page.text
    assert "no longer there" in page.text
    seen = Look(here.world, here.world.users[LENA], NOW)
    assert read_html(str(messages_html(seen, here.world.channels[LUMEN], [message]))).all("img") == []


def test_a_pushed_view_leads_back_and_an_empty_home_says_what_will_come() -> None:
    here = look()
    below = here.world.views["V0"] = type("V", (), {"given": {"title": plain("First")}})()  # type: ignore[assignment]
    assert below is not None
    page = read_html(str(modal_html(here, view({"title": plain("Second"), "blocks": []}, previous_view_id="V0"))))
    assert page.all("button", data_close_view="")[0].attributes["aria-label"] == "Back to First"
    assert page.all("button", type="submit") == []
    assert "has not put anything on this page" in read_html(str(home_html(here, None, "Warmline"))).text
