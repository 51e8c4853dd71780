"""The account's name, out of what deals are called and out of what people write about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.deals_words import LEGAL, MAYBE_PRODUCT, PRODUCT, WHOLE_PRODUCT, fold, words
from bot.domain.money import amount_at

_EDGES = " \t/➡*_~`'\"“”„«»‘’‹›「」『』【】:;,!?–—|-•·→"
# A comma inside a name; it is changed for this look-alike while sentences are cut at their commas.
_BOUND = "\x02"
_COMMA = re.compile(
    r"(?<=[^\W\d_]),(?=\s(?:[^\W\d_a-z][\w'’.-]*,?\s){1,3}&\s[^\W\d_a-z])"
    r"|(?<=[^\W\d_]),(?=\s(?:S\.?A|S\.?L|Inc|LLC|Ltd|Lda|Corp|GmbH|LLP|PLC|S\.?R\.?L|S\.?p\.?A|B\.?V)\b)"
)
ELIDED = re.compile(r"(?:d|l|dell|dall|nell|all|sull|un|t)['’][^\W\d_a-zà-ÿ]")
_JOINERS = words(
    "ty,phan,&,and,+,of,y,e,und,et,van,der,den,von,de,del,da,do,di,du,la,le,the,en,for,des,aux,dos,das,los,las,dei,"
    "delle,degli,della,zum,zur,am"
)
_NOT_NAMES = words(
    "we,i,it,they,he,she,you,just,great,the,a,an,our,my,this,that,these,deal,deals,team,congrats,congratulations,"
    "contract,opportunity,today,yesterday,tomorrow,monday,tuesday,wednesday,thursday,friday,saturday,sunday,new,another,"
    "big,huge,news,good,nice,woohoo,boom,hooray,yay,guys,folks,everyone,all,hi,hey,hello,thanks,kudos,finally,officially,"
    "so,and,but,also,sale,customer,client,company,account,won,closed,signed,stage,q1,q2,q3,q4,client's,proud,happy,"
    "we've,we're,i've,i'm,they've,it's,january,february,march,april,june,july,august,september,october,november,december,"
    "spring,summer,autumn,winter,excited,thrilled,got,received,signed,booked,first,biggest,huge,super,update,fyi,well,done,woot,let's,with,for,from,on,in,is,has,please,welcome,channel,here,crm,"
    "excelente,hoy,ayer,felicidades,equipo,acabamos,hemos,nuestro,nuestra,el,los,las,un,una,tu,su,negocio,venta,"
    "cliente,empresa,contrato,hoje,pessoal,galera,parabens,mais,um,uma,o,os,as,nova,novo,venda,wir,ich,heute,endlich,"
    "der,die,das,ein,eine,neuer,neue,kunde,auftrag,vertrag,firma,super,hurra,nous,on,je,le,la,les,une,nouveau,nouvelle,"
    "bonne,nouvelle,aujourd'hui,enfin,affaire,contrat,societe,noi,oggi,il,lo,gli,abbiamo,azienda,trattativa,contratto,"
    "wij,we,vandaag,eindelijk,het,een,klant,opdracht,bedrijf,haben,hebben,avons,leider,gerade,gestern,stolz"
)
_FOR = re.compile(
    r"\s(for|with|para|con|com|mit|für|fuer|pour|avec|per|voor|met|at|bei)\s(?-i:(?:the|la|el|die|der|den|l'|a|o)\s)?",
    re.I,
)
_SURELY_WITH = words("with,con,com,mit,avec,met,at,bei")
_DASH = re.compile(r"\s+[-–—/·:]+\s+|\s*\|\s*|:\s+|\s*→\s*")
_YEAR = re.compile(r"(?:fy|q[1-4]|h[12])?[-/']?(?:20\d\d|\d\d)?(?:[-/](?:20)?\d\d)?|q[1-4]|v?\d{1,4}x?")
_REGIONS = re.compile(
    r"[A-Z]{2,5}|Germany|France|Spain|Italy|Europe|Asia|Japan|India|Brazil|Mexico|Canada|Australia|Netherlands"
)


@dataclass(frozen=True)
class Named:
    """What a deal's name tells: whose it is, what was sold, and whether we would bet on it."""

    account: str | None
    product: str | None = None
    sure: bool = False


