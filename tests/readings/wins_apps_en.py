"""Won deals as CRMs' Slack apps, automations and webhooks write them in English."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, button, columns, context, header, rich, section

book = Book("apps")
add = book.add

# One line, as an automation's template fills it.
add(
    "en",
    bot(":trophy: *{A}* is now Closed Won ({M}). Owner: {S}"),
    bot("Opportunity *{A}* was marked as Closed Won by {S}. Amount: {M} <{L}|View opportunity>"),
    bot("{S} just won the deal <{L}|{A}> worth {M}"),
    bot(":moneybag: {S} closed {A} for {M}!"),
    bot("New win! {A} | {M} | {S} | {R}"),
    bot("Deal won 🎉 {A} ({M}) – congrats {U}!"),
    bot("<{L}|{A}> has been moved to *Won* by {S} – value {M}"),
    bot("*{A}* moved to stage *Closed won* in Sales pipeline\nAmount: {M}\nOwner: {S}\n<{L}|Open in CRM>"),
    bot("[CRM] Deal status changed from Open to Won: {A}, {M}"),
    bot("The opportunity {A} has been won. Expected revenue: {M}. Salesperson: {S}."),
    bot(":bell: Ring the bell! {A} signed today. Deal size {M}, rep {S}"),
    bot("Stage: Proposal → Closed Won\nDeal: {A}\nValue: {M}"),
    bot("Deal <{L}|{A}> changed status: Negotiation ➜ *Won*. Value: {M}. Owned by {S}"),
    bot("{S} has won a deal: {A} ({M})"),
    bot('Lead "{A}" changed status to Won ({M} one-time) – {S}'),
    bot("🥂 WON: {A} — {P} — {M} — {S}"),
    bot("Contract signed ✅ {A} / {M} / {R}"),
    bot("Sale #20931 completed: {A} bought {P} for {M}. Sold by {S}."),
    bot(
        "Heads up team: {A} is officially a customer! {M} ARR :rocket:",
    ),
    bot("Booking alert: {A}, {M} TCV, closed by {S} on {D}"),
    bot("Closed-Won :tada: {A}, ACV {M}, AE {S}, region {R}"),
    bot("Quote Q-3381 for {A} was accepted and signed. Total {M}."),
    fills=2,
)
# Labelled lines.
add(
    "en",
    bot("*New deal won!*\n• Company: {A}\n• Amount: {M}\n• Owner: {S}\n• Close date: {D}\n• Link: {L}"),
    bot("DEAL WON\n----------\nAccount    {A}\nAmount     {M}\nRep        {S}\nRegion     {R}"),
    bot(
        "🎉 Closed won\n*Name:* {A} - New Business\n*Amount:* {B}\n*Currency:* {K}\n*Owner email:* {E}\n*Deal URL:* {L}"
    ),
    bot(
        "A deal was just closed!\n>*Customer*: {A}\n>*Contract value*: {M}\n>*Primary contact*: {C}\n>*Sales rep*: {S}"
    ),
    bot("Deal Closed :white_check_mark:\nDeal name - {A}\nDeal amount - {M}\nDeal owner - {S}\nClose date - {D}"),
    bot(
        "*Opportunity Won*\n*Account Name* : {A}\n*Stage* : Closed Won\n*Amount* : {M}\n"
        "*Product* : {P}\n*Territory* : {R}"
    ),
    bot("New closed won opportunity\nOpp name: {A} – {P}\nAccount: {A}\nARR: {M}\nSold by: {U}\nCSM: <@U0CSM0001>"),
    bot("`WON` {A}\n`VALUE` {M}\n`OWNER` {S}"),
    bot("Won deal notification\nOrganization: {A}\nPerson: {C}\nValue: {M}\nWon time: {D}\nOwner: {S}"),
    bot(
        "Congratulations! We have a new customer :handshake:\nClient: {A}\n"
        "Industry: Retail\nEmployees: 1,200\nDeal value: {M}\nAccount executive: {S}"
    ),
    bot("*Deal won* :tada:\nCompany: {A}\nList price: $99,000\nDiscount: 15%\nFinal price: {M}\nRep: {S}"),
    bot("*Closed Won*\nClient: {A}\nAUM: $2.4B\nAnnual fee: {M}\nAdviser: {S}"),
    bot("Win report\nCustomer: {A}\nSeller: {S}\nContract term: 36 months\nMRR: {M}\nKickoff: next Tuesday"),
    bot("*Won!* {A}\nOne-off fee: {M}\nOwner: {S}\nReason: best fit\nCompetitors: Zendropp, Pipehive"),
    fills=2,
)
# Blocks.
add(
    "en",
    blocks(
        "Deal won: {A}",
        header("🎉 Deal closed won!"),
        columns(
            "Account=<{L}|{A}>", "Amount={M}", "Owner={S}", "Close Date={D}", "Type=New Business", "Stage=Closed Won"
        ),
    ),
    blocks(
        "Closed won",
        section("*<{L}|{A} - {P}>* is *Closed Won*"),
        columns("Amount:={M}", "Owner:={S}", glue=" "),
        context("Pipeline: Sales • {D}"),
    ),
    blocks(
        "",
        header("New customer: {A}"),
        section("*Deal value:* {M}\n*Sold by:* {U}\n*Region:* {R}"),
        button("View deal"),
    ),
    blocks(
        "A deal has been won",
        section(":tada: *A deal has been won*"),
        section("*Deal name*\n{A} | {P}"),
        section("*Deal value*\n{M}"),
        section("*Deal owner*\n{S}"),
        button("View in CRM"),
    ),
    blocks("{S} won a deal", section("*{S}* won a deal :clap:"), section("<{L}|*{A}*>\n{M} · Expected close {D}")),
    blocks(
        "Opportunity update",
        header("Opportunity closed"),
        columns(
            "Opportunity={A} Expansion",
            "Stage=Closed Won",
            "Previous stage=Negotiation",
            "Amount={M}",
            "Probability=100%",
            "Account owner={S}",
        ),
    ),
    blocks(
        "Won",
        section("*Status:* Won ✅\n*Lead:* {A}\n*Opportunity value:* {M} annual\n*User:* {S}"),
        button("Open lead"),
    ),
    blocks(
        "",
        section("🔔 *GONG!* 🔔"),
        section("{A} just signed for {M} per year"),
        context("Rep: {S}", "Segment: Mid-Market"),
    ),
    fills=2,
)
add(
    "en",
    blocks(
        "Record updated",
        section("*{A}* was updated in *Deals*"),
        columns("Stage=Won 🎉", "Deal value={M}", "Owner={S}", "Associated company={A}"),
    ),
)
add(
    "en",
    blocks(
        "",
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "Deal won", "style": {"bold": True}}],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Account: {A}"}]},
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Amount: {M}"}]},
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Owner: {S}"}]},
                    ],
                },
            ],
        },
    ),
)
add(
    "en",
    blocks(
        "Won deal",
        header("Won deal"),
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Account"}, {"type": "raw_text", "text": "{A}"}],
                [{"type": "raw_text", "text": "Value"}, {"type": "raw_text", "text": "{M}"}],
                [{"type": "raw_text", "text": "Seller"}, {"type": "raw_text", "text": "{S}"}],
            ],
        },
    ),
)
add(
    "en",
    blocks(
        "Won deal",
        header("Won deal"),
        {
            "type": "table",
            "rows": [
                [
                    {"type": "raw_text", "text": "Account"},
                    {"type": "raw_text", "text": "Value"},
                    {"type": "raw_text", "text": "Seller"},
                ],
                [
                    {"type": "raw_text", "text": "{A}"},
                    {"type": "raw_text", "text": "{M}"},
                    {"type": "raw_text", "text": "{S}"},
                ],
            ],
        },
    ),
)
# Attachments.
add(
    "en",
    attached("Deal won :moneybag:", "Company={A}", "Value={M}", "Owner={S}", "Closed={D}"),
    attached(
        "",
        "Amount={M}",
        "Owner={S}",
        "Account={A}",
        pretext="Opportunity closed won",
        title="{A} - Renewal",
        title_link="{L}",
        fallback="Opportunity closed won",
    ),
    attached(
        "",
        "Deal Value={M}",
        "Contact Person={C}",
        "Organization={A}",
        "Owner={S}",
        title="{S} won deal: {A} deal",
        title_link="{L}",
    ),
    attached("A new deal is in!", "Client name={A}", "Headcount=350", "Monthly fee={M}", "Sales person={S}"),
    attached(
        "Workflow: closed won alert",
        "Deal stage=closedwon",
        "Deal name={A} - New Deal",
        "Amount={B}",
        "Currency={K}",
        "Hubspot owner={S}",
    ),
    bot("", attachments=[{"text": "*{A}* closed won for *{M}* by {U}", "color": "good", "fallback": "x"}]),
    bot("", attachments=[{"blocks": [section("*Deal won:* {A}"), columns("Value={M}", "Owner={S}")]}]),
    bot("Nice one!", attachments=[{"title": "Closed Won: {A}", "title_link": "{L}", "text": "Amount {M}\nOwner {S}"}]),
    fills=2,
)
# Workflow posts and rich text.
add(
    "en",
    rich(["*New Closed Won!*"], ["*Customer: ", "{A}"], ["*ACV: ", "{M}"], ["*AE: ", "{U}"]),
    rich(["Another one! ", "*{A}", " closed won at ", "*{M}", " thanks to ", "{U}"]),
    bot(
        "*Sales win submission from* {U}\n*Which customer did you win?*\n{A}\n"
        "*How much is it worth?*\n{M}\n*What did they buy?*\n{P}"
    ),
    bot("*Win announcement*\n*Customer name*\n{A}\n*Contract value*\n{M}\n*Who closed it?*\n{U}"),
    fills=2,
)
add(
    "in",
    bot("Deal won 🎉\nClient: {A}\nValue: {M}\nRM: {S}"),
    bot("Order closed! {A} – {M} (owner {S}), region {R}"),
    bot("PO received from {A} worth {M}. Great work {U}!"),
    fills=2,
)
add("en", bot("Deal won: *{A}* — {M} per month"), more={"period": "monthly"})
add(
    "en",
    bot("Deal won: *{A}* — {M}/yr"),
    bot("Deal won: {A}\nAnnual contract value: {M}"),
    bot("Closed won {A} at {M} per annum"),
    more={"period": "yearly"},
)
add("en", bot("Deal won: *{A}* — {M} total contract value, 3 years"), more={"period": "total"})
add(
    "en",
    bot("Deal won: *{A}* — {M} one-time"),
    bot("Deal won: {A}\nSetup fee (one-off): {M}"),
    more={"period": "one_off"},
)
