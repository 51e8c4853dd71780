"""Holds what the app asked of Slack against the reference, where that lies beside the repository."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.slack.manifest import SCOPES

REFERENCE = Path(__file__).resolve().parent.parent.parent / "shared" / "slack"


@lru_cache(maxsize=1)
def _reference() -> ModuleType | None:
    if not (REFERENCE / "check_requests.py").is_file():
        return None
    # It imports check_blocks from its own folder.
    sys.path.insert(0, str(REFERENCE))
    try:
        spec = importlib.util.spec_from_file_location("check_requests", REFERENCE / "check_requests.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # it leaves its schema's file to be closed by itself
            spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(REFERENCE))
    return module


def violations(calls: list[dict[str, Any]]) -> list[str]:
    """What is wrong with these calls of a ledger; [] also where the reference is missing.

    Pace is judged by the sandbox, which knows how much faster time passes in a test.
    """
    module = _reference()
    if module is None:
        return []
    checker = module.Checker(set(SCOPES) | {"connections:write"})
    found = []
    for call in calls:
        if call["method"] == "response_url":  # no method of the Web API: an answer to a click
            continue
        said = checker.request(call["method"], call["args"], call.get("content_type") or "")
        found += [f"{call['method']}: {line}" for line in said if not line.startswith(("WARN", "RATE"))]
        if call.get("response") is not None and call.get("fault") is None:
            found += [
                f"answer of {call['method']}: {line}" for line in checker.response(call["method"], call["response"])
            ]
    return found


def checked(calls: list[dict[str, Any]]) -> None:
    """Fail if a call was invalid, too early after a 429, or faster than Slack allows."""
    assert violations(calls) == []
    hurried = [
        call["method"] for call in calls if call.get("early") or (call.get("over_limit") and not call.get("fault"))
    ]
    assert hurried == [], "called faster than Slack allows"
