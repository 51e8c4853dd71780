"""One word after a slash command: what it does and what help says about it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.request import Handler

HERE = "Run this in an account's channel, or name the account."


@dataclass(frozen=True)
class Subcommand:
    """`usage` is what to type after the word, `help` half a sentence that begins with a verb. `early`: it may be used
    before Warmline is set up."""

    handler: Handler
    usage: str
    help: str
    early: bool = False


Words = dict[str, Subcommand]
