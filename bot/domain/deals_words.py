"""The words by which deals are announced, in the languages we read; all folded (no accents, lower case)."""

from __future__ import annotations

import re
import unicodedata

_LETTER = {"ß": "s", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "'", "‘": "'", "`": "'"}


def fold(text: str) -> str:
    """The text in lower case without accents, character for character as long as the text. Never raises."""
    return "".join(map(_fold_letter, text))


def _fold_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    lower = letter.lower()
    bare = unicodedata.normalize("NFD", lower)[0] if len(lower) == 1 and not "\uac00" <= lower <= "\ud7a3" else letter
    return _LETTER.get(bare, bare)


def words(text: str) -> frozenset[str]:
    """The phrases of a list written with commas."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def phrase(pattern: str) -> re.Pattern[str]:
    """A pattern that matches whole words in folded text; blanks in it stand for any blanks or a hyphen."""
    return re.compile(r"(?<!\w)(?:" + re.sub(r"\s*\n\s*", "", pattern).replace(" ", r"[\s-]{1,3}") + r")(?!\w|'t\b)")


# A deal was won, beyond doubt.
WON = phrase(
    r"""closed won|(?:has been|was|is) won|(?:deals?|opportunity|sale
    |contract) (?:(?:has been |was |is |just |now )?(?:won|closed|signed
    |done|inked)
    |has been closed|marked as won)|marked (?:as )?won|won (?:the |a |an |another )?(?:new )?(?:deal|contract
    |business)
    |closed (?:the|a|an|another|our)(?: \w{1,15})? (?:deal|contract|sale)|new (?:customer|client|deal|logo|sale
    |business) (?:won|closed|signed)
    |(?:has|have|just) signed|signed (?:the|a|an|their) (?:[\w-]{1,20} )?(?:contract|agreement|deal|proposal
    |order form)|signed up
    |(?:weekly|recent|latest|today's|this week's|new) wins|ink is dry|contract (?:is )?signed|we just closed|(?:we
    |i) (?:have )?(?:just )?(?:won|closed|landed|signed|bagged)|just (?:closed|landed|won|bagged)
    |(?:negocios?|tratos?|oportunidad|venta|contrato|acuerdo|cliente|cuenta) (?:ha sido |fue |esta )?(?:ganad[oa]
    |cerrad[oa]|firmad[oa]|conseguid[oa])
    |marcad[oa] como (?:ganad[oa]|ganh[oa])|cerrad[oa] ganad[oa]|hemos (?:cerrado|ganado|firmado)|(?:ha|han
    |acaba de) (?:firmado|firmar)
    |ganamos|cerramos|firmamos|(?:nova )?vendas? (?:fechada|realizada|concluida|confirmada)|(?:negocio|contrato
    |negociacao|oportunidade)
    (?: foi)? (?:fechad[oa]|ganh[oa]|assinad[oa])|fechad[oa] ganh[oa]|fechamos|ganhamos|acabou de (?:assinar
    |fechar)|assinou
    |(?:deal|auftrag|geschaft|abschluss|vertrag|opportunity|verkaufschance|neukunde|kunde
    |ausschreibung) (?:wurde |ist |haben wir )?(?:gewonnen|abgeschlossen
    |unterschrieben|unterzeichnet|erhalten|gezeichnet)|(?:hat
    |haben) (?:gerade |soeben |heute |uns )?(?:unterschrieben|unterzeichnet|beauftragt)|als gewonnen (?:markiert
    |geschlossen)
    |geschlossen gewonnen|(?:affaire|contrat|deal|opportunite|vente|marche)s? (?:a ete |est )?(?:gagnee?|remportee?
    |signee?|conclue?|decrochee?)
    |(?:on a|nous avons|vient de|viennent de|a|ont) (?:signe|signer|gagne|remporte|decroche|conclu)
    |marquee? comme gagnee?|fermee? gagnee?
    |(?:affare|trattativa|contratto|opportunita|vendita|deal|accordo) (?:e stat[oa] )?(?:vint[oa]|chius[oa]
    |firmat[oa]|conclus[oa]|acquisit[oa])
    |abbiamo (?:chiuso|vinto|firmato|acquisito)|(?:ha|hanno) (?:appena )?firmato|chius[oa] vint[oa]
    |(?:deal|opdracht|contract|order|verkoopkans|verkoop) (?:is )?(?:gewonnen|binnen|getekend|gesloten|rond)
    |(?:heeft|hebben) (?:net |zojuist )?getekend|gesloten gewonnen
    |(?:affar|affaren|order|kontrakt) (?:vunnen|vunnet|stangd|signerat)|sluttet vundet|(?:handel|aftale
    |avtale) (?:vundet|vunnet)
    |(?:transakcja|szansa|umowa) (?:wygrana|zamknieta|podpisana)|(?:firsat|anlasma) kazanildi|sozlesme imzalandi
    |сделка (?:выиграна|закрыта|успешно закрыта)"""
)
WON_ASIAN = re.compile(
    r"受注(?!数|率|見込|予定|確度|残)|成約(?!数|率|見込)|契約(?:締結|成立)|赢单|成交(?!量|率)|签约成功|수주|계약\s?(?:체결|성사)"
)
# Words that say "won" in an announcement by a person, where the name beside them makes it a win.
LIKELY = phrase(
    r"""is in(?=\W{0,5}(?:$|[!.,]|\d{1,3} (?!days?|weeks?|months?|hours?|min)))|(?:is
    |are) (?:finally |officially |now )?(?:on board|ours)|signed|closed|landed|bagged|won
    |(?:congrats|congratulations|kudos|props|shout ?out|well done|thanks|great job
    |nice work)(?: \S{1,20}){0,5} (?:on|for) (?:closing|winning|landing|signing|bagging)|new (?:customer|client
    |logo)|welcome aboard|signe|firmo
    |(?:nuevo|novo|nuovo) cliente|neukunde|neuer kunde|nouveau client|nieuwe klant|gewonnen|abgeschlossen
    |unterschrieben|getekend|binnengehaald|gagne
    |remporte|ganad[oa]|cerrad[oa]|firmad[oa]|ganh[oa]|fechad[oa]|assinad[oa]|vint[oa]|chius[oa]|firmat[oa]
    |geschlossen|is binnen|is rond"""
)

# Says the opposite, or that it was taken back.
LOST = phrase(
    r"""(?:deals?|opportunity|sale|contract) (?:was |is |has been |marked (?:as )?|closed )?lost|closed lost|(?:we
    |i) (?:just )?lost|lost (?:the |a )?(?:deal|contract|to)
    |marked (?:as )?lost|fell through|went with|(?:they|he|she) (?:have |has |just )?signed with
    |signed with (?:a |our )?competitor|(?:negocios?|venta|oportunidad|trato|contrato|oportunidade
    |venda) (?:ha sido |foi )?(?:perdid[oa]|cancelad[oa])|cerrad[oa] perdid[oa]
    |perdimos|perdemos|fechad[oa] perdid[oa]|(?:deal|auftrag|geschaft|kunde
    |verkaufschance) (?:wurde |ist )?verloren|verloren|(?:affaire|opportunite|vente|marche|contrat|deal) perdue?
    |perdu|(?:trattativa|affare|opportunita|vendita) pers[oa]|pers[oa]|(?:deal|opdracht|verkoopkans) verloren
    |no longer won|un won|reopened|reversed
    |moved (?:back )?from (?:closed )?won|cancell?ed|churned|storniert|annullato|annule|geannuleerd"""
)
# About deals in general, past or to come, or about something else.
FORECAST = phrase(
    r"""if|if only|(?:once|when|until|unless|assuming|before|as soon as) (?:we|i|they|you|the deal|this)|hop(?:e
    |ing)|should (?:close|sign|land)|(?:expect|expected|expecting) to
    |(?:about|going|close|trying|ready|hopes?|plans?|wants?) to (?:close|sign|win|land)|will (?:close|sign|win
    |likely|be)|(?:we|they)'ll|likely|fingers crossed|almost|nearly|not yet|soon
    |(?:haven't|hasn't|didn't|isn't|not|never|won't|can't|couldn't|nobody|no one) (?:\w{1,12} )?(?:sure|yet|won
    |closed|close|signed|sign|win|land|landed)|forecast\w{0,3}
    |verbal(?:ly)?|would|could|might|maybe|imagine|what if|wish|cuando|si (?:cerramos|ganamos|firmamos)|ojala|casi
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
    r"""(?:this|last|per) (?:week|month|quarter|year)|last \d{1,3} days|weekly|monthly|quarterly|daily|today
    |esta semana|este mes|hoy|hoje|diese woche|diesen monat|heute
    |cette semaine|ce mois|aujourd'hui|questa settimana|questo mese|oggi|deze week|deze maand|vandaag"""
)
COUNTED = re.compile(
    r"(?<![\w.,])\d{1,5} {1,2}(?:new )?(?:deals|opportunities|customers|clients|wins|negocios|ventas|vendas|auftrage"
    r"|affaires|trattative|opdrachten)"
    r"|(?:won|ganad[oa]s|ganh[oa]s|gewonnen|gagnees|vinte)\s{0,2}[:=]\s{0,2}\d{1,4}(?![\d.,]|\s?[km€$])"
)
ELSEWHERE = phrase(
    r"""commissions?|invoices?|factura|fatura|rechnung|facture|fattura|factuur|refund|payout
    |(?:un)?success?full? (?:on|sync)|sync(?:ed|s)?|workflow|automation|webhook|unable to|failed|error
    |leads?|lead|prospect|deal (?:created|updated|at risk|movement)|new deal created|task (?:completed|overdue)
    |meeting|mentioned|at risk|quota|target achieved|survey|newsletter|ticket
    |interessent|oportunidad creada"""
)
JOKE = phrase(
    r"""(?:won|win|wins|winning) (?:(?:the|a|an|our|this|first) )?(?:\w{1,15} )?(?:hackathon|game|match|cup|trophy
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
    |durch|par|da|door"""
)
HANDED = phrase(
    r"""(?:csm|onboarding|implementation|delivery|kick ?off|customer success|handover|hand off|handoff|handing over
    |over to|passing to|will onboard|onboards|takes over|taking over|umsetzung|ubergabe an|a cargo de|implementacion
    |implementacao|mise en (?:place|oeuvre)|implementazione|implementatie|projektleitung)"""
)

