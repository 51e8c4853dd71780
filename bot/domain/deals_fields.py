"""The fields of a deal: labelled values first, then what the sentences say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.deals_days import read_date
from bot.domain.deals_labels import OTHER
from bot.domain.deals_sheet import Sheet
from bot.domain.deals_words import fold
from bot.domain.folding import phrase
from bot.domain.messages import Line
from bot.domain.money import Money, Number, amount_at, numbers_in, read_currency, read_value

_PERIODS = (
    (
        "monthly",
        re.compile(
            r"\bmrr\b|(?:\bper|\ba|/)\s?mo(?:nth)?\b|\bmonthly\b|mensual|mensal|mensuel|/mes\b|\b(?:al|por) mes\b|"
            r"monatlich|pro monat|\bmtl\b|par mois|al mese|mensile|per maand|/maand|月額"
        ),
    ),
    (
        "yearly",
        re.compile(
            r"\b(?:arr|acv|pa)\b|(?:\bper|\ba|/)\s?y(?:ea)?r\b|\bannual|\byearly\b|\bannum\b|\bp\.a\.|anual"
            r"|\b(?:por|al) ano\b|"
            r"/an\b|/ano\b|jahrlich|pro jahr|/jahr|annuel|\bpar an\b|all'anno|annuo|per jaar|/jaar|年額"
        ),
    ),
    ("total", re.compile(r"\btcv\b|total contract|valor total del contrato|gesamtwert|valeur totale|valore totale")),
    (
        "one_off",
        re.compile(
            r"one[- ](?:off|time)|single payment|einmalig|pago unico|pagamento unico|ponctuel|una tantum|eenmalig"
        ),
    ),
)
_CRM = re.compile(
    r"crm|hubspot|salesforce|force\.com|pipedrive|zoho|close\.com|attio|dynamics|copper|deal|opportunit|negocio"
    r"|affaire",
    re.I,
)
_HELP = re.compile(r"unsubscribe|settings|help|docs\.|zoom\.us|meet\.google|\.(?:png|gif|jpe?g)\b", re.I)


def read_money(sheet: Sheet) -> tuple[Money | None, str | None]:
    """The deal's amount and its period ("one_off", "monthly", "yearly", "total"); None where nothing is said."""
    currency_pair = sheet.first("currency")
    currency = read_currency(currency_pair.line.text) if currency_pair else None
    for pair in sheet.pairs:
        money = read_value(pair.line.text) if pair.field == "amount" else None
        if money is not None:
            return _settled(money, currency, sheet), _period(f"{pair.label} {pair.line.text}")
    others = (
        pair.line
        for pair in sheet.pairs
        if pair.field in ("account", "client", "deal")
        or (
            pair.field in (None, "product")
            and (amount_at(pair.line.text) or 0) > 2
            and not OTHER.search(fold(pair.label))
        )
    )
    for line in (*sheet.prose, *others):
        for number in numbers_in(line.text):
            if number.is_money and not _is_another_figure(line.text, number):
                return _settled(number.money, currency, sheet), _period(line.text)
    return None, None


_BEFORE_OTHER = phrase(
    r"""list price|listed at|down from|instead of|originally|was|rrp|aum|assets(?: under management)?|discount(?: of)?
    |saving(?:s)?(?: of)?|budget(?: of)?|quota(?: of)?|target(?: of)?|pipeline(?: of)?|funding(?: of)?|raised|valued at
    |valuation(?: of)?|statt|anstatt|listenpreis|precio de lista|en lugar de|preco de tabela|em vez de|prix catalogue
    |au lieu de|prezzo di listino|invece di|in plaats van|定価|原价|정가"""
)
_AFTER_OTHER = phrase(
    r"""(?:in )?(?:aum|assets)|list(?: price)?|(?:in )?(?:funding|pipeline|savings)|discount|budget|quota|target
    |commission
    |rabatt|remise|descuento|desconto|sconto|korting"""
)


