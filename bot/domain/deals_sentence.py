"""Whose deal it is by the grammar of one line: beside the words for the win, as subject, object or in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.deals_labels import LABEL_OF
from bot.domain.deals_marks import DEAL, MOVED, STAGE_LABEL, Mark, says_won
from bot.domain.deals_names import (
    Named,
    bind,
    clean,
    company_beside_person,
    is_legal,
    is_person,
    name_at_end,
    name_at_start,
    split_deal_name,
)
from bot.domain.deals_phrase import BRACKETS, GOES_ON, cut_clause, deal_words, without_money
from bot.domain.deals_scripts import caseless_name, is_caseless
from bot.domain.deals_shapes import set_apart
from bot.domain.deals_words import GLAD, KUDOS, MAYBE_PRODUCT, fold
from bot.domain.messages import Line
from bot.domain.money import amount_at


@dataclass(frozen=True)
class Found:
    """The account's name, what the deal is called and sells, and whether we would bet on the name."""

    account: str | None = None
    deal_name: str | None = None
    product: str | None = None
    sure: bool = False


_AFTER_VERB = re.compile(
    r"^\s*(?:received\s|back\s)?(?:(?:(?:a|the|un|el|o|den|le|il|de) )?(?:new )?"
    r"(?:deal|contract|agreement|trato|negocio|acuerdo|contrato|negócio|Vertrag|contrat|contratto|accordo)\s+)?"
    r"(?:(?:la cuenta|a conta|el proyecto|o projeto|le projet|das projekt|il progetto|het project|the project"
    r"|the account|the business|the customer|el cliente|o cliente|le client|den kunden|il cliente"
    r"|de klant|kontrakt|umowę|szansę|sözleşme)\s)?(?:(?:do|da|du|del|della|van|z|ze|med|hos|ile|voor|with|con"
    r"|com|mit|avec|met|on|for|at|of|von|de|from|over|a|an|chez|bei|para|pour|per|por|par|cu|s|se|od|с|з|со|от|від)\s+)?"
    r"(?-i:(?:la|el|the|o|a|os|as|den|die|der|das|le|il|de|het|lo)\s+|l')?(?=\S)",
    re.I,
)
_SEPARATED = re.compile(r"^\s*(?:[:：!！–—|,→➡➜»\])-]|\.\s)+\s*")
_PLAIN = re.compile(
    r"\W*$|\W*[!,.(:–—-]|\s*(?:for|at|with|today|just now|on|and|alert|announcement|notification)\b|\s*[$€£₹\d]"
)
_IN_CRM = re.compile(
    r"^(?: deal| opportunity)? (?:in|on|via|from) (?:the )?(?:HubSpot|Salesforce|Pipedrive|Close|Zoho(?: CRM)?"
    r"|Dynamics(?: 365)?|Copper|Attio|Freshsales"
    r"|Monday|Odoo|Bitrix24|SugarCRM|Insightly|Streak|SFDC|CRM)(?=\s*(?:[:!,.–—-]|$))",
    re.I,
)
_GENERIC = re.compile(
    r"^\W*(?:(?:your|our|the|tu|su|seu|sua|o|a|la|el|votre|l'|dein|ihr|der|die|il tuo|de) ?)?(?:opportunity"
    r"|deal|negocio|negócio"
    r"|oportunidad|oportunidade|auftrag|affaire|opportunité|trattativa|opportunità|opdracht|verkaufschance|trato)\s+",
    re.I,
)
_INLINE_LABEL = re.compile(r"^\W*(?:deal|deal name|opportunity|customer|client|account|company)\s?:\s+", re.I)
OURS = re.compile(
    r"(?:our|my|this|nuestr[oa]|noss[oa]|unser\w{0,2}|notre|nostr[oa]|onze?) "
    r"(?!(?:\w{1,12} )?(?:customer|client|cliente|kunde|klant))"
)
_QUOTED = re.compile(
    r"['\"“„«‘]([^'\"“”„«»‘’]{2,80})['\"”“»’]\s*(?:de|of|from|von|für|for|di|da|van|del|con|with|pour|per)\s+"
)


# A person's name before one of these is who did it, if the sentence names somebody else too.
ACTS = re.compile(
    r"\s(?:(?:has|have|just|finally) ){0,2}(?:sold|closed|won|landed|bagged|secured|brought|moved|marked)\s"
)


def of_name(text: str) -> Found:
    company = company_beside_person(text)
    if company:
        return Found(company, None, None, sure=True)
    bound = bind(text)
    return _of(split_deal_name(without_money(bound)), bound)


