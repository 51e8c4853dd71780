"""Does a message take a win back: lost after all, reopened, moved back to an earlier stage, cancelled?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.deals_words import LOST, fold, phrase
from bot.domain.messages import plain_lines

MOST_LINES = 40
LONGEST_LINE = 1_000

# It was won and is no longer, and it is the deal that they speak of.
_BACK = phrase(
    r"""un won|no longer won|not won after all|(?:deal|opportunity|opp|win) (?:was |is |has been |got )?(?:reopened
    |re opened|reversed|undone|unwound|rolled back|taken back|revoked|voided)
    |(?:moved|changed|went|set|set back|put) (?:back )?from (?:closed )?won
    |(?:closed )?won\W{0,3} (?:to|→|->|=>|&gt;) \W{0,3}(?:closed )?(?:lost|open|negotiation|proposal|qualification
    |contract sent)
    |(?:deal|order|contract|sale|agreement) (?:was |is |has been |got )?(?:cancell?ed|terminated|rescinded)
    |cancell?ed (?:the|their) (?:deal|order|contract|agreement)
    |(?:negocio|trato|venta|oportunidad|contrato|acuerdo|venda|oportunidade) (?:ha sido |fue |foi )?(?:reabiert[oa]
    |reabert[oa]|anulad[oa]|revertid[oa]|cancelad[oa])|ya no (?:esta )?ganad[oa]|nao (?:esta )?mais ganh[oa]
    |(?:deal|auftrag|vertrag|geschaft|verkaufschance) (?:wurde |ist )?(?:storniert|widerrufen|wieder geoffnet
    |zuruckgezogen|ruckgangig gemacht)|nicht mehr gewonnen
    |(?:affaire|contrat|vente|marche|opportunite) (?:a ete |est )?(?:rouverte?|annulee?|resiliee?)|n'est plus gagnee?
    |(?:affare|contratto|trattativa|vendita|opportunita) (?:e stat[oa] )?(?:riapert[oa]|annullat[oa])
    |non (?:e )?piu vint[oa]
    |(?:deal|opdracht|contract|order|verkoopkans) (?:is )?(?:heropend|geannuleerd|teruggedraaid)|niet meer gewonnen"""
)
# It sounds like that; what was called off may have been something else.
_SOUNDS = phrase(
    r"""(?:re ?opened|reversed|revoked|voided|taken back|cancell?ed|backed out|pulled out|fell through
    |changed their mind|withdrew)|back to (?:negotiation|proposal|pipeline|qualification)
    |storniert|wieder geoffnet|cancelad[oa]|annulee?|annullat[oa]|geannuleerd
    |(?:stage|status|fase|phase|etapa|stadio)\W{1,4}(?:closed )?(?:lost|perdid[oa]|verloren|perdue?|pers[oa])"""
)
_ELSEWHERE = phrase(
    r"""meetings?|calls?|demos?|appointment|webinar|lunch|kick ?off|workshop|training|visit|trip|termin|besprechung
    |reunion(?:es)?|llamada|reuniao|ligacao|rendez vous|appel|riunione|chiamata|vergadering|afspraak
    |churn\w{0,3}"""
)
_DENIED = re.compile(
    r"(?<!\w)(?:not|never|isn't|wasn't|hasn't|nicht|kein|nao|pas|non|niet|if|falls|wenn|si|se)\s(?:\w{1,12}\s)?$"
)
_BACK_ASIAN = re.compile(
    r"受注取消|受注取り消し|契約解除|キャンセル|取消|撤单|重新打开|退单|"
    r"수주\s?취소|계약\s?(?:취소|해지)|تم إلغاء|إعادة فتح|отменена|отменён"
)
_LOST_ASIAN = re.compile(r"失注|输单|丢单|실주|خسارة|خسرنا|проиграна")


@dataclass(frozen=True)
class Reversal:
    """A message that takes a win back. `from_won`: its words say that it had been won. `text` is folded; `links` are
    those that it holds."""

    from_won: bool
    text: str
    links: tuple[str, ...]


def read_reversal(message: Mapping[str, Any]) -> Reversal | None:
    """What a message takes back, None when it takes nothing back. Never raises."""
    lines = [line for line in plain_lines(message)[:MOST_LINES] if not line.quoted]
    text = "\n".join(fold(f"{line.label}: {line.text}" if line.label else line.text)[:LONGEST_LINE] for line in lines)
    from_won = _says(_BACK, text) or bool(_BACK_ASIAN.search(text))
    sounds = _says(LOST, text) or _says(_SOUNDS, text) or bool(_LOST_ASIAN.search(text))
    if not from_won and (not sounds or _ELSEWHERE.search(text)):
        return None
    links = tuple(link.url for line in lines for link in line.links)
    return Reversal(from_won, text, links)


def _says(words: re.Pattern[str], text: str) -> bool:
    """Do these words stand there, neither denied nor asked?"""
    for match in words.finditer(text):
        end = re.search(r"[.!?\n]|$", text[match.end() : match.end() + LONGEST_LINE])
        is_asked = end is not None and end[0] == "?"
        if not is_asked and not _DENIED.search(text[max(0, match.start() - 40) : match.start()]):
            return True
    return False


def names(reversal: Reversal, name: str, name_key: str) -> bool:
    """Does the message speak of that account, by its name or by its name without the legal form?"""
    for wanted in (fold(name), fold(name_key)):
        wanted = " ".join(wanted.split())
        if len(wanted) > 1 and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", " ".join(reversal.text.split())):
            return True
    return False
