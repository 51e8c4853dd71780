"""`python -m bot demo`: says where the page is and stays up; with `--play` it plays the story in the terminal."""

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
            forgotten = "The demo has forgotten everything. `make demo` starts over."
            out.print(forgotten if reset(folder) else "There was nothing to forget.")
    except AlreadyRunning:
        out.print("The demo is running. Stop it first, with Ctrl-C where it was started.")
        return 1
    return 0


async def demo(folder: Path, port: int, *, stay: bool) -> int:
    """Stay up until Ctrl-C. Without `stay`, play what of the story was not played yet; 0 when every step was seen."""
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
    out.print("[bold]Warmline[/] is starting, with a stand-in for Slack ...")
    try:
        if note := await stage.start(port):
            out.print(note)
        await asyncio.to_thread(told_here.write_text, stage.sandbox_url)
        async with aiohttp.ClientSession() as session:
            company = Company(stage.sandbox_url, session)
            await company.wait_for_app()
            if told := await set_up(company):
                out.print(f"{told}.")
            if not stay:
                await _scenes(company, stage.folder)
                return 0
        _say_where(stage)
        out.print(await stage.run())
    except (StageError, NotSeen) as problem:
        out.print(f"[red]Not seen:[/] {problem}")
        out.print(f"Logs: {stage.folder / 'app.log'} and {stage.folder / 'sandbox.log'}")
    return 1


def _say_where(stage: Stage) -> None:
    out.print(f"\n  Open [bold underline]{stage.sandbox_url}[/]\n")
    out.print("It takes you through Warmline in ten short steps. Ctrl-C stops it, `make demo` goes on from there.")


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