def beside(line: Line, mark: Mark) -> Found:
    """The account in the line that speaks of the win: set apart, else where the sentence puts it."""
    apart = set_apart(line)
    if apart and not line.text.startswith(f"<@{apart}"):
        found = of_name(apart)
        before = line.text[max(0, line.text.find(apart) - 24) : line.text.find(apart)]
        after_deal = DEAL.search(fold(before)) or (before and before[-1] in "\"'“„«「")
        if found.account and (line.links or after_deal or not is_person(apart) or _is_bold_subject(line, apart)):
            return found
    if is_caseless(line.text):
        name = caseless_name(line.text)
        if name:
            named = split_deal_name(name)
            return Found(named.account or name, name, named.product, sure=True)
    if framed := _framed(line.text, mark):
        return framed
    if mark.strong and (found := _between(line.text, mark)).account:
        return found
    return _around(line.text, mark.start, mark.end)


def _is_bold_subject(line: Line, apart: str) -> bool:
    """Whether a bold name that could be a person's is whose deal it is: nobody is thanked, and it did not sell."""
    before, _, after = line.text.partition(apart)
    return apart in line.bold and not KUDOS.search(fold(before)[-40:]) and not ACTS.match(after)


_AUXILIARY = re.compile(r"(?<!\w)(?:hat|haben|habe|hab|heeft|hebben|heb|har)\s")


def _framed(text: str, mark: Mark) -> Found | None:
    """ "Jo Park hat Acme gewonnen": the name between the two halves of the verb; None where there is none."""
    halves = list(_AUXILIARY.finditer(fold(text), max(0, mark.start - 120), mark.start))
    between = text[halves[-1].end() : mark.start] if halves else ""
    match = _AFTER_VERB.match(between)
    name = name_at_start(cut_clause(between[match.end() :] if match else between))
    found = _of(split_deal_name(name), name) if name else None
    return found if found and found.account else None


_CODE = re.compile(r"\s*(?:#|n[ºo°]\.?\s?)?[A-Z]{0,4}-?#?\d[\w-]*\s")
_LINKED_BY = re.compile(
    r"\s*(?:(?:for|with|from|of|fran|fra|de|da|do|del|con|com|para|mit|von|bei|avec|di|per|met|van|voor|med|z"
    r"|od|i)\s|d')?"
)


def _between(text: str, mark: Mark) -> Found:
    """ "The opportunity Acme has been won": the name between the word for a deal and the word for its end."""
    begin = max(text.rfind(stop, 0, mark.start) for stop in ("! ", "? ", "\n")) + 1
    nouns = list(DEAL.finditer(fold(text), begin, mark.start))
    for noun in nouns[:2]:
        between = text[noun.end() : mark.start]
        code = _CODE.match(between)
        between = between[code.end() :] if code else between
        bracket = _BRACKET_FIRST.match(between) if code else None
        if bracket and amount_at(bracket[1]) is None:
            return of_name(bracket[1])
        between = between[match.end() :] if (match := _LINKED_BY.match(fold(between))) else between
        if re.match(r"\s*[:–—'\"“„«-]", between) or MOVED.match(fold(between).lstrip()):
            continue
        clause = re.split(r"\s?[:：]\s", cut_clause(between.strip(" \"'“”„«»")))[0]
        name = name_at_start(clause)
        if name and len(name) > 1 and amount_at(name) != 0:
            return _of(split_deal_name(_extended(clause, name)), clause)
    return Found()


def is_plain(after: str) -> bool:
    """Whether what follows "signed" or "closed" ends the thought or goes on with the name or the amount."""
    match = _AFTER_VERB.match(after)
    return bool(_PLAIN.match(after)) or name_at_start(after[match.end() :] if match else after) is not None


# "Deal status: Open → Won (Acme)": what stands before the arrow is the stage it left.
_FROM_STAGE = re.compile(r"[:：]\s*[^:：→>]{2,30}\s*(?:→|->|=>|➜|➔|⇒|»)\W*$")
_BRACKET_FIRST = re.compile(r"\W{0,3}\(([^()]{2,80})\)")


_SUCCESSFULLY = re.compile(
    r"^ (?:successfully|con éxito|com sucesso|avec succès|erfolgreich|con successo|met succes)(?=\s*[:!–—-])", re.I
)


