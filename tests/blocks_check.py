"""Is this what Slack would take? Checks messages and views, and offers the odd texts that people and systems send."""

import importlib.util
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

CHECKER = Path(__file__).resolve().parents[2] / "shared" / "slack" / "check_blocks.py"

EXTREMES: list[str] = [
    "",
    " ",
    "\n\n\t",
    "\u200b\u2060\ufeff",
    "x",
    "x" * 3001,
    "word " * 2000,
    "y" * 40_001,
    "<!channel>",
    "<!here> <!everyone> <!subteam^S0123|@all>",
    "<@U1> <#C1|general>",
    "<https://evil.example|bank>",
    "<mailto:a@b.example|you>",
    "&<>",
    "&amp;&lt;!channel&gt;",
    "&amp;" * 1000,
    "<" * 3001,
    "<" + "h" * 5000 + ">",
    "👩‍👩‍👧‍👦" * 600,
    "👍🏽" * 80,
    "e\u0301" * 3001,
    "z" + "\u0301" * 5000,
    "مرحبا بالعالم " * 300,
    "\u202eright to left\u202c \u2067isolated",
    "\ud800 half \udfff",
    "\x00\x07\x1b[31m\x7f\x85bell",
    "line one\r\nline two\u2028line three",
    "*bold* _it_ `code` ```fence``` > quote :tada: ~no~",
    "{account} %s {0} ${x}",
    "株式会社ワームライン、東京",
    "Müller & Söhne <GmbH>",
]


@cache
def _validate() -> Callable[[Any, str], list[str]]:
    spec = importlib.util.spec_from_file_location("check_blocks", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the checker leaves its schema file open
        spec.loader.exec_module(module)
    return cast(Callable[[Any, str], list[str]], module.validate)


def assert_valid(payload: Any, surface: str) -> None:
    """Fail with every fault of the payload; skip the test where the Block Kit checker is not at hand.

    `surface` is "message" (a list of blocks), "modal" or "home" (a view).
    """
    if not CHECKER.is_file():
        pytest.skip("the Block Kit checker (slack/check_blocks.py in the shared reference folder) is not here")
    faults = _validate()(payload, surface)
    assert not faults, "\n".join(faults)
