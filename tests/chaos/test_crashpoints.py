"""No commit and no effect on Slack without a crash point on both sides: read from the source itself."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.intents import KINDS

REPO = Path(__file__).resolve().parents[2]
EFFECTS = {method.replace(".", "_") for kind in KINDS.values() for method in kind.methods}
ELSEWHERE = ("bot/sandbox/", "bot/demo/", "bot/storage/migrat")  # programs of their own; a migration runs before us


def _functions() -> list[tuple[str, str, ast.AST]]:
    """File, name and tree of every function of the app."""
    found = []
    for folder in ("bot", "handlers", "jobs"):
        for path in sorted((REPO / folder).rglob("*.py")):
            name = path.relative_to(REPO).as_posix()
            if name.startswith(ELSEWHERE):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    found.append((name, node.name, node))
    return found


def _calls(function: ast.AST) -> list[tuple[int, str, str]]:
    """Line, name and text of every call in a function, in order."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = [
        (call, call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)) for call in calls
    ]
    return sorted((call.lineno, name, ast.unparse(call)) for call, name in names)


def _in_order(function: ast.AST, *beginnings: str) -> bool:
    lines = [
        next((line for line, _, text in _calls(function) if text.startswith(beginning)), 0) for beginning in beginnings
    ]
    return 0 not in lines and lines == sorted(set(lines))


def test_every_commit_stands_between_two_crash_points() -> None:
    commits = {
        (file, name)
        for file, name, function in _functions()
        for _, called, text in _calls(function)
        if called == "commit" or text.startswith(("engine.begin(", "self.engine.begin("))
    }
    assert commits == {("bot/storage/database.py", "write")}
    (write,) = [tree for file, name, tree in _functions() if (file, name) == ("bot/storage/database.py", "write")]
    assert _in_order(write, "crashpoint(f'commit.before", "transaction.commit", "crashpoint(f'commit.after")


def test_every_effect_stands_between_two_crash_points() -> None:
    effects = {
        (file, name) for file, name, function in _functions() for _, called, _ in _calls(function) if called in EFFECTS
    }
    assert {file for file, _ in effects} == {"bot/slack/gateway.py"}
    (carry_out,) = [tree for _, name, tree in _functions() if name == "carry_out"]
    assert _in_order(carry_out, "crashpoint(f'gateway.before", "self._ways[", "crashpoint(f'gateway.after")
    source = ast.parse((REPO / "bot/slack/gateway.py").read_text(encoding="utf-8"))
    used = [node.id for node in ast.walk(source) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    for _, name in effects:
        assert used.count(name) == 1, f"{name} is called past carry_out"  # only in the table of ways