def _around(text: str, start: int, end: int) -> Found:
    before, after = text[:start], text[end:]
    if DEAL.match(fold(text[start:end])):
        before = re.sub(r"^The ", "", before)  # "The Acme opportunity is won"
    after = re.sub(r"^ (?:by|von|por|par|da|door) <@\w+>(?=\s*[:,–—-])", "", after)
    after = _SUCCESSFULLY.sub("", _IN_CRM.sub("", after))
    done_by = re.match(r"\s(?:by|von|por|par|da|door|przez)\s([^:,–—]{3,50}?)(?=\s?[:–—]\s)", after)
    beyond = after[done_by.end() :].lstrip(" :–—") if done_by else ""
    if done_by and is_person(done_by[1]) and name_at_start(beyond) and amount_at(beyond[:40]) != 0:
        after = after[done_by.end() :]
    bracket = _BRACKET_FIRST.match(after) if _FROM_STAGE.search(before) else None
    if bracket and amount_at(bracket[1]) is None:
        return of_name(bracket[1])
    separated = _SEPARATED.match(after)
    ends_here = separated is not None and separated[0].lstrip().startswith(".")
    next_sentence = ends_here and bool(name_at_end(before) or name_at_start(before))
    if separated and not next_sentence and after[separated.end() :].strip():
        found = deal_phrase(after[separated.end() :])
        cries = separated[0].lstrip().startswith(("!", "！"))
        told = _subject(before) if cries and found.account is None and found.deal_name else None
        if found.account or found.deal_name:
            return told if told and told.account else found
    quoted = _QUOTED.search(before) or _QUOTED.search(after)
    if quoted:
        name = name_at_start(quoted.string[quoted.end() :])
        if name:
            return Found(name, clean(quoted[1]), clean(quoted[1]), sure=True)
    bracket = BRACKETS.search(
        re.sub(r"\s(?:has|have|is|was|has been|have been)\s*$", "", f"{before.rstrip()} ").rstrip()
    )
    bracket = bracket or BRACKETS.search(re.sub(r"\s(?:has|have|was|is)(?:\sbeen)?$", "", before.rstrip()))
    if bracket and not is_person(bracket[1]) and fold(bracket[1]) not in MAYBE_PRODUCT:
        return _of(split_deal_name(without_money(bracket[1])), bracket[1])
    if re.search(
        r"sign|assin|firm|unter|getek|accep|acep|aceit|appro|angenom|podpis|akkoord|award|adjudic",
        fold(text[start:end]),
    ):
        after = re.sub(r"^ (?:by|por|pela|pelo|von|par|da|door|przez|av|af|from|de) ", " ", after)
    sold_to = None if next_sentence else _object(after)
    return sold_to if sold_to and sold_to.account else _subject(before)


def _object(after: str) -> Found | None:
    """ "… closed the deal with Acme", "… won Acme"."""
    after = _without_deal(after)
    match = _AFTER_VERB.match(after)
    rest = after[match.end() :] if match else after.lstrip()
    if separated := _SEPARATED.match(rest):
        rest = rest[separated.end() :]
    if amount_at(rest[:40]) == 0 or OURS.match(fold(rest)):
        return None
    name = name_at_start(cut_clause(rest))
    if name is None or rest.startswith("<@"):
        return None
    return _of(split_deal_name(_extended(rest, name)), _extended(rest, name))


_ARTICLE = re.compile(
    r"\s*(?:(?:a|an|the|our|la|le|el|un|una|o|uma|um|il|lo|den|das|die|ein|einen|de|het|een|et|en)\s|l')?"
)


def _without_deal(after: str) -> str:
    """ "… la vendita con Acme" from the word for a deal on: " con Acme"."""
    folded = fold(after[:60])
    article = _ARTICLE.match(folded)
    noun = DEAL.match(folded, article.end()) if article else None
    return after[noun.end() :] if noun and folded[noun.end() : noun.end() + 1] == " " else after


def _extended(rest: str, name: str) -> str:
    """The name with what belongs to the deal's name after it ("Acme" in "Acme – Pro plan just closed")."""
    phrase = deal_words(cut_clause(rest))
    return phrase if fold(phrase).startswith(fold(name)) else name