# Labels, by the field they name.
LABELS: dict[str, frozenset[str]] = {
    "account": words(
        "account,account name,company,company name,organization,organisation,organization name,org,business name,firm,"
        "empresa,nombre de la empresa,cuenta,conta,compania,nome da empresa,organizacion,organizacao,firma,unternehmen,"
        "societe,entreprise,compte,azienda,societa,bedrijf,bedrijfsnaam,organisatie,foretag,virksomhed,会社名,企業名,公司"
    ),
    "client": words(
        "client,client name,customer,customer name,new customer,new client,cliente,nuevo cliente,novo cliente,kunde,"
        "neukunde,neuer kunde,kundenname,nouveau client,nuovo cliente,klant,nieuwe klant,klantnaam,nom du client,"
        "nome cliente,nome do cliente,nombre del cliente,kund,顧客,顧客名,客户,고객,고객사,klient,müşteri,клиент"
    ),
    "contact": words(
        "contact,contact name,contact person,primary contact,decision maker,signed by,champion,contacto,contato,"
        "ansprechpartner,ansprechpartnerin,kontakt,interlocuteur,referente,contatto,contactpersoon,担当者様,name"
    ),
    "deal": words(
        "deal,deal name,opportunity,opportunity name,deal title,title,negocio,nombre del negocio,oportunidad,trato,"
        "oportunidade,nome do negocio,geschaft,auftrag,verkaufschance,dealname,affaire,opportunite,nom de l'affaire,"
        "trattativa,opportunita,affare,nome trattativa,opdracht,verkoopkans,projekt,project,projet,proyecto,projeto,"
        "progetto,案件,案件名,商机"
    ),
    "amount": words(
        "amount,value,deal value,deal size,deal amount,size,total,total amount,total value,revenue,arr,mrr,acv,tcv,"
        "price,worth,contract value,total contract value,annual contract value,annual value,booking,valor,valor total,"
        "importe,monto,cuantia,ingresos,valor do negocio,valor del negocio,betrag,wert,volumen,auftragswert,dealwert,"
        "summe,umsatz,auftragsvolumen,vertragswert,montant,valeur,importo,valore,valore totale,bedrag,waarde,"
        "dealwaarde,orderwaarde,omzet,belopp,varde,beloeb,金額,受注金額,金额,금액,kwota,wartosc,tutar,сумма"
    ),
    "currency": words("currency,moneda,moeda,wahrung,devise,valuta,通貨"),
    "seller": words(
        "owner,deal owner,opportunity owner,account executive,ae,sales rep,rep,salesperson,sales person,seller,sales,"
        "closed by,won by,sold by,sales owner,account owner,account manager,closer,responsable,propietario,vendedor,"
        "vendedora,comercial,propietario del negocio,cerrado por,ejecutivo de cuenta,ejecutivo,responsavel,"
        "proprietario,fechado por,verkaufer,verkauferin,vertrieb,inhaber,besitzer,verantwortlich,vertriebsmitarbeiter,"
        "zustandig,vendeur,vendeuse,commercial,commerciale,proprietaire,signe par,venditore,proprietario,chiuso da,"
        "verkoper,eigenaar,accountmanager,saljare,ansvarig,担当,担当者,営業担当,销售,负责人,담당자"
    ),
    "delivery": words(
        "delivery owner,delivery,delivery lead,csm,customer success,customer success manager,onboarding,"
        "onboarding manager,onboarding lead,onboarding owner,implementation,implementation lead,implementation manager,"
        "project manager,project lead,handoff to,handover to,cs owner,implementacion,responsable de implementacion,"
        "jefe de proyecto,gerente de proyecto,implementacao,gerente de projeto,implementierung,projektleiter,"
        "projektleiterin,projektleitung,umsetzung,kundenbetreuung,chef de projet,mise en oeuvre,responsabile progetto,"
        "implementazione,project leider,projectleider,implementatie"
    ),
    "date": words(
        "close date,closed date,closed,closed on,closed at,won date,won on,date,signed on,date closed,fecha de cierre,"
        "fecha,cerrado el,data de fechamento,data do fechamento,data,fechado em,abschlussdatum,abgeschlossen am,datum,"
        "date de cloture,date de signature,signe le,data di chiusura,data chiusura,chiuso il,sluitingsdatum,"
        "afsluitdatum"
    ),
    "product": words(
        "product,products,plan,package,service,contract type,solution,licence,license,subscription,producto,servicio,"
        "paquete,servico,produto,plano,pacote,produkt,paket,tarif,leistung,produit,offre,forfait,prodotto,servizio,"
        "piano,pacchetto,pakket,dienst,abonnement"
    ),
    "region": words("region,territory,market,country,pais,regiao,mercado,gebiet,land,pays,marche,regione,paese,regio"),
}
LABEL_OF = {label: field for field, labels in LABELS.items() for label in labels}

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
