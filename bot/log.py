"""Structured logs on standard error: no tokens, no message text."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence, Set
from typing import Any

import structlog

SECRET = re.compile(r"xox[a-z]\.?[\w.-]+|xapp-[\w-]+|v0=[0-9a-f]{16,}", re.IGNORECASE)
QUOTED = re.compile(r"[\n:({\['\"]")  # where a library's finished sentence begins to quote
# Keys that could hold what a customer wrote. Whoever wants to log one must count or hash it first.
TEXT_KEYS = frozenset(
    {"text", "blocks", "body", "payload", "message", "content", "note", "answer", "view", "exc_value"}
)


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: tokens become [secret], values that may hold people's words become [text]."""
    for key, value in event.items():
        event[key] = _safe(key, value)
    return event


def _safe(key: str, value: Any) -> Any:
    if key in TEXT_KEYS:
        return "[text]"
    if isinstance(value, str):
        return SECRET.sub("[secret]", value)
    if isinstance(value, Mapping):
        return {_safe("", name): _safe(str(name), part) for name, part in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, bytes | bytearray):
        return [_safe("", part) for part in value]
    if value is None or isinstance(value, int | float):
        return value
    return type(value).__name__  # what else there is may quote anything, an exception's own words first of all


def _where(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Name the place of an error without its text: an exception's words may quote a customer."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        places, trace = [], error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"], event["where"] = type(error).__name__, " > ".join(places[-6:])
    return event


class _OfLibraries(logging.Formatter):
    """A library's line without what it quotes: a payload, or an exception's words."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        if not record.args:
            said = QUOTED.split(said, maxsplit=1)[0].strip()
        line = {
            "logger": record.name,
            "level": record.levelname.lower(),
            "event": SECRET.sub("[secret]", said)[:200],
            "where": f"{record.filename}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
        return json.dumps(line)


def set_up_logs(level: str, *, readable: bool = False) -> None:
    """Send our logs, and the libraries' warnings, to standard error as JSON lines (or readable ones)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OfLibraries())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # its complaint about a broken line repeats what the line was about
    # At DEBUG the SDK prints tokens and Bolt prints whole bodies; ours may be chatty, theirs may not.
    for name in ("slack_sdk", "slack_bolt", "aiohttp", "sqlalchemy", "apscheduler", "aiosqlite", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
