"""What a message in a conversation about a question is: an answer, a promise to look, a question back, a thank-you."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import replies_words as w
from bot.domain.deals_words import fold

LONGEST = 4_000  # what a reply is shows in its beginning


class Kind(StrEnum):
    ANSWER = "answer"
    HOLDING = "holding"
    COUNTER_QUESTION = "counter_question"
    CLOSING = "closing"
    STILL_BROKEN = "still_broken"
    ACKNOWLEDGEMENT = "acknowledgement"
    OTHER = "other"


@dataclass(frozen=True)
class Reply:
    """What a message is, and one plain sentence that says why we think so."""

    kind: Kind
    why: str


_CODE = re.compile(r"```[^`]{0,4000}```|`[^`\n]{0,2000}`|\[<-CODE->\]")
_LINK = re.compile(r"<?https?://[^\s>|]{1,3000}(?:\|[^>\n]{0,300})?>?|\[<-LINK->\]")
_ADDRESS = re.compile(r"<@\w{1,30}(?:\|[^>\n]{0,80})?>|@[\w.-]{1,40}|^[\w.-]{2,40}: ?")
_EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")
_SENTENCE = re.compile(r"[^.!?…。！？؟\n;]{0,4000}(?:[.](?!\s|$)[^.!?…。！？؟\n;]{0,4000}){0,40}[.!?…。！？؟\n;]{0,8}")
_WORD = re.compile(r"\w+")
_COMMA = re.compile(r"[,،，、:–-]\s|[，、،]")
_CLAUSE = re.compile(r"[,.!;、。，]\s?")
_ASKED = re.compile(r"[?？؟]")
_HOLD_NAME = re.compile(r"^\W*\w{1,20},\s")
_MOST_SENTENCES = 60
_SHORT = 4  # words: less is not a statement by itself


def kind_of_reply(text: str, *, ours: bool = True) -> Reply:
    """What a message is to the question it belongs to, said by one of ours or by a customer. Never raises."""
    said = _EMOJI.sub(" ", text[:LONGEST])
    return _of_ours(said) if ours else _of_theirs(said)


def is_for_all(text: str) -> bool:
    """Whether a message speaks to everybody, or says itself that it is about something else. Never raises."""
    folded = fold(text[:LONGEST])
    return bool(w.TO_ALL.search(folded[:300]) or w.TO_ALL_SCRIPT.search(folded[:300]))


def joins_in(text: str) -> bool:
    """Whether somebody only says that they have the same trouble. Never raises."""
    folded = " ".join(fold(_ADDRESS.sub(" ", text[:LONGEST])).split())
    clauses = [clause.strip(" -,.!") for clause in _CLAUSE.split(folded[:160])]
    return any(c.startswith("+1") or w.JOINS.match(c) or w.JOINS_SCRIPT.match(c) for c in clauses)


def chases(text: str) -> bool:
    """Whether somebody asks what became of their question. Never raises."""
    return bool(w.CHASES.search(fold(text[:200])))


def shows_how(text: str) -> bool:
    """Whether a message tells somebody what to do or where to find it. Never raises."""
    return bool(w.DIRECTS.search(fold(text[:LONGEST]).strip()))


def starts_like_an_answer(text: str) -> bool:
    """Whether a message begins with yes, no, done or "it should". Never raises."""
    return bool(w.YES_NO.match(fold(_ADDRESS.sub(" ", text[:200])).lstrip(" ,.!")))


def _of_ours(said: str) -> Reply:
    has_link = bool(_LINK.search(said) or _CODE.search(said))
    folded = fold(_ADDRESS.sub(" ", _LINK.sub(" ", _CODE.sub(" ", said)))).strip()
    if not any(letter.isalnum() for letter in folded):
        if has_link:
            return Reply(Kind.ANSWER, "It is a link or code.")
        return Reply(Kind.OTHER, "It has no words.")
    holding = asking = stating = False
    for sentence in _SENTENCE.findall(folded)[:_MOST_SENTENCES]:
        if not (sentence := sentence.strip()):
            continue
        if _is_question(sentence):
            asking = True
            stating = stating or _states_before_tag(sentence)
        elif w.HOLDING.search(sentence) or w.HOLDING_SCRIPT.search(sentence):
            holding = True
        elif w.ASKS_BACK.search(sentence):
            asking = True
        else:
            stating = stating or _tells(sentence)
    if starts_like_an_answer(folded) and not (asking or holding):
        return Reply(Kind.ANSWER, "It says yes, no or done.")
    if stating or (has_link and not asking and not holding):
        return Reply(Kind.ANSWER, "It tells something.")
    if asking:
        return Reply(Kind.COUNTER_QUESTION, "It asks the customer for something first.")
    if holding:
        return Reply(Kind.HOLDING, "It says that somebody is looking into it.")
    if w.GREETS.match(folded):
        return Reply(Kind.OTHER, "It is a greeting.")
    return Reply(Kind.ACKNOWLEDGEMENT, "It only says thanks, yes or sorry.")


def _of_theirs(said: str) -> Reply:
    folded = " ".join(fold(_ADDRESS.sub(" ", _LINK.sub(" ", _CODE.sub(" ", said)))).split())
    if not any(letter.isalnum() for letter in folded):
        thumbs = any(letter in said for letter in "👍🙏🙌✅")
        return Reply(Kind.ACKNOWLEDGEMENT if thumbs else Kind.OTHER, "It has no words.")
    if w.BROKEN.search(folded) or w.BROKEN_SCRIPT.search(folded):
        return Reply(Kind.STILL_BROKEN, "It says that the trouble is still there.")
    if _ASKED.search(said):
        return Reply(Kind.COUNTER_QUESTION, "It asks something.")
    if len(folded) < 400 and (_closes(folded) or w.CLOSES_SCRIPT.search(folded)):
        return Reply(Kind.CLOSING, "It says that the matter is settled.")
    thanks = w.THANKS.search(folded) or w.THANKS_SCRIPT.search(folded)
    if thanks and re.match(r"(?:ah+|oh+|aha)\b", folded):
        return Reply(Kind.CLOSING, "It says that the matter is understood, with thanks.")
    if _is_kind(folded) or (thanks and len(folded) < 160):
        return Reply(Kind.ACKNOWLEDGEMENT, "It says thanks, hello or yes.")
    return Reply(Kind.ANSWER, "It tells something.")


def _closes(folded: str) -> bool:
    """Whether a clause says that it works, was found or received, and nothing before it says that it did not."""
    for found in w.CLOSES.finditer(folded):
        clause = _CLAUSE.split(folded[max(0, found.start() - 30) : found.start()])[-1]
        if not w.NOT.search(clause):
            return True
    return False


def _is_question(sentence: str) -> bool:
    start = sentence.lstrip(" ,-¿¡")
    while (filler := w.FILLER.match(start)) and filler.end():
        start = start[filler.end() :].lstrip(" ,-!¿")
    named = _HOLD_NAME.sub("", start)
    return bool(_ASKED.search(sentence[-8:])) or any(
        w.ASKS_START.match(s) and w.ASKS_BACK.search(s) for s in (start, named)
    )


def _states_before_tag(sentence: str) -> bool:
    """A statement with a short question hung on: "Thursday works for the training, same time?"."""
    *before, tag = _COMMA.split(sentence)
    if not before or len(_WORD.findall(tag)) not in range(2, _SHORT + 1):
        return False
    head = before[0].strip()
    starts_as_question = w.ASKS_START.match(head.lstrip("¿ ")) or w.ASKS_BACK.search(head)
    return len(_WORD.findall(head)) >= _SHORT and not (starts_as_question or _is_only_kind(head))


def _tells(sentence: str) -> bool:
    """Whether more is in it than kindness and, behind a comma, a name."""
    first, *others = _COMMA.split(sentence)
    return not _is_only_kind(first) or any(len(_WORD.findall(o)) > 1 and not _is_only_kind(o) for o in others)


def _is_only_kind(clause: str) -> bool:
    clause = clause.strip()
    return _is_kind(clause) or bool(w.EMPATHY.match(clause)) or _is_filler(clause)


def _is_kind(folded: str) -> bool:
    rest = w.EMPTY_SCRIPT.sub(" ", folded)
    return all(word in w.KIND for word in _WORD.findall(rest))


def _is_filler(sentence: str) -> bool:
    """A greeting or a "sure" with at most a name behind it."""
    match = w.FILLER.match(sentence)
    return match is not None and len(_WORD.findall(sentence[match.end() :])) <= 1
