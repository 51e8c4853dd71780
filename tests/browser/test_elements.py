"""What can be used inside messages, in Chromium: with the mouse, and with nothing but the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import window
from tests.browser.small_app import DEALS, at, option, overflowing, small_app
from tests.page_samples import BLOCKS, CONFIRM, OPTIONS, PICTURE, mrkdwn, plain
from tests.sandbox_harness import Box, sandbox_here

METALS = [{"text": plain(t), "value": t.lower()} for t in ("Gold", "Silver", "Bronze")]


def actions(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": "acts", "elements": list(elements)}]


def button(action_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "7", **more}


def control(page: Page, action_id: str) -> Locator:
    return page.locator(f'.r-messages [data-action-id="{action_id}"]')


async def test_everything_in_a_message_works_with_the_mouse(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        select = {"type": "static_select", "action_id": "metal", "options": METALS, "placeholder": plain("Metal")}
        many = {"type": "multi_static_select", "action_id": "some", "options": METALS}
        await app.says(
            actions(
                button("go", "Go"),
                select,
                {"type": "overflow", "action_id": "more", "options": METALS[:2]},
                {"type": "datepicker", "action_id": "day"},
                {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS},
                {"type": "radio_buttons", "action_id": "dots", "options": OPTIONS},
                {"type": "users_select", "action_id": "who"},
                {"type": "timepicker", "action_id": "hour"},
                many,
            )
        )
        page = await tabs.open(at(box))
        await control(page, "go").get_by_role("button").click()
        assert (await app.hears("block_actions"))["actions"][0]["value"] == "7"
        await control(page, "metal").get_by_role("combobox").click()
        await option(page, "Silver").click()
        await app.hears("block_actions", 2)
        await expect(control(page, "metal").get_by_role("combobox")).to_have_value("Silver")
        await control(page, "more").get_by_role("button").click()
        await page.get_by_role("menuitem", name="Silver").click()
        await app.hears("block_actions", 3)
        await control(page, "day").locator("input").fill("2026-12-01")
        await app.hears("block_actions", 4)
        await control(page, "boxes").get_by_label("Silver").check()
        await app.hears("block_actions", 5)
        await control(page, "dots").get_by_label("Gold").check()
        await app.hears("block_actions", 6)
        await control(page, "who").get_by_role("combobox").click()
        await option(page, "Olivia Park").click()
        await app.hears("block_actions", 7)
        await control(page, "hour").locator("input").fill("14:30")
        await app.hears("block_actions", 8)
        await control(page, "some").get_by_role("combobox").click()
        await option(page, "Bronze").click()
        await app.hears("block_actions", 9)
        chosen = {a["action_id"]: a for a in app.actions()}
        assert chosen["metal"]["selected_option"]["value"] == "silver"
        assert chosen["more"]["selected_option"]["value"] == "silver"
        assert chosen["day"]["selected_date"] == "2026-12-01"
        assert [o["value"] for o in chosen["boxes"]["selected_options"]] == ["silver"]
        assert chosen["dots"]["selected_option"]["value"] == "gold"
        assert chosen["who"]["selected_user"] == "U0OLIVIAPK"
        assert chosen["hour"]["selected_time"] == "14:30"
        assert [o["value"] for o in chosen["some"]["selected_options"]] == ["bronze"]
        await page.reload()
        await expect(control(page, "metal").get_by_role("combobox")).to_have_value("Silver")
        await expect(control(page, "boxes").get_by_label("Silver")).to_be_checked()
        await expect(control(page, "some").locator(".picked")).to_have_text("Bronze×")


async def test_a_select_works_with_the_keyboard_alone(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        await app.says(actions({"type": "static_select", "action_id": "metal", "options": METALS}))
        page = await tabs.open(at(box))
        combobox = control(page, "metal").get_by_role("combobox")
        active = page.locator(".pick-option.is-active")
        await combobox.focus()
        await page.keyboard.press("ArrowDown")
        await expect(combobox).to_have_attribute("aria-expanded", "true")
        await expect(active).to_have_text("Gold")
        await page.keyboard.press("End")
        await expect(active).to_have_text("Bronze")
        await page.keyboard.press("ArrowUp")
        await expect(active).to_have_text("Silver")
        await page.keyboard.press("Home")
        await expect(active).to_have_text("Gold")
        await expect(combobox).to_have_attribute("aria-activedescendant", await active.get_attribute("id") or "")
        await page.keyboard.press("Escape")
        await expect(combobox).to_have_attribute("aria-expanded", "false")
        assert app.actions() == []
        await page.keyboard.type("sil")
        await expect(option(page)).to_have_text(["Silver"])
        await page.keyboard.press("Enter")
        assert (await app.hears("block_actions"))["actions"][0]["selected_option"]["value"] == "silver"
        await expect(combobox).to_have_value("Silver")
        await page.keyboard.type("zzz")
        await expect(page.get_by_text("Nothing fits.")).to_be_visible()
        await page.keyboard.press("Tab")
        await expect(combobox).to_have_value("Silver")


async def test_a_menu_works_with_the_keyboard_alone(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        await app.says(actions({"type": "overflow", "action_id": "more", "options": METALS}))
        page = await tabs.open(at(box))
        opener = control(page, "more").get_by_role("button")
        await opener.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitem", name="Gold")).to_be_focused()
        await page.keyboard.press("End")
        await expect(page.get_by_role("menuitem", name="Bronze")).to_be_focused()
        await page.keyboard.press("s")
        await expect(page.get_by_role("menuitem", name="Silver")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(opener).to_be_focused()
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        assert (await app.hears("block_actions"))["actions"][0]["selected_option"]["value"] == "bronze"


async def test_a_question_is_asked_before_it_happens(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        select = {"type": "static_select", "action_id": "metal", "options": METALS, "confirm": CONFIRM}
        await app.says(actions(button("go", "Go", confirm=CONFIRM), select))
        page = await tabs.open(at(box))
        go = control(page, "go").get_by_role("button", name="Go")
        asked = page.locator("dialog.confirm[open]")
        for leave in ("Leave", "Escape"):
            await go.click()
            await expect(asked).to_contain_text("It cannot be undone.")
            await expect(asked.get_by_role("button", name="Leave")).to_be_focused()
            await (
                page.keyboard.press("Escape") if leave == "Escape" else asked.get_by_role("button", name=leave).click()
            )
            await expect(asked).to_have_count(0)
            await expect(go).to_be_focused()
        await control(page, "metal").get_by_role("combobox").click()
        await option(page, "Gold").click()
        await asked.get_by_role("button", name="Leave").click()
        await expect(control(page, "metal").get_by_role("combobox")).to_have_value("")
        assert app.actions() == []
        await go.click()
        await asked.get_by_role("button", name="Do").click()
        assert (await app.hears("block_actions"))["actions"][0]["action_id"] == "go"


async def test_choices_come_from_the_app_while_one_types(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        await app.says(actions({"type": "external_select", "action_id": "crm", "min_query_length": 2}))
        app.side.reply = {"options": METALS}
        page = await tabs.open(at(box))
        combobox = control(page, "crm").get_by_role("combobox")
        await combobox.click()
        await expect(page.get_by_text("Type 2 characters to search.")).to_be_visible()
        await page.keyboard.type("go")
        await expect(option(page)).to_have_text(["Gold", "Silver", "Bronze"])
        assert app.last("block_suggestion")["value"] == "go"
        await page.keyboard.press("ArrowDown")
        app.side.reply = None
        await page.keyboard.press("Enter")
        assert (await app.hears("block_actions"))["actions"][0]["selected_option"]["value"] == "silver"
        await expect(combobox).to_have_value("Silver")
        app.side.status = 500
        await page.keyboard.type("br")
        await expect(page.get_by_text("The app did not answer")).to_be_visible()


async def test_what_the_app_could_not_do_is_said_where_it_was_asked(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        ts = await app.says(actions(button("go", "Go")))
        app.side.status = 500
        page = await tabs.open(at(box))
        await control(page, "go").get_by_role("button").click()
        trouble = page.locator(f'article[data-ts="{ts}"] .trouble')
        await expect(trouble).to_have_text(
            "The app could not be reached, so nothing was changed. Please try again in a moment."
        )
        app.side.status = 200
        await control(page, "go").get_by_role("button").click()
        await expect(trouble).to_be_hidden()


async def test_what_people_do_with_messages(chromium: Browser, box: Box) -> None:
    async with small_app(box) as app, window(chromium) as tabs:
        ts = (await box.act("post", "sara", channel=DEALS, text="We wom"))["ts"]
        await box.act("react", "ben", channel=DEALS, ts=ts, name="tada")
        page = await tabs.open(at(box))
        message = page.locator(f'article[data-ts="{ts}"]')
        reaction = message.get_by_role("button", name="tada, 1: Ben Carter")
        await expect(reaction).to_have_attribute("aria-pressed", "false")
        await reaction.click()
        await message.get_by_role("button", name="tada, 2").click()
        await expect(message.get_by_role("button", name="tada, 1: Ben Carter")).to_be_visible()
        await message.get_by_role("button", name="Pin to channel").click()
        await expect(message.get_by_text("Pinned", exact=True)).to_be_visible()
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name="Edit message").click()
        await expect(page.get_by_label("Your message")).to_have_value("We wom")
        await page.get_by_label("Your message").fill("We won")
        await box.act("post", "ben", channel=DEALS, text="Meanwhile")
        await expect(page.get_by_text("Meanwhile")).to_be_visible()
        await expect(page.get_by_label("Your message")).to_have_value("We won")
        await page.keyboard.press("Enter")
        await expect(message.get_by_text("We won")).to_be_visible()
        await expect(message.get_by_text("(edited)")).to_be_visible()
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name="Set up account").click()
        assert (await app.hears("message_action"))["message"]["text"] == "We won"
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name="Delete message").click()
        await page.get_by_role("button", name="Delete", exact=True).click()
        await expect(message).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_every_block_fits_into_the_window(chromium: Browser, width: int, scheme: Any) -> None:
    async with (
        sandbox_here(limits=False) as box,
        small_app(box) as app,
        window(chromium, width, 844, color_scheme=scheme) as tabs,
    ):
        long = {"type": "section", "text": mrkdwn("Donaudampfschiff" * 20 + " https://x.example/" + "a" * 200)}
        for block in [*BLOCKS, long, {"type": "image", **PICTURE}]:
            await app.says([{"block_id": "b", **block}])
        page = await tabs.open(at(box))
        await expect(page.locator("article.message")).to_have_count(len(BLOCKS) + 2)
        assert await overflowing(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
