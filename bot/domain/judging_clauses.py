"""What the clauses of an English sentence do: who is spoken of, whether it orders, asks, wishes, promises or reports.

Other words in the same order say the same thing; that is what lets the judge understand a writer it never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.domain.judging_text import Sentence
from bot.domain.judging_verbs import BASE, PAST, TROUBLED, word_set

_COMMON = word_set(
    """
    the a an and or but to of in on at for with from by is are was were be been it its this that these those i im
    ive id we our us my me you your he she they them their there here what when where which who how why do does did
    dont can cant could would should will wont have has had not no any some if so as please pls thanks just now
    about out up let lets anyone someone need want get got again still yet only
    """
)
_MODAL = word_set("can could will would should may might must shall")
_AUX = _MODAL | word_set(
    """
    is are was were am do does did have has had isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt cant
    couldnt wont wouldnt shouldnt cannot
    """
)
_NOT = word_set(
    """
    not no never nothing nobody none neither isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt cant
    couldnt wont wouldnt shouldnt cannot without unable aint
    """
)
_SUBJECT = word_set(
    """
    i you u we he she it they this that these those there the a an my your our his her their any anyone anybody
    someone somebody everyone everybody anything something one people
    """
)
_WH = word_set("what whats when whens where wheres which who whos whom whose why whys how hows wat")
_OPENING = word_set("if when once until unless while because since although though whether as before after")
_TIMES = word_set("since though as before after until")
_PRONOUN = word_set("i we you he she it they ive im youve weve")
_JOINING = word_set("and but so or then plus") | _OPENING
_NO_DOING = word_set(
    """
    anything something everything nothing thing interesting amazing king string morning evening missing sing ring
    bring during
    """
)
_FILLER = word_set(
    """
    hi hey hello hiya morning ok okay so well also oh ah um hmm btw fyi actually basically and but or then now plus
    sorry thanks thx guys folks team all everyone yes yeah yep sure great perfect cool nice quick question q right
    anyway maybe perhaps otherwise additionally finally lastly first second next therefore however again today
    alright hopefully unfortunately apparently alternatively therefore too cc re ps note dear gents anyways fwiw
    afaik iirc meanwhile instead
    """
)
_LIGHT = word_set(
    """
    really just also still already only even always never definitely currently usually now simply kindly quickly
    probably possibly certainly actually very much truly both all ever recently finally often sometimes quite kinda
    """
)
_PLEASE = word_set("please pls plz kindly")
_WISH = word_set("need want require wish wanna appreciate love like prefer welcome rather hate")
_SEEK = word_set(
    """
    looking searching trying hoping wondering struggling interested curious unsure confused stuck unable lost keen
    puzzled baffled asking seeking fighting hunting
    """
)
_HIT = word_set("getting seeing facing running hitting having noticing experiencing get gets keep keeps see sees")
_MIND = word_set(
    """
    think guess believe suppose assume know understand agree mean hope feel recall remember doubt figure imagine
    suspect bet
    """
)
_TOLD = word_set("thought expected told promised noticed hoped assumed supposed understood wondered")
_GET = word_set("see get got receive received hear heard seen find found understand know gotten figure have")
_KNOWING = word_set(
    """
    know sure see check tell wonder wondering wondered understand figure out confirm idea advise curious remember
    ask clear clarify explain verify remind say determine find decide about
    """
)
_MARKERS = word_set("still yet anymore again only never nothing already longer now soon half even else instead")
_DETERMINED = word_set("the a an this that these those your our my his her their it them all both any some one")
_EMPTY_PLEASE = word_set("find note see disregard ignore feel dont do be accept enjoy")
_FYI = word_set("attached enclosed below")
_OFFERS = word_set("if should with whenever")


def clauses(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Where an English sentence's clauses begin and end (in words) and what each does; nothing for other languages."""
    words = sentence.words
    if not words or sum(word in _COMMON or word in _FILLER for word in words) * 6 < len(words):
        return []
    cuts = [0]
    for at, word in enumerate(words[1:], 1):
        following = words[at + 1] if at + 1 < len(words) else ""
        joins = word in _JOINING and (word not in _TIMES or following in _PRONOUN)
        if (at in sentence.after_comma or joins) and at - cuts[-1] > (cuts[-1] in sentence.after_comma):
            cuts.append(at)
    cuts.append(len(words))
    return [(start, end, _does(words[start:end])) for start, end in pairwise(cuts) if end > start]


