"""Summaries that list several wins: one card each."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, header, said, section

book = Book("digest")


def add(lang: str, multi: int, *messages: dict[str, object]) -> None:
    book.add(lang, *messages, multi=multi, kind="multi")


add(
    "en",
    3,
    bot(
        "Deals won today:\n• {A} — {M} — {S}\n• Pinecrest Dental — $9,400 — Ann Roe"
        "\n• Oxbow Rentals — $31,000 — Lee Ito"
    ),
    bot(
        "*Closed won this week*\n1. {A} ({M})\n2. Pinecrest Dental ($9,400)\n3. Oxbow Rentals ($31,000)\nTotal: $99,000"
    ),
    blocks(
        "Wins",
        header("This week's wins 🎉"),
        section("*{A}*\n{M} · {S}"),
        section("*Pinecrest Dental*\n$9,400 · Ann Roe"),
        section("*Oxbow Rentals*\n$31,000 · Lee Ito"),
    ),
    attached("Closed won yesterday", "{A}={M}", "Pinecrest Dental=$9,400", "Oxbow Rentals=$31,000"),
    bot("Yesterday's wins: {A} ({M}), Pinecrest Dental ($9,400) and Oxbow Rentals ($31,000)"),
    bot("3 deals won:\n{A}: {M}\nPinecrest Dental: $9,400\nOxbow Rentals: $31,000"),
    said("Great week! We closed three:\n- {A} {M} ({U})\n- Pinecrest Dental $9,400\n- Oxbow Rentals $31,000"),
)
add(
    "en",
    2,
    said("Two more wins today: {A} ({M}) and Pinecrest Dental ($9,400) :tada:"),
    bot(
        "Won deals (2)\n\n*Deal:* {A}\n*Amount:* {M}\n*Owner:* {S}\n\n"
        "*Deal:* Pinecrest Dental\n*Amount:* $9,400\n*Owner:* Ann Roe"
    ),
    bot(
        "",
        attachments=[
            {"title": "Deal won: {A}", "fields": [{"title": "Amount", "value": "{M}"}]},
            {"title": "Deal won: Pinecrest Dental", "fields": [{"title": "Amount", "value": "$9,400"}]},
        ],
    ),
)
add(
    "es",
    2,
    bot("Negocios ganados hoy:\n• {A} – {M}\n• Hotel Brisamar – 12.000 €"),
    bot("Ventas cerradas esta semana:\n1. {A}: {M}\n2. Hotel Brisamar: 12.000 €"),
)
add("pt", 2, bot("Negócios ganhos hoje:\n• {A} – {M}\n• Hotel Brisamar – R$ 12.000,00"))
add("fr", 2, bot("Affaires gagnées cette semaine :\n• {A} – {M}\n• Hôtel Brisemer – 12 000 €"))
add(
    "de",
    2,
    bot("Gewonnene Deals diese Woche:\n• {A} – {M}\n• Hotel Seeblick – 12.000 €"),
    bot("Neue Aufträge heute\n1) {A}: {M}\n2) Hotel Seeblick: 12.000 €"),
)
add("it", 2, bot("Trattative vinte oggi:\n• {A} – {M}\n• Hotel Bellariva – 12.000 €"))
add("nl", 2, bot("Gewonnen deals vandaag:\n• {A} – {M}\n• Hotel Duinzicht – € 12.000"))
add("ja", 2, bot("本日の受注：\n・{A} {M}\n・さくら商事株式会社 80万円"))
add("zh", 2, bot("今日成交：\n1. {A} {M}\n2. 北方食品 80万元"))
