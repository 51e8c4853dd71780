"""Modals in Chromium: filled in, refused, pushed, changed under the hand, closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import window
from tests.browser.small_app import DEALS, at, option, overflowing, small_app
from tests.page_samples import INPUTS, OPTIONS, mrkdwn, plain
from tests.sandbox_harness import Box, sandbox_here

NAME = {"type": "plain_text_input", "action_id": "v", "max_length": 20}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input", "block_id": block_id, "label": plain(block_id.capitalize()),
        "element": {"action_id": "v", **element}, **more,
    }  # fmt: skip


def form(*blocks: dict[str, Any], title: str = "New account", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "new",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": list(blocks),
    } | more


def modal(page: Page) -> Locator:
    return page.locator("dialog.modal[open]")


def error(page: Page, block_id: str) -> Locator:
    return modal(page).locator(f'[data-input="{block_id}"] .input-error')


async def test_every_input_is_filled_in_and_sent(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium, timezone_id="Asia/Tokyo") as tabs:
        page = await tabs.open(at(box))
        external = {"type": "multi_external_select", "min_query_length": 1}
        await app.opens(
            form(
                field("name", NAME),
                field("story", {"type": "plain_text_input", "multiline": True}),
                field("mail", {"type": "email_text_input"}),
                field("site", {"type": "url_text_input"}),
                field("sum", {"type": "number_input", "is_decimal_allowed": True}),
                field("rich", {"type": "rich_text_input"}),
                field("day", {"type": "datepicker"}),
                field("hour", {"type": "timepicker"}),
                field("moment", {"type": "datetimepicker"}),
                field("tier", {"type": "static_select", "options": OPTIONS}),
                field("tiers", {"type": "multi_static_select", "options": OPTIONS}),
                field("owner", {"type": "users_select"}),
                field("place", {"type": "conversations_select"}),
                field("crm", external),
                field("boxes", {"type": "checkboxes", "options": OPTIONS}),
                field("dots", {"type": "radio_buttons", "options": OPTIONS}),
                field("papers", {"type": "file_input"}),
            )
        )
        here = modal(page)
        await expect(here.get_by_label("Name")).to_be_focused()
        for label, text in (
            ("Name", "Acme"), ("Story", "Two\nlines"), ("Mail", "a@b.example"), ("Site", "https://a.example"),
            ("Sum", "1.5"), ("Rich", "so *bold*"), ("Day", "2026-12-01"), ("Hour", "09:15"),
            ("Moment", "2026-12-01T09:15"),
        ):  # fmt: skip
            await here.get_by_label(label).fill(text)
        for label, typed in (("Tier", "sil"), ("Owner", "oliv"), ("Place", "deals")):
            await here.get_by_role("combobox", name=label, exact=True).focus()
            await page.keyboard.type(typed)
            await page.keyboard.press("Enter")
        await here.get_by_role("combobox", name="Tiers").focus()
        for key in ("ArrowDown", "Enter", "ArrowDown", "Enter", "Escape"):
            await page.keyboard.press(key)
        await expect(here.locator('[data-input="tiers"] .picked')).to_have_count(2)
        await page.keyboard.press("Backspace")
        await expect(here.locator('[data-input="tiers"] .picked')).to_have_count(1)
        app.side.reply = {"options": OPTIONS}
        await here.get_by_role("combobox", name="Crm").focus()
        await page.keyboard.type("g")
        await option(page, "Gold").click()
        app.side.reply = None
        await here.get_by_role("group", name="Boxes").get_by_label("Gold").check()
        await here.get_by_role("radiogroup", name="Dots").get_by_label("Silver").check()
        paper = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"the plan"}
        await here.get_by_label("Papers").set_input_files([paper])  # type: ignore[list-item]
        await here.get_by_role("button", name="Save").click()
        await expect(modal(page)).to_have_count(0)
        sent = (await app.hears("view_submission"))["view"]["state"]["values"]
        state = {block: values["v"] for block, values in sent.items()}
        assert [state[b]["value"] for b in ("name", "story", "mail", "site", "sum")] == [
            "Acme", "Two\nlines", "a@b.example", "https://a.example", "1.5",
        ]  # fmt: skip
        leaves = state["rich"]["rich_text_value"]["elements"][0]["elements"]
        assert leaves[1] == {"type": "text", "text": "bold", "style": {"bold": True}}
        assert (state["day"]["selected_date"], state["hour"]["selected_time"]) == ("2026-12-01", "09:15")
        meant = datetime(2026, 12, 1, 8, 15, tzinfo=UTC)  # a quarter past nine where Sara is, wherever the browser is
        assert state["moment"]["selected_date_time"] == int(meant.timestamp())
        assert state["tier"]["selected_option"]["value"] == "silver"
        assert [o["value"] for o in state["tiers"]["selected_options"]] == ["gold"]
        assert (state["owner"]["selected_user"], state["place"]["selected_conversation"]) == ("U0OLIVIAPK", DEALS)
        assert [o["value"] for o in state["crm"]["selected_options"]] == ["gold"]
        assert [o["value"] for o in state["boxes"]["selected_options"]] == ["gold"]
        assert state["dots"]["selected_option"]["value"] == "silver"
        assert state["papers"]["files"][0]["name"] == "plan.txt"


async def test_what_is_missing_or_odd_is_said_before_anything_is_sent(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        page = await tabs.open(at(box))
        await app.opens(
            form(
                field("name", NAME),
                field("tier", {"type": "static_select", "options": OPTIONS}),
                field("sum", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, optional=True),
                field("mail", {"type": "email_text_input"}, optional=True),
            )
        )
        await modal(page).get_by_label("Sum").fill("1.5")
        await modal(page).get_by_label("Mail").fill("nobody")
        await page.keyboard.press("Enter")
        await expect(error(page, "name")).to_have_text("Fill this in.")
        await expect(error(page, "tier")).to_have_text("Choose something here.")
        await expect(error(page, "sum")).to_have_text("This must be a whole number.")
        await expect(error(page, "mail")).to_have_text("This must be an e-mail address.")
        name = modal(page).get_by_label("Name")
        await expect(name).to_be_focused()
        await expect(name).to_have_attribute("aria-invalid", "true")
        await name.fill("Acme")
        await expect(error(page, "name")).to_be_hidden()
        await expect(error(page, "tier")).to_be_visible()
        assert [p["type"] for p in app.side.payloads()] == []


async def test_the_apps_errors_stand_under_their_inputs(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        page = await tabs.open(at(box))
        await app.opens(form(field("other", NAME, optional=True), field("name", NAME)))
        await modal(page).get_by_label("Name").fill("Acme")
        app.side.reply = {"response_action": "errors", "errors": {"name": "There is an <b>Acme</b> already."}}
        await page.keyboard.press("Enter")
        await expect(error(page, "name")).to_have_text("There is an <b>Acme</b> already.")
        name = modal(page).get_by_label("Name")
        await expect(name).to_be_focused()
        described = await name.get_attribute("aria-describedby") or ""
        assert await error(page, "name").get_attribute("id") in described.split()
        await modal(page).get_by_label("Other").fill("something else")
        await box.act("post", "ben", channel=DEALS, text="Meanwhile")
        await expect(page.get_by_text("Meanwhile")).to_be_attached()
        await expect(error(page, "name")).to_be_visible()
        app.side.reply = None
        await name.fill("Acme Robotics")
        await page.keyboard.press("Enter")
        await expect(modal(page)).to_have_count(0)
        assert app.last("view_submission")["view"]["state"]["values"]["name"]["v"]["value"] == "Acme Robotics"


async def test_a_pushed_view_leads_back_to_what_was_typed(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        page = await tabs.open(at(box))
        button = {"type": "button", "action_id": "push", "text": plain("More")}
        await app.opens(
            form(field("name", NAME), {"type": "actions", "block_id": "a", "elements": [button]}, notify_on_close=True)
        )
        await modal(page).get_by_label("Name").fill("Acme")
        await modal(page).get_by_role("button", name="More").click()
        clicked = await app.hears("block_actions")
        assert clicked["view"]["state"]["values"]["name"]["v"]["value"] == "Acme"
        second = form(field("note", NAME), title="Second", notify_on_close=True)
        await box.client().views_push(trigger_id=clicked["trigger_id"], view=second)
        await expect(modal(page).get_by_role("heading")).to_have_text("Second")
        await expect(modal(page).get_by_label("Note")).to_be_focused()
        await modal(page).get_by_role("button", name="Back to New account").click()
        await expect(modal(page).get_by_label("Name")).to_have_value("Acme")
        assert (await app.hears("view_closed"))["is_cleared"] is False
        await modal(page).get_by_role("button", name="Close", exact=True).click()
        await expect(modal(page)).to_have_count(0)
        assert (await app.hears("view_closed", 2))["is_cleared"] is True


async def test_a_view_that_changes_keeps_what_was_typed(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        page = await tabs.open(at(box))
        select = field("tier", {"type": "static_select", "options": OPTIONS}, dispatch_action=True)
        view = await app.opens(form(field("name", NAME), select))
        await modal(page).get_by_label("Name").fill("Acme")
        await modal(page).get_by_role("combobox", name="Tier").click()
        await option(page, "Gold").click()
        await app.hears("block_actions")
        await modal(page).get_by_label("Name").fill("Acme Ro")
        note = {"type": "section", "block_id": "note", "text": mrkdwn("Gold costs more.")}
        await box.client().views_update(view_id=view["id"], view=form(field("name", NAME), select, note))
        await expect(modal(page).get_by_text("Gold costs more.")).to_be_visible()
        await expect(modal(page).get_by_label("Name")).to_have_value("Acme Ro")
        await expect(modal(page).get_by_role("combobox", name="Tier")).to_have_value("Gold")


async def test_escape_closes_and_the_focus_goes_back(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        button = {"type": "button", "action_id": "open", "text": plain("Open it")}
        await app.says([{"type": "actions", "block_id": "a", "elements": [button]}])
        page = await tabs.open(at(box))
        opener = page.get_by_role("button", name="Open it")
        await opener.click()
        trigger = (await app.hears("block_actions"))["trigger_id"]
        select = field("tier", {"type": "static_select", "options": OPTIONS})
        await box.client().views_open(trigger_id=trigger, view=form(select, notify_on_close=True))
        await expect(modal(page).get_by_role("combobox")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Escape")  # closes the list alone
        await expect(modal(page)).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(modal(page)).to_have_count(0)
        await expect(opener).to_be_focused()
        assert (await app.hears("view_closed"))["is_cleared"] is False


async def test_an_app_that_is_slow_is_waited_for_and_then_spoken_of(chromium: Browser) -> None:
    async with sandbox_here(ack_seconds=1.5) as box, small_app(box) as app, window(chromium) as tabs:
        page = await tabs.open(at(box))
        await app.opens(form(field("name", NAME)))
        await modal(page).get_by_label("Name").fill("Acme")
        app.side.delay = 2.0
        await page.keyboard.press("Enter")
        await expect(modal(page).get_by_text("Waiting for the app…")).to_be_visible()
        trouble = modal(page).get_by_role("alert")
        await expect(trouble).to_have_text(
            "The app took too long to answer. What you entered is still here, so you can try again."
        )
        await expect(modal(page).get_by_label("Name")).to_have_value("Acme")
        app.side.delay = 0.0
        await modal(page).get_by_role("button", name="Save").click()
        await expect(modal(page)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
async def test_every_input_fits_into_the_window(chromium: Browser, box: Box, width: int) -> None:
    async with small_app(box) as app, window(chromium, width, 700) as tabs:
        page = await tabs.open(at(box))
        fields = [field(f"f{n}", element) for n, element in enumerate(INPUTS)]
        await app.opens(form(*fields, title="A rather long title here"))
        await expect(modal(page).locator("[data-input]")).to_have_count(len(INPUTS))
        assert await overflowing(page) == []
        await expect(modal(page).get_by_role("button", name="Save")).to_be_in_viewport()
