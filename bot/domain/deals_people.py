"""Who sold the deal and who takes it over, from labels, mentions and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from bot.domain.deals_marks import marks_in
from bot.domain.deals_names import is_person
from bot.domain.deals_sheet import Pair, Sheet
from bot.domain.deals_types import PersonHint
from bot.domain.deals_words import HANDED, KUDOS
from bot.domain.folding import fold, phrase
from bot.domain.messages import Line
from bot.domain.money import read_amounts

MOST_PEOPLE = 20
_CLOSER = re.compile(
    r"\(([^()]{3,60})\)\W{0,5}$"
    r"|\b(?:[Cc]losed|[Ww]on|[Ss]old|[Ll]anded) by ((?:[^\W\d_a-z][\w.'’-]{0,30} ?){2,4})"
    r"|^\W{0,5}((?:[^\W\d_a-z][\w.'’-]{0,30} ){2,4})(?:has |have )?(?:just )?(?:closed|won|landed|signed) "
    r"|\bby ((?:[^\W\d_a-z][\w.'’-]{0,30} ?){2,4})\W{0,3}$"
)
_NAME = r"(?:[^\W\d_a-zà-ÿ][\w.'’-]{0,30} ?){2,4}"
_PRAISE = (
    r"[Cc]ongrat\w*|[Kk]udos|[Ff]elicidades|[Ee]nhorabuena|[Pp]arab[eé]ns|[Ff]élicitations|[Bb]ravo"
    r"|[Gg]lückwunsch|[Cc]omplimenti"
    r"|[Gg]efeliciteerd|[Gg]rattis|[Tt]illykke|[Gg]ratulacje|[Tt]ebrikler|[Cc]húc mừng|[Cc]hapeau|[Tt]hanks"
    r"|[Mm]erci|[Gg]racias|[Dd]anke"
)
_PRAISED = re.compile(rf"(?:{_PRAISE})(?: to| an| a| à| til)?[\s,!:]{{1,3}}({_NAME})")
_FIRST_NAME = re.compile(rf"(?:^\W{{0,4}}|[!.:]\s)({_NAME})(?<=\s)(?=[^\W\d_A-Z])")
_PRAISED_ARABIC = re.compile(
    r"(?:مبروك|تهانينا|مبارك)\s(?:يا |ل)?([\u0620-\u064a]{2,14} [\u0620-\u064a]{2,20})(?=[!،,.])"
)
_TWO_ARABIC = re.compile(r"(?!شركة|مجموعة|مؤسسة|بنك)[\u0620-\u064a]{2,14} [\u0620-\u064a]{2,20}")
_FIRST_ASIAN = re.compile(
    r"(?:恭喜|祝贺)\s?([\u4e00-\u9fff]{2,3})(?=\s?(?:成功|已|拿下|签|贏|赢))"
    r"|^\W{0,4}([\u3005\u4e00-\u9fff]{2,4})(?=\s?(?:さんが|成功|拿下|签下|赢得))"
    r"|^\W{0,4}([\uac00-\ud7a3]{2,4})(?=님이)"
)
_DONE_BY = re.compile(rf"\s(?:by|por|pela|pelo|par|von|da|door|przez|av|af) ({_NAME})")
_SEPARATORS = re.compile(r"\s+[|·•/–—-]\s+|\s?[|｜／]\s?")
_ASIDE = phrase(r"cc|fyi|ask|ping|to|for|over to|with|an|fur|para|pour|per|voor|heads up")
_MYSELF = phrase(
    r"""i (?:just |have |finally )?(?:closed|won|signed|landed|bagged)|my (?:first )?(?:deal|win)|ich habe
    |he (?:cerrado|ganado)
    |fechei|ganhei|j'ai (?:signe|gagne)|ho (?:chiuso|vinto)|ik heb|jag|jeg"""
)


def person_in(line: Line) -> PersonHint | None:
    """The person that a labelled value names: by mention, e-mail address or name."""
    name = re.sub(r"<@\w+>|<?\S+@\S+\.\w+>?|\([^()]*\)", " ", line.text)
    name = re.split(r"[,;/|]|\s[-–—]\s|(?<=[\u4e00-\u9fff])\s+(?:跟进|负责|签)", name)[0].strip(" @.*:")
    plausible = 1 <= len(name.split()) <= 4 and not any(letter.isdigit() for letter in name)
    hint = PersonHint(
        user_id=line.people[0] if line.people else None,
        email=line.emails[0] if line.emails else None,
        name=name if plausible and name[:1].isalpha() and not name[:1].islower() else None,
    )
    return hint if hint != PersonHint() else None


