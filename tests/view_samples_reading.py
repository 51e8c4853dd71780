"""Samples of the views that say what is read out of messages, and of those that teach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.domain.deals import DealFields, PersonHint, Reading, Verdict
from bot.domain.explaining import Explained, Here, PostedBy, Seen
from bot.domain.judging import Judgement
from bot.domain.layouts import FIELDS, Layout, Place
from bot.domain.shapes import FREE, Shape
from bot.domain.taught import Taught
from bot.views import explaining, layouts
from tests.view_words import AT, OLIVIA, SARA, TODAY, Words

URL = "https://northwind.example/"


def fields_of(words: Words) -> DealFields:
    """Everything that a message can tell of a deal."""
    return DealFields(
        account_name=words.text,
        deal_name=f"{words.text} renewal",
        amount=words.amount,
        currency=words.currency,
        period="yearly",
        seller=PersonHint(name=words.text) if words.people else None,
        delivery_owner=PersonHint(user_id=OLIVIA) if words.people else None,
        close_date=TODAY,
        product=words.text,
        region=words.text,
        crm_url=words.url,
    )


def seen_by(words: Words) -> Iterator[Seen | None]:
    """A person of a message: named or not, found or not."""
    yield None
    if words.people:
        for hint in (PersonHint(name=words.text), PersonHint(email=words.text), PersonHint(user_id=SARA)):
            yield Seen(hint, SARA)
            yield Seen(hint, None)
            yield Seen(hint, None, was_asked=False)
        yield Seen(PersonHint(user_id=SARA), SARA, is_poster=True)


def of_explaining(words: Words) -> Iterator[tuple[str, str, Any]]:
    """A message explained, pasted or not."""
    deal = fields_of(words)
    for seen in seen_by(words):
        for verdict in Verdict:
            many = (deal,) * (words.rows * 3) if verdict is Verdict.UNSURE else (deal, DealFields())
            told = () if verdict is Verdict.NOT_WON else many
            reading = Reading(verdict, told, words.text)
            explained = Explained(PostedBy.APP, reading, None, (seen,), (seen,), tuple(Here))
            yield "explaining.explained_modal", "modal", explaining.explained_modal(explained)
            yield "explaining.tried_modal", "modal", explaining.tried_modal(replace(explained, here=()))
    for needs in (True, False):
        asked = Explained(PostedBy.CUSTOMER, None, Judgement(needs, words.text), here=(Here.CUSTOMERS,))
        yield "explaining.explained_modal", "modal", explaining.explained_modal(asked)
    for posted_by in PostedBy:
        yield "explaining.try_modal", "modal", explaining.try_modal(words.text, posted_by)


def of_layouts(words: Words) -> Iterator[tuple[str, str, Any]]:
    """Layouts that were seen and taught, and the steps of teaching one."""
    text = words.text[:200]
    place = Place("account", text, text, text, 0, alone=False, above="")
    alone = Place("deal", "", "", "", 0, alone=True, above=text)
    link = Place("link", "", "", "", 1, alone=False, above="")
    one = Taught("t1", "C0DEALS", None, Layout((place, alone, link), (text,)), True, SARA, AT)
    taught = [one, replace(one, app=""), replace(one, app="A0CRM", is_win=False)] * words.rows
    shape = Shape("C0DEALS", "ab12", "A0CRM", words.text, 0, 1, 2, words.rows, "1772530200.000100", AT)
    pressed = replace(shape, refused_by=OLIVIA, ignored_by=SARA, ignored_at=AT, app_name="")
    shapes = [shape, pressed, replace(shape, shape=FREE, app=""), replace(shape, app="")] * words.rows
    yield "layouts.layouts_modal", "modal", layouts.layouts_modal(shapes, taught, URL)
    yield "layouts.layouts_modal", "modal", layouts.layouts_modal([], [], URL)
    yield "layouts.described", "line", layouts.described(one)
    yield "layouts.layouts_button", "element", layouts.layouts_button()
    yield "layouts.teach_button", "element", layouts.teach_button("C0DEALS", "1772530200.000100")
    yield "layouts.example_modal", "modal", layouts.example_modal("C0DEALS")
    for given in ({}, dict.fromkeys(FIELDS, words.text)):
        yield "layouts.teach_modal", "modal", layouts.teach_modal(words.text, given, layouts.ASK, "{}")
    deal = fields_of(words)
    mentioned = replace(deal, seller=PersonHint(user_id=SARA), amount=None)
    for found in ((), (deal, mentioned) * words.rows, (deal,) * 20):
        tried = layouts.Tried("C0DEALS", 20, found)
        yield "layouts.learnt_modal", "modal", layouts.learnt_modal(words.text, tried, "{}")
    yield "layouts.learnt_modal", "modal", layouts.learnt_modal(words.text, layouts.Tried("C0DEALS", None), "{}")
    yield "layouts.saved_modal", "modal", layouts.saved_modal()