def roles(sentence: Sentence, troubles: Sequence[int]) -> list[str]:
    """The features of a sentence's clauses, given where phrases for trouble stand."""
    found = clauses(sentence)
    if not found:
        return []
    words, asks = sentence.words, " ?" if "?" in sentence.end else ""
    named = {"en"}
    leading = True
    for number, (start, end, does) in enumerate(found):
        place = "first" if leading else "later"
        named |= {f"en {does}", f"en {place} {does}"}
        if asks:
            named.add(f"en {does} ?{' end' if number == len(found) - 1 else ''}")
        if does != "nothing" and not does.startswith(("if ", "when ")) and end - start > 1:
            leading = False
        inside = words[start:end]
        if inside[0] == "but" and number:
            named.add(f"en but {does}")
        said_no = any(word in _NOT for word in inside)
        if said_no:
            named.add(f"en not {does}")
        named |= {f"en {word} {does}" for word in inside if word in _MARKERS}
        named |= {f"en {word}{' not' if said_no else ''}" for word in inside if word in _MARKERS}
        if any(start <= at < end for at in troubles) or any(word in TROUBLED for word in inside):
            named |= {"en trouble", f"en trouble {does}"}
        if inside[-1] in _PLEASE and len(inside) > 1:
            named.add("en please at the end")
    named |= {f"en does {found[0][2]}, {found[-1][2]}"} if len(found) > 1 else {f"en only {found[0][2]}"}
    named |= _asked_within(words)
    return sorted(named)


def _asked_within(words: Sequence[str]) -> set[str]:
    named = set()
    for at in range(1, len(words)):
        if words[at - 1] in _KNOWING and (words[at] in _WH or words[at] in ("if", "whether")):
            named.add(f"en {words[at - 1]} whether")
            named.add("en asked within")
            if any(word in _NOT for word in words[max(0, at - 5) : at]):
                named.add("en asked within, not")
            if any(word in ("i", "we", "im", "id") for word in words[max(0, at - 6) : at]):
                named.add("en asked within, I")
    for at in range(len(words) - 2):
        if words[at] in _OFFERS and (
            words[at + 1] in ("you", "any", "there", "theres") or words[at + 2] in ("questions", "concerns", "anything")
        ):
            rest = set(words[at + 1 : at + 8])
            if rest & {"questions", "anything", "concerns", "trouble", "issues", "problems", "help"}:
                named.add("en offers")
    return named


def _does(words: Sequence[str]) -> str:
    """What a clause does, in a word or two."""
    opening = ""
    at, pleased = 0, False
    while at < len(words) - 1 and (words[at] in _FILLER or words[at] in _OPENING or words[at] in _PLEASE):
        word = words[at]
        if word in _OPENING and not opening:
            opening = {"if": "if ", "when": "when ", "once": "when ", "because": "because ", "since": "because "}.get(
                word, "as "
            )
        pleased = pleased or word in _PLEASE
        at += 1
    rest = words[at:]
    while len(rest) > 1 and rest[0] in _LIGHT:
        rest = rest[1:]
    if pleased:
        if rest[0] in _EMPTY_PLEASE:
            return "please note"
        if rest[0] in BASE:
            return "please do"
        return f"please {_plain_clause(rest)}"
    return opening + _plain_clause(rest)


