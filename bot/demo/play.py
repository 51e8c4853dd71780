"""`python -m bot demo`: plays the story in the terminal, then stays up to be tried."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
from rich.console import Console

from bot.demo.company import Company, NotSeen
from bot.demo.lock import AlreadyRunning, alone_in
from bot.demo.set_up import set_up
from bot.demo.stage import Stage, StageError, reset, staged
from bot.demo.story import STORY, recall, remember

out = Console(highlight=False, soft_wrap=True)


def forget(folder: Path) -> int:
    """Forget what the demo has stored, unless it is running."""
    try:
        with alone_in(folder):
            out.print("Forgotten." if reset(folder) else "There was nothing to forget.")
    except AlreadyRunning:
        out.print("The demo is running. Stop it first, with Ctrl-C where it was started.")
        return 1
    return 0


async def demo(folder: Path, port: int, *, stay: bool) -> int:
    """Play what was not played yet; 0 when every step was seen. With `stay`, go on until Ctrl-C."""
    try:
        with alone_in(folder) as told_here:
            return await _demo(folder, port, told_here, stay=stay)
    except AlreadyRunning as other:
        out.print(f"The demo is already running: {other or 'it is just starting'}. Stop that one with Ctrl-C first.")
        return 1


async def _demo(folder: Path, port: int, told_here: Path, *, stay: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with staged(folder) as stage:
        playing = asyncio.create_task(_play(stage, port, told_here, stay=stay))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            out.print("\nStopping ...")
            playing.cancel()
        stopping.cancel()
        results = await asyncio.gather(playing, stopping, return_exceptions=True)
    result = results[0]
    if isinstance(result, asyncio.CancelledError):
        out.print("Stopped. `make demo` goes on from here, `make demo-reset` starts over.")
        return 0 if stay else 1
    if isinstance(result, BaseException):
        raise result
    return result


async def _play(stage: Stage, port: int, told_here: Path, *, stay: bool) -> int:
    out.print(f"[bold]Warmline demo[/]: a local stand-in for Slack, and the real app.\nState is kept in {stage.folder}")
    try:
        if note := await stage.start(port):
            out.print(note)
        await asyncio.to_thread(told_here.write_text, f"{stage.sandbox_url}/control/state")
        async with aiohttp.ClientSession() as session:
            company = Company(stage.sandbox_url, session)
            await company.wait_for_app()
            if told := await set_up(company):
                out.print(f"{told}.")
            await _scenes(company, stage.folder)
    except (StageError, NotSeen) as problem:
        out.print(f"[red]Not seen:[/] {problem}")
        out.print(f"Logs: {stage.folder / 'app.log'} and {stage.folder / 'sandbox.log'}")
        return 1
    if not stay:
        return 0
    _say_what_can_be_tried(stage)
    out.print(await stage.ended())
    return 1


async def _scenes(company: Company, folder: Path) -> None:
    memory = recall(folder)
    played = memory.setdefault("played", [])
    if len(played) == len(STORY):
        out.print("The story was played to its end; everything is as you left it.")
        return
    for number, step in enumerate(STORY, 1):
        head = f"[bold]{number:2}/{len(STORY)}[/] {step.title}"
        if step.name in played:
            out.print(f"{head} [dim](seen before)[/]")
            continue
        out.print(head)
        seen = await step.play(company, memory)
        out.print(f"      [green]✓[/] {seen}")
        played.append(step.name)
        remember(folder, memory)


def _say_what_can_be_tried(stage: Stage) -> None:
    control = f"{stage.sandbox_url}/control"
    out.print("\n[bold]Now it is yours.[/] It stays up until Ctrl-C.")
    out.print(f"  Sandbox   {control}/state\n  App       {stage.app_url}/ready")
    out.print(f"  Settings  {stage.folder / 'warmline.env'}, for python -m bot doctor --env, inbox and outbox")
    out.print("For example, as Sara, from another terminal (docs/sandbox.md has the rest):", style="dim")
    out.print(
        f"  curl -s {control}/act/post -d '"
        '{"as": "U0SARALIND", "channel": "deals-won", "text": "We just closed Hooli! $30k ARR"}\'',
        soft_wrap=True,
        markup=False,
    )
    out.print(
        f'  curl -s {control}/act/command -d \'{{"as": "U0SARALIND", "channel": "general", "text": "/account"}}\'',
        soft_wrap=True,
        markup=False,
    )
