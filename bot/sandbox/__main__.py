"""Run the sandbox as a program of its own: python -m bot.sandbox --port 0 --state DIR."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.sandbox import tour
from bot.sandbox.errors import Misuse
from bot.sandbox.seed import WARMLINE
from bot.sandbox.server import Sandbox


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    words = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local Slack on this machine.")
    words.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes any free one")
    words.add_argument("--state", type=Path, default=None, help="folder that keeps the world and the ledger")
    words.add_argument("--time-scale", type=float, default=1.0, help="retries and limits run this many times faster")
    words.add_argument("--no-limits", action="store_true", help="never answer 429 for pace")
    words.add_argument("--request-url", default="", help="deliver to Warmline over HTTP at this address")
    words.add_argument("--mode", choices=("socket", "http"), default=None, help="how events reach Warmline")
    words.add_argument("--scopes", default="", help="scopes granted to Warmline, separated by commas")
    words.add_argument("--tour", type=Path, default=None, help="file with a guided tour for the page, as JSON")
    words.add_argument("--ack-seconds", type=float, default=3.0, help="how long an app may take to answer")
    words.add_argument("--trigger-seconds", type=float, default=3.0, help="how long a trigger id lives")
    return words


def _configure(sandbox: Sandbox, options: argparse.Namespace) -> None:
    world = sandbox.core.world
    app = world.apps[WARMLINE]
    if options.request_url:
        app.mode, app.request_url = "http", options.request_url
    if options.mode:
        app.mode = options.mode
    if options.scopes:
        app.scopes = [word.strip() for word in options.scopes.split(",") if word.strip()]
        for install in world.installs:
            if install.app_id == app.id:
                install.scopes = list(app.scopes)


def _sentence(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"{problem.strerror or problem}."
    return problem.sentence if isinstance(problem, Misuse) else "it is not JSON."


async def serve(options: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT; print one line of JSON when ready. Return the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with Sandbox.start(
            options.port,
            options.state,
            options.time_scale,
            limits=not options.no_limits,
            ack_seconds=options.ack_seconds,
            trigger_seconds=options.trigger_seconds,
        ) as sandbox:
            _configure(sandbox, options)
            if options.tour is not None:
                try:
                    tour.take(sandbox.core, json.loads(await asyncio.to_thread(options.tour.read_text, "utf-8")))
                except (OSError, ValueError, Misuse) as problem:
                    sys.stderr.write(f"The tour in {options.tour} cannot be used: {_sentence(problem)}\n")
                    return 2
            ready = {
                "ready": True,
                "url": sandbox.url,
                "api": sandbox.api_url,
                "control": sandbox.control_url,
            }
            sys.stdout.write(json.dumps(ready) + "\n")
            sys.stdout.flush()
            await stop.wait()
    except OSError as problem:
        sys.stderr.write(f"The sandbox cannot listen on port {options.port}: {problem.strerror or problem}.\n")
        return 2
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and serve; return the exit code."""
    return asyncio.run(serve(parser().parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
