"""Whose deal it is: the account's name, from labels, from the deal's name or from the sentence that tells of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.deals_fields import Pair, Sheet, person_in, says_won
from bot.domain.deals_names import (
    Named, clean, company_beside_person, is_person, name_at_end, name_at_start, split_deal_name,
)  # fmt: skip
from bot.domain.deals_types import DealFields, PersonHint
from bot.domain.deals_words import LIKELY, MAYBE_PRODUCT, PRODUCT, STATISTICS, WON, WON_ASIAN, fold
from bot.domain.messages import Line
from bot.domain.money import read_amounts


@dataclass(frozen=True)
class Found:
    """The account's name, what the deal is called and sells, and whether we would bet on the name."""

    account: str | None = None
    deal_name: str | None = None
    product: str | None = None
    sure: bool = False


_MONEY = re.compile(
    r"\s*(?:[-–—:,|·]\s*|\b(?:for|por|para|de|für|pour|per|voor|over|at|worth|valued at|in Höhe von)\s+)?"
    r"\(?\s*(?:[A-Z]{0,3}\s?[$€£¥₹₩₽₺R]{1,2}\s?|[A-Z]{3}\s)?\d[\d.,'’ \u00a0]*(?:[kKmMbB]|mio|Mio\.?|million)?(?:\s?(?:[A-Z]{3}\b|[€$£]|kr|zł))?\s*\)?"
)
_AFTER_VERB = re.compile(r"^\s*(?:(?:a |the |un |el |o |den |le |il |de )?(?:new )?(?:deal|contract|agreement|trato|negocio|acuerdo|contrato|negócio|Vertrag|contrat|contratto|accordo)\s+)?(?:(?:with|con|com|mit|avec|met|on|for|at|of|von|de|from|over|a|an|chez|bei|para)\s+)?(?:(?:la|el|the|o|a|den|die|der|le|il|l')\s+)?(?=\S)", re.I)
_SEPARATED = re.compile(r"^\s*(?:[:：!！–—|,-]|\.\s)+\s*")
_BRACKETS = re.compile(r"\(([^()]{2,120})\)\s*$")
_OURS = re.compile(r"(?:our|my|this|nuestr[oa]|noss[oa]|unser\w{0,2}|notre|nostr[oa]|onze?) (?!(?:\w{1,12} )?(?:customer|client|cliente|kunde|klant))")
_QUOTED = re.compile(r"['\"“„«‘]([^'\"“”„«»‘’]{2,80})['\"”“»’]\s*(?:de|of|from|von|für|for|di|da|van|del|con|with|pour|per)\s+")


def find_account(sheet: Sheet, *, by_person: bool) -> Found:
    """The account that the message names best; empty when it names none."""
    deal = sheet.first("deal")
    named = split_deal_name(_no_money(deal.line.text)) if deal else Named(None)
    deal_name = clean(deal.line.text) if deal else None
    labelled = _labelled(sheet)
    told = _told(sheet, by_person=by_person)
    if labelled is not None:
        name, sure = labelled
        return Found(name, deal_name or told.deal_name, named.product or told.product, sure)
    if named.account:
        return Found(named.account, deal_name, named.product, named.sure)
    if told.account:
        return replace(told, deal_name=deal_name or told.deal_name)
    return Found(None, deal_name or told.deal_name, named.product or told.product)


def _labelled(sheet: Sheet) -> tuple[str, bool] | None:
    account = sheet.first("account")
    if account:
        name = company_beside_person(account.line.text) or clean(account.line.text)
        return (name, True) if name else None
    client = sheet.first("client")
    if client is None:
        return None
    company = company_beside_person(client.line.text)
    name = company or clean(re.sub(r"\s*<\S+@\S+>|\s*\(?\S+@\S+\.\w+\)?", "", client.line.text))
    return (name, True) if name and not name.startswith("@") else None


