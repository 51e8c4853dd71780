"""Whether a chat message owes its writer an answer: plain rules where there is no doubt, a small trained model between.

docs/reading-questions.md says what the model learnt from, how good it is and where it goes wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.judging_features import Found, Seen, before, look_at
from bot.domain.judging_model import Model, model
from bot.domain.judging_text import Sentence, fold, plain, sentences, words_of

ENOUGH = 0.3  # the score from which a message needs an answer, chosen by cross-validation
_NOT_ASKED = frozenset("kgych")
_ASKS = {
    "q": "It asks a question",
    "a": "It asks a question",
    "l": "It asks a question",
    "r": "It asks for something",
    "w": "It needs something",
    "i": "It tells us to do something",
    "t": "It reports trouble",
    "m": "It still waits for something",
}
_RESTS = {
    "k": "It says thanks",
    "g": "It is a greeting",
    "y": "It says yes, no or that they took note",
    "f": "It offers help and asks for none",
    "d": "It says that something is done",
    "u": "It tells everybody something",
    "o": "It explains something",
    "h": "It asks nobody in particular",
}


@dataclass(frozen=True)
class Judgement:
    """Whether a message needs an answer, and one plain sentence that says why we think so.

    The sentence may name a common word that the message has, never anything else out of it.
    """

    needs_answer: bool
    why: str


def judge(text: str, context: Sequence[tuple[str, str]] = ()) -> Judgement:
    """Judge one message's text (mrkdwn or plain; the first 40,000 characters), given the (role, text) that came before
    it, "us" being our side. Linear in the text. Never raises."""
    said = plain(text)
    found = sentences(said)
    if not any(sentence.words for sentence in found):
        if found:
            return Judgement(True, "It is nothing but a question mark.")
        return Judgement(False, "It has no words of its own.")
    past = before(context[-1:])
    seen = look_at(found, past)
    if all(_is_kind(sentence, one) for sentence, one in zip(found, seen, strict=True)):
        return Judgement(False, "It says thanks, hello or yes.")
    weights = model()
    scores = [weights.score(one) for one in seen]
    highest = max(scores)
    if highest > ENOUGH:
        return Judgement(True, _why_it_asks(said, seen[scores.index(highest)], weights))
    if past.we_asked:
        return Judgement(False, "It answers what we asked.")
    return Judgement(False, _why_it_rests(seen, weights))


def needs_answer(text: str) -> bool:
    """Whether a reasonable reader of this message owes a reply. Never raises."""
    return judge(text).needs_answer


def _is_kind(sentence: Sentence, seen: Seen) -> bool:
    """Nothing but thanks, greetings, yes and the words between them."""
    if not sentence.words:
        return "?" not in sentence.end
    if sentence.unspaced or ("?" in sentence.end and not any(one.kind == "h" for one in seen.found)):
        return False
    left = set(range(len(sentence.words)))
    for one in seen.found:
        if one.kind in _NOT_ASKED:
            left -= set(range(one.at, one.at + one.text.count(" ") + 1))
    return not left


def _why_it_asks(said: str, seen: Seen, weights: Model) -> str:
    shown = set(seen.named)
    best, strength = None, weights.named("ends ?") if "ends ?" in shown else 0.0
    for one in seen.found:
        if one.kind in _ASKS:
            places = (f"{place} {one.kind}" for place in ("has", "starts", "comma", "final"))
            adds = sum(weights.named(place) for place in places if place in shown)
            if adds > strength:
                best, strength = one, adds
    if best is not None:
        return f"{_ASKS[best.kind]}: “{_as_written(said, best)}”."
    return "It ends with a question mark." if "ends ?" in shown else "It reads like something that waits for an answer."


def _why_it_rests(seen: Sequence[Seen], weights: Model) -> str:
    kinds = {one.kind for sentence in seen for one in sentence.found if one.kind in _RESTS}
    kind = min(sorted(kinds), key=lambda name: weights.named(f"has {name}"), default=None)
    return f"{_RESTS[kind]}." if kind else "Nothing in it asks for anything."


def _as_written(said: str, found: Found) -> str:
    """The phrase as the message has it, with its accents, if it stands there in one piece."""
    wanted = found.text.split(" ")
    written = [word.strip(".,;:!?¿¡()\"'…") for word in said.split()]
    folded = [" ".join(words_of(fold(word))) for word in written]
    for at in range(len(written) - len(wanted) + 1):
        if folded[at : at + len(wanted)] == wanted:
            return " ".join(written[at : at + len(wanted)])
    return found.text
