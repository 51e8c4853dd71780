"""The only slash command router: one word, one handler; help is made from the table."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process, utils

from bot.domain.naming import account_key
from bot.ids import Command
from bot.slack.payloads import text_of
from handlers.request import Request
from handlers.subcommand import Subcommand, Words

CLOSE = 60  # of 100: "hlep" is help, "banana" is nothing of ours
SUMMARY = {
    Command.ACCOUNT: "Your won accounts: look one up, set one up, rename or merge them, link a customer's channel",
    Command.HANDOFF: "The handoff from seller to delivery owner",
    Command.CHECKIN: "The next check-in with a customer",
    Command.WARMLINE: "What waits on you, and how Warmline works",
}


def read(text: str) -> tuple[str, str]:
    """The first word and the rest of what was typed."""
    word, _, rest = text.strip().partition(" ")
    return word.casefold(), rest.strip()


async def route(request: Request, words: Mapping[str, Words]) -> None:
    """Run what was asked for; help and a hint where it isn't clear."""
    command = text_of(request.body, "command")
    table = words[command]
    word, rest = read(text_of(request.body, "text"))
    if word == "help":
        await request.tell(help_text(command, table))
        return
    found = table.get(word)
    if found is None and word:
        typed = text_of(request.body, "text").strip()
        if sentence := await request.not_yet():
            await request.tell(sentence)
            return
        if "show" not in table or not await _is_account(request, typed):
            await request.tell(_unknown(command, word, table))
            return
        found, rest = table["show"], typed  # the name of an account alone means: show it
    if found is not None and rest.casefold() == "help":
        await request.tell(help_line(command, word, found))
        return
    request.text = rest
    found = found or table[""]
    if not found.early and (sentence := await request.not_yet()):
        await request.tell(sentence)
        return
    await found.handler(request)


async def _is_account(request: Request, name: str) -> bool:
    async with request.look() as work:
        return await work.accounts.by_key(account_key(name)) is not None


def help_text(command: str, table: Words) -> str:
    """What can be typed, a line each."""
    lines = [f"*{command}*: {SUMMARY[Command(command)]}"]
    return "\n".join([*lines, *(help_line(command, word, sub) for word, sub in table.items())])


def help_line(command: str, word: str, sub: Subcommand) -> str:
    """What one word does and what is typed after it."""
    typed = " ".join(part for part in (command, word, sub.usage) if part)
    return f"`{typed}`  {sub.help}"


def _unknown(command: str, word: str, table: Words) -> str:
    known = [name for name in (*table, "help") if name]
    best = process.extractOne(word, known, processor=utils.default_process, score_cutoff=CLOSE)
    # What was typed is not repeated: it may hold anything, and the person knows it.
    if best:
        return f"I don't know that word. Did you mean `{command} {best[0]}`? `{command} help` lists them all."
    return f"I don't know that word. `{command} help` lists what I know."