def _plain_clause(words: Sequence[str]) -> str:
    first = words[0]
    second = words[1] if len(words) > 1 else ""
    third = words[2] if len(words) > 2 else ""
    if first not in _COMMON and second in _AUX and third in ("you", "u", "we", "i", "anyone"):
        return _plain_clause(words[1:])
    if first in _WH:
        return _wh(words)
    if first in ("would", "could") and second in ("love", "like", "be", "use", "appreciate"):
        return "I wish"
    if first == "will" and second in BASE:
        return "I will"
    if first == "need":
        return "I need"
    if first in ("keep", "keeps") and second.endswith("ing"):
        return "gets"
    if first in ("looks", "sounds", "seems", "makes", "works", "turns", "thats", "worked"):
        return _it(("it", *words))
    if first in ("love", "loving", "loved"):
        return "I like"
    if first in ("is", "are", "was", "were", "has") and second not in _NO_DOING and second.endswith(("ing", "ed")):
        return "one is doing"
    if first in ("let", "lemme"):
        if second in ("me", "us"):
            return "let know" if third in ("know", "have", "see") else "I will"
        return "do that"
    if first == "lets":
        return "let us"
    if first in ("i", "we", "im", "ive", "id", "ill", "wed", "weve") or (
        (first == "were" and second.endswith("ing")) or (first == "well" and (second in BASE or second == "be"))
    ):
        return _we(words)
    if first in ("there", "theres"):
        return "there " + ("not" if any(word in _NOT for word in words[:6]) else "is")
    if first == "have" and second == "a":
        return "do that" if third in ("look", "think", "go", "word") else "wishes well"
    if first in ("do", "dont") and (second in ("not",) or (first == "dont" and second not in _SUBJECT)):
        return "do not"
    if first in _AUX:
        if second in ("you", "u", "ya", "yall"):
            return "aux you"
        if second in ("i", "we"):
            return "aux I"
        if second in ("anyone", "anybody", "someone", "somebody", "any", "one"):
            return "aux anyone"
        if second in _SUBJECT:
            return "aux it"
        return "cannot" if first in _NOT else "aux other"
    if first in ("you", "u"):
        return _you(words)
    if first == "any":
        return "any"
    if first in ("anyone", "anybody", "someone", "somebody"):
        return "anyone"
    if first in ("feel", "thank", "see", "talk", "speak") and second in ("free", "you", "ya"):
        return "wishes well"
    if first in _SEEK:
        return "looking forward" if second == "forward" else "seeks"
    if first in _HIT and first.endswith("ing"):
        return "gets"
    if first.endswith("ing") and len(first) > 4 and first not in _NO_DOING:
        return "doing"
    if first in ("hope", "happy", "glad", "pleased", "hoping", "delighted"):
        return "wishes well"
    if first in BASE and not (second in _AUX and second != "have"):
        if second in ("me", "us"):
            return "do for me"
        if second in _DETERMINED:
            return "do that"
        return "do" if second not in ("is", "was", "") else "it is"
    if first in PAST or (first.endswith("ed") and len(first) > 4):
        return "attached" if first in _FYI else "done"
    return _it(words)


def _wh(words: Sequence[str]) -> str:
    first, second = words[0], words[1] if len(words) > 1 else ""
    if not second:
        return "asks one word"
    if second in ("a", "an") or (first == "how" and second in ("nice", "great", "lovely", "cool", "funny", "awesome")):
        return "wonders"
    if second == "to":
        return "asks how to"
    if (first, second) in {("how", "come"), ("how", "about"), ("what", "about"), ("what", "if")}:
        return "asks about"
    if first in ("whats", "wheres", "hows", "whos", "whens", "whys"):
        return "asks what is"
    if second in _AUX:
        asked = first not in ("which", "who", "whom") or (len(words) > 2 and words[2] in _SUBJECT)
        return "asks" if asked else f"{first} is"
    if second in _SUBJECT and second not in ("the", "a", "an", "this", "that"):
        return "what I"
    for at in range(2, min(6, len(words) - 1)):
        if words[at] in _AUX and words[at + 1] in _SUBJECT:
            return "asks"
        if words[at] in _SUBJECT or words[at] in _AUX:
            break
    return "which does" if first in ("which", "who", "that", "whose") else "what the"


