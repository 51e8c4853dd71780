"""The shipped model is what the training makes of the data, the text and the code that lie here."""

import hashlib
from pathlib import Path

from bot.domain.judging_features import NOTHING_BEFORE
from bot.domain.judging_model import FILE, Model, pack, unpack
from bot.domain.judging_text import plain, sentences
from training.data import ALL_OWN_TESTS, ALLOWED, everything, labelled, ours, rows
from training.learning import Message, fit, look_at, table
from training.texts import texts
from training.train_questions import RECORD, inputs


def recorded() -> dict[str, str]:
    return {name: digest for digest, name in (line.split() for line in RECORD.read_text().splitlines())}


def test_the_shipped_model_is_the_one_that_was_recorded() -> None:
    assert recorded()["judging.bin"] == hashlib.sha256(FILE.read_bytes()).hexdigest()


def test_it_was_trained_on_what_lies_here(shared: Path) -> None:
    assert recorded()["inputs"] == inputs(shared / "data"), "`make train` trains the judge anew"


def test_it_learns_only_from_rows_that_allow_it(shared: Path) -> None:
    known = rows(shared / "data" / "questions-dev.jsonl")
    barred = {row["text"] for row in known if row["license"] not in ALLOWED}
    assert {row["license"] for row in labelled(shared / "data")} == {"MIT", "CDLA-Permissive-1.0"}
    long = {text for text in barred if len(text) > 40}
    assert len(long) > 100
    assert not long & {message.text for message in everything()}


def test_it_learns_nothing_from_our_test_messages() -> None:
    tested = {row["text"].casefold().strip(" .!?") for path in ALL_OWN_TESTS for row in rows(path)}
    spoken = [(language, message.text.casefold().strip(" .!?")) for language, message in ours()]
    assert not tested & {text for _, text in spoken}
    assert len({language for language, _ in spoken}) >= 18


def test_the_same_text_gives_the_same_model_to_the_last_bit() -> None:
    some = [Message(text, NOTHING_BEFORE, label) for language, label, text, _ in texts() if language == "en"][::6]
    first, second = (fit(table(some), rounds=40) for _ in range(2))
    assert pack(first[0].tolist(), first[1]) == pack(second[0].tolist(), second[1])
    assert says(unpack(pack(first[0].tolist(), first[1])), "can you send us the report") > 0
    assert says(unpack(pack(first[0].tolist(), first[1])), "thanks, we have signed it") < 0


def says(model: Model, text: str) -> float:
    return max(model.score(seen) for seen in look_at(sentences(plain(text)), NOTHING_BEFORE))
