"""Names of channels, and the form under which two spellings are the same account."""

from __future__ import annotations

import re

from anyascii import anyascii


def channel_name(template: str, account: str, suffix: int | None = None) -> str:
    """Slack channel name."""
    slug = re.sub(r"[^a-z0-9_]+", "-", anyascii(account).lower()).strip("-_") or "customer"
    return template.replace("{account}", slug)[:80]


def account_key(name: str) -> str:
    """Same-account key."""
    return " ".join(name.casefold().split())
