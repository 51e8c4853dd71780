"""Is it a new customer, a renewal or an expansion? By the words that an announcement uses."""

from __future__ import annotations

import re

from bot.domain.accounts import DealKind
from bot.domain.deals_words import fold, phrase

LONGEST = 4_000

# A renewal that is only a date to come says nothing about this deal.
_DATE = phrase(
    r"""(?:next |auto |automatic )?renew(?:al|s)(?: date| due| on| in|: ?\d)|auto renew(?:al|s)?
    |(?:fecha|data|date) d[eiu] (?:la )?(?:renovacion|renovacao|rinnovo|renouvellement)
    |verlangerungsdatum|verlengingsdatum"""
)
_RENEWAL = phrase(
    r"""renewals?|renewed|renew(?:s|ing)?|re-?signed for|extended (?:the|their|our) contract|contract extension
    |renovacion(?:es)?|renov(?:o|aron|amos|ado|ada)|renovacao|renovou|renovaram
    |verlangert|vertragsverlangerung|verlangerung|renouvellement|renouvele(?:e|s)?|reconduction|reconduit
    |rinnovo|rinnovato|rinnovata|verlenging|verlengd|gia han"""
)
_EXPANSION = phrase(
    r"""expansions?|expanded|expand(?:s|ing)|upsells?|up sells?|cross sells?|add ons?|upgrades?|upgraded
    |additional (?:seats?|licen[sc]es?|users?)|more (?:seats|licen[sc]es|users)|existing (?:customer|client|business)
    |ampliacion|amplio|ampliaron|ampliacao|ampliou|expansao|expandiu|erweiterung|erweitert|aufstockung|zusatzlizenzen
    |extension|elargissement|licences supplementaires|ampliamento|ampliato|espansione|uitbreiding|uitgebreid|mo rong"""
)
_RENEWAL_ASIAN = re.compile(r"契約更新|更新契約|更新受注|続约|續約|续签|續簽|갱신|재계약|تجديد|продлен")
_EXPANSION_ASIAN = re.compile(
    r"追加受注|追加契約|増額|アップセル|增购|增購|扩容|擴容|추가\s?(?:계약|구매)|증설|توسعة|توسيع|расширен"
)


def kind_of(*texts: str | None) -> DealKind:
    """What kind of deal these words of an announcement speak of; NEW when they don't say. Never raises."""
    text = "\n".join(text for text in texts if text)[:LONGEST]
    folded = _DATE.sub(" ", fold(text))
    if _RENEWAL.search(folded) or _RENEWAL_ASIAN.search(folded):
        return DealKind.RENEWAL
    if _EXPANSION.search(folded) or _EXPANSION_ASIAN.search(folded):
        return DealKind.EXPANSION
    return DealKind.NEW