def read_seller(
    sheet: Sheet, *, poster: str | None, skip: PersonHint | None, account: str | None = None
) -> PersonHint | None:
    """Who sold: a label, else who is thanked or named as the closer, else the person who wrote the post.

    `skip` (who takes over) and a name that is the account's are passed over.
    """
    labelled = [pair for pair in sheet.pairs if pair.field == "seller"]
    for pair in labelled:
        if (person := person_in(pair.line)) and (person.name is None or not _same(person.name, account)):
            return _with_address(person, labelled)
    taken = skip.user_id if skip else None
    told = (*sheet.prose, *(pair.line for pair in sheet.pairs if pair.field in ("account", "client", "deal")))
    mentions = [(line, person) for line in told for person in line.people[:MOST_PEOPLE] if person != taken]
    for line, mentioned in mentions:
        before = fold(line.text.split(f"<@{mentioned}>")[0])[-60:]
        after = fold(line.text.split(f"<@{mentioned}>", 1)[-1])[:40]
        if KUDOS.search(before) or KUDOS.search(after) or marks_in(after):
            return PersonHint(user_id=mentioned)
    alone = {person for line, person in mentions if not _ASIDE.search(fold(line.text.split(f"<@{person}>")[0])[-24:])}
    if len(alone) == 1 and (poster is None or not any(_MYSELF.search(fold(line.text)) for line in sheet.prose)):
        return PersonHint(user_id=alone.pop())
    return _named_in_prose(sheet, account, by_person=poster is not None) or (
        PersonHint(user_id=poster) if poster else None
    )


def _same(name: str, account: str | None) -> bool:
    return account is not None and (fold(name) in fold(account) or fold(account) in fold(name))


def _with_address(person: PersonHint, labelled: Sequence[Pair]) -> PersonHint:
    """The person with the address that another label ("Owner email") gives."""
    addresses = [pair.line.emails[0] for pair in labelled if pair.line.emails]
    return replace(person, email=addresses[0]) if addresses and not person.email else person


def _named_in_prose(sheet: Sheet, account: str | None, *, by_person: bool) -> PersonHint | None:
    for line in sheet.prose:
        for match in _CLOSER.finditer(line.text):
            name = next(group for group in match.groups() if group).removeprefix("by ").strip(" .,!")
            if is_person(name) and not _same(name, account):
                return PersonHint(name=name)
        name = (
            _who_follows(line.text, account)
            or _who_begins(line.text, account)
            or ("" if by_person else _who_ends(line.text, account))
        )
        if name:
            return PersonHint(name=name)
    return None


def _who_follows(text: str, account: str | None) -> str | None:
    """ "marked as won by Jo Park": the person right after the words for the win."""
    for mark in marks_in(fold(text)):
        match = _DONE_BY.match(text, mark.end)
        if match and is_person(name := re.split(r"\.\s", match[1])[0].strip(" .,!")) and not _same(name, account):
            return name
    return None


def _who_begins(text: str, account: str | None) -> str | None:
    """ "Jo Park hat den Deal … gewonnen", "Congrats Jo Park!": the person before the verb or who is praised."""
    if not marks_in(fold(text)):
        return None
    for pattern in (_PRAISED, _FIRST_NAME, _FIRST_ASIAN, _PRAISED_ARABIC):
        for match in islice(pattern.finditer(text), 4):
            name = next(group for group in match.groups() if group).strip(" .,!")
            name = " ".join(takewhile(lambda word: not word[:1].islower(), name.split()))
            after = text[match.end() :]
            told = pattern is not _FIRST_NAME or (account is not None and account in after)
            if (
                told
                and (pattern is _PRAISED_ARABIC or is_person(name))
                and not _same(name, account)
                and not re.search(r"[签约喜成交]", name)
            ):
                return name
    return None


def _who_ends(text: str, account: str | None) -> str | None:
    """ "… – $5,000 – Jo Park": a part of an app's line that is nothing but a person's name."""
    parts = [part.strip(" .!*") for part in _SEPARATORS.split(text)]
    last = re.split(r",\s", text)[-1].strip(" .!*")
    for part in [*(parts[1:] if len(parts) > 1 else parts), last]:
        if (
            (is_person(part) or _TWO_ARABIC.fullmatch(part))
            and not _same(part, account)
            and not marks_in(fold(part))
            and not read_amounts(part)
        ):
            return part
    return None


def read_delivery_owner(sheet: Sheet) -> PersonHint | None:
    """Who takes over: a label such as "CSM" or "Onboarding", else the person a sentence hands the account to."""
    for pair in sheet.pairs:
        if pair.field == "delivery":
            person = person_in(pair.line)
            if person and (person.user_id or person.email or is_person(person.name or "")):
                return person
    for line in sheet.prose:
        for person_id in line.people[:MOST_PEOPLE]:
            around = line.text.split(f"<@{person_id}>", 1)
            if HANDED.search(fold(around[0])[-40:]) or HANDED.match(fold(around[1]).lstrip()[:30]):
                return PersonHint(user_id=person_id)
    return None
