"""A chat message as sentences of plain words: what Slack puts around them, code, links and quotes are gone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 40_000
HEAD, TAIL = 1500, 700  # of a longer message: people ask at its beginning or at its end
MOST_SENTENCES, MOST_WORDS = 30, 60

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,2000}`|\[<-CODE->\]", re.DOTALL)
_MENTION = re.compile(r"<[@!#][^<>\n]{1,200}>")
_LINK = re.compile(r"<?(?:https?://|mailto:)[^\s<>|]{1,3000}(?:\|([^<>\n]{1,300}))?>?|\[<-\w{2,9}->\]")
_ESCAPED = re.compile(r"&(?:lt|gt|amp);")
_PLAIN = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
_QUOTED = re.compile(r"\"[^\"\n]{2,300}\"|“[^“”\n]{2,300}”|„[^„“”\n]{2,300}[“”]|«[^«»\n]{2,300}»|「[^「」\n]{2,300}」")
_EMOJI = re.compile(r":[a-z][a-z0-9_+'-]{1,40}:|:\+1:|:-1:")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_END = re.compile(r"[?؟!。।]+[?؟!.]*|[.;]+(?=[\s)\"']|$)|\n+")
_ADDRESSED = re.compile(r"\s*@?[\w.-]{1,40}(?:@[\w.-]{1,40})?:\s")
_APOSTROPHE = re.compile(r"[’‘`´ʼ]")
_SEEN_BUT_NOT_SAID = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0591-\u05c7\u200b-\u200f\u2060\ufeff]")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ى": "ي", "ـ": None})
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0970-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+")
_RUN = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its folded words, those a comma stands before, the marks it ends with."""

    words: tuple[str, ...]
    after_comma: frozenset[int]
    end: str
    folded: str

    @property
    def unspaced(self) -> bool:
        """Whether it is (partly) in a script whose words are not told apart by blanks."""
        return bool(_RUN.search(self.folded))


def fold(text: str) -> str:
    """Lower case, full-width signs as the plain ones, no accents and no points; kana and Hangul stay as they are."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    bare = unicodedata.normalize("NFC", _SEEN_BUT_NOT_SAID.sub("", decomposed))
    return bare.translate(_LETTERS)


def words_of(folded: str) -> list[str]:
    """The words of a folded text; an apostrophe within a word is dropped, as hurried people do."""
    return _WORD.findall(folded.replace("'", ""))


def plain(text: str) -> str:
    """What the writer says in a message: no code, no links, no mentions, nothing quoted; entities decoded. Linear."""
    said = _CODE.sub(" ", text[:LONGEST])
    said = _LINK.sub(lambda link: f" {link.group(1) or ''} ", _MENTION.sub(" ", said))
    if len(said) > HEAD + TAIL:
        said = f"{said[:HEAD]}\n{said[-TAIL:]}"
    said = _ESCAPED.sub(lambda entity: _PLAIN[entity.group()], said)
    said = _EMOJI.sub(" ", _QUOTED_LINE.sub("\n", said))
    unquoted = _QUOTED.sub(" ", said)
    if any(letter.isalpha() for letter in unquoted):
        said = unquoted
    return _APOSTROPHE.sub("'", said).replace("…", "...")


def sentences(said: str) -> list[Sentence]:
    """The sentences of a plain text that have words or a question mark, at most thirty. Never raises."""
    folded = _NUMBER.sub("0", fold(unicodedata.normalize("NFKC", said)[: 2 * (HEAD + TAIL)]))
    addressed = _ADDRESSED.match(folded)
    found: list[Sentence] = []
    start = 0
    if addressed:
        found.append(_sentence(addressed.group()[:-2], ":"))
        start = addressed.end()
    for end in _END.finditer(folded, start):
        _add(found, folded[start : end.start()], end.group())
        start = end.end()
    _add(found, folded[start:], "")
    return found if len(found) <= MOST_SENTENCES else found[: MOST_SENTENCES - 8] + found[-8:]


def _add(found: list[Sentence], piece: str, end: str) -> None:
    sentence = _sentence(piece, end.replace("؟", "?"))
    if sentence.words or "?" in sentence.end:
        found.append(sentence)


def _sentence(piece: str, end: str) -> Sentence:
    words: list[str] = []
    after_comma = set()
    for clause in re.split(r"[,،、:]|\s-\s", piece):
        if words:
            after_comma.add(len(words))
        words.extend(words_of(clause))
        if len(words) >= MOST_WORDS:
            break
    folded = " ".join(words)[:400]
    return Sentence(tuple(words[:MOST_WORDS]), frozenset(after_comma), end, folded)