def bind(text: str) -> str:
    """The text with the commas inside names ("Harker, Lowe & Finch") out of the way; `clean` puts them back."""
    return _COMMA.sub(_BOUND, text)


def clean(name: str) -> str:
    """A name without the marks around it; a closing bracket or full stop that belongs to it stays."""
    name = name.replace(_BOUND, ",").strip(_EDGES)
    if name.endswith(".") and not is_legal(name.split()[-1]):
        name = name.rstrip(".").strip(_EDGES)
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip(_EDGES)
    return name[:200]


def is_legal(word: str) -> bool:
    """Whether a word is a legal form such as GmbH or S.A."""
    return fold(word).strip(",()") in LEGAL


def split_deal_name(name: str) -> Named:
    """Tell account and product in a deal's name ("Website redesign for Acme", "Acme | Renewal"). Never raises."""
    name = clean(re.sub(r"\s(?:deal|contract|opportunity|account)$", "", clean(name), flags=re.I))
    if not name:
        return Named(None)
    bracket = re.search(r"\s\(([^()]{2,40})\)$", name)
    if bracket and _share(bracket[1]) >= 0.6:
        inner = split_deal_name(name[: bracket.start()])
        return Named(inner.account, inner.product or bracket[1], inner.sure)
    for match in _FOR.finditer(name):
        before, after = name[: match.start()], name[match.end() :]
        if _starts_like_name(after):
            inner = _without_tail(clean(_DASH.split(after)[0]))
            surely = fold(match[1]) in _SURELY_WITH or _share(before) > 0 or before.split()[-1][:1].islower()
            if surely or inner.account is None:
                return Named(inner.account, _first_part(before), inner.sure)
            return Named(name, None, sure=False)
    parts = [part for part in (clean(part) for part in _DASH.split(name)) if part]
    return _of_parts(parts) if len(parts) > 1 else _without_tail(name)


def _first_part(text: str) -> str | None:
    return clean(text) or None


def _of_parts(parts: list[str]) -> Named:
    first, second = parts[0], parts[1]
    shares = (_share(first), _share(second))
    if any(is_legal(word) for word in second.split()) and not any(is_legal(word) for word in first.split()):
        return Named(second, first, sure=True)
    if shares[1] < shares[0] and shares[0] > 0.4:
        return Named(second, first, sure=shares[1] == 0 and shares[0] >= 0.5)
    sentence_case = any(word[:1].islower() for word in second.split())
    legal = any(is_legal(word) for word in first.split())
    sure = legal or (shares[0] < shares[1]) or (sentence_case and shares[0] == 0)
    account = first if legal or shares[0] < 1 else None
    return Named(account, second, sure and account is not None)


def _share(text: str) -> float:
    """How much of a text is made of words that products are named with."""
    parts = [fold(word).strip(".,()") for word in text.split() if word not in "&+"]
    found = sum(
        1.0 if part in PRODUCT or _YEAR.fullmatch(part) else 0.6 if part in MAYBE_PRODUCT else 0.0 for part in parts
    )
    return found / len(parts) if parts else 0.0


def _without_tail(name: str) -> Named:
    """Take off a product at the end ("Acme Pro plan 2025"); not sure where it is unclear how far it reaches."""
    tokens = name.split()
    at, strong, year_only = len(tokens), False, True
    while at > 0:
        word = fold(tokens[at - 1]).strip(".,()")
        number = bool(_YEAR.fullmatch(word)) and (at == len(tokens) or strong or at < len(tokens))
        if word in PRODUCT:
            strong, year_only = True, False
        elif word in MAYBE_PRODUCT and not is_legal(tokens[at - 1]):
            year_only = False
        elif not number:
            break
        at -= 1
    at, sentence_case = _sentence_case_start(tokens, at)
    tail = tokens[at:]
    has_year = any(re.fullmatch(r"(?:19|20)\d\d", word) for word in tail)
    if not tail or not (strong or has_year or sentence_case):
        return Named(name, None, sure=len(name) > 1)
    if at == 0:
        return Named(None, name, sure=False)
    account = clean(" ".join(tokens[:at]))
    if year_only:
        return Named(account, None, sure=False)
    product = " ".join(word for word in tail if not re.fullmatch(r"(?:19|20)\d\d", word))
    doubtful = at == 1 and fold(tokens[at]).strip(".,") in MAYBE_PRODUCT and len(tail) > 2 and tail[1][:1].isupper()
    return Named(account or None, product, sure=bool(account) and not doubtful)


