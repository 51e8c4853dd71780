"""Files on the sandbox's page: for those who see where they were shared, and never run by the browser."""

from __future__ import annotations

import base64

from tests.sandbox_harness import Box, sandbox_here

SARA, BEN, LENA, GUEST = "U0SARALIND", "U0BENCARTR", "U0LENAFISC", "U0GILMOREN"
CUSTOMER = "C0LUMENNWD"
PNG = b"\x89PNG\r\n\x1a\n rest"


async def fetch(box: Box, file_id: str, who: str) -> tuple[int, str, bytes]:
    async with box.session.get(f"{box.url}/web/file/{file_id}", params={"as": who}) as answer:
        assert "html" not in answer.headers["Content-Type"]
        return answer.status, answer.headers.get("Content-Disposition", ""), await answer.read()


async def test_files_are_shown_to_whom_they_were_shared_with() -> None:
    async with sandbox_here() as box:
        picture = await box.act(
            "upload", "ben", channel="C0DEALSWON", name="a.png", base64=base64.b64encode(PNG).decode()
        )
        status, way, body = await fetch(box, picture["file"]["id"], SARA)
        assert (status, way.partition(";")[0], body) == (200, "inline", PNG)
        assert (await fetch(box, picture["file"]["id"], LENA))[0] == 404
        assert (await fetch(box, picture["file"]["id"], "nobody"))[0] == 404
        assert (await fetch(box, "F0NOTHING", SARA))[0] == 404
        page = await box.act("upload", "ben", channel="C0DEALSWON", name="a.html", content="<script>")
        status, way, _ = await fetch(box, page["file"]["id"], SARA)
        assert (status, way) == (200, "attachment; filename*=UTF-8''a.html")


async def test_a_file_that_is_kept_for_a_form_is_its_owners_alone() -> None:
    async with sandbox_here() as box:
        kept = (await box.act("keep_file", "ben", name="plan.txt", content="the plan"))["file"]
        assert (await fetch(box, kept["id"], BEN))[::2] == (200, b"the plan")
        assert (await fetch(box, kept["id"], SARA))[0] == 404
        assert (await box.see("messages", "sara", channel="C0DEALSWON"))["messages"] == []


async def test_another_web_page_gets_no_file() -> None:
    async with sandbox_here() as box:
        kept = (await box.act("keep_file", "ben", name="plan.txt", content="the plan"))["file"]
        address = f"{box.url}/web/file/{kept['id']}?as={BEN}"
        for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
            async with box.session.get(address, headers=headers) as answer:
                assert answer.status == 403
                assert await answer.read() != b"the plan"


async def names_offered(box: Box, who: str, at: str) -> str:
    """Whom the page offers somebody to add, to mention and to write to."""
    found = ""
    for address in (f"dialog/invite?as={who}&in={at}", f"names?as={who}", f"dialog/write?as={who}"):
        async with box.session.get(f"{box.url}/web/{address}") as answer:
            assert answer.status == 200, address
            found += await answer.text()
    return found


async def test_outsiders_and_guests_are_offered_only_people_whom_they_meet() -> None:
    async with sandbox_here() as box:
        lena = await names_offered(box, LENA, CUSTOMER)
        assert "Olivia Park" in lena
        assert "Maya Ross" not in lena
        assert "Maya Ross" in await names_offered(box, GUEST, CUSTOMER), "both are in #general"
        assert box.sandbox is not None
        box.sandbox.core.world.channels["C0GENERAL1"].members.remove(GUEST)
        assert "Maya Ross" not in await names_offered(box, GUEST, CUSTOMER)
        assert "Maya Ross" in await names_offered(box, SARA, CUSTOMER)
