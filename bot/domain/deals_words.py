"""The words by which deals are announced, in the languages we read; all folded (no accents, lower case)."""

from __future__ import annotations

import re

from bot.domain.folding import fold, phrase, sounds, words

__all__ = ["fold", "phrase", "words"]

# Says the opposite, or that it was taken back.
LOST = phrase(
    r"""(?:deals?|opportunity|sale|contract) (?:was |is |has been |marked (?:as )?|closed )?lost|closed lost|(?:we
    |i) (?:just )?lost|lost (?:the |a )?(?:deal|contract|to)
    |marked (?:as )?lost|fell through|went with(?! us)|(?:they|he|she) (?:have |has |just )?signed with(?! us)
    |signed with (?:a |our )?competitor|(?:negocios?|venta|oportunidad|trato|contrato|oportunidade
    |venda) (?:ha sido |foi )?(?:perdid[oa]|cancelad[oa])|cerrad[oa] perdid[oa]
    |perdimos|perdemos|fechad[oa] perdid[oa]|(?:deal|auftrag|geschaft|kunde
    |verkaufschance) (?:wurde |ist )?verloren|verloren|(?:affaire|opportunite|vente|marche|contrat|deal) perdue?
    |perdu|(?:trattativa|affare|opportunita|vendita) pers[oa]|pers[oa]|(?:deal|opdracht|verkoopkans) verloren
    |(?:como|marcad[oa]|cerrad[oa]|fechad[oa]) perdid[oa]s?|perdid[oa]s?|(?:competitors?|rivals?|they
    |somebody else) (?:just |have |has )?won|no decision|disqualified|another (?:partner|supplier|vendor|provider)
    |was pursuing|competitor alert|no longer won|un won|reopened|reversed
    |(?:closed|marked|set) as lost|lost(?=\W{0,3}(?:$|[|:)\]–—]))|moved (?:back )?from (?:closed )?won|cancell?ed
    |churned|storniert|annullato|annule|geannuleerd"""
)
# About deals in general, past or to come, or about something else.
FORECAST = phrase(
    r"""if|if only|(?:once|when|until|unless|assuming|before|as soon as) (?:we|i|they|you|the deal|this)|hop(?:e
    |ing)|should (?:close|sign|land)|(?:expect|expected|expecting) to
    |(?:about|going|close|trying|ready|hopes?|plans?|wants?) to (?:close|sign|win|land)|will (?:close|sign|win
    |likely|be)|(?:we|they)'ll|likely|fingers crossed|almost|nearly|not yet|soon
    |(?:haven't|hasn't|didn't|isn't|not|never|won't|can't|couldn't|nobody|no one) (?:\w{1,12} )?(?:sure|yet|won
    |closed|close|signed|sign|win|land|landed)|forecast\w{0,3}
    |verbal(?:ly)?|would|could|might|expected|requested|at stake|presenting|pitching|wants? to|asked for|maybe
    |imagine|what if|wish|a ver si|vamos a ver|cuando|si (?:cerramos|ganamos|firmamos)|ojala|casi
    |aun no|todavia no|se (?:fecharmos|ganharmos)|quando
    |quase|ainda nao|wenn|falls|sobald|hoffentlich|fast|noch nicht|bald|wird|werden|si (?:on|nous)|quand|des que
    |bientot|presque|pas encore|se (?:chiudiamo|vinciamo|firmiamo)|quasi
    |non ancora|presto|als we|als het|zodra|hopelijk|bijna|nog niet|binnenkort"""
)
PAST = phrase(
    r"""last (?:week|month|quarter|year|summer|winter|spring|fall)|(?:weeks|months|years|quarters) ago|back in
    |remember when|anniversary|used to|(?:el )?(?:mes|ano|trimestre|semana) pasad[oa]
    |(?:mes|ano|trimestre|semana) passad[oa]|letzte[nsr]? (?:woche|monat|quartal|jahr)|(?:le mois|l'annee
    |la semaine|le trimestre) (?:dernier|derniere)|dernier|derniere|(?:il )?(?:mese|anno|trimestre) scorso
    |vorige? (?:week|maand|jaar|kwartaal)|afgelopen (?:week|maand|jaar)"""
)
REMINDER = phrase(
    r"""reminder|remember to|don't forget|please (?:make sure|update|fill|add|log)|deals (?:need|must|should
    |have to|require)|how (?:to|we|i)|lessons?|recap|case study|training|webinar|playbook
    |recordatorio|recuerden?|lembrete|lembrem|erinnerung|bitte|rappel|promemoria|herinnering|follow up reminder"""
)
SUMMARY = phrase(
    r"""summary|report|dashboard|leaderboard|scoreboard|digest|recap|overview|win rate|pipeline (?:update|summary
    |report|review|dashboard|overview|meeting)|sales update|wins
    |resumen|informe|reporte|resumo|relatorio|ubersicht|bericht|wochenbericht|zusammenfassung|resume|rapport|bilan
    |riepilogo|overzicht|rapportage"""
)
PERIOD = phrase(
    r"""(?:this|last|per) (?:week|month|quarter|year)|last \d{1,3} days|weekly|monthly|quarterly|daily|today|yesterday
    |esta semana|este mes|hoy|hoje|diese woche|diesen monat|heute
    |cette semaine|ce mois|aujourd'hui|questa settimana|questo mese|oggi|deze week|deze maand|vandaag"""
)
COUNTED = re.compile(
    r"(?<![\w.,])\d{1,5} {1,2}(?:new )?(?:deals|opportunities|customers|clients|wins|negocios|ventas|vendas|auftrage"
    r"|affaires|trattative|opdrachten)"
    r"|(?:won|ganad[oa]s|ganh[oa]s|gewonnen|gagnees|vinte)\s{0,2}[:=]\s{0,2}\d{1,4}(?![\d.,]|\s?[km€$])"
)
ELSEWHERE_FOR_SURE = phrase(
    r"""commissions?|invoices?|factura|fatura|rechnung|facture|fattura|factuur|faktura|refund|payout
    |(?:un)?success?full? (?:on
    |sync)|unable to|failed|error|deal (?:created|at risk|movement)|new deal created|task (?:completed|overdue)
    |mentioned|at risk|quota|target achieved|survey|newsletter|ticket|interessent|oportunidad creada|candidate
    |offer letter|incident|trial|playbook|checklist|approved by (?:manager|finance|legal|management|the board
    |our \w+)|ready to send|no activity|case|automation|workflow|zap|rule triggered|ran|turned (?:on|off)|connected
    |enabled|disabled|will be posted|probability"""
)
ELSEWHERE = phrase(
    r"""commissions?|invoices?|factura|fatura|rechnung|facture|fattura|factuur|faktura|refund|payout|payments?|pago|paid
    |pagamento|paiement|betaling|zahlung|(?:un)?success?full? (?:on |sync)|sync(?:ed|s)?|workflow|automation|webhook
    |unable to|failed|error|leads?|prospect|deal (?:created|updated|at risk|movement)|new deal created
    |task (?:completed|overdue)|meeting|mentioned|at risk|quota|target achieved|survey|newsletter|ticket|interessent
    |oportunidad creada|oportunidade criada|candidate|hiring|hired|offer letter|position|incident|trial|build
    |pull request|release|issue|issues|expires?|subscription cancelled|promotion|series [a-f]|funding|acquisition
    |lease|marathon|award|goals? (?:reached|hit|met|achieved|crushed|smashed)|nda|demo|case|still missing
    |is missing|damages|proposal viewed|anniversary"""
)
# What a glad post may be about besides a win.
NOTHING_WON = phrase(
    r"""new (?:deal|opportunity|contact|company|user|hire|feature|lead|ticket|task|record|form)|created|added|assigned
    |moved|updated|stage|pipeline|demo|meeting|call|proposal (?:sent|viewed)|quote sent|contract sent|payment|paid
    |invoice|donation|raised|target|goal|record month|revenue|welcome to the team|joined|birthday|anniversary
    |promotion
    |promoted|discount|offer|sale ends|launch|release|deploy\w*|creado|criad[oa]|cree|erstellt|creat[oa]|aangemaakt
    |reunion|reuniao|termin|factura|fatura|rechnung|facture|fattura|factuur|pago|pagamento|zahlung|paiement|potential
    |opportunity|nuevo negocio|novo negocio|neuer deal|nouveau deal"""
)
# The same in words that may stand without blanks around them, and in the languages of the lists above.
NO_WIN_WORLD = sounds(
    r"""送付|送信|に進|最終交渉|预算|提出|発行|見積|請求|入金|支払|作成|登録|追加|予約|面談|発送|发送|报价|报表|付款|收款|发票|回款|创建|新增|拜访
    |会议|线索|跟进|견적|발송|청구|결제|입금|생성|등록|회의|미팅|عرض سعر|فاتورة|دفع|ارسال|عميل محتمل|اجتماع|موعد
    |(?<!\w)(?:enviad[oa]s?|envoyee?s?|gesendet|verschickt|versendet|inviat[oa]|verstuurd|verzonden|skickad|sendt
    |wyslan[aoey]|gonderildi|отправлен\w*|da gui|odeslan[aoy]|elkuldve|lahetetty|trimis[a]?|dikirim
    |propuesta|cotizacion|proposta comercial|devis|angebot|preventivo|offerte|оферта|счет|оплат\w*|платеж\w*
    |thanh toan|hoa don|odeme|betalning|betalt|platba|platnosc|лид|заявка|встреча|задача|bao gia|lich hen|uge\w*
    |kargo|sent|awaiting|waiting|pending|draft|overdue|due|needs?|requested|negotiat\w*|discovery|qualified|closing
    |contract out|in review|review|viewed|opened|renews|renewal|expires|expiring|gave notice|leaving|stalled|slipped
    |pushed|delayed|on hold|paused|back to|price|quoted|quotes?|proposals?|estimates?|po number|shipped|delivered
    |tracking|order|orders|cart|donat\w*|raises|raise|salary|budget|spend|cost|costs|expense|expenses|churn\w*
    |cancel\w*|downgrad\w*|complain\w*|competitors?|interested|considering|asked|asks|wants?|looking for|question
    |status|owes|unpaid|refunded|tax|bonus|prize|grant|invest\w*|market|stock|shares|trade|trades|traded|tomorrow
    |next (?:week|month)|will|going to|devrai\w*|vai|va a|wird|soll|zal|gaat|ska
    |amanha|manana|demain|morgen|domani|imorgon|jutro|yarin|завтра|ngay mai|rotting|no activity|another supplier
    |probability|ends on|list|limit|nouvelle (?:affaire|opportunite)|nieuwe kans|neue (?:chance|opportunity)
    |neues angebot|nueva oportunidad|nova oportunidade|nuova (?:opportunita|trattativa)|ny mojlighet|check|relance
    |to do|credit|someone else|instead|result|acquires?|acquired|bought|compro|goals?|meta|metas|objetivo|ziel
    |objectif)(?!\w)"""
)
GLAD = phrase(
    r"""congrat\w*|woo ?hoo|boom|yay|yes|hooray|hurra|huzzah|kudos|great news|good news|amazing news|big news|excited to
    |thrilled to|proud to|happy to (?:share|announce)|felicidades|enhorabuena|vamos|parabens|bora|felicitations|bravo
    |gluckwunsch|complimenti|evviva|gefeliciteerd|hoera|grattis|tillykke|gratulacje|tebrikler|chuc mung|tin vui"""
)
# Lost, in scripts that put no blanks between words, and in languages whose words for it stand alone.
LOST_WORLD = sounds(
    r"""失注|失约|输单|輸單|丢单|丟單|流失|未成交|실주|패주|수주\s?실패|(?:خسارة|خسرنا|فقدان|فقدنا|ملغاة)
    |(?<!\w)(?:mat (?:deal|don|khach|hop dong)|thua thau|that bai|przegran[aey]|utracon[aey]|forlora[dt]e?s?|tabt|tapt
    |kaybedildi|kaybettik|проигран[аы]?|потерян[аы]?|prohran[ao]?|ztracen[aoy]?|elveszett|elvesztett\w*
    |втрачен[аоы]?|програн[аоы]?|kalah|havitty|pierdut[a]?|gagal)(?!\w)
    |แพ้|เสียดีล|เสียลูกค้า|ไม่สำเร็จ|हार|खो दिया|הפסדנו|אבדה
    |(?<!\w)(?:went another way|decided not to|chose not to|passed on us|se fueron con|fur die konkurrenz
    |opto por la competencia|didn't win|did not win)(?!\w)"""
)
JOKE = phrase(
    r"""(?:won|win|wins|winning) (?:(?:the|a|an|our|this|first) )?(?:\w{1,15} ){0,3}(?:hackathon|badge|title|grant
    |certification|recognition|game|match|cup|trophy
    |award|prize|lottery|raffle|bet|quiz|tournament|league|championship
    |race|medal|contest|competition|trivia|bingo|pitch|internet|lunch|vote|election|case|lawsuit|argument|battle
    |heart|hearts|world)|hackathon|just kidding|april fools?"""
)
CLOSED_OTHER = phrase(
    r"""(?:closed|landed|won) (?:their|its|his|her)|series [a-f]|funding|(?:closed|closing) \S{1,20} for (?:the day
    |today|tonight|lunch|the holidays?)|(?:closed|close|closing|signed|landed
    |won) (?:the|a|an|my|your|our|out|out of|down|up|early|for|off|on|in|\d{1,4}) (?:\w{1,15} )?(?:door|office
    |ticket|tickets|issue|issues|bug|bugs|pr|prs|books?|month|quarter|laptop|tab|tabs
    |window|round|funding|position|role|job|lease|petition|form|thread|poll|store|shop|kitchen|register|account|nda
    |today|tomorrow|weekend|holidays?)|(?:nda|ticket|issue|bug|pr|pull request|incident|position|office|road
    |restaurant) (?:\S{1,12} )?(?:is |was |has been |got )?(?:closed|signed|won)
    |signed (?:in|out|off|an? nda|the nda)"""
)
TEST = re.compile(
    r"\W{0,5}(?:this is (?:only )?a )?(?:test(?:ing)?|prueba|teste|essai|prova|sandbox|demo|example|sample)(?!\w)"
)
STATISTICS = phrase(
    r"""deals|wins|total|totals|pipeline|average|avg|revenue|target|quota|forecast|rate|lost|open|goal|mrr|arr|sum
    |summe|gesamt|totale|totaal|ingresos|metas?|objetivo|ziel|objectif|leads|orders|negocios|ventas|vendas"""
)
KUDOS = phrase(
    r"""kudos|thanks|thank you|thx|congrats|congratulations|great (?:job|work)|good (?:job|work)|nice (?:job|work
    |one)|well done|props|shout ?out|hats off|huge thanks|felicidades|felicitaciones|enhorabuena|gracias|parabens
    |obrigad[oa]|valeu|danke|gluckwunsch|herzlichen gluckwunsch|super arbeit|dank an|merci|bravo|felicitations
    |grazie|complimenti|congratulazioni|bedankt|dank|gefeliciteerd|goed gedaan|by|led by|closed by|won by|por|von
    |durch|par|da|door|thanh|cam on|chuc mung|tack|bra jobbat|grymt jobbat|godt gaet|tak|brawo
    |dzieki|gratulacje|tebrikler|tesekkurler|tesekkur|lekker gewerkt|top werk|stark gemacht|great work"""
)
HANDED = phrase(
    r"""(?:csm|onboarding|implementation|delivery|kick ?off|customer success|handover|hand off|handoff|handing over
    |over to|passing to|will onboard|onboards|takes over|taking over|umsetzung|ubergabe an|a cargo de|implementacion
    |implementacao|mise en (?:place|oeuvre)|implementazione|implementatie|projektleitung)"""
)

