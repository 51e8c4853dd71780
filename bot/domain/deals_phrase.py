"""The stretch of a sentence that can be a deal's name: up to an amount, a verb, a bracket, the sentence's end."""

from __future__ import annotations

import re

from bot.domain.deals_names import ELIDED, clean, is_legal
from bot.domain.deals_words import MAYBE_PRODUCT, PRODUCT, fold, words
from bot.domain.money import amount_at

BRACKETS = re.compile(r"\(([^()]{2,120})\)\s*$")
# A deal's name may stop before one of these; before any other unknown word we may have cut it in two.
GOES_ON = words(
    "after,in,to,by,thanks,on,at,who,today,this,and,as,from,for,with,worth,via,through,just,has,is,was,now,nach,por,"
    "par,durch,heute,hoy,hoje,oggi,vandaag,signed,closed,won,accepted,agreed,confirmed,awarded,renewed,upgraded,joined,countersigned,moved,went,came,said,"
    "acepto,firmo,aceitou,assinou,fechou,accepte,a,hat,ha,heeft,har,ist,est,es,e,foi,wurde,fue,bought,purchased,ordered,chose,selected,picked,kauft,compro,achete,acquista"
)
_BINDERS = words("for,with,para,con,com,mit,fur,pour,avec,per,voor,met")
_LINKS = _BINDERS | words("&,and,of,de,du,del,da,do,y,e,und,et,van,der,den,von,la,le,the,-,di,en")
_LEADS_TO_AMOUNT = words("for,por,para,de,fur,pour,per,voor,over,at,worth")
_BEFORE_AMOUNT = " -–—:,|·/([→➡"
_CLAUSE_END = re.compile(
    r"\s(?=(?:just|has|have|was|is|acabou|acaba|hat|heeft|via|by|closed|won|signed|worth|said|came|got|at|today|this"
    r"|acaba|ha|fue|foi|est|a ete|vient|paso|pasou|passou|por valor|valorad[oa]|no valor|d'une valeur|pour un montant"
    r"|im wert|mit einem|wurde|ist|im sack|e stat[oa]|per un valore|del valore|ter waarde|waarde|is binnen|zostala?"
    r"|o wartosci|na kwote|ar|har|ile|tri gia|voi gia tri|gia tri|da ky|da chot|roi|thanh cong|adl[ıi]"
    r"|bought|purchased|ordered|chose|picked|selected|after|thanks|muito|gracias|merci|danke|grazie|moved"
    r"|changed|alterado|geandert|into)(?:\s|$)|<@)"
)


def cut_clause(text: str) -> str:
    """The text up to the end of its first clause, without amounts and without who sold it."""
    text = re.split(r"\s+[|/·•]\s+(?=[^|/·•:：]{1,20}[:：])", _first_sentence(text))[0]
    text = re.split(r",\s", without_money(text))[0]
    end = _CLAUSE_END.search(fold(text), 1)
    text = text[: end.start()] if end else text
    bracket = BRACKETS.search(text) or re.search(r"\s\([^()]{0,40}$", text)
    return text[: bracket.start()] if bracket else text


def _first_sentence(text: str) -> str:
    for stop in re.finditer(r"[!?。！;\n]|\.(?=\s|$)", text):
        word = (text[: stop.end()].split() or [""])[-1]
        abbreviated = is_legal(word) or re.fullmatch(r"(?:\w{1,2}\.){1,4}", word)
        if not (stop[0] == "." and abbreviated):
            return text[: stop.start()]
    return text


def without_money(text: str) -> str:
    """The text up to its first amount, without the words that lead to one; an amount at the very start stays."""
    at = amount_at(text)
    if not at:
        return text
    text = text[:at].rstrip(_BEFORE_AMOUNT)
    head, _, last = text.rpartition(" ")
    return head.rstrip(_BEFORE_AMOUNT) if fold(last) in _LEADS_TO_AMOUNT else text


def deal_words(text: str) -> str:
    """The words from the start that can be a deal's name: names, products and what joins them."""
    text = clean(text)
    tokens = text.split()
    keep = 0
    for at, word in enumerate(tokens):
        starts_part = at >= 2 and tokens[at - 2] in "-–—|" and not tokens[at - 1][:1].islower()
        binds_soon = at < 4 and any(fold(later) in _BINDERS for later in tokens[at + 1 : at + 4])
        if not (_belongs(word) or starts_part or binds_soon):
            break
        keep = at + 1
    while keep and fold(tokens[keep - 1]) in _LINKS:
        keep -= 1
    return clean(" ".join(tokens[:keep]))


def _belongs(word: str) -> bool:
    bare = fold(word).strip("'\"(),.*")
    return (
        not word[:1].islower()
        or bool(ELIDED.match(word))
        or bare in PRODUCT
        or bare in MAYBE_PRODUCT
        or bare in _LINKS
        or is_legal(word)
    )
