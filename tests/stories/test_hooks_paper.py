"""The examples of docs/hooks.md, run as they stand there."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.sandbox_harness import until
from tests.stories.test_deals_life import account_channels
from tests.stories.test_reported_deals import SECRET, is_idle
from tests.world import World, world_on

PAPER = (Path(__file__).resolve().parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAPER, re.DOTALL)
    return str(found)


async def run(world: World, *command: str) -> str:
    """What a command prints that knows our address and secret."""
    env = os.environ | {
        "WARMLINE_HOOK_SECRET": SECRET,
        "WARMLINE_URL": f"http://127.0.0.1:{world.app.port}",
        "no_proxy": "127.0.0.1",
    }
    process = await asyncio.create_subprocess_exec(
        *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed, _ = await process.communicate()
    await until(is_idle(world))
    await world.settle()
    return printed.decode()


async def test_the_example_in_python_works(sqlite_url: str) -> None:
    async with world_on(sqlite_url, hook_secret=SECRET) as world:
        assert "accepted" in await run(world, sys.executable, "-c", example("python"))
        assert await account_channels(world) == {"acct-acme-robotics"}


async def test_the_example_for_the_shell_works(sqlite_url: str) -> None:
    if not (shutil.which("curl") and shutil.which("openssl")):
        pytest.skip("curl or openssl is not installed here")
    async with world_on(sqlite_url, hook_secret=SECRET) as world:
        assert "accepted" in await run(world, "sh", "-c", example("sh"))
        assert await account_channels(world) == {"acct-lumen-labs"}
