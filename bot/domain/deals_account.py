"""Whose deal it is: the account's name, from labels, from the deal's name or from the sentence that tells of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.deals_fields import Sheet
from bot.domain.deals_labels import LABEL_OF
from bot.domain.deals_marks import DEAL, MOVED, STAGE_LABEL, Mark, marks_in, says_won
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
)  # fmt: skip
from bot.domain.deals_phrase import BRACKETS, GOES_ON, cut_clause, deal_words, without_money
from bot.domain.deals_scripts import caseless_name, is_caseless
from bot.domain.deals_shapes import set_apart
from bot.domain.deals_words import GLAD, KUDOS, MAYBE_PRODUCT, fold
from bot.domain.messages import Line
from bot.domain.money import amount_at, read_amounts


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
_SEPARATED = re.compile(r"^\s*(?:[:：!！–—|,→➡➜»-]|\.\s)+\s*")
_PLAIN = re.compile(r"\W*$|\W*[!,.(:–—-]|\s*(?:for|at|with|today|just now|on|and)\b|\s*[$€£₹\d]")
_IN_CRM = re.compile(
    r"^(?: deal| opportunity)? (?:in|on|via|from) (?:the )?(?:HubSpot|Salesforce|Pipedrive|Close|Zoho(?: CRM)?"
    r"|Dynamics(?: 365)?|Copper|Attio|Freshsales"
    r"|Monday|Odoo|Bitrix24|SugarCRM|Insightly|Streak|CRM)(?=\s*[:!,.–—-])",
    re.I,
)
_GENERIC = re.compile(
    r"^\W*(?:(?:your|our|the|tu|su|seu|sua|o|a|la|el|votre|l'|dein|ihr|der|die|il tuo|de) ?)?(?:opportunity"
    r"|deal|negocio|negócio"
    r"|oportunidad|oportunidade|auftrag|affaire|opportunité|trattativa|opportunità|opdracht|verkaufschance|trato)\s+",
    re.I,
)
_INLINE_LABEL = re.compile(r"^\W*(?:deal|deal name|opportunity|customer|client|account|company)\s?:\s+", re.I)
_NAME_LABELS = frozenset(
    {"name", "nome", "nombre", "nom", "naam", "namn", "navn", "nazwa", "ten", "名称", "名前", "이름", "الاسم"}
)
_OURS = re.compile(
    r"(?:our|my|this|nuestr[oa]|noss[oa]|unser\w{0,2}|notre|nostr[oa]|onze?) "
    r"(?!(?:\w{1,12} )?(?:customer|client|cliente|kunde|klant))"
)
_QUOTED = re.compile(
    r"['\"“„«‘]([^'\"“”„«»‘’]{2,80})['\"”“»’]\s*(?:de|of|from|von|für|for|di|da|van|del|con|with|pour|per)\s+"
)


def find_account(sheet: Sheet, *, by_person: bool) -> Found:
    """The account that the message names best; empty when it names none."""
    deal = sheet.first("deal")
    named = split_deal_name(without_money(bind(deal.line.text))) if deal else Named(None)
    deal_name = clean(deal.line.text) if deal else None
    labelled = _labelled(sheet)
    told = _told(sheet, by_person=by_person)
    if labelled is not None:
        name, sure = labelled
        sure = sure and not (is_person(name) and named.sure and _strangers(name, named.account))
        return Found(name, deal_name or told.deal_name, named.product or told.product, sure)
    if named.account:
        return Found(named.account, deal_name, named.product, named.sure)
    if told.account:
        return replace(told, deal_name=deal_name or told.deal_name)
    hinted = _hinted(sheet)
    if hinted.account:
        return replace(hinted, deal_name=deal_name or hinted.deal_name)
    return Found(None, deal_name or told.deal_name, named.product or told.product)


def _strangers(name: str, other: str | None) -> bool:
    return other is not None and fold(other) not in fold(name) and fold(name) not in fold(other)


def _hinted(sheet: Sheet) -> Found:
    """The account out of a label that only speaks of a deal ("Deal stage changed: Acme", "Name: Acme renewal")."""
    for pair in sheet.pairs:
        about = {LABEL_OF.get(word) for word in fold(pair.label).split()} & {"deal", "account", "client"}
        if (pair.field is None and about) or fold(pair.label) in _NAME_LABELS:
            found = deal_phrase(pair.line.text)
            if found.account and not says_won(fold(pair.line.text)):
                return replace(found, sure=found.sure and not (pair.field == "contact" and is_person(pair.line.text)))
    for pair in sheet.pairs:
        if pair.field in (None, "product") and amount_at(pair.line.text) and (found := deal_phrase(pair.line.text)).account:
            return replace(found, sure=False)
    return _titled(sheet)


_HEADED = re.compile(r"[^:：–—|]{3,40}?\s*(?:[:：–—|]|\s-)\s+")


def _titled(sheet: Sheet) -> Found:
    """The name that stands alone above or among the fields of which one says that the stage is won."""
    if not any(says_won(fold(f"{pair.label}: {pair.line.text}")) for pair in sheet.pairs):
        return Found()
    return next((found for line in sheet.prose[:3] if (found := _standing_alone(line)).account), Found())


def _labelled(sheet: Sheet) -> tuple[str, bool] | None:
    account = sheet.first("account")
    if account:
        name = company_beside_person(account.line.text) or clean(without_money(account.line.text))
        return (name, True) if name else None
    client = sheet.first("client")
    if client is None or _MONEY_FIRST.match(client.line.text):
        return None
    company = company_beside_person(client.line.text)
    name = company or clean(re.sub(r"\s*<\S+@\S+>|\s*\(?\S+@\S+\.\w+\)?", "", without_money(client.line.text)))
    return (name, True) if name and not name.startswith("@") else None


# A person's name before one of these is who did it, if the sentence names somebody else too.
_ACTS = re.compile(r"\s(?:(?:has|have|just|finally) ){0,2}(?:sold|closed|won|landed|bagged|secured|brought|moved|marked)\s")


def _told(sheet: Sheet, *, by_person: bool) -> Found:
    """The account as prose tells it: in the sentence of the win, else in the line that stands for the deal."""
    likely: Found | None = None
    unnamed: Found | None = None
    priced = by_person or bool(sheet.first("amount")) or any(read_amounts(line.text) for line in sheet.prose)
    lines = [replace(line, text=_unpriced(bind(line.text))) for line in sheet.prose]
    for at, line in enumerate(lines):
        marks = marks_in(fold(line.text))
        for mark in sorted(marks, key=lambda mark: not mark.strong):
            found = _beside(line, mark)
            if not mark.strong and not _plainly(line.text[mark.end :]):
                found = replace(found, sure=False)
            if found.account and is_person(found.account):
                found = _instead(lines[at + 1 : at + 3], found)
                acts = _ACTS.match(line.text[line.text.find(found.account) + len(found.account) :])
                others = [_beside(line, other) for other in marks if other is not mark]
                found = next(
                    (
                        other
                        for other in others
                        if other.account and other.account != found.account and (acts or not is_person(other.account))
                    ),
                    found,
                )
            if found.account and (mark.strong or priced):
                if mark.strong:
                    return found
                likely = likely or found
            elif mark.strong and found.deal_name:
                unnamed = unnamed or found
        if marks:
            found = _neighbour(lines, at, strong=any(mark.strong for mark in marks))
            if found.account:
                return found
    return likely or unnamed or _beside_amount(lines)


# Words with capitals in the middle of a sentence.
_RUN = re.compile(
    r"(?<=[a-z,] )[^\W\d_a-z][\w'’.-]*(?: (?:&|of|de|and|und|et|y|[^\W\d_a-z][\w'’.-]*)){0,4}(?=[ ,.!(]|$)"
)


def _beside_amount(lines: list[Line]) -> Found:
    """The name that stands right before an amount, in a message whose words for a win stand elsewhere."""
    for line in lines:
        at = amount_at(line.text)
        if at:
            text = re.split(r"[:：]\s+|[!?]\s+", without_money(line.text))[-1]
            name = name_at_end(text) or name_at_start(text)
            if name:
                return replace(_of_name(name), sure=False)
            runs = [run for run in (clean(run[0]) for run in _RUN.finditer(line.text[1:])) if name_at_start(run) == run]
            if len(set(runs)) == 1:
                return replace(_of_name(runs[0]), sure=False)
    return Found()


def _instead(below: list[Line], found: Found) -> Found:
    """What stands below "Jo Park closed a deal!", which names the seller, else what was found."""
    other = _standing_alone(below[0]) if below else Found()
    priced = any(amount_at(line.text) is not None for line in below)
    is_deal = other.account and (amount_at(below[0].text) is not None or not is_person(other.account))
    return other if is_deal and priced else found


def _neighbour(lines: list[Line], at: int, *, strong: bool) -> Found:
    """The line below "Deal won!", or the one above "$12k closed won", that is nothing but a name."""
    for other in (at + 1, at - 1):
        if 0 <= other < len(lines) and (strong or other > at):
            line = lines[other]
            apart = set_apart(line) if line.links or line.bold else None
            found = _of_name(apart) if apart else _standing_alone(line)
            if found.account:
                return found
    return Found()


def _of_name(text: str) -> Found:
    company = company_beside_person(text)
    if company:
        return Found(company, None, None, sure=True)
    bound = bind(text)
    return _of(split_deal_name(without_money(bound)), bound)


def _beside(line: Line, mark: Mark) -> Found:
    """The account in the line that speaks of the win: set apart, else where the sentence puts it."""
    apart = set_apart(line)
    if apart and not line.text.startswith(f"<@{apart}"):
        found = _of_name(apart)
        after_deal = DEAL.search(fold(line.text[max(0, line.text.find(apart) - 24) : line.text.find(apart)]))
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
    return apart in line.bold and not KUDOS.search(fold(before)[-40:]) and not _ACTS.match(after)


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
            return _of_name(bracket[1])
        between = between[match.end() :] if (match := _LINKED_BY.match(fold(between))) else between
        if re.match(r"\s*[:–—'\"“„«-]", between) or MOVED.match(fold(between).lstrip()):
            continue
        clause = re.split(r"\s?[:：]\s", cut_clause(between.strip(" \"'“”„«»")))[0]
        name = name_at_start(clause)
        if name and len(name) > 1 and amount_at(name) != 0:
            return _of(split_deal_name(_extended(clause, name)), clause)
    return Found()


def _plainly(after: str) -> bool:
    """Whether what follows "signed" or "closed" ends the thought or goes on with the name or the amount."""
    match = _AFTER_VERB.match(after)
    return bool(_PLAIN.match(after)) or name_at_start(after[match.end() :] if match else after) is not None


# "Deal status: Open → Won (Acme)": what stands before the arrow is the stage it left.
_FROM_STAGE = re.compile(r"[:：]\s*[^:：→>]{2,30}\s*(?:→|->|=>|➜|➔|⇒|»)\W*$")
_BRACKET_FIRST = re.compile(r"\W{0,3}\(([^()]{2,80})\)")


def _around(text: str, start: int, end: int) -> Found:
    before, after = text[:start], text[end:]
    if DEAL.match(fold(text[start:end])):
        before = re.sub(r"^The ", "", before)  # "The Acme opportunity is won"
    after = re.sub(r"^ (?:by|von|por|par|da|door) <@\w+>(?=\s*[:,–—-])", "", after)
    after = _IN_CRM.sub("", after)
    done_by = re.match(r"\s(?:by|von|por|par|da|door|przez)\s([^:,–—]{3,50}?)(?=\s?[:–—]\s)", after)
    beyond = after[done_by.end() :].lstrip(" :–—") if done_by else ""
    if done_by and is_person(done_by[1]) and name_at_start(beyond) and amount_at(beyond[:40]) != 0:
        after = after[done_by.end() :]
    bracket = _BRACKET_FIRST.match(after) if _FROM_STAGE.search(before) else None
    if bracket and amount_at(bracket[1]) is None:
        return _of_name(bracket[1])
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
    if re.search(r"sign|assin|firm|unter|getek|accep|acep|aceit|appro|angenom|podpis|akkoord|award|adjudic", fold(text[start:end])):
        after = re.sub(r"^ (?:by|por|pela|pelo|von|par|da|door|przez|av|af|from|de) ", " ", after)
    return (None if next_sentence else _object(after)) or _subject(before)


def _object(after: str) -> Found | None:
    """ "… closed the deal with Acme", "… won Acme"."""
    after = _without_deal(after)
    match = _AFTER_VERB.match(after)
    rest = after[match.end() :] if match else after.lstrip()
    if separated := _SEPARATED.match(rest):
        rest = rest[separated.end() :]
    if amount_at(rest[:40]) == 0 or _OURS.match(fold(rest)):
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


# "a $28,500 deal with Acme"
_PRICED_DEAL = re.compile(
    r"(?<=\s)(an?|the|un|une|una|ein|einen|een|um|uma)\s[^\s\w]{0,3}\d[\d.,']{0,16}\S{0,3}(?:\s[A-Z]{3})?\s"
    r"(?=(?:\w{1,12}\s)?(?:deal|contract|sale|agreement|order|trato|contrato|negocio|venta|venda|contrat|vertrag"
    r"|auftrag|contratto|estimate)\b)",
    re.I,
)


def _unpriced(text: str) -> str:
    """The text without amounts that stand inside of the deal's or the account's name."""
    return _PRICED_DEAL.sub(r"\1 ", _PRICED_ASIDE.sub(" ", text))


_PRICED_ASIDE = re.compile(r"\s\([^()]{0,6}\d[\d.,' ]{0,16}[^()]{0,6}\)\s(?=(?:for|with|para|con|fur|pour|per|voor)\s)")


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


def _standing_alone(line: Line) -> Found:
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


_MONEY_FIRST = re.compile(r"\W{0,3}[$€£₹¥₩₺₽]\s?\d")


def _of(named: Named, deal_name: str) -> Found:
    folded = fold(named.account or "")
    if folded in LABEL_OF or DEAL.fullmatch(folded) or STAGE_LABEL.fullmatch(folded) or _MONEY_FIRST.match(folded):
        return Found()
    if re.fullmatch(r"[A-Za-z]{1,10}-\d{1,7}", named.account or ""):
        named = replace(named, sure=False)
    if sum(letter.isalpha() for letter in named.account or "") < 2 or amount_at((named.account or "")[:40]) == 0:
        return Found()
    return Found(named.account, clean(deal_name) or None, named.product, named.sure)
