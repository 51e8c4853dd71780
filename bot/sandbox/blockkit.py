"""Slack's validation of blocks and views."""

from __future__ import annotations

from typing import Any


def check_message_blocks(blocks: list[Any]) -> list[str]:
    """Return what Slack would refuse in a message's blocks, each with a pointer to the place."""
    if len(blocks) > 50:
        return ["no more than 50 items allowed [json-pointer:/blocks]"]
    return [
        f"must be a block [json-pointer:/blocks/{n}]"
        for n, b in enumerate(blocks)
        if not isinstance(b, dict) or "type" not in b
    ]


def check_view(view: Any) -> list[str]:
    """Return what Slack would refuse in a view, each with a pointer to the place."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["must be a modal or home view [json-pointer:/view/type]"]
    return []
