import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.judging import judge, needs_answer

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ROWS = Path(__file__).resolve().parents[2].parent / "shared/data/questions-dev.jsonl"


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
        "👍",
        "",
        "```why = broken?```",
        "https://example.org/search?q=help",
    ],
)
def test_what_owes_nobody_anything_is_left_alone(text: str) -> None:
    judgement = judge(text)
    assert not judgement.needs_answer, judgement.why


@relaxed
@given(st.text(max_size=300))
def test_it_never_fails_and_always_says_why(text: str) -> None:
    judgement = judge(text)
    assert judgement.why.endswith(".")
    assert needs_answer(text) is judgement.needs_answer


@pytest.mark.parametrize("piece", ["?", "hi ", "`", "<https://", "can ", "is not a ", "ok "])
def test_long_messages_are_judged_too(piece: str) -> None:
    assert judge(piece * (40_000 // len(piece))).why


@pytest.mark.skipif(not ROWS.exists(), reason="the reference data is not beside the repository")
def test_real_messages_are_judged_well() -> None:
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    pairs = [(bool(row["label"]), needs_answer(row["text"])) for row in rows]
    hits = sum(label and seen for label, seen in pairs)
    precision = hits / sum(seen for _, seen in pairs)
    recall = hits / sum(label for label, _ in pairs)
    assert 2 * precision * recall / (precision + recall) >= 0.74
