"""Whether a message announces a win at all, before anything else is read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deals_marks import MOVED, STAGE_LABEL, STAGE_WON, STOP, Mark, marks_in
from bot.domain.deals_types import Verdict
from bot.domain.deals_words import (
    CLOSED_OTHER,
    COUNTED,
    ELSEWHERE,
    ELSEWHERE_FOR_SURE,
    FORECAST,
    GLAD,
    JOKE,
    LOST,
    LOST_WORLD,
    NO_WIN_WORLD,
    NOTHING_WON,
    PAST,
    PERIOD,
    REMINDER,
    SUMMARY,
    TEST,
    fold,
)  # fmt: skip
from bot.domain.messages import Line
from bot.domain.money import read_amounts

_ASKS = re.compile(r"(?:吗|嗎|么|呢|ですか|ますか|でしょうか|まだですか|나요|까요|습니까|chua|khong|هل)$")
_MOVED_ON = re.compile(r"\W{0,3}(?:→|->|=>|➜|➔|⇒|\b(?:back )?to\b|\bback\b)\W{0,3}\w")
_PLURAL = re.compile(
    r"(?:deals|wins|contracts|opportunities|ventas|vendas|negocios|contratos|oportunidades|auftrage|abschlusse"
    r"|affaires|ventes"
    r"|contrats|trattative|vendite|contratti|opdrachten|affarer|aftaler|transakcje|umowy)(?!\w)"
    r"|(?:today|yesterday|week|month)'?s? wins|closed won (?:this|last|yesterday|today)|本日の(?:受注|成約)"
    r"|今(?:日|週|月|周)の?(?:受注|成約|成交)"
    r"|今日成交|本周成交|이번 ?주 수주|오늘의? 수주"
)
# "If Acme signs …"; short words that mean other things further on in a sentence.
_IF = re.compile(
    r"\W{0,5}(?:(?:and|but|so|also|then|und|y|e|et) )?(?:if|si|se(?! (?:ha|han|cerro|firmo|gano|logro"
    r"|vendio)\b)|wenn|als|falls|jesli|gdy|om|hvis|nar|jos|ha"
    r"|ak|eger|kalau|jika|neu|khi|"
    r"when|once|until|should|quando|cuando|quand|nachdem|если|когда)\s|\W{0,5}(?:如果|要是|もし|만약|إذا|اذا|لو|عندما)"
)
_YET_TO_COME = re.compile(
    r"请|待办|提醒|预计|預計|有望|即将|将要|计划|争取|希望|待签|未签|还没|尚未|予定|見込|目指|たい|まだ|예정|예상|목표|아직"
    r"|سوف|قريبا|متوقع|نتوقع|sap (?:ky|chot)|du kien|sắp|chua (?:ky|chot)"
)
MOST_LINES = 60
# A longer text that neither rejoices nor says that something was won is about something else.
LONGEST_PERHAPS = 240
LOST_OR_TAKEN_BACK = "It speaks of a deal that was lost or taken back."
_DENIED = re.compile(
    r"(?<!\w)(?:not|never|nobody|nicht|kein|nao|nunca|pas|jamais|non|niet|(?:aun|todavia) no)"
    r"\s{1,3}(?:\w{1,12}\s{1,3})?$"
)
_OF_DEAL = re.compile(
    r"deal|sale|contract|agreement|closed.won|opportun|customer|client|negoci|trato|venta|venda|acuerdo|auftrag"
    r"|vertrag|"
    r"geschaft|affaire|contrat|marche|affare|trattativa|opdracht|kunde|klant|ink is|受|成|契|赢|签|수|계"
)
_PAPER = re.compile(r"deal|contract|agreement|order|proposal|estimate|quote|bid|msa|sow|paper")
_TO_REPORT = re.compile(r"\b(?:happy|glad|pleased|proud|excited|thrilled|delighted) to report\b")
_FRAME_END = re.compile(r"[:!–—]|\s-\s|$")


@dataclass(frozen=True)
class Win:
    """The verdict so far and why.

    `strong`: the words leave no doubt. `of_deal`: they name a deal, sale or contract. `summary`: it is about several.
    `perhaps`: nothing is said in words that we know; `glad`: but somebody is glad. `hint`: its words may as well mean
    something else.
    """

    verdict: Verdict
    why: str
    strong: bool = False
    summary: bool = False
    of_deal: bool = False
    perhaps: bool = False
    glad: bool = False
    hint: bool = False


@dataclass(frozen=True)
class _Saying:
    """One place that speaks of a win: its sentence, cut at the win's words."""

    before: str
    said: str
    after: str
    question: bool
    line: int
    strong: bool
    of_deal: bool
    hint: bool

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.said}{self.after}"

    @property
    def frame(self) -> str:
        """What frames the win ("Weekly report: deals won"), without the deal's own name."""
        end = _FRAME_END.search(self.after)
        return f"{self.before}{self.said}{self.after[: end.start()] if end else self.after}"


