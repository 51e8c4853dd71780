"""A process that has imported everything and forks a fresh Warmline for each order, before any loop or engine exists.

Orders and reports are lines of JSON over its standard input and output. Run as: python -m tests.chaos.zygote
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import selectors
import signal
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import bot.inbox
import bot.outbox
import bot.storage.database
from bot.app import App
from bot.config import load_settings
from bot.crashpoint import listen
from bot.log import set_up_logs
from bot.receiver import Receiver, _inbox_row
from bot.slack.gateway import Gateway


def say(**report: Any) -> None:
    """One line, short enough to be written in one piece by several processes."""
    os.write(1, json.dumps(report).encode() + b"\n")


def main() -> None:
    """Fork a child for every order until standard input ends; then no child is left."""
    lives: dict[int, tuple[int, int]] = {}  # the reading end of a child's lifeline -> (number of the life, pid)
    waits = selectors.DefaultSelector()
    waits.register(0, selectors.EVENT_READ)
    set_up_logs("WARNING")
    gc.freeze()
    say(awake=True)
    rest = b""
    while True:
        for key, _ in waits.select():
            if key.fd != 0:
                number, pid = lives.pop(key.fd)
                waits.unregister(key.fd)
                os.close(key.fd)
                status = os.waitpid(pid, 0)[1]
                killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                say(life=number, ended=True, signal=killed, code=os.WEXITSTATUS(status) if not killed else None)
                continue
            chunk = os.read(0, 65536)
            if not chunk:
                for _, pid in lives.values():
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                return
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                _fork(json.loads(line), lives, waits)


def _fork(order: dict[str, Any], lives: dict[int, tuple[int, int]], waits: selectors.BaseSelector) -> None:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            waits.close()
            for fd in (0, ours, *lives):
                os.close(fd)
            code = _live(order)
        finally:
            os._exit(code)
    os.close(theirs)
    lives[ours] = (order["life"], pid)
    waits.register(ours, selectors.EVENT_READ)


def _live(order: dict[str, Any]) -> int:
    random.seed()
    reached: Counter[str] = Counter()
    point, hit = order.get("point"), order.get("hit", 1)

    def arrive(name: str) -> None:
        reached[name] += 1
        if name == point and reached[name] == hit:
            os.kill(os.getpid(), order.get("signal", signal.SIGKILL))

    listen(arrive)
    if order.get("lease"):
        bot.outbox.LEASE = bot.inbox.LEASE = timedelta(seconds=order["lease"])
        bot.outbox.LAST_CALL = timedelta()  # the sandbox answers within the lease
        bot.storage.database.IDLE_IN_TRANSACTION = order["lease"]
    for name in order.get("broken", ()):
        BREAKS[name]()
    asyncio.run(_work(order, reached))
    return 0


async def _work(order: dict[str, Any], reached: Counter[str]) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    say(life=order["life"], pid=os.getpid())
    app = App(load_settings(None, **order["settings"]))
    await app.start()
    while app.socket is not None and not app.socket.is_connected:  # noqa: ASYNC110 - it has no event to wait for
        await asyncio.sleep(0.005)
    say(life=order["life"], port=app.port)
    ends = {asyncio.ensure_future(app.wait()), asyncio.ensure_future(stop.wait())}
    done, rest = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.wait(ends)
    await app.stop()
    say(life=order["life"], reached=reached)
    for task in done:
        task.result()


def _never_look_back() -> None:
    async def blind(*_: Any) -> None:
        return None

    Gateway.look_back = blind  # type: ignore[method-assign]


def _never_adopt() -> None:
    async def blind(*_: Any) -> None:
        return None

    Gateway.find_own_channel = blind  # type: ignore[method-assign]


def _acknowledge_first() -> None:
    async def hasty(self: Receiver, body: dict[str, Any]) -> None:
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((_inbox_row(body, self._clock.real_now()), stored))
        # Acknowledged now, stored a little later, as an app does that works in the background.
        asyncio.get_running_loop().call_later(0.05, self._has_waiting.set)

    Receiver.take_event = hasty  # type: ignore[method-assign]


# Safeguards that a test takes away, to see that it would notice.
BREAKS = {
    "no_read_back": _never_look_back,
    "no_adoption": _never_adopt,
    "acknowledges_first": _acknowledge_first,
}

if __name__ == "__main__":
    sys.exit(main())