def _subject(before: str) -> Found:
    """ "Acme has signed", "Raj Patel from Acme just signed up", "Acme portfolio deal moved to closed won"."""
    sentence = _last_sentence(before).rstrip(" →-–—|:>=➜(")
    sentence = re.split(r"[:：]\s+", sentence)[-1]
    sentence = re.sub(
        r"\s(?:has|have|just|is|was|been|now|finally|officially|hat|haben|ha|han|a|acaba de|heeft|moved to|is now)$",
        "",
        sentence,
    )
    company = company_beside_person(sentence + " ")
    if company:
        return Found(company, None, None, sure=True)
    sentence = re.sub(r"^The (?=.{2,80} (?:deal|opportunity|account|contract)$)", "", sentence)
    sentence = _GENERIC.sub("", sentence) or sentence
    sentence = _LEADING_AMOUNT.sub("", sentence)
    if MOVED.match(fold(sentence)):
        return Found()
    if of_name := _STAGE_OF.search(sentence):
        return deal_phrase(of_name[1])
    sentence = _CRY.sub("", sentence) if GLAD.match(fold(sentence)) else sentence
    at_end = name_at_end(sentence)
    whole = deal_words(_GENERIC.sub("", sentence))
    nothing_else = whole == clean(sentence) and name_at_start(whole) is not None
    if nothing_else or (at_end and fold(sentence).strip(" *'\"").endswith(fold(at_end)[-3:])):
        named = split_deal_name(without_money(whole if not at_end or at_end in whole else at_end))
        if named.account:
            return _of(named, whole)
    if re.search(r"[-–—|]", sentence):
        return _of(split_deal_name(without_money(deal_words(sentence))), sentence)
    name = name_at_start(sentence) if sentence else None
    if name and not sentence.lstrip().startswith("<@"):
        return _of(split_deal_name(name), name)
    return Found()


_LEADING_AMOUNT = re.compile(r"^\W{0,3}\d[\d.,' ]{0,16}\S{0,4}(?:\s[A-Z]{3})?\s[–—|:·/-]\s+")
_CRY = re.compile(r"^\w{2,12}[,!]\s+")
# "changed the stage of Acme from Proposal to Closed Won"
_STAGE_OF = re.compile(
    r"(?i:stage|status|phase|etapa|estado|fase|étape|statut|stato)\s(?i:of|for|de|do|da|du|von|van|di)\s(.{2,80}?)"
    r"(?:\s(?:from|to|de|a|para|von|auf|van|naar|da)\s.*)?$"
)


def _last_sentence(text: str) -> str:
    begin = 0
    for stop in re.finditer(r"[!?。]\s|\.\s|\n", text):
        word = (text[: stop.start() + 1].split() or [""])[-1]
        if not (stop[0][0] == "." and (is_legal(word) or re.fullmatch(r"(?:\w{1,2}\.){1,4}", word))):
            begin = stop.end()
    return text[begin:].rstrip()


_HEADED = re.compile(r"[^:：–—|]{3,40}?\s*(?:[:：–—|]|\s-)\s+")


def standing_alone(line: Line) -> Found:
    """A line below "Deal won!" that is nothing but the deal's or the account's name, maybe with an amount."""
    headed = _HEADED.match(line.text)
    if headed and DEAL.search(head := fold(headed[0])) and not says_won(head):
        line = replace(line, text=line.text[headed.end() :])
    text = without_money(line.text)
    if len(text.split()) > 10 or not text or text.rstrip().endswith(("!", "?", ".")):
        return Found()
    if deal_words(text) != clean(text):
        return Found()
    return deal_phrase(line.text)


def deal_phrase(text: str) -> Found:
    """The deal as a headline names it: "Acme – Pro plan — $5k (Jane Porter)", "Raj Patel from Acme"."""
    text = bind(text)
    company = company_beside_person(text)
    if company:
        return Found(company, None, None, sure=True)
    if amount_at(text[:40].lstrip(" (*")) == 0:
        return Found()
    clause = clean(cut_clause(_INLINE_LABEL.sub("", text)))
    phrase = deal_words(clause)
    if not phrase or phrase.startswith("<@"):
        return Found()
    cut_at = fold(clause[len(phrase) :]).split()
    if cut_at and cut_at[0].isalpha() and cut_at[0] not in GOES_ON and not re.search(r"\s[-–—|]\s", phrase):
        return Found(None, clause)
    return _of(split_deal_name(phrase), phrase)


MONEY_FIRST = re.compile(r"\W{0,3}[$€£₹¥₩₺₽]\s?\d")


def _of(named: Named, deal_name: str) -> Found:
    folded = fold(named.account or "")
    if folded in LABEL_OF or DEAL.fullmatch(folded) or STAGE_LABEL.fullmatch(folded) or MONEY_FIRST.match(folded):
        return Found()
    if re.fullmatch(r"[A-Za-z]{1,10}-\d{1,7}", named.account or ""):
        named = replace(named, sure=False)
    if sum(letter.isalpha() for letter in named.account or "") < 2 or amount_at((named.account or "")[:40]) == 0:
        return Found()
    return Found(named.account, clean(deal_name) or None, named.product, named.sure)