def look_for_win(lines: Sequence[Line], *, by_person: bool) -> Win:
    """Judge lines in reading order; UNSURE without `strong` means that only the name beside it can tell."""
    folded = [fold(f"{line.label}: {line.text}" if line.label else line.text) for line in lines]
    headline = folded[0]
    if TEST.match(headline):
        return Win(Verdict.NOT_WON, "It is marked as a test.")
    every = [saying for at, text in enumerate(folded[:MOST_LINES]) for saying in _sayings(text, at)]
    sayings = [saying for saying in every if saying.strong]
    strong = bool(sayings)
    if not strong:
        sayings = [saying for saying in every if saying.line < 3]
    if not sayings:
        return _perhaps(lines, folded) or Win(Verdict.NOT_WON, "Nothing in it says that a deal was won.")
    refused = _refuse_whole(folded, sayings)
    if not strong and any(STAGE_LABEL.match(text) and not STAGE_WON.search(text) for text in folded):
        refused = "It speaks of a deal in another stage."
    if not strong and any(ELSEWHERE.search(text) for text in folded[: max(saying.line for saying in sayings) + 1]):
        refused = "It is about something other than a win."
    if refused:
        return Win(Verdict.NOT_WON, refused)
    if _is_summary(headline, sayings, "\n".join(folded)):
        return Win(Verdict.UNSURE, "It is a summary.", strong, summary=True)
    whys = [_refuse(saying, by_person=by_person) for saying in sayings]
    left = [saying for saying, why in zip(sayings, whys, strict=True) if why is None]
    if not left:
        return Win(Verdict.NOT_WON, next(why for why in whys if why))
    if not strong:
        hint = all(saying.hint for saying in left)
        return Win(Verdict.UNSURE, "It sounds like a win, but does not quite say so.", hint=hint)
    doubt = _doubt(left[0], folded)
    of_deal = any(saying.of_deal or _OF_DEAL.search(saying.said + saying.after[:16]) for saying in left)
    if doubt:
        return Win(Verdict.UNSURE, doubt, strong=True, of_deal=of_deal)
    return Win(Verdict.WON, "It says that a deal was won.", strong=True, of_deal=of_deal)


def speaks_against(lines: Sequence[Line]) -> str | None:
    """Why lines can't tell of a win whatever else they say: a test, a deal that was lost. None when they may."""
    folded = [fold(f"{line.label}: {line.text}" if line.label else line.text) for line in lines[:MOST_LINES]]
    if folded and TEST.match(folded[0]):
        return "It is marked as a test."
    if any(LOST.search(text) or LOST_WORLD.search(text) for text in folded[:2]) or any(
        STAGE_LABEL.match(text) and (LOST.search(text) or re.search(r"\blost\b", text)) for text in folded
    ):
        return LOST_OR_TAKEN_BACK
    return None


