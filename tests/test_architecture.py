"""Who may know whom, and the few things that nobody may do: read from the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
CODE = ("bot", "handlers", "jobs")
MOST_LINES = 400

# Rooms by the beginning of a module's name; the longest beginning wins. Each may import itself and what is named here.
PURE = {"anyascii", "babel", "rapidfuzz", "dateparser", "holidays"}
ROOMS: dict[str, set[str]] = {
    "bot.ids": {"uuid_utils"},
    "bot.clock": set(),
    "bot.crashpoint": set(),
    "bot.config": {"pydantic", "pydantic_settings", "dotenv"},
    "bot.log": {"structlog"},
    "bot.domain": PURE,
    "bot.intents": {"bot.domain", "bot.ids", "orjson"},
    "bot.views": {"bot.domain", "bot.ids"},
    "bot.storage": {
        "bot.domain", "bot.ids", "bot.intents", "bot.clock", "bot.crashpoint", "sqlalchemy", "alembic", "orjson",
    },
    "bot.slack": {
        "bot.domain", "bot.ids", "bot.intents", "bot.clock", "bot.crashpoint", "bot.storage", "slack_sdk", "aiohttp",
        "structlog",
    },
    "bot.rulebook": {"bot.storage", "bot.clock", "bot.domain"},
    "bot.unit_of_work": {
        "bot.rulebook", "bot.storage", "bot.slack.directory", "bot.slack.history", "bot.intents", "bot.clock",
        "bot.config", "bot.crashpoint", "bot.domain", "sqlalchemy",
    },
    "bot.flows": {"bot.unit_of_work", "bot.domain", "bot.views", "bot.ids", "bot.intents"},
    "handlers": {
        "bot.flows", "bot.unit_of_work", "bot.domain", "bot.views", "bot.ids", "bot.slack.payloads", "slack_bolt",
        "rapidfuzz", "structlog",
    },
    "jobs": {"bot.flows", "bot.unit_of_work", "bot.domain", "bot.crashpoint", "apscheduler", "structlog"},
    "bot.dispatch": {"bot.slack", "bot.storage", "bot.ids", "slack_bolt", "structlog"},
    "bot.receiver": {
        "bot.dispatch", "bot.slack", "bot.storage", "bot.ids", "bot.clock", "bot.crashpoint", "orjson", "structlog",
    },
    "bot.http_endpoint": {"bot.receiver", "bot.hooks", "bot.dispatch", "bot.clock", "orjson", "structlog"},
    "bot.hooks": {
        "bot.receiver", "bot.dispatch", "bot.slack", "bot.storage", "bot.domain", "bot.ids", "bot.clock", "orjson",
        "pydantic",
    },
    "bot.socket_client": {"bot.receiver", "bot.slack", "slack_sdk", "aiohttp", "orjson", "structlog"},
    "bot.inbox": {
        "bot.dispatch", "bot.slack", "bot.storage", "bot.clock", "bot.crashpoint", "sqlalchemy", "orjson", "structlog",
    },
    "bot.sender": {
        "bot.unit_of_work", "bot.slack", "bot.storage", "bot.intents", "bot.crashpoint", "structlog",
    },
    "bot.outbox": {
        "bot.sender", "bot.unit_of_work", "bot.slack", "bot.storage", "bot.intents", "bot.ids", "bot.clock",
        "bot.crashpoint", "orjson", "structlog",
    },
    "bot.clock_follower": {"bot.clock", "aiohttp", "structlog"},
    "bot.doctor": {"bot.slack", "bot.storage", "bot.clock", "bot.config", "bot.domain"},
    "bot.explain": {"bot.domain", "rich"},
    "bot.operator_commands": {"bot.storage", "bot.clock", "bot.config", "sqlalchemy", "typer", "rich"},
    "bot.sandbox": {"aiohttp", "orjson", "uvloop", "typer", "rich", "jinja2", "markupsafe", "emoji"},
}  # fmt: skip
# The composition root, the command line and the demo, which starts both programs, know everybody.
ANYTHING = {"bot.app", "bot.cli", "bot.demo", "bot.__main__"}
NO_IMPORT = {"bot"}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for folder in CODE:
        for path in sorted((REPO / folder).rglob("*.py")):
            parts = path.relative_to(REPO).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Names of the modules that a file imports anywhere in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                yield whole if whole in modules() else module


def room_of(module: str) -> str:
    homes = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(homes, key=len, default="")


def is_within(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def checked_modules() -> dict[str, Path]:
    return {
        name: path
        for name, path in modules().items()
        if name not in NO_IMPORT and not is_within(name, ANYTHING | {"bot.storage.migrations"})
    }


def test_every_module_has_a_room() -> None:
    assert [name for name in checked_modules() if not room_of(name)] == []


def test_imports_follow_the_table() -> None:
    strays = []
    for name, path in checked_modules().items():
        room = room_of(name)
        for imported in imports_of(path):
            if not (is_standard(imported) or is_within(imported, ROOMS[room] | {room, "bot.config", "bot.log"})):
                strays.append(f"{name} imports {imported}")
    assert strays == []


def test_configuration_and_logs_know_nobody() -> None:
    for name in ("bot.config", "bot.log", "bot.clock", "bot.ids", "bot.crashpoint"):
        known = [module for module in imports_of(modules()[name]) if module.startswith(("bot", "handlers", "jobs"))]
        assert known == [], name


def test_only_the_composition_root_knows_handlers_and_jobs() -> None:
    strays = [
        f"{name} imports {imported}"
        for name, path in modules().items()
        if name.startswith("bot.") and name != "bot.app"
        for imported in imports_of(path)
        if is_within(imported, {"handlers", "jobs"})
    ]
    assert strays == []


def test_the_sandbox_and_the_app_are_strangers() -> None:
    for name, path in modules().items():
        inside = name.startswith("bot.sandbox")
        for imported in imports_of(path):
            if inside:
                ours = imported.startswith(("bot.", "handlers", "jobs")) and not is_within(imported, {"bot.sandbox"})
                assert not ours, f"{name} imports {imported}"
            elif not is_within(name, {"bot.cli", "bot.demo"}):
                assert not is_within(imported, {"bot.sandbox"}), f"{name} imports {imported}"


def test_no_import_goes_round_in_a_circle() -> None:
    edges = {
        name: {other for other in imports_of(path) if other in modules() and other != name}
        for name, path in modules().items()
        if not name.startswith(("bot.sandbox", "bot.storage.migrations"))
    }
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if name in done:
            return
        for other in edges.get(name, ()):
            if other not in ("handlers", "bot"):
                walk(other, (*way, name))
        done.add(name)

    for name in edges:
        walk(name, ())


def test_every_module_fits_on_a_few_screens() -> None:
    every = [*modules().values(), *(REPO / "tests").rglob("*.py")]
    long = {str(path.relative_to(REPO)): len(path.read_text().splitlines()) for path in every}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file, with its dotted name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


WALL_CLOCK = re.compile(r"(datetime|date)\.(now|utcnow|today)|time\.(time|time_ns|monotonic|localtime|gmtime)")
MAY_READ_A_CLOCK = {"bot.clock", "bot.sandbox.wall"}


def test_there_is_one_wall_clock() -> None:
    readers = [
        f"{name}: {called}"
        for name, path in modules().items()
        if name not in MAY_READ_A_CLOCK
        for called, _ in calls(path)
        if WALL_CLOCK.fullmatch(called)
    ]
    assert readers == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        name
        for name, path in modules().items()
        if name != "bot.config"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb")
    ]
    assert readers == []


WORDS_OF_PEOPLE = {"text", "body", "payload", "message", "content", "note", "answer", "view", "blocks"}


def test_no_log_line_carries_what_people_wrote() -> None:
    found = [
        f"{name}:{call.lineno} {keyword.arg}"
        for name, path in modules().items()
        for called, call in calls(path)
        if re.fullmatch(r"(self\.)?_?log\.(debug|info|warning|error|exception|critical|bind)", called)
        for keyword in call.keywords
        if keyword.arg in WORDS_OF_PEOPLE
    ]
    assert found == []


def test_log_lines_say_fixed_sentences() -> None:
    """A sentence with something put into it could hold a customer's words; facts go in as keywords."""
    found = [
        f"{name}:{call.lineno}"
        for name, path in modules().items()
        for called, call in calls(path)
        if re.fullmatch(r"_?log\.(debug|info|warning|error|critical)", called)
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert found == []


@cache
def files_of_the_project() -> tuple[Path, ...]:
    """What belongs to the repository: what git tracks, and what is new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=REPO, capture_output=True
    )
    if listed.returncode:
        pytest.skip("this is no git checkout, so what belongs to the project can't be told from what lies around")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return tuple(path for name in names if (path := REPO / name).is_file())


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture


TOKEN_LIKE = re.compile(r"xox[bparse]-[0-9]{6,}|xapp-[0-9]-[A-Z0-9]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY")
MACHINE_PATH = re.compile(r"(?<![\w.\-])/(?:work|root|home)/\w+")


@pytest.mark.parametrize(
    ("pattern", "what"), [(TOKEN_LIKE, "something like a token"), (MACHINE_PATH, "a machine's path")]
)
def test_the_tree_keeps_no_secrets(pattern: re.Pattern[str], what: str) -> None:
    found = [
        f"{path.relative_to(REPO)}: {what}"
        for path in files_of_the_project()
        if path != Path(__file__) and pattern.search(text_of(path))
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(
        r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b|raise NotImplementedError\(\)|[Ii]n production you would"
    )
    found = [str(path.relative_to(REPO)) for path in files_of_the_project() if unfinished.search(text_of(path))]
    assert found == []
