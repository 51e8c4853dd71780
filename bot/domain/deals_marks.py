"""The words that announce a win, in the languages we read, and where a line says them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.domain.folding import phrase, sounds

MOST_MARKS = 12

# A deal was won, beyond doubt.
WON = phrase(
    r"""closed won|(?:has been|was|is) won|(?:deals?|opportunity|sale
    |contract) (?:(?:has been |was |is |just |now )?(?:closed won|won|closed|signed
    |done|inked)
    |has been closed|marked as won)|marked (?:as )?won|won (?:the |a |an |another )?(?:new )?(?:deal|contract
    |business)
    |closed (?:the|a|an|another|our)(?: \w{1,15})? (?:deal|contract|sale)|new (?:customer|client|deal|logo|sale
    |business) (?:won|closed|signed)
    |(?:has|have|just) signed|signed (?:the|a|an|their) (?:[\w-]{1,20} )?(?:contract|agreement|msa|sow|paperwork|deal
    |proposal|order form)|signed up
    |(?:weekly|recent|latest|today's|yesterday's|this week's|last week's|this month's|new|more|great) wins
    |ink (?:is dry|has dried|dried)|contract (?:is )?signed|we just closed|(?:we
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
    |сделка (?:выиграна|закрыта|успешно закрыта)
    |(?:acaba|acabam|acaban) de (?:fechar|assinar|firmar|cerrar|ganar)|assinamos|vendemos|conseguimos|logramos
    |firmato il contratto
    |(?:virou|tornou-se|se tornou) cliente|se (?:ha )?convirtio en cliente|(?:est )?devenu client
    |(?:ist |wurde )kunde(?: geworden)?|diventato cliente|klant geworden|(?:har )?blivit kund|(?:er )?blevet kunde
    |zostal klientem|da tro thanh khach hang|acabamos de (?:firmar|cerrar|ganar|fechar
    |assinar)|conquistamos|(?:fechou|assinou|ganhou) (?:o |a |um |uma
    |mais um )?(?:negocio|contrato|venda)|(?:cerro|firmo|gano) (?:el |la |un |una )?(?:negocio|trato|contrato|venta)
    |c'est signe|ja es cliente|(?:hat|haben) (?:den |einen )?(?:deal|auftrag|vertrag) gewonnen|zuschlag (?:bekommen
    |erhalten|erteilt)|vi (?:har )?(?:vann|vunnit|vundet|vunnet|vandt|vant|landade|landet|signerat)|har skrivit (?:pa
    |under)|har (?:signerat|underskrevet|signert|skrevet under)
    |wygralismy|podpisalismy|zamknelismy|wygrana szansa|anlastik|kazandik|imzaladi|imzaladik|satis kapandi
    |anlasmayi kapattik|(?:мы )?(?:выиграли|подписали|заключили|закрыли сделку)
    |da (?:chot|thang|ky)(?: duoc| xong)?(?: (?:hop dong|deal|don))?|(?:da )?(?:chot|ky|ky ket) (?:deal|don|hop dong
    |duoc|xong|thanh cong)(?: thanh cong)?|(?:deal|chot don|ky hop dong|hop dong) thanh cong|thang (?:thau|deal)
    |chot roi
    |vyhrali jsme|podepsali jsme|smlouva podepsana|szerzodes alairva|megnyertuk|sopimus allekirjoitettu|voitimme
    |am (?:castigat|semnat)|(?:contract|acord) (?:a fost )?semnat|(?:afacere|oportunitate|vanzare) (?:castigata
    |incheiata
    |finalizata)|(?:vient|viennent) de (?:signer|remporter|gagner|conclure|decrocher)|megnyert \w{3,14}|(?:uzlet
    |szerzodes|ajanlat) (?:megnyerve|alairva|lezarva|elfogadva)|(?:deal|kontrak|penjualan) (?:berhasil )?(?:ditutup
    |berhasil
    |dimenangkan|ditandatangani)|berhasil (?:ditutup|didapat)|kauppa (?:voitettu|syntyi|klousattu)
    |(?:угоду|угода) (?:виграно|закрито|укладено|виграна)|(?:договір|контракт) підписано|успішно реалізовано
    |kontrak ditandatangani|closing (?:deal )?berhasil|deal menang
    |(?:been |were |was )?awarded (?:us |to us )?(?:the |a )?(?:contract|project|bid|tender|job)|fully (?:executed
    |signed)
    |e signature completed|(?:tender|contract|project|bid) awarded|(?:order form|proposal|agreement|sow|msa
    |purchase order) (?:has been |was |is )?(?:fully )?
    (?:signed|executed|countersigned|accepted)|closed as won|won back|deal is (?:done|ours|closed|won)
    |sale completed|deal inked|won opportunity|contract executed|sealed the deal|deal done|deal sealed
    |(?:job|project|bid|tender|rfp|lead|client|customer|account|logo|renewal|expansion|upsell|pilot
    |business) (?:was |is
    |has been )?won|won (?:the |a |an |another )?(?:bid|tender|rfp|project|job|account|client|customer|pitch at)
    |(?:estimate|bid|offer|quote|proposal)s? (?:#?\w{1,12} )?(?:was |is |has been |just )?(?:accepted|approved
    |signed) by
    |converted to (?:a |an )?(?:paying )?(?:customer|client|won)|signed with us|(?:went|going) with us|awarded us
    |(?:cliente|cuenta|conta|proyecto|projeto|licitacion|licitacao) (?:ganad[oa]|ganh[oa]|adjudicad[oa]|conquistad[oa]
    |conseguid[oa]|vencid[oa])|nos adjudicaron|trato hecho|se (?:cerro|firmo)|negocio concluido|vencemos
    |contrato fechado
    |(?:client|compte|projet|appel d'offres) (?:gagne|signe|remporte)|bon de commande (?:recu|signe)|c'est gagne
    |c'est dans la poche|affaire conclue|victoire|(?:kunde|projekt|neukunde|pitch) gewonnen|vertragsabschluss
    |geschaftsabschluss|zuschlag|deal steht|auftrag (?:bekommen|im haus|ist da|gesichert)|zusage (?:von|bekommen
    |erhalten)
    |cliente acquisito|affare fatto|ordine (?:ricevuto|firmato)|portato a casa|klant (?:gewonnen|binnen)
    |opdracht gegund
    |akkoord (?:gekregen|van)|klient pozyskany|umowa zawarta|szansa wygrana|affaren ar (?:klar|i hamn|vunnen)
    |ordre i hus|vunnen affar|vundet (?:sag|salg)|anlasma (?:saglandi|imzalandi)|satis (?:yapildi|gerceklesti
    |tamamlandi)
    |musteri kazanildi|firsat kazanildi|успешно реализован\w{0,2}|сделка (?:успешна|состоялась)|договор подписан
    |berhasil closing|dimenangkan|penjualan berhasil|trung thau|ban duoc|dong deal|chot sale|giao dich thanh cong
    |co hoi thanh cong|dong deal"""
)
# Words that say "won" in an announcement by a person, where the name beside them makes it a win.
LIKELY = phrase(
    r"""is in(?=\W{0,5}(?:$|[!.,]|\d{1,3} (?!days?|weeks?|months?|hours?|min)))|(?:is|are) (?:finally 
    |officially |now )?(?:on board|ours)|signed|closed|landed|bagged|won|(?:congrats|congratulations|kudos
    |proud of|props|shout ?out|well done|thanks|great job|nice work)(?: \S{1,20}){0,5} (?:on
    |for) (?:bringing in|closing|winning|landing|signing|bagging)|new (?:customer|client|logo)
    |welcome aboard|signe|firmo|(?:nuevo|novo|nuovo) cliente|neukunde|neuer kunde|nouveau client
    |nieuwe klant|gewonnen|abgeschlossen|unterschrieben|getekend|binnengehaald|gagne|remporte|ganad[oa]
    |cerrad[oa]|firmad[oa]|ganh[oa]|fechad[oa]|assinad[oa]|vint[oa]|chius[oa]|firmat[oa]|geschlossen
    |is binnen|is rond|is (?:now )?(?:officially )?(?:a|our|our newest|our latest) (?:customer|client)
    |(?:newest|latest) (?:customer|client|logo)|signed, sealed,? delivered|pen to paper|(?:chosen|opted for
    |choose|chooses|picks|picked|chose|selected) us|new win|win(?=\W{0,3}(?:$|[,!.]))|big w|done deal|(?:got
    |have) (?:the |a )?(?:po|signature|purchase order)|(?:po|purchase order) (?:received|signed|is in)
    |contract'?s back|countersigned|(?:a |the )?(?:new )?deal is in|booking alert|docusign completed
    |win report|win announcement|booked|lead converted|new contract|(?:sale|deal|win) recorded
    |fechou com (?:a gente|nos)|dotted line|abschluss(?=\W{0,3}(?:$|[!:]))|over the line|locked in
    |(?:new )?subscription (?:started|activated)|new subscription|subscribed to|sold to|vendid[oa] a|vendu a
    |verkauft an|venduto a
    |verkocht aan|now (?:a )?(?:paying )?(?:customer|client)|on the books|(?:now |in )ink|paperwork (?:is )?(?:done
    |signed|complete)|sales win|ring the (?:bell|gong)|nueva venta|novo contrato|nova venda
    |novo negocio fechado|nouvelle vente|nouveau contrat|nuova vendita|nuovo contratto|nieuwe (?:deal
    |opdracht|verkoop|order)|neuer (?:auftrag|abschluss|vertrag)|neue auftrage|abschluss (?:bei|mit)|im sack
    |ist durch|in trockenen tuchern|unter dach und fach|eingetutet|es cliente|cliente novo|e cliente
    |est client|ist kunde|e nostro cliente|is klant|ny kund|ny kunde|nytt avtal|ny avtale|nowy klient
    |nowa umowa|mamy to|yeni musteri|yeni satis|новый клиент|boucle|brought(?= (?:\S{1,20} ){1,5}home)
    |became (?:a|our) (?:customer|client)
    |join(?:ing|s|ed) us as (?:a )?(?:customer|client)|hat ja gesagt|nous a(?:vons ete)? choisis?|nos eligio
    |nos escolheu|hat sich fur uns entschieden|ci ha scelto|e nostr[oa](?: cliente)?|es nuestr[oa](?: cliente)?
    |e noss[oa](?: cliente)?|ist unser
    |est a nous|is van ons|signe avec nous|(?:nuevo |mais um |un |otro )cliente|cliente (?:na casa|en casa)
    |estimate (?:accepted|approved)|contrato nuevo|khach hang moi|har valgt os|har valt oss|contrato nuevo
    |nuevo contrato"""
)
# Words that only hint at a win; with them alone we ask.
HINT = phrase(
    r"""sold|cha-?ching|ka-?ching|came through|green light|it's a yes|victory|new (?:account|partnership
    |engagement|project)|(?:they're|they are) in|biggest deal|signature (?:avec|de|from|con)|handtekening
    |deal(?=\W{0,2}!)|we got|in the books|(?:said|says) yes|(?:came|comes|coming) in at|vendid[oa]|vendu
    |verkauft|venduto|verkocht|sprzedane|sald|solgt|satildi|продано|zusage|bestellt|new (?:sale|order
    |booking|signature)|nova conta|nouvelle affaire|cuenta nueva|dijo que si|disse sim|a dit oui|auftrag
    |order is in|in the bag|done and dusted|is official|we have a winner|renewed|upgraded to|expanded|is done
    |agreement reached|paper(?:s|work)? (?:came|is) back|logo for the wall|en la bolsa"""
)
# A sale that is done; beside a word for a deal it says that the deal was won.
DONE = phrase(
    r"""won|closed|signed|landed|inked|bagged|secured|accepted|countersigned|executed|completed
    |ganad[oa]s?|cerrad[oa]s?|firmad[oa]s?|aceptad[oa]s?|conseguid[oa]s?|concretad[oa]s?|gano|cerro|firmo|ganado
    |ganh[oa]s?|fechad[oa]s?|assinad[oa]s?|aceit[oa]s?|concluid[oa]s?|conquistad[oa]s?|fechou|assinou|ganhou
    |gagnee?s?|signee?s?|conclue?s?|remportee?s?|acceptee?s?|decrochee?s?|bouclee?s?
    |gewonnen|unterschrieben|unterzeichnet|abgeschlossen|erteilt|erhalten|angenommen|geholt|durch|eingetutet
    |vint[oaie]|chius[oaie]|firmat[oaie]|conclus[oaie]|acquisit[oaie]|accettat[oaie]|sottoscritt[oaie]
    |getekend|binnen|gesloten|rond|binnengehaald|geaccepteerd|ondertekend
    |vunnen|vunnet|vunna|signerat|signerad|stangd|stangt|pa plats|vundet|lukket|underskrevet|i hus|signert|vunne
    |wygran[aey]|podpisan[aey]|zamkniet[aey]|zaakceptowan[aey]|sfinalizowan[aey]
    |kazanildi|imzalandi|kapandi|kapatildi|tamamlandi|onaylandi|выигран[аоы]?|подписан[аоы]?|закрыт[аоы]?
    |заключен[аоы]?|vyhran[aoy]?|podepsan[aoy]?|uzavren[aoy]?|alairva|megnyerve|allekirjoitettu|voitettu|castigata?
    |semnata?|ditandatangani|thang|chot|da ky|ky ket|duoc ky|ky xong|vua ky|vua chot"""
)
DEAL = phrase(
    r"""(?:deals?|opportunit(?:y|ies)|opps?|sales?|contracts?|agreements?|quotes?|estimates?|proposals?|order form|sow
    |purchase order|negocios?|tratos?|oportunidad(?:e|es)?|ventas?|vendas?|contratos?|acuerdos?|acordos?|propuestas?
    |propostas?|presupuestos?|orcamentos?|negociacao|(?:l')?affaires?|(?:l')?opportunites?|ventes?|contrats?
    |(?:l')?accords?|devis|commandes?|marches?|auftrag|auftrage|auftrags|vertrage?s?|verkaufschancen?|angebote?s?
    |geschafte?s?|ausschreibung
    |(?:l')?affar[ei]|trattativ[ae]|contratt[oi]|(?:l')?opportunita|vendit[ae]|preventiv[oi]|commess[ae]
    |(?:l')?accord[oi]
    |opdracht(?:en)?|verkoopkans(?:en)?|offertes?|overeenkomst|affar(?:en|er)?|avtal(?:et)?|kontrakt(?:et)?
    |offert(?:en)?|salg(?:et)?|aftale[nr]?|ordre[nr]?|tilbud(?:det)?|avtale[nr]?|transakcj[aei]|szans[aey]
    |umow[aey]|sprzedaz\w{0,3}
    |oferta|zamowienie|anlasma\w{0,4}|firsat\w{0,4}|satis\w{0,4}|sozlesme\w{0,4}|teklif\w{0,4}|сделк[аиу]|договор
    |контракт|obchod|zakazka|smlouva|hop dong|don hang|co hoi|thuong vu|kontrak|kesepakatan|uzlet|szerzodes|kauppa
    |sopimus|contractul|vanzare\w{0,3}|order|orders)"""
)
# Stages have names of their own; what a deal moved to, or what its stage or status now is.
STAGE_WON = phrase(
    r"""رابحة|ناجحة|مكتسبة|فوز|تم الفوز|مغلقة رابحة|closed?won|closed? won|won|win|signed|gewonnen|ganad[oa]
    |ganh[oa]|gagnee?|vint[oa]|vunnen|vundet|vunnet|wygrana
    |cerrad[oa] ganad[oa]|fechad[oa] ganh[oa]|sold|purchased|contract signed|deal done|vendid[oa]|firmad[oa]
    |fechad[oa]
    |concluid[oa]|verkauft|unterschrieben|vendu|signee?|firmat[oa]|venduto|getekend|verkocht|akkoord|signerat|sald
    |solgt
    |underskrevet|podpisan[aoy]|sprzedane|imzalandi|satildi|успешно реализовано|kazanildi|выиграна?|thang
    |thanh cong|vyhrano|customer"""
)
MOVED = phrase(
    r"""(?:moved|changed|updated|advanced|set|progressed|transitioned|entered|converted|paso|movid[oa]|cambio
    |cambiad[oa]
    |avanzo|actualizad[oa]|avancou|mudou|passou|deplacee?|passee?|est passe|verschoben|gesetzt|geandert|spostat[oa]
    |passat[oa]|aggiornat[oa]|verplaatst|gewijzigd|flyttad|flyttades|andrad|flyttet|aendret|endret|przesunieta
    |zmieniono
    |przeniesiona|alterad[oa]|modifie|modificat[oa]|zaktualizowano|tasindi|guncellendi|перемещена|переведена
    |chuyen)"""
)
STAGE_LABEL = re.compile(
    r"stage|status|phase|etapa|estado|fase|etape|statut|stato|stadium|steg|etap|asama|durum|стадия|статус|giai doan|"
    r"trang thai|ステージ|フェーズ|ステータス|阶段|状态|단계|상태|المرحله|المرحلة|الحالة|حالة|مرحلة|ستيج"
)
# Where words are not parted by blanks, or take endings that no list holds.
WON_WORLD = sounds(
    r"""受注(?!数|率|見込|予定|確度|残|前|待)|成約(?!数|率|見込|予定)|契約(?:が|を)?(?:締結|成立|完了|獲得|いただ|頂
    |取れ|しました)
    |ご契約|商談成立|商談が成立|勝ち取|契約を獲得|赢单(?!率)|贏單|成交(?!量|率|价)|成功签约|签约成功|签约了|已签约
    |签约(?=\W?[A-Z【「])
    |成为(?:我们的?)?(?:新)?客户|签(?:了|完|好|下|署|订)?了?合同|合同(?:已经|已|终于)签|お客様になり|고객이 되
    |أصبح(?:ت)? عميل|عقد (?:جديد )?موقع|وقعت?(?:وا)? .{2,40} (?:ال)?عقد|交易成功|搞定(?!了吗)|签下|签完|拿下|中标
    |签单|拿单|达成合作|合作达成|新签(?!率|额)|赢下|胜单|谈成|订单确认
    |案件獲得|発注いただ
    |ご注文いただ|クロージング完了
    |낙찰|딜\s?(?:클로즈|성공)|고객\s?확보|따냈|(?:تم|تمت)\s(?:ال)?(?:كسب|الفوز|ربح|اتمام|ابرام|اغلاق|توقيع
    |التوقيع|التعاقد|البيع|الاتفاق)
    |تمت الصفقة|اغلقنا|صفقة (?:مكتسبة|مكسوبة|مربوحة)|وقّعنا|ابرمنا|合同已?签|签署合同|签订合同|已签署|成单
    |签单成功|开单|签了(?!吗)|赢得|喜报|수주(?!율|률|잔고|예상|예정|목표|액)
    |계약\s?(?:이|을)?\s?(?:체결|성사|완료|성공|따냈|했습니다|됐습니다|되었습니다)|거래\s?(?:가\s?)?(?:성사|완료)
    |성사(?:시켰|했|되|됐|됨)|클로징\s?(?:완료|성공)
    |الفوز|فزنا|كسبنا|ربحنا|(?:صفقة|الصفقة) (?:رابحة|ناجحة|مغلقة)|(?:اغلاق|إغلاق|اتمام) (?:ال)?صفقة|(?:توقيع|وقعنا
    |ابرام) (?:ال)?عقد
    |وقعنا|وقعت معنا|وقعت (?:ال)?(?:عقد|شركة)|وقعوا العقد|عميل جديد|(?:डील|सौदा)? ?(?:जीत[ाी]?|पक्क[ाी])|เซ็นสัญญา
    |ชนะดีล|ปิดการขาย(?:สำเร็จ|ได้แล้ว)?|ปิดดีล(?:สำเร็จ|ได้แล้ว)?
    |העסקה נסגרה|נסגרה עסקה
    |זכינו"""
)

# A full stop ends a sentence unless it belongs to an abbreviation.
STOP = re.compile(
    r"[!?;]+(?=\s|$)|[。！？]+|\n"
    r"|(?<![\W_]\w)(?<!\bsp)(?<!\bco)(?<!\binc)(?<!\bltd)(?<!\bcorp)(?<!\bltda)(?<!\bmio)(?<!\bmrd)"
    r"(?<!\btys)(?<!\brs)(?<!\bkr)(?<!\bno)(?<!\bbros)(?<!\bst)(?<!\bdr)(?<!\bmr)\.(?=\s|$)"
)
_FAR, _NEAR = 90, 28
_TO = re.compile(
    r"(?:→|->|=>|➜|➔|⇒|»|:|[–—|/-]|الى|\bto|\ba|\bpara|\bauf|\bnaar|\btill?|\bna|\bv|\bsang|\bin|\betapa"
    r"|\bphase|\bstage)\W{0,4}$"
)


# A stage's name that is a part of its own: "Won: Acme", "Acme | Won | $5k".
_STANDS_ALONE = re.compile(
    r"(?:^\W{0,6}|[|·•/:–—→➡➜»]\W{0,3}|\s-\s{1,2})"
    r"(closed[\s-]?won|won|gewonnen|ganad[oa]|ganh[oa]|gagnee?|vint[oa]|vunnen|vundet|wygran[ay]|kazanildi|выигран[аоы]?"
    r"|vyhran[aoy]?|赢单|受注|成約|成交|수주)"
    r"(?=\W{0,3}(?:$|[|·•/:–—→➡➜»!✅🎉🏆])|\s-\s|[\])])"
)


@dataclass(frozen=True)
class Mark:
    """A place in folded text that speaks of a win.

    `strong`: the words leave no doubt. `of_deal`: they name a deal, a sale or a contract.
    `hint`: they may as well mean something else.
    """

    start: int
    end: int
    strong: bool
    of_deal: bool
    hint: bool = False


# A letter of a script other than Latin.
_OF_WORLD = re.compile(r"[\u0370-\u1fff\u2e80-\uffdc]")


@lru_cache(maxsize=512)
def marks_in(folded: str) -> tuple[Mark, ...]:
    """The marks of a win in one folded line, each place once, in order. Never raises."""
    found: list[Mark] = []
    folded = folded.replace("_", " ")
    for pattern in (WON, WON_WORLD) if _OF_WORLD.search(folded) else (WON,):
        found += (Mark(*match.span(), True, False) for match in islice(pattern.finditer(folded), MOST_MARKS))
    done = list(islice(DONE.finditer(folded), MOST_MARKS))
    deals = [match.span() for match in islice(DEAL.finditer(folded), MOST_MARKS)] if done else []
    for match in done:
        begin, end = _sentence(folded, match.start(), match.end())
        near = any(begin <= at < match.start() and match.start() - to <= _FAR for at, to in deals) or any(
            match.end() <= at < end and at - match.end() <= _NEAR for at, _ in deals
        )
        if near:
            beside = next((to for at, to in deals if 0 <= at - match.end() <= 2), match.end())
            found.append(Mark(match.start(), beside, True, True))
    for match in islice(STAGE_WON.finditer(folded), MOST_MARKS):
        before = folded[max(0, match.start() - 140) : match.start()]
        if _TO.search(before) and (MOVED.search(before) or STAGE_LABEL.search(before)):
            found.append(Mark(*match.span(), True, True))
    found += (Mark(*match.span(1), True, False) for match in islice(_STANDS_ALONE.finditer(folded), MOST_MARKS))
    found += (Mark(*match.span(), False, False) for match in islice(LIKELY.finditer(folded), MOST_MARKS))
    found += (Mark(*match.span(), False, False, hint=True) for match in islice(HINT.finditer(folded), MOST_MARKS))
    return tuple(_apart(found))


def _apart(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (not mark.strong, mark.hint, mark.start, -mark.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch begins and ends, as far as 400 characters away."""
    begin = max((stop.end() for stop in STOP.finditer(folded, max(0, start - 400), start)), default=max(0, start - 400))
    stop = STOP.search(folded, end, end + 400)
    return begin, stop.start() if stop else min(len(folded), end + 400)


def says_won(folded: str) -> bool:
    """Whether folded text holds words that announce a win beyond doubt."""
    return any(mark.strong for mark in marks_in(folded))
