"""Names of channels, and the form under which two spellings are the same account."""

from __future__ import annotations

import re
import string
import unicodedata

from anyascii import anyascii

LONGEST_CHANNEL = 80
LONGEST_ACCOUNT = 1_000
FALLBACK = "customer"
_PLACEHOLDERS = ("account",)
_LEGAL_FORMS = (
    "gmbh co kg", "gmbh", "ag", "kg", "ohg", "ug", "se", "inc", "incorporated", "llc", "ltd", "limited", "corp",
    "corporation", "co", "company", "llp", "lp", "plc", "sarl", "sasu", "sas", "sa", "sl", "slu", "srl", "spa", "bv",
    "nv", "as", "asa", "ab", "oy", "oyj", "aps", "pty ltd", "pvt ltd", "pte ltd", "ltda", "sp z o o", "kk", "kft",
    "sa de cv", "ev",
)  # fmt: skip
_AND = frozenset({"and", "y", "e", "und", "et", "en"})


def channel_name(template: str, account: str, suffix: int | None = None) -> str:
    """A name that Slack accepts for an account's channel, from a template such as "acct-{account}".

    At most 80 characters of a-z, 0-9, "-" and "_"; other scripts are transliterated, and a suffix ("-2") survives
    shortening. An account that leaves nothing becomes "customer". Raises ValueError, with a sentence for people, when
    the template holds another placeholder than {account} or none of Slack's characters would be left to fill.
    """
    _check(template)
    ending = "" if suffix is None else f"-{suffix}"
    name = _slug(template.replace("{account}", _slug(account[:LONGEST_ACCOUNT]) or FALLBACK)) or FALLBACK
    return name[: LONGEST_CHANNEL - len(ending)].rstrip("-_") + ending


def _check(template: str) -> None:
    allowed = "The template may hold {account} and no other placeholder, for example acct-{account}."
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(template) if field is not None]
    except ValueError as problem:
        raise ValueError(f"A brace in the channel template is open or stands alone. {allowed}") from problem
    unknown = [field for field in fields if field not in _PLACEHOLDERS]
    if unknown:
        raise ValueError(f"The channel template has {{{unknown[0]}}}, which is not known. {allowed}")
    if "{account}" not in template:
        raise ValueError(f"The channel template does not say where the account's name goes. {allowed}")


def _slug(text: str) -> str:
    text = re.sub(r"[’'‘`]", "", unicodedata.normalize("NFKC", text))
    latin = anyascii(text.replace("&", " and ")).lower()
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_]+", "-", latin)).strip("-_")


def account_key(name: str) -> str:
    """The normal form of an account's name: two spellings with the same key are the same account.

    Case, accents of compatibility forms, punctuation, "&" for "and" and legal forms ("GmbH", "S.A.") don't count; what
    a name consists of alone is kept, so that no name that has a letter or digit gets an empty key. Never raises.
    """
    # Folding can undo the composition (and the other way round), so it is done until nothing changes.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    folded = unicodedata.normalize("NFKC", folded.casefold())
    folded = re.sub(r"(?<=\w)['’‘`](?=\w)", "", folded).replace("&", " and ").replace("+", " and ")
    folded = re.sub(r"(?<!\w)(?:\w\.){2,6}", lambda match: match[0].replace(".", "") + " ", folded)
    folded = re.sub(r"(?<!\w)(\w)/(\w)(?!\w)", r"\1\2", folded)
    words = re.sub(r"[\W_]+", " ", folded).split()
    kept = _without_legal_forms(words)
    if len(kept) > 1:
        kept = ["and" if word in _AND and 0 < at < len(kept) - 1 else word for at, word in enumerate(kept)]
    return " ".join(kept) or " ".join(name.split()).casefold()


def _without_legal_forms(words: list[str]) -> list[str]:
    while len(words) > 1:
        for form in _LEGAL_FORMS:
            tail = form.split()
            if len(words) > len(tail) and words[-len(tail) :] == tail:
                words = words[: -len(tail)]
                break
        else:
            if words[-1] == "and":
                words = words[:-1]
                continue
            return words
    return words
