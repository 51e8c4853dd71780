from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.messages import Link, is_quote, plain_lines, plain_text

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=20,
)


def texts(message: dict[str, Any]) -> list[str]:
    return plain_text(message).splitlines()


def test_marks_emoji_and_entities_are_gone() -> None:
    message = {"text": ":tada: *Deal won:* _Brandt &amp; Co_ ~old~ `code` 🎉\n━━━━━━\n• one"}
    assert texts(message) == ["Deal won: Brandt & Co old code", "one"]


def test_times_and_addresses_are_not_taken_for_emoji() -> None:
    assert texts({"text": "at 10:30:45 see https://a.example/x:y:z"}) == ["at 10:30:45 see https://a.example/x:y:z"]


def test_links_people_and_addresses_are_kept() -> None:
    (line,) = plain_lines(
        {
            "text": "<https://crm.example/1|Open deal> by <@U0ANA|ana>, "
            "<mailto:jo@b.example|jo@b.example> <#C1|wins> <!here>"
        }
    )
    assert line.links == (Link("https://crm.example/1", "Open deal"),)
    assert line.people == ("U0ANA",)
    assert line.emails == ("jo@b.example",)
    assert "<@U0ANA>" in line.text
    assert "#wins" in line.text


def test_a_typed_mention_is_not_a_mention() -> None:
    (line,) = plain_lines({"text": "write &lt;@U0ANA&gt; to mention"})
    assert line.people == ()


def test_markdown_links_are_links() -> None:
    (line,) = plain_lines({"text": "[View deal](https://crm.example/deal/7)"})
    assert line.links == (Link("https://crm.example/deal/7", "View deal"),)
    assert line.text == "View deal"


def test_blocks_that_repeat_the_text_are_read_once() -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": "We won "}, {"type": "text", "text": "Brandt", "style": {"bold": True}},
        {"type": "text", "text": " thanks "}, {"type": "user", "user_id": "U0ANA"}]}]}  # fmt: skip
    (line,) = plain_lines({"text": "We won *Brandt* thanks <@U0ANA>", "blocks": [rich]})
    assert line.text == "We won Brandt thanks <@U0ANA>"
    assert line.bold == ("Brandt",)


def test_column_fields_become_pairs() -> None:
    fields = [{"type": "mrkdwn", "text": "*Amount*\n$5"}, {"type": "mrkdwn", "text": "Client:\nBrandt &amp; Co"}]
    pairs = [(line.label, line.text) for line in plain_lines({"blocks": [{"type": "section", "fields": fields}]})]
    assert pairs == [("Amount", "$5"), ("Client", "Brandt & Co")]


def test_all_kinds_of_blocks_are_read() -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Deal won"}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "by Ana"}, {"type": "image", "alt_text": "a cup"}]},
        {"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "url": "https://crm.example/1"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Account"}, {"type": "raw_text", "text": "Brandt"}]]},
    ]  # fmt: skip
    message = {"text": "", "blocks": blocks}
    assert texts(message) == ["Deal won", "by Ana", "a cup", "Open", "Account: Brandt"]
    assert [link.url for line in plain_lines(message) for link in line.links] == ["https://crm.example/1"]


def test_attachments_are_read_and_the_fallback_only_alone() -> None:
    full = {"pretext": "New", "title": "Deal 7", "title_link": "https://crm.example/7", "fallback": "never seen",
            "text": "It is won", "fields": [{"title": "Amount", "value": "5", "short": True}]}  # fmt: skip
    assert texts({"attachments": [full]}) == ["New", "Deal 7", "It is won", "Amount: 5"]
    assert texts({"attachments": [{"fallback": "Deal 7 won"}]}) == ["Deal 7 won"]


def test_quotes_are_known() -> None:
    assert is_quote({"text": "&gt; we won Brandt\nnice"})
    assert not is_quote({"text": "nice\n&gt; we won Brandt"})
    assert is_quote({"attachments": [{"is_share": True, "text": "we won Brandt"}]})


def test_an_edit_is_read_as_it_is_now() -> None:
    assert texts({"subtype": "message_changed", "message": {"text": "new"}, "previous_message": {"text": "old"}}) == [
        "new"
    ]


@relaxed
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("text", "blocks", "attachments", "subtype", "message"), json_values)
    )
)
def test_nothing_that_slack_could_send_breaks_it(message: dict[str, Any]) -> None:
    for line in plain_lines(message):
        assert line.text or line.links or line.label


def test_a_huge_message_is_cut() -> None:
    assert len(plain_text({"text": "word " * 50_000})) <= 40_000