# What deals are named after. The second set is as much at home in companies' names.
PRODUCT = words(
    "plan,plans,seats,seat,users,user,licenses,licences,license,licence,module,modules,add-on,addon,add-ons,renewal,"
    "expansion,upsell,upgrade,subscription,redesign,remodel,pipeline,package,bundle,pilot,poc,migration,rollout,"
    "retainer,installation,implementation,integration,onboarding,phase,website,setup,training,workshop,maintenance,"
    "relaunch,annual,monthly,yearly,deal,opportunity,new,tier,edition,"
    "renovacion,ampliacion,licencias,licencia,modulo,suscripcion,renovacao,licencas,plano,assinatura,expansao,"
    "verlangerung,erweiterung,lizenzen,lizenz,modul,paket,einfuhrung,umbau,renouvellement,licences,refonte,abonnement,"
    "rinnovo,licenze,abbonamento,verlenging,uitbreiding,licenties,pakket,jahre,years,year,months,projekt,project"
)
# These need no word before them: in "Acme renewal" the name is whole, in "Acme Payroll module" it is not.
WHOLE_PRODUCT = words(
    "renewal,expansion,upsell,seats,seat,users,user,licenses,licences,license,licence,upgrade,pilot,poc,rollout,setup,"
    "onboarding,renovacion,ampliacion,renovacao,expansao,verlangerung,erweiterung,lizenzen,renouvellement,rinnovo,"
    "verlenging,uitbreiding,annual,monthly,yearly,years,year,months,new"
)
MAYBE_PRODUCT = words(
    "team,teams,pro,enterprise,platform,payroll,analytics,data,support,managed,business,cloud,software,premium,basic,"
    "starter,growth,standard,professional,services,service,consulting,development,app,web,mobile,marketing,seo,security,"
    "crm,erp,saas,hosting,audit,branding,design,campaign,suite,core,plus,advanced,hr,it,api,kitchen,full,extra,of,and"
)
LEGAL = words(
    "gmbh,ag,kg,se,ug,ohg,inc,inc.,llc,ltd,ltd.,limited,corp,corp.,corporation,co,co.,company,llp,lp,plc,sarl,sas,sa,"
    "s.a,s.a.,s.a.s,s.l,s.l.,sl,srl,s.r.l,s.r.l.,spa,s.p.a,s.p.a.,bv,b.v.,b.v,nv,n.v.,as,a/s,asa,ab,oy,oyj,aps,pty,pvt,"
    "ltda,ltda.,me,eireli,s/a,kk,k.k.,kft,zrt,sp.,z,o.o.,a.s,a.s.,e.v.,ev,pte,gbr,group,holding"
)