def _told(sheet: Sheet, *, by_person: bool) -> Found:
    """The account as prose tells it: in the sentence of the win, else in the line that stands for the deal."""
    likely: Found | None = None
    for at, line in enumerate(sheet.prose):
        for pattern, strong in ((WON, True), (WON_ASIAN, True), (LIKELY, False)):
            for match in pattern.finditer(fold(line.text)):
                found = _around(line.text, match.start(), match.end())
                if found.account and (strong or by_person or read_amounts(line.text)):
                    if strong:
                        return found
                    likely = likely or found
        if at + 1 < len(sheet.prose) and says_won(fold(line.text)):
            found = _standing_alone(sheet.prose[at + 1])
            if found.account:
                return found
    return likely or Found()


def _around(text: str, start: int, end: int) -> Found:
    before, after = text[:start], text[end:]
    separated = _SEPARATED.match(after)
    if separated and after[separated.end() :].strip():
        found = _deal_phrase(after[separated.end() :])
        if found.account:
            return found
    quoted = _QUOTED.search(before) or _QUOTED.search(after)
    if quoted:
        name = name_at_start(quoted.string[quoted.end() :])
        if name:
            return Found(name, clean(quoted[1]), clean(quoted[1]), sure=True)
    bracket = _BRACKETS.search(re.sub(r"\s(?:has|have|is|was|has been|have been)\s*$", "", f"{before.rstrip()} ").rstrip())
    bracket = bracket or _BRACKETS.search(re.sub(r"\s(?:has|have|was|is)(?:\sbeen)?$", "", before.rstrip()))
    if bracket and not is_person(bracket[1]):
        return _of(split_deal_name(_no_money(bracket[1])), bracket[1])
    return _object(after) or _subject(before, after)


def _object(after: str) -> Found | None:
    """"… closed the deal with Acme", "… won Acme"."""
    match = _AFTER_VERB.match(after)
    rest = after[match.end() :] if match else after.lstrip()
    if separated := _SEPARATED.match(rest):
        rest = rest[separated.end() :]
    if read_amounts(rest[:12]) or _OURS.match(fold(rest)):
        return None
    name = name_at_start(_cut_clause(rest))
    if name is None or rest.startswith("<@"):
        return None
    return _of(split_deal_name(_extended(rest, name)), _extended(rest, name))


def _extended(rest: str, name: str) -> str:
    """The name with what belongs to the deal's name after it ("Acme" in "Acme – Pro plan just closed")."""
    phrase = _deal_words(_cut_clause(rest))
    return phrase if fold(phrase).startswith(fold(name)) else name


def _subject(before: str, after: str) -> Found:
    """"Acme has signed", "Raj Patel from Acme just signed up", "Acme portfolio deal moved to closed won"."""
    sentence = re.split(r"(?<=[!?。])\s|(?<=[a-z]\.)\s|\n", before)[-1].rstrip()
    sentence = re.sub(r"\s(?:has|have|just|is|was|been|now|finally|officially|hat|haben|ha|han|a|acaba de|heeft|moved to|is now)$", "", sentence)
    company = company_beside_person(sentence + " ")
    if company:
        return Found(company, None, None, sure=True)
    at_end = name_at_end(sentence)
    if at_end and fold(sentence).strip(" *'\"").endswith(fold(at_end)[-3:]):
        whole = _deal_words(sentence)
        named = split_deal_name(_no_money(whole if at_end in whole else at_end))
        if named.account:
            return _of(named, whole)
    if re.search(r"[-–—|]", sentence):
        return _of(split_deal_name(_no_money(_deal_words(sentence))), sentence)
    name = name_at_start(sentence) if sentence else None
    if name and not sentence.lstrip().startswith("<@"):
        return Found(name, None, None, sure=not is_person(name) or True)
    return Found()


def _standing_alone(line: Line) -> Found:
    """A line below "Deal won!" that is nothing but the deal's or the account's name, maybe with an amount."""
    text = _no_money(line.text)
    if len(text.split()) > 10 or not text or text.rstrip().endswith(("!", "?", ".")):
        return Found()
    if _deal_words(text) != clean(text):
        return Found()
    return _deal_phrase(line.text)