def _perhaps(lines: Sequence[Line], folded: Sequence[str]) -> Win | None:
    """A post that says in no words we know what happened, nor that it is something else than a win.

    It counts only beside a name and an amount.
    """
    if any(
        pattern.search(text)
        for text in folded[:MOST_LINES]
        for pattern in (
            NOTHING_WON,
            ELSEWHERE,
            NO_WIN_WORLD,
            MOVED,
            FORECAST,
            LOST,
            LOST_WORLD,
            SUMMARY,
            JOKE,
            CLOSED_OTHER,
            PAST,
            REMINDER,
            STAGE_LABEL,
            _YET_TO_COME,
        )
    ):
        return None
    if any(re.search(r"[?？]|\b(?:if|si|se|wenn|als)\b", text) for text in folded):
        return None
    glad = any(line.glad for line in lines) or any(GLAD.search(text) for text in folded[:4])
    if not glad and sum(len(text) for text in folded) > LONGEST_PERHAPS:
        return None
    why = "It celebrates, but does not say that a deal was won."
    return Win(
        Verdict.UNSURE, why if glad else "It names an amount, but does not say what happened.", perhaps=True, glad=glad
    )


def _sayings(text: str, at: int) -> list[_Saying]:
    return [_cut(text, mark, at) for mark in marks_in(text)]


def _cut(text: str, mark: Mark, at: int) -> _Saying:
    start, end = mark.start, mark.end
    begin = max((stop.end() for stop in STOP.finditer(text, max(0, start - 400), start)), default=0)
    stop = STOP.search(text, end, end + 400)
    until = stop.start() if stop else min(len(text), end + 400)
    question = (stop is not None and bool(re.search("[?？]", stop[0]))) or bool(_ASKS.search(text[end:until].rstrip()))
    return _Saying(
        text[begin:start], text[start:end], text[end:until], question, at, mark.strong, mark.of_deal, mark.hint
    )


def _refuse_whole(folded: Sequence[str], sayings: Sequence[_Saying]) -> str | None:
    first = min(saying.line for saying in sayings)
    if any(LOST_WORLD.search(text) for text in folded[:3]) or any(
        STAGE_LABEL.match(text) and LOST.search(text) for text in folded
    ):
        return LOST_OR_TAKEN_BACK
    for at, text in enumerate(folded[: first + 1]):
        if LOST.search(text) and (at == first or at < 2):
            return LOST_OR_TAKEN_BACK
    if any(JOKE.search(text) for text in folded[:3]):
        return "What was won is not a deal."
    if first > 0 and ELSEWHERE.search(folded[0]) and not any(word in folded[0] for word in ("won", "closed")):
        return "Its headline is about something else."
    if REMINDER.match(folded[0].lstrip(" *[(")):
        return "It is a reminder, not news."
    return None


def _is_summary(headline: str, sayings: Sequence[_Saying], text: str) -> bool:
    if COUNTED.search(text):
        return True
    saying = sayings[0]
    frame = saying.frame if saying.line == 0 else headline
    if SUMMARY.search(_TO_REPORT.sub("", frame)):
        return True
    plural = bool(_PLURAL.search(frame))
    return plural and bool(PERIOD.search(frame) or text.count("\n") >= 1)


def _refuse(saying: _Saying, *, by_person: bool) -> str | None:
    if saying.question:
        return "It asks whether a deal was won."
    if CLOSED_OTHER.search(saying.sentence) and not _PAPER.search(saying.said + saying.after[:24]):
        return "What was closed or signed is not a deal."
    if _MOVED_ON.match(saying.after) and "won" in saying.said:
        return "The deal was moved away from won."
    if (ELSEWHERE_FOR_SURE if saying.strong else ELSEWHERE).search(saying.frame):
        return "It is about something other than a win."
    if FORECAST.search(saying.before) or _DENIED.search(saying.before) or _IF.match(saying.before):
        return "It speaks of a win that is yet to come."
    if _YET_TO_COME.search(saying.sentence):
        return "It speaks of a win that is yet to come."
    if PAST.search(saying.sentence):
        return "It speaks of a win long past."
    if REMINDER.search(saying.before if not by_person else saying.sentence) or re.match(
        r" deals? (?:need|must|should)", saying.after
    ):
        return "It is about deals in general."
    return None


def _doubt(saying: _Saying, folded: Sequence[str]) -> str | None:
    """Why a win is not quite certain; None when it is."""
    if any(LOST.search(text) for text in folded):
        return "It speaks of a win and of a loss."
    if FORECAST.search(saying.after) and not read_amounts(saying.after):
        return "It speaks of a win, but in words that leave a doubt."
    return None
