"""The words by which people promise to look, ask back, close, reopen and chat; folded (no accents, lower case)."""

from __future__ import annotations

import re

from bot.domain.deals_words import fold, words
from bot.domain.deals_words import phrase as _phrase


def phrase(pattern: str) -> re.Pattern[str]:
    """Whole words in folded text; a line that does not begin with a bar goes on behind a blank."""
    return _phrase(re.sub(r"\n\s*(?=[^|\s])", " ", pattern))


def script(pattern: str) -> re.Pattern[str]:
    """A pattern for scripts without blanks between words, folded like the text it is searched in."""
    return re.compile(fold(re.sub(r"\s*\n\s*", "", pattern)))


# "Looking into it": somebody has seen it and nothing is answered yet.
HOLDING = phrase(
    r"""(?:i'?m |im |we'?re |we are |i am |am |are |currently |still |already )?(?:looking into|looking at (?:it|this
    |that)|look into (?:it|this|that)|investigating|digging|checking|working on (?:it|this|that|a fix)
    |asking (?:\w{1,20} ){0,3}(?:now|team|finance|engineering|legal|support|product|colleagues?|them|him
    |her))|i'?m asking \w{1,20}
    |(?:i'?ll|i will|we'?ll|we will|will|let me|let us|lemme|going to|gonna|i can|need to|have to|i'd have to
    |allow me to|i'?m going to) (?:\w{1,12} )?(?:check|look|have a look|take a look|find out|ask|investigate|dig
    |verify|clarify|confirm with|get back|come back|circle back|follow up|let you know|keep you|update you|report
    |see what|see if|double check|raise|escalate|forward|talk to|speak (?:to|with)|share (?:it|this|them
    |that)|send (?:it|this|them|that|you|over)|have (?:it|this|that|them)|get (?:it|this|that|them|you)|sort|fix
    |do (?:it|this|that)|set (?:it|this|that)|take care|handle|pass|be (?:right )?(?:on it|back|with you)|need
    |test|try to (?:find|reproduce)|reproduce|give it a look|dig into)
    |(?:get|come) back to you|let you know|keep you (?:posted|updated)|bear with (?:me|us)|hold on|one (?:moment
    |sec|second|minute)|give (?:me|us) (?:a|some|until|\d{1,3})(?: \w{1,12}){0,2}|just a (?:moment|sec|second|minute)
    |on it|i'?m on this|stay tuned|more (?:soon|later)|as soon as (?:i|we) (?:know|have|hear)|passing (?:it|this
    |that) (?:on )?(?:to|on)|(?:i'?ve|i have|we have|we'?ve) (?:\w{1,10} )?(?:forwarded|passed|escalated|raised
    |asked|flagged|pinged)|noted
    |(?:schau|schaue|sehe|guck|gucke|pruf|prufe|prufen|klare|klaren|frage|fragen|kummere|kummern|leite|melde|melden
    |untersuche|untersuchen|recherchiere) (?:\w{1,12} ){0,4}(?:an|nach|das|es|uns|mich|darum|weiter|gerade|intern
    |kurz|sofort|gleich)|ich prufe|wir prufen|bin dran|sind dran|wir sind (?:schon |bereits )?dran
    |(?:melde|melden) (?:mich|uns)|(?:sage|sagen|gebe|geben) (?:\w{1,10} ){0,3}bescheid|einen moment
    |moment bitte|wird gepruft|in (?:klarung|prufung|arbeit)|kommen (?:\w{1,10} ){0,2}auf (?:sie|dich|euch) zu
    |lo (?:reviso|miro|consulto|veo|compruebo|verifico|investigo|pregunto|estoy \w{4,14}|estamos \w{4,14})|la reviso
    |(?:estoy|estamos) (?:\w{1,8} )?(?:revisando|mirando|investigando|trabajando|verificando|comprobando|en ello)
    |(?:voy|vamos) a (?:revisar|mirar|verificar|consultar|preguntar|comprobar|investigar|ver)|dejame \w{3,12}
    |te (?:digo algo|aviso|confirmo|informo|cuento)|le (?:aviso|confirmo|informo)|os (?:aviso|decimos|confirmo)
    |(?:un|dame un) momento|en seguida lo|ahora lo miro
    |(?:vou|vamos|estou|estamos|ja vou) (?:\w{1,8} )?(?:verificar|verificando|checar|checando|ver|olhar|analisar
    |analisando|investigar|investigando|confirmar|perguntar|consultar|conferir)|ja (?:te|lhe) (?:retorno|aviso
    |respondo|falo)|(?:te|lhe) (?:retorno|aviso|retornamos)|retorno (?:em breve|assim que)|um (?:momento|minuto
    |instante)
    |je (?:regarde|verifie|me renseigne|demande|vois ca|vous tiens|reviens|m'en occupe|cherche|vais
    (?:regarder|verifier|demander|voir|me renseigner))|(?:on|nous) (?:regarde|regardons|verifie|verifions|s'en occupe
    |nous en occupons|cherche|cherchons|investigue|revient vers|revenons vers|vous tient|vous tenons)|(?:reviens
    |revient|revenons) vers (?:vous|toi)|un (?:instant|moment)|en cours (?:de verification|d'analyse)
    |(?:sto|stiamo|lo|la) (?:verific\w{1,6}|controll\w{1,6}|guard\w{1,6}|indag\w{1,6})|verifico|controllo (?:subito|e)
    |(?:ti|vi|le) (?:faccio|facciamo) sapere|ci (?:guardo|lavoriamo|stiamo lavorando)|mi informo|chiedo (?:al|ai|alla
    |e)|un (?:attimo|momento)|vi aggiorn\w{1,5}|ti aggiorn\w{1,5}
    |(?:ga|ik ga|we gaan|gaan) (?:het |dit |dat |er |even )*(?:uitzoeken|nakijken|bekijken|checken|navragen
    |onderzoeken|mee aan de slag|naar kijken)|zoek (?:het|dit|dat) (?:even )?uit|kijk (?:er |het )?(?:even
    )?na(?:ar)?|(?:kom|komen) (?:er )?(?:bij \w{1,8} )?(?:\w{1,8} )?(?:op )?terug|laat het (?:\w{1,8} ){0,2}weten
    |vraag het (?:even )?na|een momentje|momentje|we zijn ermee bezig|ben ermee bezig
    |(?:de|em|minh|anh|chi|toi|ben em|ben minh) (?:\w{1,5} )?(?:kiem tra|xem|hoi)|(?:se|dang) (?:kiem tra|xu ly|xem
    |bao|phan hoi)|bao lai|cho (?:em|minh) (?:mot|1|chut|it|vai)"""
)
HOLDING_SCRIPT = script(
    r"""確認(?:いた|致)?します|確認中|確認して(?:み|おり|い)|調べ(?:ます|て(?:み|おり|い))|調査(?:中|し(?:ます
    |て(?:おり|い)))
    |少々お待ち|少しお待ち|お待ちください|折り返し|後ほど(?:ご)?(?:連絡|回答)|追って|対応(?:中|いたします|します)
    |稍后|稍等|我(?:先|去|们)?(?:再)?(?:确认|查|看)一下|查一下|看一下|正在(?:处理|查|排查|确认|调查)|核实一下
    |尽快(?:回复|处理)
    |(?:سأ|سن|س)(?:تحقق|تأكد|راجع|عود|سأل|رى|بحث|نظر)|جاري (?:التحقق|العمل|الفحص|المراجعة)|نعمل على|لحظة|أتحقق
    |نتحقق"""
)
# Clauses that only make the way free for what follows.
FILLER = phrase(
    r"""(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|welcome|sure|sure thing
    |of course
    |certainly|absolutely|ok|okay|alright|great|right|thanks|thank you|thx|cheers|sorry|apologies|good question
    |great question|i see|understood|got it|no problem|no worries|happy to help|glad to help|hmm+|hm|oh|ah|ouch|yikes
    |interesting|strange|weird|odd
    |hallo|guten (?:morgen|tag|abend)|moin|servus|klar|gerne?|naturlich|danke|vielen dank|entschuldigung|verstanden
    |alles klar|verstehe|gute frage|tut mir leid
    |hola|buen(?:os|as) (?:dias|tardes|noches)|claro|por supuesto|gracias|perdon|disculpa|entendido|vale|perfecto
    |ola|oi|bom dia|boa (?:tarde|noite)|com certeza|obrigad[oa]|desculpe?|entendi
    |bonjour|bonsoir|salut|bien sur|merci|desolee?|pardon|d'accord|compris|entendu|avec plaisir
    |buongiorno|buonasera|ciao|certo|certamente|grazie|scusa|scusate|capito|va bene|volentieri
    |goede(?:morgen|middag|navond)|hoi|natuurlijk|zeker|bedankt|dank (?:je|u)|begrepen|prima|graag gedaan
    |chao|da|vang|cam on|xin loi|em chao)"""
)
EMPATHY = phrase(
    r"""(?:sorry|apologies|my apologies|i apologi[sz]e|we apologi[sz]e) (?:to hear|about|for)
    |you're (?:very )?welcome|let (?:me|us) know (?:if|whether)|hope (?:this|that|it) helps
    |thanks (?:a lot |so much |very much )?for|thank you (?:very much |so much )?for|good to (?:hear|know)
    |glad (?:to|it|that)|happy to (?:help
    |hear)|great to hear|that(?:'s| is| sounds) (?:strange|odd|weird|annoying|frustrating|not good|bad|great)
    |(?:danke|vielen dank) (?:fur|furs)|tut (?:mir|uns) leid|schade
    |gracias por|(?:lamento|lamentamos|siento|sentimos)|obrigad[oa] (?:por|pel[oa])|merci (?:pour|de|d')|(?:je suis
    |nous sommes) desole|grazie (?:per|di|del|dell')|(?:mi|ci) (?:dispiace|scusiamo)|bedankt voor|dank (?:je
    |u) voor"""
)
# Requests that hand the ball back: what we need from the customer before we can go on.
ASKS_BACK = phrase(
    r"""(?:can|could|would|will|may) (?:you|u|i ask)(?: \w{1,12}){0,2} (?:send|share|provide|tell|give|confirm
    |describe
    |explain|attach|post|show|paste|upload|reproduce|clarify|elaborate|specify|let (?:me|us) know|forward|mail|email
    |invite|be more specific)|(?:please|pls|kindly) (?:send|share|provide|tell|give|confirm|describe|explain|attach
    |post|show|paste|upload|clarify|elaborate|specify|let (?:me|us) know (?:if|which|what|when|how|whether|the)
    |forward)|we(?:'d| would)? need (?:a few|some|more|your|the following)|i(?:'d| would)? need (?:a few|some|more
    |your)|need more (?:info|details|information)
    |(?:konnen|konnten|kannst|konntest|konnt|konntet) (?:sie|du|ihr) (?:\w{1,14} ){0,6}(?:schicken|senden|sagen
    |nennen|geben|teilen|bestatigen|beschreiben|zeigen|mitteilen)|(?:schicken|senden|nennen|sagen) sie (?:mir|uns)
    |bitte (?:schick|schicke|sende|nenn|nenne|sag)\w{0,3} (?:mir|uns)|wir (?:brauchen|benotigen) (?:noch|dafur)
    |(?:puedes|puede|podeis|pueden|podrias|podria|podriais) (?:\w{1,10} ){0,3}(?:enviar|mandar|decir|compartir
    |confirmar|pasar|indicar)\w{0,4}|(?:pode|podem|poderia) (?:\w{1,10} ){0,3}(?:enviar|mandar|informar|confirmar
    |compartilhar|passar|dizer)|(?:pouvez|peux|pourriez|pourrais) (?:vous |tu )?(?:\w{1,8} ){0,3}(?:envoyer|dire
    |donner|confirmer|partager|preciser|transmettre|indiquer)|(?:puoi|potete|potrebbe|potresti|potreste) (?:\w{1,8}
    ){0,2}(?:invia|manda|dir|conferma|condivide|indica)\w{0,5}|(?:kun|kunt|kunnen) (?:je|u|jullie) (?:\w{1,10}
    ){0,6}(?:sturen|vertellen|geven|delen|bevestigen|doorgeven|laten weten)"""
)
ASKS_START = phrase(
    r"""(?:and |but |so |or |ok |okay |sure |hi |hey )?(?:what|which|who|whose|where|why|how (?:do|did|does|many|much
    |long|often|are|is|exactly|come)|when (?:do|did|does|was|is|are|exactly)|are (?:you|u|they|these|there)|do (?:you
    |u)|did (?:you|u)|have (?:you|u)|is (?:it|this|that|there|the|your)|does (?:it|this|that|the|your)|was it
    |can (?:you
    |u)|could (?:you|u)|would you|any
    |welche[rnsm]?|wer|was|wo|wann|warum|wieso|wie (?:viele|lange|oft|genau|heisst|sieht)|fur (?:welche|wen|wann|wie)
    |hast du|haben sie|habt ihr|ist (?:das|es)|gibt es|auf welche[rnm]?|in welche[rnm]?
    |que|cual(?:es)?|quien|donde|cuando|por que|como|cuant[oa]s?|para (?:quien|cuando|que)|tienes|teneis|has
    |qual|quais|quem|onde|quando|quant[oa]s?|voce (?:tem|ja|esta)
    |quel(?:le)?s?|qui|ou|quand|pourquoi|comment|combien|avez vous|as tu|est ce|pour (?:quel|qui)
    |quale?|quali|chi|dove|perche|come|da quale|hai|avete
    |welke|wie|wat|waar|wanneer|waarom|hoe|heb je|hebt u|voor (?:wie|wanneer)|is het)"""
)
# The asker says that it is over, or that it is not.
CLOSES = phrase(
    r"""(?:it |that |this |all |everything )?(?:works?|working|worked) (?:now|again|fine|perfectly|great|well
    |like a charm
    |for me|like that|thanks)|now (?:it )?works|it'?s? work(?:s|ing)|that (?:works|worked|did (?:it|the trick)|fixed
    |solved|was it|helps|helped|explains|answers)|(?:that's|thats|that is) (?:exactly )?(?:what i|it|all|perfect|clear
    |great)|(?:all |is |are |it's |now )?(?:solved|fixed|resolved
    |sorted)(?=\W{0,4}(?:$|[.!,]|now|it|thank))|i (?:see|can see|have
    |got|received) (?:it|them|all \w{1,14}) now|(?:all|i'?m|we'?re|we are|its|it's) (?:good|set|there|clear
    |fine)(?=\W{0,4}(?:$|[.!,]|now|here|thank))|never ?mind|nvm|nevermind|found (?:it|out)|figured (?:it )?out
    |forget (?:it|about
    |what)|got it (?:working|to work|now|thanks)|no longer (?:needed|an issue)|(?:don't need|do not need
    |not needed)(?: \w{2,4})? any ?more|(?:you can|please|can be) close
    |confirmed(?=\W{0,4}(?:$|[.!,]|it|thank))
    |does the job|did the job|problem solved|up and running|back to normal|loads now|runs now
    |(?:es |das |jetzt |nun )?(?:klappt|funktioniert|geht|lauft|laufts|gehts) (?:jetzt|wieder|nun|alles)
    |jetzt (?:klappt
    |geht|funktioniert|lauft)|hat (?:geklappt|funktioniert|geholfen|sich erledigt)|erledigt|gelost|habe? (?:es
    |ihn|sie) gefunden|passt (?:jetzt|so|alles)|schon (?:erledigt|gefunden)
    |(?:ya|ahora|todo) (?:si )?(?:funciona|va|carga|esta|lo (?:encontre|tengo|veo|vi)|esta (?:resuelto|solucionado
    |arreglado|bien))|(?:solucionado|resuelto|arreglado|recibid[oa]|olvidalo|olvidad lo)|ha funcionado|funciono
    |(?:deu certo|funcionou|resolvido|resolveu|consegui(?!r)|ja (?:funciona|consegui|achei|encontrei|recebi|esta
    (?:funcionando|resolvido))|agora (?:funciona|foi|sim|esta funcionando)|tudo certo|recebid[oa]|ja resolvi|pode
    (?:ignorar|fechar|encerrar)|deixa pra la)
    |(?:ca |cela |tout |c'est )?(?:marche|fonctionne|remarche|refonctionne) (?:maintenant|bien|a nouveau|de nouveau
    |desormais|parfaitement)|c'est (?:bon|resolu|regle|ok|repare|tout bon)|(?:j'ai|on a|nous avons) (?:trouve
    |bien recu
    |recu)|bien recu|resolu|laissez tomber|laisse tomber|probleme (?:resolu|regle)
    |(?:ora|adesso|tutto) (?:va|funziona|e a posto|ok|risolto|vedo|si)|funziona (?:ora|adesso|di nuovo|tutto)|risolto
    |trovato|ho trovato|ricevut[oa]|come non detto|lascia stare|tutto (?:a posto|ok|bene)
    |(?:werkt|doet het|lukt) (?:nu|weer|prima|inmiddels)|het (?:werkt|lukt) (?:nu|weer)|opgelost|gevonden|is gelukt
    |gelukt|laat maar|ontvangen|in orde
    |(?:duoc|ok|on|xong|nhan duoc|vao duoc|thay) (?:roi|lai roi)|da (?:duoc|nhan|vao duoc|xong|on)"""
)
CLOSES_SCRIPT = script(
    r"""解決(?:しま|済|でき)|受け取りました|受領(?:しま|いた)|届きました|できました|直りました|動きました
    |見つかりました|大丈夫(?:です|でした)
    |解决了|可以了|好了|收到了?|找到了|能用了|正常了|没问题了|搞定
    |يعمل الآن|تعمل الآن|تم الحل|تم حل|انحلت|وصلتني|وصلني|وصلنا|استلمت|وجدته|وجدتها|كل شيء (?:يعمل|جيد)"""
)
BROKEN = phrase(
    r"""still (?:not|no|broken|down|failing|fails|blank|the same|same|getting|get|see|seeing|have|having|doesn'?t
    |don'?t
    |can'?t|cannot|isn'?t|won'?t|happens|happening|missing|wrong|empty|stuck|slow|unable|nothing|waiting|shows|showing
    |crashing|crashes|open|there|an? (?:issue|problem))|(?:are|is|it's|its) (?:\w{1,8} )?still (?:\w{1,14})
    |(?:the )?same (?:error|problem|issue|thing|result|message|behaviou?r)|(?:broken|down|failing|happening|stuck
    |offline|gone|wrong|blank|back) again|again (?:broken|down|failing|not)|(?:problem|issue|error|it)(?: is|'s)
    (?:\w{1,5} )?back(?! to normal)|(?:does|did|is|has|are|was|do)(?:n't| not|nt) (?:\w{1,8} )?(?:work|working|help
    |helped|fixed|fix|solved|solve|resolved|change|arrive|arrived|loading|change anything)|not (?:working|fixed|solved
    |resolved|yet)|no (?:luck|change|difference|improvement)|nope,? still|stopped working|came back|reappeared
    |unfortunately (?:not
    |it|that|this|the)|to no avail|won't (?:work|load|open)|keeps? (?:failing|crashing|happening)
    |(?:immer noch|noch immer|weiterhin|nach wie vor|noch) (?:\w{1,12} )?(?:nicht|kein\w{0,2}|nichts|derselbe|dasselbe
    |der gleiche|die gleiche|fehler|kaputt|leer)|(?:derselbe|der gleiche|gleiche[rn]?|selbe[rn]?) (?:fehler|problem
    |meldung)|(?:funktioniert|geht|klappt|lauft|hilft) (?:\w{1,10} ){0,3}nicht|wieder (?:kaputt|defekt|nicht|derselbe
    |der gleiche|das gleiche|offline|weg)|besteht (?:weiterhin|immer noch|noch)|hat nicht (?:geholfen|geklappt)
    |(?:sigue|siguen|seguimos|continua|continuan) (?:\w{1,8} )?(?:sin|igual|fallando|dando|saliendo|apareciendo|con
    |el|mal|roto|pasando)|(?:el )?mismo (?:error|problema|fallo)|todavia (?:no|sin)|aun (?:no|sin)|(?:no
    |tampoco) (?:ha
    )?(?:funciona|funciono|funcionado|va|carga)|otra vez (?:\w{1,8} )?(?:lo mismo|el mismo|el error|mal|caido|falla
    |roto|no)|vuelve a (?:fallar|pasar|ocurrir)|ha vuelto a
    |(?:continua|continuo|continuamos|segue) (?:\w{1,8} )?(?:sem|com|igual|dando|dando|o|a|nao|errado|mesmo)|mesm[oa]
    (?:erro|problema|coisa)|ainda (?:nao|sem|esta|da|com|continua)|nao (?:funcionou|resolveu|deu certo|funciona
    |adiantou
    |mudou)|(?:parou|quebrou) de novo|voltou a
    |(?:toujours|encore) (?:pas|le meme|la meme|rien|en panne|casse|en erreur|bloque|vide|une erreur|des)|(?:le )?meme
    (?:probleme|erreur|message|souci|chose)|(?:ne|n') ?(?:marche|fonctionne|change) (?:toujours |encore |plus )?(?:pas
    |rien|plus)?|a nouveau (?:en panne|le meme|casse|la meme|bloque)|de nouveau (?:en panne|casse|bloque)
    |ca recommence
    |(?:ancora|tuttora) (?:non|niente|lo stesso|la stessa|rotto|errore|bloccato|uguale)|non (?:funziona|va|carica|e
    cambiato|ha funzionato|si apre|risolto)|(?:lo )?stess[oa] (?:errore|problema|cosa)|di nuovo (?:rotto|bloccato|lo
    stesso|l'errore|fermo|giu)|sempre (?:lo stesso|la stessa)
    |nog (?:steeds|altijd) (?:\w{1,12} ){0,3}\w{2,14}|(?:zelfde|dezelfde) (?:fout|probleem|melding)|(?:werkt|doet het
    |lukt|helpt) (?:nog |nog steeds |helaas |weer )*niet|weer (?:stuk|kapot|niet|dezelfde|offline)
    |van (?:khong|chua|bi|loi|con|nhu)|lai (?:bi )?loi|(?:khong|chua) (?:duoc|vao duoc|chay)"""
)
BROKEN_SCRIPT = script(
    r"""まだ|依然|同じエラー|同じ(?:問題|現象|症状)|直って(?:いま|い|ま)せん|直らない|再発|改善(?:しません
    |していません|されません)|相変わらず
    |还是|仍然|依旧|又(?:不|出|坏|报)|没(?:有)?(?:用|解决|好|变化)|不行|同样的(?:错误|问题)
    |ما ?زال|لا ?يزال|لا ?تزال|ما ?زالت|مازلنا|نفس (?:المشكلة|الخطأ)|لم (?:تحل|يعمل|تعمل|ينجح)|لا (?:يعمل|تعمل)
    |مرة أخرى"""
)
# Before "works", "received" and "found" it turns them round.
NOT = phrase(
    r"""no|not|never|cannot|(?:is|does|has|have|do|did|was|are)n't|nicht|kein\w{0,2}|nichts|non|nao|nunca|ne
    |niet|geen|pas
    |sin|sem|sans|senza|khong|chua|if|wenn|falls|si|se|als|quando|cuando|quand"""
)
THANKS = phrase(
    r"""thanks?|thank you|thankyou|thx|thnx|tks|ty|tysm|cheers|much appreciated|appreciate it|appreciated
    |danke\w{0,5}|dank
    |gracias|mil gracias|obrigad[oa]|valeu|brigad[oa]|merci|grazie|bedankt|dankjewel|dank (?:je|u)|cam on"""
)
THANKS_SCRIPT = script(r"ありがとう|感謝|助かりま|谢谢|感谢|多谢|謝謝|شكرا|مشكور")
# Only what an acknowledgement is made of.
KIND = words(
    "ok,okay,k,kk,great,perfect,super,awesome,cool,nice,yes,no,yep,yeah,yup,sure,alright,good,ah,oh,aha,wow,all,thx,"
    "thanks,thank,u,ty,so,much,very,a,lot,hi,hello,hey,there,everyone,team,guys,for,the,your,help,to,you,too,will,do,"
    "understood,noted,got,it,makes,sense,fair,enough,lovely,wonderful,fantastic,excellent,brilliant,amazing,news,that,"
    "s,is,this,welcome,problem,worries,no,of,course,my,pleasure,anytime,cheers,phew,well,done,congrats,congratulations,"
    "quick,reply,answer,update,info,again,really,helpful,sounds,fine,works,see,appreciate,appreciated,haha,lol,"
    "danke,vielen,dank,lieben,schon,schonen,bitte,prima,guten,tag,morgen,alles,klar,gut,sehr,gerne,top,toll,genial,"
    "furs,fur,die,das,den,hilfe,info,antwort,schnelle,teilen,dir,ihnen,euch,passt,ja,nein,"
    "gracias,muchas,mil,hola,perfecto,buenos,buenas,dias,tardes,vale,genial,de,nada,entendido,estupendo,por,avisar,la,"
    "el,ayuda,si,listo,excelente,obrigado,obrigada,muito,ola,perfeito,bom,boa,dia,tarde,beleza,otimo,show,certo,valeu,"
    "entendi,combinado,pela,pelo,ajuda,sim,merci,beaucoup,bonjour,parfait,super,d,accord,entendu,compris,bien,recu,"
    "pour,votre,aide,l,retour,oui,non,grazie,mille,ciao,perfetto,ottimo,bene,va,capito,dell,avviso,per,aiuto,"
    "bedankt,hoi,goed,fijn,prima,dankjewel,je,wel,u,helder,duidelijk,oke,voor,hulp,cam,on,anh,chi,em,da,vang,nhe,a"
)
EMPTY_SCRIPT = script(
    r"""ありがとうございま(?:す|した)|承知(?:しました|いたしました)?|了解(?:です|しました)?|かしこまりました
    |好的|谢谢(?:您|你)?|明白了?|知道了|感谢|不客气|شكرا(?: جزيلا)?|حسنا|تمام"""
)
GREETS = phrase(
    r"""(?:hi|hello|hey|hallo|hola|ola|oi|bonjour|bonsoir|salut|buongiorno|ciao|hoi|moin|servus|chao|xin chao
    |good (?:morning|afternoon|evening)|morning|guten (?:morgen|tag|abend)|buen(?:os|as) (?:dias|tardes|noches)
    |bom dia|boa (?:tarde|noite)|goede(?:morgen|middag|navond)|welcome|willkommen|bienvenid[oa]s?)"""
)
# Said to everybody, or about something else: whatever is open, this does not answer it.
TO_ALL = phrase(
    r"""(?:happy|have a (?:great|good|nice|lovely)|enjoy (?:your|the)) (?:\w{1,10} )?(?:weekend|friday|monday
    |holidays?
    |new year|day|evening|easter|christmas)|(?:quick |small |friendly |gentle |just a |a )*reminder|reminding (?:you
    |everyone)|by the way|btw|unrelated|off topic|different topic|heads up|fyi|for your information|announcement
    |(?:hi|hello|hey|good morning|morning|dear|happy \w{1,10}) (?:all|everyone|everybody|team|folks|both)|(?:hello
    |welcome) (?:back )?everyone|welcome back|(?:morning|afternoon) (?:all|everyone|team)|^team|everybody
    |release notes
    |(?:lunch|brb|afk|back
    (?:in|at) (?:a|an|\d{1,2}|half|ten|five)|on leave|in a meeting|out of (?:the )?office|on holiday|on vacation
    |day off)
    |(?:kurzer |kleiner |nur ein )?(?:hinweis|erinnerung)|ubrigens|(?:hallo|guten morgen|moin|hi) (?:zusammen|alle
    |allerseits|ihr lieben|team)|(?:schones|schonen) (?:\w{1,10} )?(?:wochenende|feierabend|feiertag)|zur info
    |(?:os|les) recuerd[oa]|recordatorio|recordad|por cierto|(?:buenos dias|hola|buenas)(?: a)? tod[oa]s|buen (?:fin
    |finde)|feliz|(?:pessoal|galera)|lembrete|lembrando|a proposito|bom (?:fim|final|feriado)|(?:bom dia|ola) a todos
    |(?:petit )?rappel|au fait|pour info|bonjour a (?:tous|toutes)|bon (?:week end|weekend)|bonne (?:journee|fin)
    |(?:vi|ti) ricord\w{1,3}|promemoria|a proposito|buon (?:fine|weekend)|(?:buongiorno|ciao) a tutti
    |(?:fijn|prettig) (?:weekend|avond)|herinnering|ter info|trouwens|(?:hoi|hallo|goedemorgen) allemaal"""
)
TO_ALL_SCRIPT = script(
    r"各位|大家好?|周末愉快|提醒|皆(?:様|さん)|お知らせ|صباح الخير جميعا|مساء الخير جميعا|تذكير|عطلة"
)
# "Same here": more people with the trouble, no answer to it.
JOINS = phrase(
    r"""same(?=\W{0,5}$)|(?:the )?same (?:here|for|problem|issue|with|thing|in|on|at|error|question)
    |(?:me|us|we|here) too|likewise|ditto
    |(?:i|we)(?:'m| am| are|'re)? (?:also |was |were )?(?:wondering|having|seeing|have|see|get|getting)
    (?:\w{1,8} )?(?:the )?(?:same|similar)|(?:i|we) have a (?:\w{1,8} )?similar|upvote
    |(?:bei|fur) (?:uns|mir|mich) (?:auch|genauso|ebenso)|(?:wir|ich) (?:haben|habe) (?:das
    |auch das) (?:gleiche|selbe)
    |geht mir (?:auch|genauso)|a (?:nosotros|mi) (?:tambien|nos|me)|(?:nos|me) pasa lo mismo|lo mismo (?:aqui|por)
    |aqui tambem|comigo tambem|(?:o )?mesmo aqui|pareil|idem|moi aussi|nous aussi|chez nous aussi
    |anche (?:a|da|per) (?:noi|me)|anch'io|hier ook|bij ons ook|ik ook"""
)
JOINS_SCRIPT = script(r"私も|こちらも|同じく|我也|我们也|一样的|نفس الشيء|ونحن أيضا")
CHASES = phrase(
    r"""any (?:update|updates|news|progress|word)|still waiting|(?:just )?following up|bump|gibt es (?:schon 
    |was )?(?:neues
    |neuigkeiten|etwas neues)|neuigkeiten|alguna novedad|(?:hay|teneis|tienen) (?:alguna )?(?:novedad|noticias
    |novedades)
    |alguma novidade|(?:tem|ha) novidades|des nouvelles|du nouveau|(?:ci sono )?(?:novita|aggiornamenti)
    |(?:is er )?(?:al
    )?nieuws|co tin gi"""
)
# How an answer given by another customer sounds: it tells what to do or where it is.
DIRECTS = phrase(
    r"""(?:^|you (?:can|could|have to|need to|should)|just|then|to|and) ?(?:click|go|open|use|try|press|select
    |choose|look
    |check|add|set)|it'?s (?:in|under|at|on|the)|you'll find|via|under|in (?:the )?settings|(?:unter|uber|einfach
    |klick\w{0,3}
    |geh\w{0,2})|(?:en|ve a|desde|pulsa|haz clic)|(?:em|clique|va em)|(?:dans|cliquez|allez|clique)|(?:in alto|vai
    |clicca
    |dal menu)|(?:klik\w{0,4}|ga naar)"""
)
YES_NO = phrase(
    r"""(?:yes|yep|yeah|yea|yup|no|nope|nah|not yet|it (?:should|does|did|is|will|can|has)|(?:i|we) (?:do|did|have
    |don't
    |haven't)|correct|exactly|right|done|fixed|indeed|ja|nein|doch|genau|stimmt|erledigt|si|sim|nao|claro|hecho
    |listo|pronto
    |feito|oui|non|si|fait|c'est fait|certo|fatto|nee|klopt|gedaan|afraid|as promised)"""
)
STOP = words(
    "this,that,with,have,your,yours,please,could,would,when,what,where,which,there,been,will,from,their,they,them,then,"
    "than,just,also,into,over,only,some,more,most,very,were,does,doing,about,after,before,again,because,should,here,"
    "today,tomorrow,yesterday,thanks,thank,hello,know,need,like,want,make,made,still,since,such,each,every,other,these,"
    "those,being,having,using,used,use,our,ours,you,the,and,for,are,not,can,how,who,why,has,had,was,did,its,it's,any,all,"
    "get,got,let,now,one,two,out,yes,may,his,her,him,she,but,see,i'm,i've,we've,i'll,don't,doesn't,isn't,can't,"
    "nicht,eine,einen,einem,einer,eines,sind,haben,wird,werden,wurde,noch,auch,bitte,danke,wann,oder,aber,dass,wenn,"
    "kann,konnen,konnten,uber,fur,und,der,die,das,den,dem,des,ein,ist,mit,auf,von,wir,sie,ihr,uns,ich,bei,zum,zur,seit,"
    "heute,morgen,jetzt,schon,immer,alle,mehr,gibt,gerne,hallo,guten,meine,unser,unsere,ihre,"
    "para,pero,como,esta,este,esto,desde,todo,hasta,donde,cuando,nuestro,nuestra,gracias,favor,hola,buenos,dias,tiene,"
    "tienen,hemos,los,las,una,por,con,que,del,mas,sus,les,nos,muy,hay,sin,ser,estan,puede,puedes,"
    "uma,umas,voces,voce,nao,isso,esse,essa,nosso,nossa,muito,mais,tambem,bom,dia,ola,com,dos,das,pelo,pela,ainda,"
    "dans,pour,avec,vous,nous,votre,notre,cette,plus,mais,sont,etre,avez,avons,bonjour,merci,est,les,des,une,pas,sur,"
    "qui,aux,ces,mes,vos,nos,toujours,"
    "della,delle,degli,nella,sono,questo,questa,nostro,nostra,anche,quando,come,dove,grazie,buongiorno,che,con,per,non,"
    "una,gli,dal,del,piu,"
    "het,een,niet,van,voor,met,naar,zijn,hebben,wordt,worden,kunnen,jullie,onze,deze,maar,ook,nog,wel,wanneer,hallo,"
    "co,cua,cho,nay,khong,duoc,voi,cac,nhung,anh,chi,em"
)
