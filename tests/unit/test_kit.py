"""Every piece of the Block Kit toolbox takes any text, stays within Slack's limits and lets nothing come alive."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import kit
from tests.blocks_check import EXTREMES, assert_valid

LIVE = re.compile(r"<(?:[!@#]|https?:|mailto:|www\.)", re.IGNORECASE)
ANY_TEXT = st.text(st.characters(codec=None), max_size=400) | st.sampled_from(EXTREMES)
HOSTILE_TEXT = st.lists(
    st.sampled_from(
        ["<", ">", "&", "!", "@", "#", "|", "channel", "https://evil", "&amp;", "\ud83d", "é", " ", "👍🏽"]
    ),
    max_size=60,
).map("".join)


def choice(text: str) -> kit.Element:
    return kit.option(text, "value", description=text)


BLOCKS: dict[str, Callable[[str], kit.Block]] = {
    "header": kit.header,
    "section": lambda text: kit.section(kit.escape(text), kit.button(text, "press", value="1"), "id"),
    "section with a menu": lambda text: kit.section(kit.escape(text), kit.overflow("more", [choice(text)] * 7)),
    "fields": lambda text: kit.fields([kit.escape(text)] * 12),
    "context": lambda text: kit.context(*[kit.escape(text)] * 12),
    "link": lambda text: kit.section(kit.link("https://crm.example/1?a=1&b=2", text)),
    "filled": lambda text: kit.section(kit.fill("*{name}* waits, {name}", name=text)),
    "mention": lambda text: kit.section(kit.mention(f"{text} ") + kit.channel_link(f"{text} ")),
    "actions": lambda text: kit.actions(
        kit.button(text, "go", "1", "primary", "https://a.example", kit.confirm(text, kit.escape(text), text, text)),
        kit.select("choose", [choice(text)], placeholder=text, initial="value"),
        kit.users_select("who", placeholder=text, initial="U1"),
        kit.multi_users_select("team", placeholder=text, initial=["U1"]),
        kit.date_picker("day", placeholder=text, initial=date(2026, 3, 3)),
    ),
}
INPUTS: dict[str, Callable[[str], kit.Block]] = {
    "text": lambda text: kit.text_input(text, "b", "a", initial=text, hint=text, placeholder=text),
    "long text": lambda text: kit.text_input(text, "b", "a", initial=text, multiline=True, max_length=9000),
    "short text": lambda text: kit.text_input(text, "b", "a", initial=text, max_length=10, optional=True),
    "person": lambda text: kit.users_input(text, "b", "a", initial="U1", hint=text, placeholder=text),
    "people": lambda text: kit.multi_users_input(text, "b", "a", initial=["U1"], hint=text, placeholder=text),
    "channels": lambda text: kit.channels_input(text, "b", "a", initial=["C1"], hint=text, placeholder=text),
    "choice": lambda text: kit.select_input(text, "b", "a", [choice(text)], initial="value", hint=text),
    "boxes": lambda text: kit.checkboxes_input(text, "b", "a", [choice(text)], initial=["value"], hint=text),
    "day": lambda text: kit.date_input(text, "b", "a", initial=date(2026, 3, 3), hint=text, placeholder=text),
}


def shown_texts(payload: Any) -> list[str]:
    """Collect what Slack may read marks in; what somebody edits in a field stays exactly as it is."""
    if isinstance(payload, str):
        return [payload]
    if isinstance(payload, dict):
        return [text for key, part in payload.items() if key != "initial_value" for text in shown_texts(part)]
    return [text for part in payload for text in shown_texts(part)] if isinstance(payload, list) else []


def assert_nothing_live(payload: Any) -> None:
    ours = re.compile(r"<https://(?:crm\.example/1\?a=1&amp;b=2)\|")
    for text in shown_texts(payload):
        assert not LIVE.search(ours.sub("", text)), text


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("text", EXTREMES, ids=range(len(EXTREMES)))
def test_a_block_takes_any_text(name: str, text: str) -> None:
    block = BLOCKS[name](text)

    assert_nothing_live(block)
    json.dumps(block, ensure_ascii=False).encode("utf-8")
    assert_valid([block], "message")


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("text", EXTREMES, ids=range(len(EXTREMES)))
def test_an_input_takes_any_text(name: str, text: str) -> None:
    view = kit.modal(text, [INPUTS[name](text)], callback_id="form", submit=text, close=text, private_metadata="{}")

    assert_nothing_live(view)
    json.dumps(view, ensure_ascii=False).encode("utf-8")
    assert_valid(view, "modal")


@given(ANY_TEXT | HOSTILE_TEXT)
def test_whole_messages_and_views_take_any_text(text: str) -> None:
    blocks = [kit.divider(), *(make(text) for name, make in BLOCKS.items() if name != "link")]
    message = kit.message(kit.escape(text), blocks)
    home = kit.home(blocks)

    assert_nothing_live(message)
    assert_nothing_live(home)
    assert 0 < len(message["text"]) <= kit.MESSAGE_TEXT
    message["text"].encode("utf-8")
    assert_valid(message["blocks"], "message")
    assert_valid(home, "home")


@given(ANY_TEXT | HOSTILE_TEXT)
def test_escaping_twice_is_escaping_once_and_reads_back(text: str) -> None:
    once = kit.escape(text)

    assert kit.escape(once) == once
    assert not set("<>") & set(once)
    assert once.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == kit.clean(text)


def test_names_are_escaped_once_in_sections_and_shown_as_they_are_in_headers() -> None:
    assert kit.section(kit.fill("*{name}*", name="A & B"))["text"]["text"] == "*A &amp; B*"
    assert kit.section(kit.fill("{name}", name=kit.escape("A & B")))["text"]["text"] == "A &amp; B"
    assert kit.header("A & B <3")["text"]["text"] == "A & B <3"


def test_a_channel_is_never_pinged_even_by_our_own_texts() -> None:
    assert "<!" not in kit.section("<!channel> look")["text"]["text"]
    assert "<!" not in kit.message("<!here> look")["text"]


@given(HOSTILE_TEXT | ANY_TEXT, st.integers(1, 120))
def test_clipping_keeps_the_limit_and_breaks_nothing(text: str, limit: int) -> None:
    escaped = kit.escape(text)
    short = kit.clip(escaped, limit)

    assert len(short.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    assert re.sub("&(?:amp|lt|gt);", "", short).count("&") == 0
    if short != escaped:
        assert short.endswith("…")
        assert escaped.startswith(short[:-1])


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("hello", 5, "hello"),
        ("hello!", 5, "hell…"),
        ("hello", 1, "…"),
        ("a word", 3, "a…"),
        ("ab&amp;cd", 6, "ab…"),
        ("ab <https://a.example|the link> cd", 20, "ab…"),
        ("ab <@U123>", 9, "ab…"),
        ("a < b and so on", 6, "a < b…"),
        ("ok 👍🏽!", 6, "ok…"),
        ("xx👩‍👩‍👧‍👦yy", 8, "xx…"),
        ("cafe\u0301s", 5, "caf…"),
    ],
)
def test_clipping_goes_back_to_a_whole_sign(text: str, limit: int, short: str) -> None:
    assert kit.clip(text, limit) == short


def test_clipping_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        kit.clip("x", 0)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\x00\x1b", "\u202e"])
def test_no_text_shows_as_a_dash(text: str) -> None:
    assert kit.header(text)["text"]["text"] == "–"
    assert kit.section(text)["text"]["text"] == "–"
    assert kit.option(text, "v")["text"]["text"] == "–"
    assert kit.message(text)["text"] == "–"
    assert kit.modal(text, [])["title"]["text"] == "–"


def test_empty_lists_of_texts_show_a_dash() -> None:
    assert_valid([kit.fields([]), kit.context()], "message")


def test_what_is_edited_comes_back_unchanged() -> None:
    block = kit.text_input("Notes", "b", "a", initial="A & B <!channel>\nline two", multiline=True)

    assert block["element"]["initial_value"] == "A & B <!channel>\nline two"


def test_a_hundred_and_one_rows_fit_and_the_rest_is_counted() -> None:
    rows = [kit.section(f"row {number}") for number in range(101)]
    message, home, modal = kit.message("rows", rows), kit.home(rows), kit.modal("Rows", rows)

    assert_valid(message["blocks"], "message")
    assert_valid(home, "home")
    assert_valid(modal, "modal")
    assert message["blocks"][48] == rows[48]
    assert message["blocks"][-1]["elements"][0]["text"] == "and 52 more"
    assert home["blocks"][-1]["elements"][0]["text"] == "and 2 more"
    assert len(kit.home(rows[:100])["blocks"]) == 100
    assert kit.message("rows", rows[:50])["blocks"] == rows[:50]


def test_a_heavy_view_stays_under_slacks_size_and_counts_the_rest() -> None:
    home = kit.home([kit.section("ж" * 3000)] * 90)

    assert len(json.dumps(home, ensure_ascii=False).encode()) < kit.VIEW_BYTES
    assert home["blocks"][-1]["elements"][0]["text"] == f"and {90 - len(home['blocks']) + 1} more"


def test_a_menu_of_101_keeps_the_chosen_option() -> None:
    options = [kit.option(f"Account {number}", str(number)) for number in range(101)]
    menu = kit.select("account", options, initial="100")

    assert_valid([kit.actions(menu)], "message")
    assert menu["initial_option"] == options[100]
    assert len(menu["options"]) == 100
    assert "initial_option" not in kit.select("account", options, initial="unknown")


def test_more_fields_and_notes_than_fit_are_counted() -> None:
    assert kit.fields([str(number) for number in range(12)])["fields"][-1]["text"] == "and 3 more"
    assert kit.context(*[str(number) for number in range(12)])["elements"][-1]["text"] == "and 3 more"
    assert len(kit.actions(*[kit.button("x", f"a{number}") for number in range(30)])["elements"]) == 25


def test_a_form_always_has_a_button_to_send_it() -> None:
    view = kit.modal("Settings", [kit.text_input("Name", "b", "a")])

    assert view["submit"]["text"] == "Save"
    assert "submit" not in kit.modal("Just to read", [kit.divider()])
    assert_valid(view, "modal")


@pytest.mark.parametrize(
    "make",
    [
        lambda: kit.button("x", "a" * 256),
        lambda: kit.button("x", ""),
        lambda: kit.button("x", "a", "v" * 2001),
        lambda: kit.option("x", "v" * 151),
        lambda: kit.option("x", ""),
        lambda: kit.section("x", block_id="b" * 256),
        lambda: kit.modal("x", [], private_metadata="m" * 3001),
        lambda: kit.home([], private_metadata="m" * 3001),
        lambda: kit.actions(),
        lambda: kit.select("a", []),
    ],
)
def test_half_an_id_or_value_is_never_sent(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must have|needs at least"):
        make()


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "crm.example/1",
        "https://",
        "https://a.example/with space",
        "https://a.example/\nx",
        "http://[broken",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_an_address_that_slack_cannot_open_is_left_away(url: str | None) -> None:
    assert kit.link(url, "Deal <1>") == "Deal &lt;1&gt;"
    assert "url" not in kit.button("Open", "open", url=url)


def test_links_cannot_be_broken_out_of() -> None:
    assert kit.link("https://a.example/?x=1&y=<b>|c", "a>b|c") == (
        "<https://a.example/?x=1&amp;y=%3Cb%3E%7Cc|a&gt;b|c>"
    )
    assert kit.link("https://a.example", "") == "<https://a.example|https://a.example>"
    assert kit.button("Open", "open", url="https://a.example/?x=1&y=2")["url"] == "https://a.example/?x=1&y=2"


def test_mentions_and_channels_take_ids_only() -> None:
    assert kit.mention("U012AB") == "<@U012AB>"
    assert kit.channel_link("C012AB") == "<#C012AB>"
    assert kit.mention("U1> <!channel") == "U1&gt; &lt;!channel"
    assert kit.channel_link("") == "–"


def test_an_instant_is_shown_in_the_readers_zone_with_a_fallback() -> None:
    instant = datetime(2026, 3, 3, 23, 5, tzinfo=UTC)
    epoch = int(instant.timestamp())
    berlin = ZoneInfo("Europe/Berlin")

    assert kit.when(instant, berlin) == f"<!date^{epoch}^{{date_short_pretty}} at {{time}}|4 Mar 2026, 00:05 CET>"
    assert kit.when(instant, berlin, kit.SHORT_DATE) == f"<!date^{epoch}^{{date_short_pretty}}|4 Mar 2026>"
    assert kit.section(kit.fill("due {due}", due=kit.when(instant, UTC)))["text"]["text"].startswith("due <!date^")
    assert kit.day(date(2026, 12, 9)) == "9 Dec 2026"
    with pytest.raises(ValueError, match="time zone"):
        kit.when(instant.replace(tzinfo=None), UTC)


def test_slack_is_told_to_add_no_links_of_its_own() -> None:
    assert kit.section("see www.example.org")["text"]["verbatim"] is True
