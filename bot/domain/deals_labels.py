"""What labels call the fields of a deal, in the languages we read."""

from __future__ import annotations

import re

from bot.domain.folding import fold, phrase, sounds, words

# Labels that are known whole, by the field they name; folded.
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
        "closed by,won by,sold by,prepared by,"
        "sales owner,account owner,account manager,closer,responsable,propietario,vendedor,"
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
LABEL_OF = {fold(label): field for field, labels in LABELS.items() for label in labels}
# Labels that name something else, whatever other word stands in them.
OTHER = phrase(
    r"""list price|discount|rabatt|remise|descuento|desconto|sconto|korting|aum|assets|headcount|employees|mitarbeiter
    |empleados|funcionarios|budget|previous|old|former|prior|probability|probabilidad|probabilidade|score|term|duration
    |laufzeit|duracion|stage|status|phase|etapa|estado|pipeline|competitors?|reason|source|industry|segment|type
    |next step|notes?|comments?|phone|telefon|target|quota|goal|forecast|margin|cost|costs|commission|tax|vat|vendor
    |our entity|legal entity|our company|supplier|seats|licenses|users|created|start date|renewal date|kickoff
    |kick off|id|number|nr|no|invoice|address|website|domain|time zone|valuation|funding|open rate|weighted|company size
    |size of company|account tier|account type|customer since|url|link|deal age|deal type|deal stage|contract length"""
)
# Else the words in a label tell, the first kind that fits.
_BY_WORDS = (
    ("delivery", phrase(
        r"""csm|customer success(?: \w+)?|onboarding(?: \w+)?|implementation(?: \w+)?|delivery(?: \w+)?
        |project (?:manager|lead)"""
    )),
    (
        "seller",
        phrase(
            r"""owner|owned by|closed by|won by|sold by|seller|sales ?(?:person|rep|man|woman|lead|manager)?|rep|reps
            |salesperson|salesman|account (?:executive|manager)|ae|rm|relationship manager|closer|adviser|advisor|user
            |assigned to|assignee|who closed it|who sold it|who won it|who closed the deal|vendedora?|comercial
            |ejecutiv[oa]
            |responsable|propietari[oa]|asesora?|responsavel|consultora?|proprietari[oa]|commerciale?|vendeu(?:r|se)
            |proprietaire|charge d'affaires|conseill(?:er|ere)|verkaufer(?:in)?|vertrieb|vertriebler(?:in)?
            |inhaber(?:in)?
            |zustandig|verantwortlich|betreuer(?:in)?|kundenberater(?:in)?|venditore|venditrice|verkoper|eigenaar
            |verantwoordelijke|saljare|ansvarig|selger|saelger|ansvarlig|handlowiec|opiekun|sprzedawca|wlasciciel
            |temsilci\w*|sorumlu\w*|satici|продавец|менеджер|ответственный|nguoi phu trach|phu trach|nhan vien
            |sale|obchodnik|nguoi ban|ban hang"""
        ),
    ),
    (
        "date",
        phrase(
            r"""close date|closing date|closed|won time|won date|signed on|sign date|signature date|date|fecha
            |data|datum
            |abschlussdatum|date de (?:cloture|signature)|sluitingsdatum|dato|data zamkniecia|tarih\w*|дата|ngay(?: ky)?
            |ngay chot|expected close|closed at|won on|closed on"""
        ),
    ),
    ("currency", phrase(r"currency|moneda|moeda|wahrung|devise|valuta|waluta|para birimi|tien te|валюта")),
    (
        "amount",
        phrase(
            r"""amount|value|sum|price|fee|fees|revenue|arr|mrr|acv|tcv|worth|size|total|totals|booking|bookings
            |cost to client
            |how much(?: \w+){0,4}|importe|monto|valor|cuantia|precio|ingresos|preco|receita|montant|valeur|prix|chiffre
            |betrag|wert|summe|volumen|preis|umsatz|jahresvolumen|importo|valore|prezzo|ricavo|bedrag|waarde|prijs|omzet
            |belopp|varde|beloeb|belob|vaerdi|verdi|kwota|wartosc|cena|tutar\w*|deger\w*|bedel\w*|сумма|стоимость
            |gia tri(?: \w+){0,2}|so tien|tong(?: \w+){0,2}|gia|doanh thu|castka|hodnota|osszeg|summa|hinta|suma|valoare
            |jumlah|nilai"""
        ),
    ),
    ("product", phrase(
        r"""products?|plan|package|service|solution|subscription|what did (?:they|the customer) buy|producto
        |servicio|produto|servico|produit|offre|produkt|paket|leistung|prodotto|servizio|pakket|tjanst
        |tjeneste|ydelse|usluga|urun|san pham|goi|dich vu|продукт"""
    )),
    ("region", phrase(
        r"""region|territory|market|country|zona|regiao|gebiet|regione|regio|wilayah|khu vuc|bolge|регион
        |marknad"""
    )),
    ("contact", phrase(
        r"""contact|contact person|person|champion|decision maker|signed by|signer|contacto|contato
        |ansprechpartner(?:in)?|kontakt|interlocuteur|referente|contatto|contactpersoon|nguoi lien he"""
    )),
    (
        "account",
        phrase(
            r"""account|company|organi[sz]ation|business name|firm|buyer|empresa|cuenta|conta|compania
            |razon social|firma
            |unternehmen|societe|entreprise|compte|azienda|societa|conto|bedrijf|organisatie|foretag|virksomhed|bedrift
            |spolka|sirket|компания|cong ty|doanh nghiep|spolecnost|ceg|yritys|companie|perusahaan"""
        ),
    ),
    (
        "client",
        phrase(
            r"""client|customer|new logo|logo|lead|which customer(?: \w+){0,4}|cliente|kunde|kund|klant|klient
            |musteri|клиент
            |заказчик|khach hang|khach|zakaznik|ugyfel|asiakas|pelanggan"""
        ),
    ),
    ("deal", phrase(
        r"""deal|deal name|opportunity|opportunity name|opp|opp name|negocio|oportunidad|oportunidade
        |affaire|opportunite|auftrag|verkaufschance|trattativa|opportunita|affare|verkoopkans|affar|salg
        |transakcja|szansa|anlasma|firsat|сделка|hop dong|co hoi|thuong vu"""
    )),
)  # fmt: skip
# German and Dutch write such words as one, and some scripts have no blanks.
_BY_ENDING = (
    ("currency", sounds(r"通貨|币种|貨幣|통화|العملة")),
    ("date", sounds(r"datum$|受注日|成約日|契約日|締結日|クローズ日"
            r"|完了予定日|日期|签约时间|成交时间|날짜|계약일|수주일|تاريخ")),
    ("seller", sounds(r"(?<!ご)担当(?:者)?$|営業|所有者|销售|负责人|業務|業务|业务员|業務員|跟进人"
            r"|담당|영업|المسؤول|مسؤول|مندوب|البائع|صاحب الصفقة")),
    ("amount", sounds(
        r"""(?:wert|summe|betrag|volumen|waarde|bedrag|vardet?|vaerdi|belopp|preis|prijs|umsatz)$|金額|受注額|契約額
        |総額|価格|金额|总额|總額|合同额|价值|报价|額$|额$|금액|가격|매출|القيمة|المبلغ|قيمة|السعر"""
    )),
    ("product", sounds(r"商品|製品|プラン|サービス|产品|產品|套餐|服务|상품|제품|서비스|플랜|المنتج|الباقة|الخدمة")),
    ("region", sounds(r"地域|エリア|地区|地區|区域|지역|المنطقة")),
    ("contact", sounds(r"ご担当|先方担当|連絡先|联系人|聯絡人|연락처|جهة الاتصال")),
    ("account", sounds(r"会社|企業|法人|取引先|公司|企业|单位|회사|기업|업체|거래처|الشركة")),
    ("client", sounds(r"顧客|お客様|得意先|客户|客戶|甲方|고객|العميل|الزبون")),
    ("deal", sounds(r"案件|商談|商机|項目|项目|合同名称|딜|영업기회|الصفقة|اسم العقد")),
)  # fmt: skip
_QUESTION = re.compile(r"\W*(?:which|what|who|how much|how many|que|qual|quel|welche[rn]?|wer|quanto|cuanto|combien)\b")


def field_of(label: str) -> str | None:
    """The field that a label names; None when it names none that we know."""
    folded = " ".join(fold(label[:60]).strip(" .#*_:：?()[]").split())
    if not folded:
        return None
    if folded in LABEL_OF:
        return LABEL_OF[folded]
    if OTHER.search(folded) or len(folded.split()) > 6:
        return None
    for field, pattern in _BY_WORDS:
        if pattern.search(folded):
            return field
    return next((field for field, pattern in _BY_ENDING if pattern.search(folded)), None)


def is_whole_label(text: str) -> bool:
    """Whether a text is nothing but a label that we know ("Deal owner", "金額")."""
    folded = " ".join(fold(text[:60]).strip(" .#*_:：").split())
    return folded in LABEL_OF or (not text.isascii() and len(folded) <= 8 and field_of(text) is not None)


def is_asked(label: str) -> bool:
    """Whether a label is a form's question ("Which customer did you win?")."""
    return bool(_QUESTION.match(fold(label[:60])))
