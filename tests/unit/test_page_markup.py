"""Slack's markup and rich text on the sandbox's page: drawn as meant, never as markup of the page, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.model import Channel
from bot.sandbox.richtext import escape, typed
from bot.sandbox.seed import new_world
from bot.sandbox.web.look import Look
from bot.sandbox.web.markdown import markdown_html
from bot.sandbox.web.mrkdwn import object_html, plain_html, text_html
from bot.sandbox.web.richblocks import as_typed, rich_html
from tests.page_reading import read_html

NOW = 1_772_530_200.0  # 3 March 2026, 10:30 in Stockholm
SARA, OLIVIA, LENA = "U0SARALIND", "U0OLIVIAPK", "U0LENAFISC"


def look(who: str = SARA) -> Look:
    world = new_world(NOW)
    world.channels["C0SECRET"] = Channel("C0SECRET", "T0NORTHWND", "acct-secret", 0, OLIVIA, True, members=[OLIVIA])
    world.channels["C0SECRET"].shared_team_ids = ["T0NORTHWND"]
    return Look(world, world.users[who], NOW)


SARAS = look()


def html(text: str) -> str:
    return str(text_html(SARAS, text))


def words(text: str) -> str:
    return read_html(html(text)).text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*bold* _slanted_ ~gone~", "<strong>bold</strong> <em>slanted</em> <s>gone</s>"),
        ("_a *both* b_", "<em>a <strong>both</strong> b</em>"),
        ("_*both*_", "<em><strong>both</strong></em>"),
        ("*a _b* c_", "<strong>a _b</strong> c_"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold * and *", "* not bold * and *"),
        ("**", "**"),
        ("(*yes*)", "(<strong>yes</strong>)"),
        ("`*raw* <b>`", "<code>*raw* &lt;b&gt;</code>"),
        ("R&amp;D &lt;3 & more", "R&amp;D &lt;3 &amp; more"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("```a\n *b*```", "<pre>a\n *b*</pre>"),
        ("never ```closed", "never ```closed"),
        ("• a\n• b", '<ul><li class="deep-0">a</li><li class="deep-0">b</li></ul>'),
        ("3. c", '<ol><li class="deep-0" value="3">c</li></ol>'),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<!channel>", '<span class="mention is-me">@channel</span>'),
        (":nosuchthing:", ":nosuchthing:"),
        ("at 10:30:45", "at 10:30:45"),
    ],
)
def test_markup_is_drawn_as_people_mean_it(text: str, drawn: str) -> None:
    assert html(text.replace("<b>", "&lt;b&gt;") if "raw" in text else text) == drawn


def test_links_open_beside_the_page_and_say_nothing_of_it() -> None:
    for text, address, label in (
        ("<https://x.example/a?b=1&amp;c=2|Acme &amp; Co>", "https://x.example/a?b=1&c=2", "Acme & Co"),
        ("<https://x.example>", "https://x.example", "https://x.example"),
        ("see https://x.example/a_b, then", "https://x.example/a_b", "https://x.example/a_b"),
        ("<mailto:a@b.example>", "mailto:a@b.example", "a@b.example"),
    ):
        link = read_html(html(text)).all("a")[0]
        assert (link.attributes["href"], link.text) == (address, label)
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener noreferrer")
    assert html("*https://x.example*").startswith("<strong><a ")


def test_mentions_name_only_whom_and_what_the_reader_may_know() -> None:
    assert words(f"<@{OLIVIA}>") == "@Olivia Park"
    assert 'class="mention is-me"' in html(f"<@{SARA}>")
    assert words("<@U0NOBODY1>") == "@somebody"
    assert words("<@U0ANNAKOWA>") == "@somebody"  # of another company, in no common channel
    assert words("<#C0DEALSWON>") == "#deals-won"
    assert words("<#C0SECRET|acct-secret>") == "a private channel"
    assert "acct-secret" in str(text_html(look(OLIVIA), "<#C0SECRET>"))


def test_dates_are_in_the_readers_zone() -> None:
    text = f"<!date^{int(NOW)}^{{date_short_pretty}} at {{time}}|09:30 UTC>"
    assert words(text) == "today at 10:30"
    assert str(read_html(str(text_html(look(OLIVIA), text))).text) == "today at 4:30"
    assert words("<!date^1772900000^{date_long}|x>") == "Saturday, March 7th, 2026"
    assert words("<!date^notanumber^{date}|in words>") == "in words"
    assert words("<!date^999999999999^{date}|in words>") == "in words"
    linked = read_html(html("<!date^1772900000^{date_num}^https://x.example|x>")).all("a")[0]
    assert (linked.attributes["href"], linked.text) == ("https://x.example", "2026-03-07")


def test_emoji_are_characters_that_a_screen_reader_can_name() -> None:
    drawn = read_html(html(":tada: :wave::skin-tone-3:")).all("span")
    assert [d.text for d in drawn] == ["🎉", "👋🏼"]
    assert (drawn[0].attributes["role"], drawn[0].attributes["aria-label"]) == ("img", "tada")
    assert read_html(str(plain_html("Go :rocket:\n<b>"))).text == "Go 🚀\n<b>"
    assert read_html(str(object_html(SARAS, {"type": "plain_text", "text": "*a* <b> &amp;"}))).text == "*a* <b> &"


MARKUP = st.text(st.sampled_from("ab1 *_~`<>|&;:@#!.-•\n\"'^{}/\\") | st.characters(codec="utf-8"), max_size=120)
MARKS = st.sampled_from(
    ["<@U0SARALIND>", "<https://x|<b>>", "<!date^1^{ago}|x>", "```", ":tada:", "&lt;", "<img src=x onerror=alert(1)>",
     "<script>", "\"><svg onload=x>", "javascript:x", "<javascript:x|y>", "https://a\"b'c", "<https://a\"onx=1|l>",
     "<#C0DEALSWON|\"x>", "<!here|<i>>", "]]>", "<!--", "\x00"]
)  # fmt: skip


@given(st.lists(MARKUP | MARKS, max_size=6).map("".join))
def test_whatever_is_written_never_becomes_markup_of_the_page(text: str) -> None:
    for drawn in (text_html(SARAS, text), plain_html(text), markdown_html(SARAS, text)):
        read_html(str(drawn))
    read_html(str(rich_html(SARAS, typed(text, "b")[1][0])))


@given(st.text(st.sampled_from("abcäß漢 *_~`>-•1.\n"), max_size=200))
def test_every_letter_is_still_there(text: str) -> None:
    def letters(of: str) -> str:
        return "".join(c for c in of if c.isalpha())

    assert letters(words(text)) == letters(text)


@given(st.text(st.characters(exclude_characters="*_~`<>&:\r\n\x00", exclude_categories=["Cs"]), max_size=120))
def test_plain_words_stay_what_they_are(text: str) -> None:
    text = f"x{text}".replace("://", "")
    assert words(escape(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=200))
def test_code_shows_what_was_put_into_it(text: str) -> None:
    inside = text.replace("`", "'").strip("\n")
    assert words(f"```{escape(inside)}```").removesuffix("\n") == inside


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["*", "_a", "~*_", "<", "`", ":", ":a", "&", "<a|", "https://", "\n>", "\n- ", "```"])
def test_long_texts_are_read_in_one_go(piece: str) -> None:
    # what needs the square of its length would need hours for this
    drawn = text_html(SARAS, piece * (400_000 // len(piece)))
    assert len(drawn) >= 100_000


def section(*leaves: dict[str, Any], kind: str = "rich_text_section", **more: Any) -> dict[str, Any]:
    return {"type": kind, "elements": list(leaves), **more}


def leaf(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def test_rich_text_has_every_part_and_every_leaf() -> None:
    block = section(
        section(
            leaf("b", bold=True), leaf("i", italic=True), leaf("s", strike=True), leaf("c", code=True),
            {"type": "link", "url": "https://x.example", "text": "there"}, {"type": "user", "user_id": OLIVIA},
            {"type": "channel", "channel_id": "C0SECRET"}, {"type": "broadcast", "range": "here"},
            {"type": "emoji", "name": "tada"}, {"type": "emoji", "name": "custom", "unicode": "1f389"},
            {"type": "date", "timestamp": NOW, "format": "{date_num}"}, {"type": "team", "team_id": "T0NORTHWND"},
            {"type": "usergroup", "usergroup_id": "S1"}, {"type": "color", "value": "#aabbcc"}, {"type": "new kind"},
        ),
        section(section(leaf("one")), section(leaf("two")), kind="rich_text_list", style="ordered", offset=4),
        section(section(leaf("deep")), kind="rich_text_list", style="bullet", indent=2),
        section(leaf("quoted"), kind="rich_text_quote"),
        section(leaf("if x:\n  y"), kind="rich_text_preformatted"),
        kind="rich_text",
    )  # fmt: skip
    page = read_html(str(rich_html(SARAS, block)))
    assert [page.all(tag)[0].text for tag in ("strong", "em", "s", "code", "a")] == ["b", "i", "s", "c", "there"]
    for shown in ("@Olivia Park", "a private channel", "@here", "🎉🎉", "2026-03-03", "Northwind", "@S1", "[new kind]"):
        assert shown in page.text
    assert "secret" not in page.text
    assert [item.attributes.get("value") for item in page.all("ol")[0].all("li")] == ["5", "6"]
    assert page.all("ul")[0].attributes["class"] == "deep-2"
    assert page.all("blockquote")[0].text == "quoted"
    assert page.all("pre")[0].text == "if x:\n  y"


def test_rich_text_comes_back_as_it_was_typed() -> None:
    block = typed("*Won* with `code` :tada:", "b")[1][0]
    assert as_typed(block) == "*Won* with `code` :tada:"


def test_markdown_is_drawn() -> None:
    text = "# Plan\n**bold** and *slanted*, [a link](https://x.example) <b>\n- one\n* two\n```\nx < 1\n```"
    page = read_html(str(markdown_html(SARAS, text)))
    assert [n.text for n in page.all("strong")] == ["Plan", "bold"]
    assert page.all("em")[0].text == "slanted"
    assert page.all("a")[0].attributes["href"] == "https://x.example"
    assert [n.text for n in page.all("li")] == ["one", "two"]
    assert page.all("pre")[0].text == "x < 1"
    assert "<b>" in page.text
    assert re.search(r"\*", page.text) is None