def _sentence_case_start(tokens: list[str], at: int) -> tuple[int, bool]:
    """A product in sentence case ("Payroll module") starts at its capital, even if that word is unknown to us."""
    if at < len(tokens) and at > 0 and tokens[at][:1].islower() and fold(tokens[at]) not in _JOINERS | WHOLE_PRODUCT:
        return at - 1, True
    return at, False


def _starts_like_name(text: str) -> bool:
    first = text.lstrip("'\"“„«‘(*")[:1]
    upper = first.isupper() or first.isdigit() or (first.isalpha() and not first.islower())
    return bool(first) and (upper or bool(ELIDED.match(text)))


def _ends_name(word: str) -> bool:
    if word[-1:] in ",;:!?)":
        return True
    return word.endswith(".") and not is_legal(word) and not re.fullmatch(r"(?:\w\.){1,4}", word)


def name_at_start(text: str) -> str | None:
    """The name that a text begins with ("Acme Robotics for $5k" gives "Acme Robotics"), None without one."""
    tokens = text.split(maxsplit=24)[:24]
    while tokens and fold(tokens[0]).strip(_EDGES + ".") in _NOT_NAMES and not _ends_name(tokens[0]):
        if tokens[0] == "The" and len(tokens) > 2 and _starts_like_name(tokens[1]):
            break  # "closed The Copper Kettle": in the middle of a sentence a capital belongs to the name
        tokens.pop(0)
    found: list[str] = []
    for word in tokens:
        joiner = fold(word) in _JOINERS
        if not (_starts_like_name(word) or (joiner and found)):
            break
        found.append(word)
        if _ends_name(word):
            break
    return _name_of(found)


def name_at_end(text: str) -> str | None:
    """The name that a text ends with ("Today Acme Robotics" gives "Acme Robotics"), None without one."""
    found: list[str] = []
    for word in reversed(text.split()[-12:]):
        if found and _ends_name(word):
            break
        if not (_starts_like_name(word) or (fold(word) in _JOINERS and found)):
            break
        found.insert(0, word)
    begins = len(found) == len(text.split()[-12:])
    while found and fold(found[0]).strip(_EDGES + ".") in _NOT_NAMES:
        if found[0] == "The" and len(found) > 2 and not begins:
            break
        found.pop(0)
        begins = False
    return _name_of(found)


def _name_of(found: list[str]) -> str | None:
    while found and fold(found[-1]) in _JOINERS:
        found.pop()
    while found and fold(found[0]) in _JOINERS and not (found[0] == "The" and len(found) > 2):
        found.pop(0)
    name = clean(" ".join(found))
    if not name or fold(name) in _NOT_NAMES or not any(letter.isalpha() for letter in name):
        return None
    return name


def is_person(text: str) -> bool:
    """Whether a text looks like a person's name: two to four capitalised words, no product, no legal form."""
    parts = text.split()
    if re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,5}", text):
        return not re.search(r"公司|会社|商事|物流|集团|食品|フーズ|회사", text)
    if not 2 <= len(parts) <= 4 or len(text) > 60 or any(letter.isdigit() for letter in text):
        return False
    if any(is_legal(part) or fold(part) in PRODUCT or fold(part) in _NOT_NAMES for part in parts):
        return False
    return parts[0][:1].isupper() and parts[-1][:1].isupper() and not re.search(r"[$€£&/:;!?@#]", text)


def company_beside_person(text: str) -> str | None:
    """The company in "Ines Duarte (Acme)" or "Ines Duarte from Acme"; None when the text isn't of that kind."""
    bracket = re.match(r"\s*([^()]{2,80}?)\s*\(([^()]{2,80})\)", text)
    if (
        bracket
        and is_person(bracket[1])
        and amount_at(bracket[2]) is None
        and not _REGIONS.fullmatch(bracket[2].strip())
    ):
        return clean(bracket[2]) if _starts_like_name(bracket[2]) and not bracket[2][:1].isdigit() else None
    beside = re.match(
        r"\s*((?:\S{1,30} ){1,4}?)(?:from|of|at|@|de la empresa|da empresa|von der Firma|von|van|bei|chez|di)\s(?=\S)",
        text,
    )
    if beside and is_person(beside[1].strip()):
        return name_at_start(text[beside.end() :])
    return None
