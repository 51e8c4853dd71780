"""Does a message take a win back: lost after all, reopened, moved back to an earlier stage, cancelled?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.deals_words import fold, phrase
from bot.domain.messages import plain_lines

MOST_LINES = 40
LONGEST_LINE = 1_000

# It was won and is no longer.
_BACK = phrase(
    r"""un won|no longer won|not won after all|(?:deal|opportunity|opp|win) (?:was |is |has been )?(?:reopened|re opened
    |reversed|undone|unwound|rolled back|taken back|revoked|voided)
    |(?:re ?opened|reversed|revoked|voided|taken back)
    |(?:moved|changed|went|set|set back|put) (?:back )?(?:from (?:closed )?won|back to)|back to (?:negotiation|proposal
    |pipeline|open|qualification|contract sent)
    |(?:closed )?won (?:to|→|->|=>) (?:closed )?(?:lost|open|negotiation|proposal|qualification|contract sent)
    |(?:deal|order|contract|sale|agreement) (?:was |is |has been |got )?(?:cancell?ed|terminated|rescinded|withdrawn)
    |(?:cancell?ed|backed out|pulled out|fell through|changed their mind|withdrew)
    |(?:negocio|trato|venta|oportunidad|contrato|acuerdo|venda|oportunidade) (?:ha sido |fue |foi )?(?:reabiert[oa]
    |reabert[oa]|anulad[oa]|revertid[oa]|cancelad[oa])|ya no (?:esta )?ganad[oa]|nao (?:esta )?mais ganh[oa]
    |(?:deal|auftrag|vertrag|geschaft|verkaufschance) (?:wurde |ist )?(?:storniert|widerrufen|wieder geoffnet
    |zuruckgezogen|ruckgangig gemacht)|storniert|nicht mehr gewonnen|wieder geoffnet
    |(?:affaire|contrat|vente|marche|opportunite) (?:a ete |est )?(?:rouverte?|annulee?|resiliee?)|n'est plus gagnee?
    |(?:affare|contratto|trattativa|vendita|opportunita) (?:e stat[oa] )?(?:riapert[oa]|annullat[oa])
    |non (?:e )?piu vint[oa]
    |(?:deal|opdracht|contract|order|verkoopkans) (?:is )?(?:heropend|geannuleerd|teruggedraaid)|niet meer gewonnen"""
)
# It was lost; whether it had been won before, only what we know tells.
_LOST = phrase(
    r"""(?:closed )?lost|perdid[oa]|perdemos|perdimos|verloren|perdue?|pers[oa]|abbiamo perso|on a perdu|forlorad
    |tabt|przegrana|kaybedildi"""
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
    from_won = bool(_BACK.search(text) or _BACK_ASIAN.search(text))
    if not from_won and not (_LOST.search(text) or _LOST_ASIAN.search(text)):
        return None
    links = tuple(link.url for line in lines for link in line.links)
    return Reversal(from_won, text, links)


def names(reversal: Reversal, name: str, name_key: str) -> bool:
    """Does the message speak of that account, by its name or by its name without the legal form?"""
    for wanted in (fold(name), fold(name_key)):
        wanted = " ".join(wanted.split())
        if len(wanted) > 1 and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", " ".join(reversal.text.split())):
            return True
    return False
