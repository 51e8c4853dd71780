"""Whose deal it is: the account's name, from labels, from the deal's name or from the sentence that tells of it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.deals_labels import LABEL_OF
from bot.domain.deals_marks import marks_in, says_won
from bot.domain.deals_names import (
    Named,
    bind,
    clean,
    company_beside_person,
    is_person,
    name_at_end,
    name_at_start,
    split_deal_name,
)
from bot.domain.deals_phrase import without_money
from bot.domain.deals_sentence import (
    ACTS,
    MONEY_FIRST,
    OURS,
    Found,
    beside,
    deal_phrase,
    is_plain,
    of_name,
    standing_alone,
)
from bot.domain.deals_shapes import set_apart
from bot.domain.deals_sheet import Sheet
from bot.domain.deals_words import fold
from bot.domain.messages import Line
from bot.domain.money import amount_at, read_amounts

_NAME_LABELS = frozenset(
    {"name", "nome", "nombre", "nom", "naam", "namn", "navn", "nazwa", "ten", "名称", "名前", "이름", "الاسم"}
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
        if (
            pair.field in (None, "product")
            and amount_at(pair.line.text)
            and (found := deal_phrase(pair.line.text)).account
        ):
            return replace(found, sure=False)
    return _titled(sheet)


def _titled(sheet: Sheet) -> Found:
    """The name that stands alone above or among the fields of which one says that the stage is won."""
    if not any(says_won(fold(f"{pair.label}: {pair.line.text}")) for pair in sheet.pairs):
        return Found()
    return next((found for line in sheet.prose[:3] if (found := standing_alone(line)).account), Found())


def _named(text: str) -> str:
    """A labelled value up to a part that only says what was done ("Acme, contract signed")."""
    name, comma, rest = text.partition(", ")
    return name if comma and not rest[:1].isupper() and marks_in(fold(rest)) else text


def _labelled(sheet: Sheet) -> tuple[str, bool] | None:
    account = sheet.first("account")
    if account:
        name = company_beside_person(account.line.text) or clean(without_money(_named(account.line.text)))
        return (name, True) if name else None
    client = sheet.first("client")
    if client is None or MONEY_FIRST.match(client.line.text):
        return None
    company = company_beside_person(client.line.text)
    name = company or clean(re.sub(r"\s*<\S+@\S+>|\s*\(?\S+@\S+\.\w+\)?", "", without_money(_named(client.line.text))))
    return (name, True) if name and not name.startswith("@") else None


def _told(sheet: Sheet, *, by_person: bool) -> Found:
    """The account as prose tells it: in the sentence of the win, else in the line that stands for the deal."""
    likely: Found | None = None
    unnamed: Found | None = None
    priced = by_person or bool(sheet.first("amount")) or any(read_amounts(line.text) for line in sheet.prose)
    lines = [replace(line, text=_unpriced(bind(line.text))) for line in sheet.prose]
    for at, line in enumerate(lines):
        marks = marks_in(fold(line.text))
        for mark in sorted(marks, key=lambda mark: not mark.strong):
            found = beside(line, mark)
            if not mark.strong and not is_plain(line.text[mark.end :]):
                found = replace(found, sure=False)
            if found.account and is_person(found.account):
                found = _instead(lines[at + 1 : at + 3], found)
                others = [beside(line, other) for other in marks if other is not mark]
                found = _rather(line.text, found, others)
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
                return replace(of_name(name), sure=False)
            runs = [run for run in (clean(run[0]) for run in _RUN.finditer(line.text[1:])) if name_at_start(run) == run]
            if len(set(runs)) == 1 and not OURS.search(fold(line.text)):
                return replace(of_name(runs[0]), sure=False)
    return Found()


def _instead(below: list[Line], found: Found) -> Found:
    """What stands below "Jo Park closed a deal!", which names the seller, else what was found."""
    other = standing_alone(below[0]) if below else Found()
    priced = any(amount_at(line.text) is not None for line in below)
    is_deal = other.account and (amount_at(below[0].text) is not None or not is_person(other.account))
    return other if is_deal and priced else found


def _rather(text: str, found: Found, others: list[Found]) -> Found:
    """What another mark of the line names, if what was found is a person's name or the one who did it."""
    name = found.account or ""
    acts = ACTS.match(text[text.find(name) + len(name) :])
    for other in others:
        if other.account and other.account != name and (acts or not is_person(other.account)):
            return other
    return found


def _neighbour(lines: list[Line], at: int, *, strong: bool) -> Found:
    """The line below "Deal won!", or the one above "$12k closed won", that is nothing but a name."""
    for other in (at + 1, at - 1):
        if 0 <= other < len(lines) and (strong or other > at):
            line = lines[other]
            apart = set_apart(line) if line.links or line.bold else None
            found = of_name(apart) if apart else standing_alone(line)
            if found.account:
                return found
    return Found()


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
