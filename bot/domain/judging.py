"""Whether a chat message owes its writer an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.deals_words import fold, phrase, words

LONGEST = 40_000


@dataclass(frozen=True)
class Judgement:
    """Whether a message needs an answer, and one plain sentence that says why we think so."""

    needs_answer: bool
    why: str


_CODE = re.compile(r"```[^`]{0,20000}```|`[^`\n]{0,2000}`")
_LINK = re.compile(r"<?https?://\S{1,3000}")
_MARK = re.compile(r"[?？؟]")
# A question mark that owes nobody anything: "how are you?", "right?" after an answer of one's own.
_POLITE = re.compile(
    r"\W*(?:(?:hi|hello|hey)\b[^?]{0,40})?(?:how are you|how are you doing|how(?:'s| is) it going|are you there|"
    r"anyone there|you there|wie geht'?s|wie geht es (?:dir|ihnen)|que tal|como estas|tudo bem|ca va|come va|"
    r"hoe gaat het)[^?]{0,20}\??\W*"
)
_START = phrase(
    r"""(?:and |so |but |also |ok |okay |hi |hello |hey |well |yes |no |great |und |also |ja |y |e |et )?
    (?:how|what|what's|whats|when|where|which|who|whose|why|is there|is it|are there|are you|can|could|do you|do we
    |does|did|would you|will you|may i|should (?:i|we)
    |wie|was (?:ist|sind|kostet|kosten|haben|halten|meinen|soll|sollen|kann|machen|mussen|muss|ware|passiert
    |bedeutet)|wann|wo|woher|wohin|welche[rnsm]?|wer|wieso|weshalb|warum|kannst|konnen sie|konnten sie|gibt es
    |hatten sie|haben sie|wollen wir|sollen wir
    |como puedo|cuando|donde|cual|quien|por que|cuanto|que hora|puedes|podria|pueden|hay|qual|quando|onde|quem
    |quanto|voce pode|podem|poderia|tem como
    |comment|quand|ou est|quel(?:le)?s?|qui|pourquoi|combien|pouvez|est-ce que|pourriez|come|dove|quale|chi|perche
    |puoi|potete|potrebbe|hoe|wanneer|waar|welke|wie|waarom|kunnen|kun je|kunt u)"""
)
_REQUEST = phrase(
    r"""can (?:you|u|someone|anyone|i|we)|could (?:you|u|someone|anyone|i|we)|would you|will you|please|pls|plz
    |(?:we|i) (?:still |also |would )?need|(?:i|we) (?:want|wanted|wish) (?:to|you|a|the|my|some)
    |(?:i'?d|i would|we'd|we would|would) (?:like|love) (?:to|you|a|the|some)|help me|let (?:me|us) know|tell me
    |show me|send (?:me|us)|give (?:me|us)|find me|look for|search for|looking for|trying to|get me|book (?:me|a
    |the)|remind me
    |(?:any|some) (?:idea|ideas|news|update|updates|help|suggestions?|advice|clue|chance|thoughts|pointers)
    |wonder(?:ing)?|how (?:do|can|should|to|does|is|much|many|about|long)|what (?:is|are|about|does|do|time|kind)
    |is there (?:a|any|some)
    |does (?:anyone|anybody|someone)|(?:has|is) (?:anyone|anybody)|do (?:you|i|we)|are (?:you|there)|don't (?:know
    |understand|get)|not sure (?:how|what|why|if)|question
    |bitte|konnten sie|konnen sie|kannst du|wir (?:brauchen|benotigen)|ich (?:brauche|benotige|hatte gern|mochte
    |wollte)|sagen sie mir|was (?:halten|meinen|sagen) sie|wie (?:ist|sieht|war|ware)|schlagen sie
    |por favor|puede[ns]?|podria[ns]?|necesit(?:o|amos)|quisiera|me gustaria|preciso|precisamos|gostaria|pode(?:m
    |ria)?|s'il (?:vous|te) plait|svp|pouvez vous|pourriez vous|j'ai besoin|nous avons besoin|je voudrais|j'aimerais
    |per favore|per cortesia|potete|potresti|potreste|ho bisogno|abbiamo bisogno|vorrei|alstublieft|alsjeblieft
    |graag|kunt u|kun je|we hebben nodig|ik wil"""
)
_TROUBLE = phrase(
    r"""(?:does|do|did|is|are|was|were|has|have|can|could|will|would)(?:n't| not|nt) (?:\w{1,14} ){0,2}(?:work
    |working|load|loading|open|opening|start|starting|receive|received|arrive|arrived|able|find|get|log|login|see
    |access|connect|respond|update|updated|send|print|install|sync|show|change|use|seem)
    |cannot|can not|cant|unable to|not working|not (?:able|received|receiving|loading|opening|responding|showing
    |getting|found)|won't (?:start|load|open|work)|(?:an?|the|this|with|following|get|got|getting|same|some
    |any) (?:\w{1,14} ){0,1}(?:errors?|problems?|issues?|bug)|error|fail(?:s|ed|ing|ure)?|crash(?:es|ed|ing)?
    |broken|stuck
    |still (?:waiting|no|not|haven't|don't|can't)|haven't (?:received|heard|got)|never (?:arrived|received|got)
    |no (?:answer|reply|response|access)|missing|stolen|lost my|down again|is down|always (?:invalid|fails)|wrong
    |slow|too (?:slow|long|high)|problem|trouble
    |funktioniert (?:\w{1,10} )?nicht|geht nicht|klappt nicht|fehler|fehlermeldung|kaputt|warten? (?:immer )?noch
    |(?:noch )?(?:nichts|keine antwort) (?:erhalten|bekommen)|no funciona|error|fallo|seguimos esperando
    |no (?:hemos|he) recibido|nao funciona|erro|nao (?:recebi|recebemos|consigo)
    |ainda (?:aguard|nao)\w{0,8}|ne (?:fonctionne|marche) pas|erreur|panne|n'(?:ai|avons) (?:pas|rien) recu
    |toujours pas|non funziona|errore|guasto|non (?:abbiamo|ho) (?:ancora )?ricevuto|werkt niet|foutmelding|storing
    |nog (?:steeds )?(?:niets|niet) (?:ontvangen|gehoord)"""
)
_KIND_WORDS = words(
    "ok,okay,great,perfect,super,awesome,cool,nice,yes,no,yep,yeah,sure,alright,good,ah,oh,wow,many,all,works,now,done,"
    "thx,thanks,thank,u,ty,so,much,very,a,lot,hi,hello,hey,hallo,morning,evening,afternoon,day,bye,goodbye,welcome,"
    "problem,worries,please,got,it,understood,there,everyone,team,guys,sir,madam,again,for,your,help,to,you,too,"
    "danke,vielen,dank,schon,bitte,prima,guten,tag,alles,klar,gracias,muchas,hola,perfecto,buenos,dias,vale,obrigado,"
    "obrigada,muito,ola,perfeito,bom,dia,merci,beaucoup,bonjour,parfait,grazie,mille,ciao,perfetto,bedankt,hoi,goed"
)
_WORD = re.compile(r"\w+")
_NO_MORE = phrase(
    r"""(?:no|nothing|not) (?:thanks|thank you|more|else|that's all|that is all)|that's (?:all|it)|that (?:is
    |will be) all|no problem|no worries|not a problem|fixed|solved|works now|working now|never mind|nevermind
    |thanks for (?:your|the|all)|thank you for (?:your|the|all)"""
)


def judge(text: str) -> Judgement:
    """Judge one message's text (mrkdwn or plain; the first 40,000 characters). Never raises."""
    said = _LINK.sub(" ", _CODE.sub(" ", text[:LONGEST]))
    folded = " ".join(fold(said).split())
    if not any(letter.isalpha() for letter in folded):
        asks = bool(_MARK.search(said))
        return Judgement(asks, "It is nothing but a question mark." if asks else "It has no words.")
    if _POLITE.fullmatch(folded):
        return Judgement(False, "It is a greeting.")
    if _MARK.search(said):
        return Judgement(True, "It has a question mark.")
    if len(folded) < 400 and all(word in _KIND_WORDS for word in _WORD.findall(folded)):
        return Judgement(False, "It says thanks, hello or yes.")
    return _judge_words(folded)


def _judge_words(folded: str) -> Judgement:
    if _NO_MORE.search(folded):
        return Judgement(False, "It says that nothing more is needed.")
    if _START.match(folded):
        return Judgement(True, "It begins like a question.")
    if _REQUEST.search(folded):
        return Judgement(True, "It asks for something.")
    if _TROUBLE.search(folded):
        return Judgement(True, "It reports trouble.")
    return Judgement(False, "Nothing in it asks for anything.")


def needs_answer(text: str) -> bool:
    """Whether a reasonable reader of this message owes a reply. Never raises."""
    return judge(text).needs_answer
