import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.judging import judge, needs_answer
from bot.domain.judging_model import FILE, model, pack, unpack
from bot.domain.judging_text import plain, sentences

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

OWN = Path(__file__).resolve().parents[1] / "readings" / "questions.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "When does the export run?",
        "能否发送发票？",
        "متى يصل الطلب؟",
        "how do we add a second admin",
        "Could you resend the invoice",
        "please switch us to the yearly plan",
        "We need two more seats by Monday",
        "the login page doesn't load since this morning",
        "We are still waiting for the contract",
        "I haven't received the confirmation",
        "Wo finde ich die Rechnung",
        "Der Import funktioniert nicht",
        "¿Cuándo empezamos?",
        "Necesitamos otra copia del contrato",
        "A integração não funciona",
        "Pourriez-vous nous envoyer le planning",
        "Vorrei cambiare il piano",
        "De koppeling werkt niet",
        "ログインできません",
        "我们还没收到合同",
        "Good call yesterday. Can we get the recording？ See you on Monday.",
        "<@U0123ABCD> who signs this?",
        "?",
    ],
)
def test_what_waits_for_an_answer_is_seen(text: str) -> None:
    judgement = judge(text)
    assert judgement.needs_answer, judgement.why


@pytest.mark.parametrize(
    "text",
    [
        "Thanks a lot!",
        "ok great",
        "Good morning everyone",
        "Vielen Dank",
        "merci beaucoup",
        "How are you?",
        "Works now, thank you",
        "The meeting went well, see you on Monday",
        "Let me know if you have any questions",
        "&gt; can we export it?\nYes, from the menu.",
        "ありがとうございます",
        "好的，谢谢",
        "👍",
        "",
        "```why = broken?```",
        "https://example.org/search?q=help",
        "<https://example.org/search?q=help>",
    ],
)
def test_what_owes_nobody_anything_is_left_alone(text: str) -> None:
    judgement = judge(text)
    assert not judgement.needs_answer, judgement.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Könnten Sie uns den Vertrag schicken", "It asks for something: “Könnten Sie”."),
        ("The sync is not working", "It reports trouble: “not working”."),
        ("Thanks a lot!", "It says thanks, hello or yes."),
        ("???", "It is nothing but a question mark."),
        ("`x = y?`", "It has no words of its own."),
    ],
)
def test_the_reason_names_what_was_seen(text: str, why: str) -> None:
    assert judge(text).why == why


def test_an_answer_to_our_question_asks_nothing() -> None:
    asked = [("us", "How many people will come, and on which day?")]
    judgement = judge("four of us, on Friday", asked)
    assert judgement == (type(judgement))(False, "It answers what we asked.")
    assert judge("Friday is bad, can we do Monday?", asked).needs_answer


@relaxed
@given(
    st.text(max_size=300), st.lists(st.tuples(st.sampled_from(["us", "customer"]), st.text(max_size=60)), max_size=3)
)
def test_it_never_fails_and_always_says_why(text: str, context: list[tuple[str, str]]) -> None:
    judgement = judge(text, context)
    assert judgement.why.endswith(".")
    assert "\n" not in judgement.why
    if not context:
        assert needs_answer(text) is judgement.needs_answer


SOME = "can you send the invoice please R&D a<b thanks when 何時 ok é error? < > & «x» no."
words = st.sampled_from(SOME.split())
said = st.lists(words, min_size=1, max_size=12).map(" ".join).filter(lambda text: not text.startswith(">"))


@relaxed
@given(said)
def test_the_ways_in_which_slack_writes_a_text_are_judged_alike(text: str) -> None:
    assert judge(escape(text, quote=False)) == judge(text)
    assert judge(f"  {text} \n ") == judge(text)
    assert judge(text.replace("?", "？")).needs_answer == judge(text).needs_answer


@relaxed
@given(st.text(max_size=4000))
def test_a_reading_is_never_longer_than_it_may_be(text: str) -> None:
    found = sentences(plain(text))
    assert len(found) <= 30
    assert all(len(sentence.words) <= 60 for sentence in found)


@pytest.mark.parametrize(
    "piece", ["?", "hi ", "`", "<https://", "can ", "is not a ", "ok ", '"a', "a: ", "ﷺ", "x. ", "何"]
)
def test_long_messages_are_judged_too(piece: str) -> None:
    assert judge(piece * (40_000 // len(piece))).why


def test_a_question_behind_a_long_log_is_still_found() -> None:
    log = "```" + "INFO worker ready\n" * 1500 + "```"
    assert judge(f"{log}\nwhy does it stop there?").needs_answer
    assert judge("lorem ipsum dolor " * 2000 + "\nCould you have a look at that?").needs_answer


def test_the_model_is_small_and_what_was_written_is_read() -> None:
    data = FILE.read_bytes()
    assert len(data) < 5_000_000
    again = unpack(pack([weight * model().unit for weight in model().weights], model().bias))
    assert again.weights == model().weights
    with pytest.raises(ValueError, match="another version"):
        unpack(b"x" * 100)
    with pytest.raises(ValueError, match="cut short"):
        unpack(b"")


def figures(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Precision and F1 of the judge on labelled rows."""
    pairs = [
        (row["label"], judge(row["text"], [(turn["role"], turn["text"]) for turn in row["context"]]).needs_answer)
        for row in rows
    ]
    hits = sum(gold and seen for gold, seen in pairs)
    precision, recall = hits / sum(seen for _, seen in pairs), hits / sum(gold for gold, _ in pairs)
    return precision, 2 * precision * recall / (precision + recall)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("part", ["seen", "kept"])
def test_our_own_messages_are_judged_well(part: str) -> None:
    rows = [row for row in rows_of(OWN) if row["part"] == part]
    assert len(rows) > 200
    assert len({row["lang"] for row in rows}) > 12
    precision, f1 = figures(rows)
    assert precision >= 0.9
    assert f1 >= 0.88


@pytest.mark.parametrize(("batch", "least"), [("second", 0.92), ("third", 0.85), ("fourth", 0.75)])
def test_messages_of_later_batches_are_judged_as_well_as_they_were(batch: str, least: float) -> None:
    precision, f1 = figures(rows_of(OWN.with_name(f"questions_{batch}.jsonl")))
    assert precision >= 0.9
    assert f1 >= least


def test_real_messages_are_judged_well(shared: Path) -> None:
    rows = rows_of(shared / "data" / "questions-dev.jsonl")
    precision, f1 = figures(rows)
    assert precision >= 0.9
    assert f1 >= 0.9
    spoken_to_services = [row for row in rows if row["source"] == "sgd-en"]  # nothing of these was learnt
    precision, f1 = figures(spoken_to_services)
    assert precision >= 0.9
    assert f1 >= 0.9