def _we(words: Sequence[str]) -> str:
    rest = [word for word in words if word not in _LIGHT]
    first = rest[0]
    second, third = [*rest[1:3], "", ""][:2]
    if first in ("ill", "well"):
        return "I will"
    if first in ("id", "wed"):
        return "I wish" if second in _WISH or second == "be" else "I would"
    if first in ("ive", "weve"):
        return "I have not" if second in _NOT else "I have"
    if first not in ("im", "were"):
        first, second, third = second, third, (rest[3] if len(rest) > 3 else "")
        if first in ("am", "was", "were", "are", "have", "had") and second == "been":
            second = third
    if first in ("im", "were", "am", "are", "was"):
        if second == "looking" and third == "forward":
            return "looking forward"
        if second in ("going", "gonna", "happy", "sending", "copying", "working", "checking"):
            return "I will"
        if second in _SEEK or second == "not":
            return "I was" if first in ("was", "were") and second in ("looking", "trying", "not") else "I seek"
        if second in _TOLD:
            return "I thought"
        return "I get" if second in _HIT else "I do" if second.endswith("ing") else "I am"
    if first in ("cant", "cannot", "couldnt") or (first in ("can", "could") and second == "not"):
        return "I cannot"
    if first in _NOT:
        return "I did not get" if second in _GET else "I do not"
    if first in ("will", "shall", "gonna", "wont"):
        return "I will"
    if first == "could" and second == "use":
        return "I wish"
    if first == "would":
        return "I wish" if second in _WISH or second == "be" else "I would"
    if first in _MODAL or (first == "have" and second == "to"):
        return "I can" if first == "can" else "I should"
    if first in ("need", "want", "require", "wish", "wanna", "needed", "wanted"):
        return "I need" if second not in ("more", "") or third else "I like"
    if first in _MIND:
        return "I think"
    if first in _TOLD:
        return "I thought"
    if first in ("have", "had"):
        return "I have not" if second in _NOT else "I have had" if second.endswith("ed") or second in PAST else "I own"
    if first in _HIT:
        return "I get"
    if first in PAST or first.endswith("ed"):
        return "I did"
    if first in ("love", "like", "prefer", "use", "usually"):
        return "I like"
    if first in ("ask", "appreciate", "look", "request"):
        return "I ask"
    return "I do"


def _you(words: Sequence[str]) -> str:
    rest = [word for word in words if word not in _LIGHT]
    second = rest[1] if len(rest) > 1 else ""
    if second in _MODAL or second in ("need", "have", "want", "just"):
        return "you can"
    if second in ("were", "said", "promised", "mentioned", "told", "wrote", "agreed", "guys"):
        return "you said"
    if second in _NOT:
        return "you not"
    if second in PAST or second.endswith("ed"):
        return "you did"
    return "you are" if second in _AUX else "you do"


def _it(words: Sequence[str]) -> str:
    owner = {"my": "mine", "our": "mine", "your": "yours", "it": "it", "this": "it", "that": "it", "thats": "it"}.get(
        words[0], "it" if words[0] == "its" else "one"
    )
    for at, word in enumerate(words[:12]):
        if word in _NOT:
            return f"{owner} not"
        if word in ("is", "are", "its", "thats") or (word == "isnt"):
            after = words[at + 1 : at + 3]
            if any(one in _NOT for one in after):
                return f"{owner} not"
            return f"{owner} is {'doing' if any(one.endswith('ing') for one in after) else 'so'}"
        if word in ("was", "were", "has", "have", "had"):
            after = words[at + 1 : at + 4]
            return f"{owner} not" if any(one in _NOT for one in after) else f"{owner} was"
        if word in _MODAL:
            return f"{owner} will"
        if at and (word in PAST or (word.endswith("ed") and len(word) > 4)):
            return f"{owner} did"
        if at and word.endswith("s") and (word[:-1] in BASE or word[:-2] in BASE or word in TROUBLED):
            return f"{owner} does"
    return "nothing" if len(words) < 3 else f"{owner} bare"
