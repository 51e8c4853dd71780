"""Won deals as CRMs' Slack apps, automations and webhooks write them in other languages."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, button, columns, header, section

book = Book("world")
add = book.add

add(
    "es",
    bot("🎉 ¡Negocio ganado! {A} – {M} – {S}"),
    bot("Oportunidad cerrada como ganada: *{A}* ({M}). Propietario: {S}"),
    bot("¡Nueva venta!\nCliente: {A}\nImporte: {M}\nComercial: {S}\nFecha de cierre: {D}"),
    bot("{S} ha ganado el negocio <{L}|{A}> por valor de {M}"),
    bot("Contrato firmado ✍️ {A}\nProducto: {P}\nMonto: {M}\nRegión: {R}\nEjecutiva: {S}"),
    bot("El trato con {A} pasó a la etapa Ganado. Valor: {M}"),
    blocks(
        "Venta cerrada",
        header("Venta cerrada 🥳"),
        columns("Empresa={A}", "Contacto={C}", "Valor total={M}", "Vendedor={S}"),
        button("Ver negocio"),
    ),
    attached("Oportunidad ganada", "Nombre de la cuenta={A}", "Importe={M}", "Responsable={S}"),
    bot("La propuesta de {A} fue aceptada y firmada por {M}"),
    fills=2,
)
add(
    "pt",
    bot("🚀 Negócio ganho: {A} | {M} | Responsável: {S}"),
    bot("Oportunidade marcada como ganha\nConta: {A}\nValor: {M}\nVendedor: {S}\nData de fechamento: {D}"),
    bot("Mais um contrato assinado! *{A}* – {M}. Parabéns {U}"),
    bot("O negócio {A} foi movido para Ganho por {S}. Valor: {M}"),
    blocks(
        "Venda concluída",
        header("Venda concluída ✅"),
        columns("Cliente={A}", "Produto={P}", "Valor={M}", "Consultor={S}"),
        button("Abrir no CRM"),
    ),
    attached("Negócio fechado", "Empresa={A}", "Valor do contrato={M}", "Responsável={S}"),
    bot("{S} fechou negócio com {A} no valor de {M}"),
    fills=2,
)
add(
    "fr",
    bot("🎉 Affaire gagnée : {A} – {M} (commercial : {S})"),
    bot("Opportunité gagnée\nCompte : {A}\nMontant : {M}\nPropriétaire : {S}\nDate de clôture : {D}"),
    bot("L'opportunité <{L}|{A}> est passée à l'étape Gagnée. Montant : {M}"),
    bot("Contrat signé avec {A} pour {M}, bravo {U} !"),
    blocks(
        "Vente conclue",
        header("Vente conclue"),
        columns("Client={A}", "Offre={P}", "Valeur={M}", "Commerciale={S}"),
        button("Voir l'affaire"),
    ),
    attached("Nouvelle vente", "Société={A}", "Montant HT={M}", "Vendeur={S}", "Région={R}"),
    bot("{S} a remporté l'affaire {A} d'une valeur de {M}"),
    bot("Devis accepté et signé : {A}, {M}"),
    fills=2,
)
add(
    "de",
    bot("🎉 Deal gewonnen: {A} – {M}, zuständig: {S}"),
    bot("Verkaufschance gewonnen\nKunde: {A}\nAuftragswert: {M}\nVertrieb: {S}\nAbschlussdatum: {D}"),
    bot("{S} hat den Deal <{L}|{A}> im Wert von {M} gewonnen"),
    bot("Neuer Auftrag! {A} hat unterschrieben. Volumen {M}, Produkt: {P}"),
    bot("Der Auftrag von {A} wurde auf „Gewonnen“ gesetzt. Betrag: {M}"),
    blocks(
        "Abschluss",
        header("Abschluss! 🥂"),
        columns("Firma={A}", "Ansprechpartner={C}", "Wert={M}", "Verkäuferin={S}"),
        button("Im CRM öffnen"),
    ),
    attached("Auftrag erteilt", "Unternehmen={A}", "Auftragssumme={M}", "Inhaber={S}", "Gebiet={R}"),
    bot("Vertrag unterzeichnet: {A}, Jahresvolumen {M}"),
    fills=2,
)
add(
    "it",
    bot("🎉 Trattativa vinta: {A} – {M} – {S}"),
    bot("Opportunità chiusa vinta\nCliente: {A}\nImporto: {M}\nCommerciale: {S}\nData di chiusura: {D}"),
    bot("{S} ha chiuso la vendita con {A} per {M}"),
    blocks(
        "Contratto firmato",
        header("Contratto firmato"),
        columns("Azienda={A}", "Valore={M}", "Venditore={S}"),
        button("Apri"),
    ),
    bot("L'affare <{L}|{A}> è stato vinto. Valore: {M}"),
    fills=2,
)
add(
    "nl",
    bot("🎉 Deal gewonnen: {A} – {M} ({S})"),
    bot("Verkoopkans gewonnen\nKlant: {A}\nBedrag: {M}\nAccountmanager: {S}\nSluitingsdatum: {D}"),
    bot("{S} heeft de deal met {A} binnengehaald: {M}"),
    blocks(
        "Offerte getekend",
        header("Offerte getekend ✍️"),
        columns("Bedrijf={A}", "Contactpersoon={C}", "Orderwaarde={M}", "Verkoper={S}"),
        button("Bekijk deal"),
    ),
    bot("De opdracht van {A} is binnen, waarde {M}"),
    fills=2,
)
add(
    "ja",
    bot("🎉 受注しました！\n顧客名：{A}\n受注金額：{M}\n担当者：{S}\n受注日：{D}"),
    bot("【受注】{A} 様 / {M} / 担当：{S}"),
    bot("商談「{A}」が成約になりました。金額: {M} 担当: {S}"),
    bot("{A}様との契約が成立しました（{M}）"),
    blocks(
        "受注報告",
        header("受注報告"),
        columns("会社名={A}", "商品={P}", "金額={M}", "営業担当={S}"),
        button("詳細を見る"),
    ),
    attached("商談成立", "取引先={A}", "金額={M}", "所有者={S}"),
    bot("案件のフェーズが「受注」に変更されました\n取引先名: {A}\n金額: {M}\n<{L}|案件を開く>"),
    fills=2,
)
add(
    "zh",
    bot("🎉 喜报！{A} 已成交，合同金额 {M}，销售：{S}"),
    bot("赢单通知\n客户名称：{A}\n合同金额：{M}\n负责人：{S}\n签约日期：{D}"),
    bot("商机【{A}】已赢单，金额：{M}"),
    bot("恭喜 {S} 成功签约 {A}，金额 {M}！"),
    blocks(
        "成交播报",
        header("成交播报"),
        columns("客户={A}", "产品={P}", "金额={M}", "销售负责人={S}"),
        button("查看详情"),
    ),
    attached("合同已签署", "公司={A}", "合同总额={M}", "销售={S}"),
    fills=2,
)
add(
    "ar",
    bot("🎉 تم الفوز بالصفقة\nالعميل: {A}\nالقيمة: {M}\nالمسؤول: {S}"),
    bot("تم إغلاق الصفقة بنجاح مع {A} بقيمة {M}"),
    bot("صفقة رابحة: {A} – {M}"),
    blocks(
        "صفقة جديدة",
        header("تم توقيع العقد ✅"),
        columns("اسم الشركة={A}", "المبلغ={M}", "مندوب المبيعات={S}", "تاريخ الإغلاق={D}"),
    ),
    bot("تهانينا {U}! تم توقيع عقد مع {A} بقيمة {M}"),
    fills=2,
)
add(
    "vi",
    bot("🎉 Chốt đơn thành công!\nKhách hàng: {A}\nGiá trị: {M}\nNhân viên kinh doanh: {S}"),
    bot("Chúc mừng {S} đã chốt hợp đồng với {A} trị giá {M}"),
    bot("Cơ hội đã thắng: {A} – {M}"),
    blocks(
        "Thắng thầu",
        header("Deal thành công 🎉"),
        columns("Công ty={A}", "Giá trị hợp đồng={M}", "Người phụ trách={S}", "Ngày ký={D}"),
    ),
    bot("Đã ký hợp đồng: {A}, tổng giá trị {M}, phụ trách {S}"),
    fills=2,
)
add(
    "pl",
    bot("🎉 Wygrana szansa: {A} – {M}, handlowiec: {S}"),
    bot("Umowa podpisana!\nKlient: {A}\nWartość: {M}\nOpiekun: {S}\nData zamknięcia: {D}"),
    bot("Transakcja {A} została wygrana. Kwota: {M}"),
    fills=2,
)
add(
    "sv",
    bot("🎉 Affär vunnen: {A} – {M}, säljare: {S}"),
    bot("Ny kund!\nFöretag: {A}\nBelopp: {M}\nAnsvarig: {S}"),
    bot("Avtalet med {A} är signerat, värde {M}"),
)
add("da", bot("🎉 Salg vundet: {A} – {M} (sælger: {S})"), bot("Ordre lukket\nKunde: {A}\nBeløb: {M}\nAnsvarlig: {S}"))
add(
    "tr",
    bot("🎉 Anlaşma kazanıldı: {A} – {M}, temsilci: {S}"),
    bot("Satış kapandı!\nMüşteri: {A}\nTutar: {M}\nSorumlu: {S}"),
)
add(
    "ko",
    bot("🎉 수주 성공!\n고객사: {A}\n금액: {M}\n담당자: {S}"),
    bot("{A} 계약이 체결되었습니다. 계약금액 {M}"),
    bot("[수주] {A} / {M} / 담당 {S}"),
    fills=2,
)
add(
    "en",
    bot("Deal won (via sync): *{A}*\n{P}\n{M}"),
    blocks("Deal won", section("*Deal won* — {A}\n\n*{M}*  •  {S}  •  {D}")),
    attached("Won", "Our entity=Warm Rivers Inc", "Customer={A}", "Amount={M}", "Closed by={S}"),
)
add(
    "en",
    blocks(
        "",
        header("Deal Won"),
        section("*Seller:* {S}\n*Vendor:* Our Company Ltd\n*Buyer:* {A}\n*Price:* {M}\n*Buyer contact:* {C}"),
    ),
    fills=2,
)
