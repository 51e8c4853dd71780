"""The sandbox's page in a browser: who sees what, writing by keyboard, being live, narrow screens, hostile text."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from bot.slack.manifest import manifest
from tests.browser.conftest import go, window
from tests.sandbox_harness import APP, Box, Refusal, sandbox_here, until
from tests.world import AMIR, CUSTOMER, DEALS, LENA, OLIVIA, SARA, World

HOSTILE = '<img src=x onerror="document.title=1">'
BRIEF = ":tada: Deal won: *Onboarding package for Lumen Labs* — €48,500\nOwner: Sara Lindqvist"


async def write(page: Page, text: str, field: str = "#write") -> None:
    await page.locator(field).fill(text)
    await page.locator(field).press("Enter")


async def test_one_can_be_everybody_but_who_is_gone(chromium: Browser, box: Box) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(f"{box.url}/?as={SARA}")
        await page.locator("#actas summary").click()
        await expect(page.locator("#actas h3")).to_have_text(["Northwind", "Contoso", "Lumen Labs"])
        await expect(page.locator(".person.is-gone")).to_contain_text("Iris Novak")
        await expect(page.locator("a.person", has_text="Iris")).to_have_count(0)
        await page.locator("a.person", has_text="Olivia Park").click()
        await expect(page.locator("#actas summary")).to_contain_text("Olivia Park")
        await expect(page.locator(".nav", has_text="lumen-northwind")).to_contain_text("Lumen Labs")
        assert (await page.request.get(f"{box.url}/?as=U0IRISNOVA")).status == 404


async def test_an_outsider_gets_nothing_of_ours(chromium: Browser, northwind: World) -> None:
    box = northwind.box
    await northwind.crm_posts(BRIEF)
    await northwind.settle()
    room = await northwind.channel("acct-lumen-labs")
    await northwind.posts(OLIVIA, CUSTOMER, f"Hello Lena, not for you: <#{room}> and <#{DEALS}>")
    async with window(chromium) as tabs:
        await tabs.keep_bodies()
        page = await tabs.open(f"{box.url}/?as={LENA}&in={CUSTOMER}")
        await expect(page.locator("article.message")).to_contain_text("Hello Lena")
        for forged in (room, DEALS, APP, "U0MAYAROSS"):
            await go(page, f"{box.url}/?as={LENA}&in={forged}&thread=1.000000")
            await expect(page.locator(".lost")).to_contain_text("nothing at that address")
            await page.request.get(f"{box.url}/web/part/messages?as={LENA}&in={forged}")
        for panel in ("clock", "faults", "log"):
            await go(page, f"{box.url}/?as={LENA}&panel={panel}")
        for dialog in ("browse", "write", "invite"):
            await page.request.get(f"{box.url}/web/dialog/{dialog}?as={LENA}")
        await page.locator("#write").press_sequentially("@o")
        await expect(page.get_by_role("option")).to_contain_text(["Olivia Park"])
        assert len(tabs.bodies) > 20
        assert [url for url, body in tabs.bodies if "deals-won" in body or "acct-" in body] == []
        asked = [f"{kind}?as={LENA}&in={to}" for to in (room, DEALS) for kind in ("part/messages", "parts", "names")]
        for address in asked:
            body = await (await page.request.get(f"{box.url}/web/{address}")).text()
            assert "deals-won" not in body and "acct-" not in body  # noqa: PT018 - one rule


async def test_a_command_is_completed_and_sent_by_keyboard_alone(chromium: Browser, northwind: World) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(f"{northwind.box.url}/?as={SARA}&in=C0GENERAL1")
        field = page.locator("#write")
        await field.focus()
        await page.keyboard.type("/")
        options = page.get_by_role("option")
        commands = sorted(c["command"] for c in manifest()["features"]["slash_commands"])
        await expect(options).to_have_count(len(commands))
        await expect(field).to_have_attribute("aria-expanded", "true")
        await page.keyboard.press("ArrowDown")
        await expect(field).to_have_attribute("aria-activedescendant", "write-list-1")
        await page.keyboard.press("Escape")
        await expect(options).to_have_count(0)
        await page.keyboard.type("acc")
        await expect(options).to_contain_text(["/account"])
        await page.keyboard.press("Tab")
        await expect(field).to_have_value("/account ")
        await page.keyboard.type("help")
        await page.keyboard.press("Enter")
        reply = page.locator("article.message").last
        await expect(reply).to_contain_text("Only visible to you")
        await expect(reply).to_contain_text("/account")
        await expect(field).to_have_value("")


async def test_writing_by_keyboard_is_seen_by_others_at_once(chromium: Browser, box: Box) -> None:
    async with window(chromium) as tabs:
        sara = await tabs.open(f"{box.url}/?as={SARA}&in=C0GENERAL1")
        olivia = await tabs.open(f"{box.url}/?as={OLIVIA}&in=C0RANDOM01")
        await olivia.locator("#write").fill("half a sentence")
        await sara.bring_to_front()
        await sara.locator("#write").focus()
        await sara.keyboard.type("First line")
        await sara.keyboard.press("Shift+Enter")
        await sara.keyboard.type("for @oli")
        await expect(sara.get_by_role("option")).to_contain_text(["Olivia Park"])
        await sara.keyboard.press("Tab")
        await sara.keyboard.press("Enter")
        await expect(sara.locator("article.message").last).to_contain_text("Olivia Park")
        await expect(olivia.locator('.nav[data-key="C0GENERAL1"] .nav-badge')).to_contain_text("1")
        await expect(olivia.locator("#write")).to_have_value("half a sentence")
        await olivia.bring_to_front()
        await olivia.locator('.nav[data-key="C0GENERAL1"]').click()
        await expect(olivia.locator("article.message").last).to_contain_text("First line")
        await expect(olivia.locator('.nav[data-key="C0GENERAL1"] .nav-badge')).to_have_count(0)
        await sara.locator("article.message").last.hover()
        await sara.locator("article.message [data-open-thread]").last.click()
        await write(sara, "And in the thread", "#reply")
        await expect(olivia.locator("article.message").last).to_contain_text("1 reply")


async def test_the_page_is_there_again_after_a_restart(chromium: Browser, tmp_path: Path) -> None:
    async with window(chromium) as tabs:
        async with sandbox_here(state=tmp_path) as box:
            page = await tabs.open(f"{box.url}/?as={SARA}&in={DEALS}")
            await page.locator("#write").fill("half a sentence")
            port = urlsplit(box.url).port
        await expect(page.locator("body.is-cut")).to_have_count(1)
        async with sandbox_here(port=port, state=tmp_path) as box:
            await box.act("post", OLIVIA, channel=DEALS, text="I am back")
            await expect(page.locator("article.message").last).to_contain_text("I am back")
            await expect(page.locator("body.is-cut")).to_have_count(0)
            await expect(page.locator("#write")).to_have_value("half a sentence")


async def test_text_never_becomes_markup(chromium: Browser, box: Box) -> None:
    await box.act("team_join", "amir", name="mallory", real_name=HOSTILE, title=HOSTILE)
    mallory = (await box.get("/state"))["users"][-1]["id"]
    await box.act("topic", SARA, channel=DEALS, topic=HOSTILE, purpose=HOSTILE)
    await box.act("invite", SARA, channel=DEALS, user=mallory)
    posted = await box.act(
        "post", mallory, channel=DEALS, text=f"{HOSTILE} </textarea><script>document.title=2</script>"
    )
    await box.act("pin", mallory, channel=DEALS, ts=posted["ts"])
    await box.act("post", "crm", channel=DEALS, text=HOSTILE, username=HOSTILE)
    await box.act("upload", SARA, channel=DEALS, name=f"{HOSTILE}.txt", content="x", title=HOSTILE)
    async with window(chromium) as tabs:
        page = await tabs.open(f"{box.url}/?as={SARA}&in={DEALS}&thread={posted['ts']}")
        await expect(page.locator(".topic")).to_contain_text("<img")
        await page.locator("#write").press_sequentially("@mal")
        await expect(page.get_by_role("option")).to_contain_text(["<img"])
        for _ in range(2):
            assert await page.locator("img[src=x], body script").count() == 0
            await go(page, f"{box.url}/?as={mallory}&in={DEALS}&panel=log&step=<script>")
        assert "Mallory" not in await page.title()


async def test_a_narrow_screen_never_scrolls_sideways(chromium: Browser, northwind: World) -> None:
    await northwind.crm_posts(BRIEF)
    await northwind.settle()
    room = await northwind.channel("acct-lumen-labs")
    ts = (await northwind.messages(SARA, DEALS))[-1]["ts"]
    at = f"{northwind.box.url}/?as={SARA}&in="
    async with window(chromium, 390, 844, has_touch=True) as tabs:
        page = await tabs.open(at + DEALS)
        for address in (DEALS, room, f"{DEALS}&thread={ts}", APP, f"{DEALS}&panel=clock", f"{DEALS}&panel=faults",
                        f"{DEALS}&panel=log"):  # fmt: skip
            await go(page, at + address)
            assert await page.evaluate("document.documentElement.scrollWidth") == 390, address
        await go(page, at + room)
        await expect(page.locator(".sidebar")).to_be_hidden()
        await page.get_by_role("button", name="Channels").click()
        await page.locator(".nav", has_text="deals-won").click()
        await expect(page.locator(".sidebar")).to_be_hidden()
        await expect(page.locator("h1")).to_contain_text("deals-won")
        await go(page, at + room)
        await page.get_by_role("button", name="Fill in the brief").click()
        await expect(page.locator("dialog.modal[open] h2")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_channels_are_made_joined_and_left(chromium: Browser, box: Box) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(f"{box.url}/?as={SARA}")
        await page.get_by_role("button", name="Browse or create channels").click()
        await page.get_by_label("Create a channel").fill("plans")
        await page.get_by_label("Private: only those invited can see it").check()
        await page.get_by_role("button", name="Create", exact=True).click()
        await expect(page.locator("h1")).to_contain_text("plans")
        await page.locator("#members summary").click()
        await page.get_by_role("button", name="Add people").click()
        await page.locator(".choices li", has_text="Ben Carter").get_by_role("button").click()
        await expect(page.locator(".choices li", has_text="Ben Carter")).to_have_count(0)
        await page.get_by_role("button", name="Close").click()
        plans = next(c for c in (await box.see("channels", "ben"))["channels"] if c["name"] == "plans")
        await page.locator("#members summary").click()
        await page.get_by_role("button", name="Leave channel").click()
        await expect(page.locator(".nav", has_text="plans")).to_have_count(0)
        await go(page, f"{box.url}/?as={SARA}&in={plans['id']}")
        await expect(page.locator(".lost")).to_be_visible()


async def test_faults_are_switches_and_a_search_finds_an_emoji(chromium: Browser, box: Box) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(f"{box.url}/?as={SARA}&in={DEALS}&panel=faults")
        await page.get_by_label("Events twice").check(force=True)

        async def is_on() -> bool:
            return [f["name"] for f in (await box.get("/faults"))["faults"]] == ["duplicate"]

        await until(is_on)
        await expect(page.locator(".pill-warn")).to_have_text("Events twice")
        await page.get_by_role("button", name="All off").click()
        await expect(page.locator(".pill-warn")).to_have_count(0)
        await page.get_by_role("button", name="Add an emoji").click()
        await page.get_by_label("Search emoji").fill("rocket")
        await page.get_by_label("Search emoji").press("Enter")
        await expect(page.locator("#write")).to_have_value(":rocket: ")


async def test_other_pages_can_neither_read_nor_act(box: Box) -> None:
    for path in ("/", "/web/parts", "/web/names", "/web/live", "/web/tour/win", "/web/dialog/write"):
        for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
            async with box.session.get(box.url + path, headers=headers) as answer:
                assert answer.status == 403, path
    async with box.session.get(box.url) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Refusal, match="Nobody here can switch the app"):
        await box.post("/power", up=False)


async def test_an_apps_home_is_read_from_its_top(chromium: Browser, northwind: World) -> None:
    pane = "document.getElementById('messages-pane')"
    async with window(chromium, height=500) as tabs:
        page = await tabs.open(f"{northwind.box.url}/?as={AMIR}&in={APP}")
        await expect(page.locator(".home-view")).to_contain_text("Settings")
        assert await page.evaluate(f"{pane}.scrollHeight > {pane}.clientHeight")
        assert await page.evaluate(f"{pane}.scrollTop") == 0
        await page.get_by_role("link", name="Messages", exact=True).click()
        await expect(page.locator(".home-view")).to_have_count(0)
        await page.get_by_role("link", name="Home", exact=True).click()
        await expect(page.locator(".home-view")).to_contain_text("Settings")
        assert await page.evaluate(f"{pane}.scrollTop") == 0
