"""Structured logs on standard error: no tokens, no message text."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"xox[a-z]\.?[\w.-]+|xapp-[\w-]+|v0=[0-9a-f]{16,}", re.IGNORECASE)
# Keys that could hold what a customer wrote. Whoever wants to log one must count or hash it first.
TEXT_KEYS = frozenset(
    {"text", "blocks", "body", "payload", "message", "content", "note", "answer", "view", "exc_value"}
)


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: tokens become [secret], values that may hold people's words become [text]."""
    for key, value in event.items():
        if key in TEXT_KEYS:
            event[key] = "[text]"
        elif isinstance(value, str):
            event[key] = SECRET.sub("[secret]", value)
        elif isinstance(value, BaseException):
            event[key] = f"{type(value).__name__}: {SECRET.sub('[secret]', str(value))[:200]}"
    return event


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


class _Redacting(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub("[secret]", record.getMessage())[:500], ()
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += f" ({type(record.exc_info[1]).__name__})"
        record.exc_info = None
        record.exc_text = None
        return True


def set_up_logs(level: str, *, readable: bool = False) -> None:
    """Send our logs, and the libraries' warnings, to standard error as JSON lines (or readable ones)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter('{"logger":"%(name)s","level":"%(levelname)s","event":"%(message)s"}'))
    handler.addFilter(_Redacting())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
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