def _deal_phrase(text: str) -> Found:
    """The deal as a headline names it: "Acme – Pro plan — $5k (Jane Porter)", "Raj Patel from Acme"."""
    company = company_beside_person(text)
    if company:
        return Found(company, None, None, sure=True)
    phrase = _deal_words(_cut_clause(text))
    if not phrase or phrase.startswith("<@"):
        return Found()
    return _of(split_deal_name(phrase), phrase)


def _of(named: Named, deal_name: str) -> Found:
    if sum(letter.isalpha() for letter in named.account or "") < 2 or read_amounts((named.account or "")[:12]):
        return Found()
    return Found(named.account, clean(deal_name) or None, named.product, named.sure)


def _cut_clause(text: str) -> str:
    """The text up to the end of its first clause, without amounts and without who sold it."""
    text = re.split(r"[!?。！](?:\s|$)|\.\s|\.$|\n|;", text)[0] if not re.match(r"\W*\w\.\w\.", text) else text
    text = re.split(r",\s", _no_money(text))[0]
    text = re.split(r"\s(?=just |has |have |was |is |acabou |acaba |hat |heeft |via |by |closed |won |signed |worth |<@)", text)[0]
    bracket = _BRACKETS.search(text)
    return text[: bracket.start()] if bracket else text


def _no_money(text: str) -> str:
    """The text without the amounts in it and what leads to them; all that follows an amount goes as well."""
    for match in _MONEY.finditer(text):
        if read_amounts(match[0]) and match.start() > 0:
            return text[: match.start()]
    return text


def _deal_words(text: str) -> str:
    """The words from the start that can be a deal's name: names, products and what joins them."""
    text = clean(text)
    tokens = text.split()
    keep = 0
    for at, word in enumerate(tokens):
        bare = fold(word).strip("'\"(),.*")
        known = bare in PRODUCT or bare in MAYBE_PRODUCT or not word[:1].islower() or bare in _LINKS
        followed = any(fold(later) in _BINDERS for later in tokens[at + 1 : at + 4]) and at < 4
        if not known and not followed and not (at and not tokens[at - 1][:1].islower() and at >= 2 and tokens[at - 2] in "-–—|"):
            break
        keep = at + 1
    while keep and fold(tokens[keep - 1]) in _LINKS:
        keep -= 1
    return clean(" ".join(tokens[:keep]))


_BINDERS = frozenset({"for", "with", "para", "con", "com", "mit", "für", "fur", "pour", "avec", "per", "voor", "met"})
_LINKS = _BINDERS | {"&", "and", "of", "de", "du", "del", "da", "do", "y", "e", "und", "et", "van", "der", "den", "von", "la", "le", "the", "-", "di", "en"}


def accounts_listed(sheet: Sheet) -> list[DealFields]:
    """The deals of a summary: the lines that hold a name and an amount of their own."""
    deals: list[DealFields] = []
    lines = [*sheet.prose, *(_as_line(pair) for pair in sheet.pairs if pair.field is None)]
    for line in lines:
        text = re.sub(r"^\s*\d{1,3}[.)]\s+", "", line.text)
        amounts = read_amounts(text)
        found = _deal_phrase(text)
        if len(amounts) == 1 and found.account and not STATISTICS.search(fold(text)):
            seller = PersonHint(user_id=line.people[0]) if line.people else _bracketed(line)
            money = amounts[0]
            deals.append(
                DealFields(found.account, found.deal_name, money.amount, money.currency, None, seller, product=found.product)
            )
    return deals


def _as_line(pair: Pair) -> Line:
    return replace(pair.line, text=f"{pair.label}: {pair.line.text}", label=None)


def _bracketed(line: Line) -> PersonHint | None:
    bracket = _BRACKETS.search(line.text)
    return person_in(replace(line, text=bracket[1])) if bracket and is_person(bracket[1]) else None