def _is_another_figure(text: str, number: Number) -> bool:
    """Whether a sentence names the amount as something else than the deal's value."""
    before, after = fold(text[max(0, number.start - 28) : number.start]), fold(text[number.end : number.end + 24])
    named = _BEFORE_OTHER.search(before)
    says_so = named is not None and len(before[named.end() :].split()) <= 1
    return says_so or bool(_AFTER_OTHER.match(after.lstrip(" -")))


_JAPANESE = re.compile(r"円|受注|成約|契約|株式|担当|商談|取引|様")
_HAN, _KANA = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u3040-\u30ff]")


def _settled(money: Money, currency: str | None, sheet: Sheet) -> Money:
    """The amount in the currency that a label names; "¥" in a Chinese message is the yuan."""
    found = money.currency or currency
    if found == "JPY" and currency is None:
        text = " ".join(
            (*(line.text for line in sheet.prose), *(f"{pair.label} {pair.line.text}" for pair in sheet.pairs))
        )
        if _HAN.search(text) and not _KANA.search(text) and not _JAPANESE.search(text) and "JPY" not in text:
            found = "CNY"
    return Money(money.amount, found)


def _period(text: str) -> str | None:
    folded = fold(text)
    hits = [(match.start(), name) for name, pattern in _PERIODS if (match := pattern.search(folded))]
    return min(hits)[1] if hits else None


_REGION = re.compile(
    r"EMEA|APAC|LATAM|DACH|MENA|ANZ|Benelux|Nordics?|North America|South America|Latin America|Middle East"
    r"|Europe|Asia|Africa"
    r"|UK & Ireland|Southeast Asia|US (?:East|West)"
)


def read_region(sheet: Sheet) -> str | None:
    """The region that a label names, else a part of a line that is nothing but a well-known one."""
    pair = sheet.first("region")
    if pair:
        return pair.line.text
    for line in sheet.prose:
        for part in re.split(r"\s*[|·•,/]\s+|\s[–—-]\s", line.text)[:20]:
            if _REGION.fullmatch(part.strip(" .!*")):
                return part.strip(" .!*")
    return None


_MONTH_FIRST = frozenset({"USD", "CAD", "PHP", None})


def read_close_date(sheet: Sheet, currency: str | None) -> date | None:
    """The day of the close: a labelled date, else a part of a line that is nothing but a date.

    Days and months that could be either are told apart by where the currency is at home.
    """
    for pair in sheet.pairs:
        if pair.field == "date" and (day := read_date(pair.line.text, day_first=currency not in _MONTH_FIRST)):
            return day
    for line in (*sheet.prose, *(pair.line for pair in sheet.pairs if pair.field is None)):
        for part in re.split(r"\s*[|·•]\s+|\s[–—]\s", line.text)[:20]:
            if len(part) <= 20 and (day := read_date(part)):
                return day
    return None


_BOUGHT = re.compile(
    r"(?<!\w)(?:bought|purchased|ordered|compro|comprou|a achete|kauft|ha acquistato|kocht) ([^\W\d_].{2,60}?)"
    r"(?= (?:for|por|pour|fur|per|voor|at|from|worth) |[.,!;]|$)"
)


def read_product(sheet: Sheet) -> str | None:
    """What was sold: a label, else what a sentence says they bought; None where nothing is said."""
    pair = sheet.first("product")
    if pair:
        return pair.line.text
    for line in sheet.prose:
        if match := _BOUGHT.search(fold(line.text)):
            return line.text[match.start(1) : match.end(1)]
    return None


def read_crm_url(lines: Sequence[Line], *, by_person: bool) -> str | None:
    """The link to the deal's record: one that looks like a CRM's, else an app's first link."""
    links = [link for line in lines for link in line.links if not _HELP.search(f"{link.url} {link.label}")]
    for link in links:
        if _CRM.search(link.url):
            return link.url
    return links[0].url if links and not by_person else None
