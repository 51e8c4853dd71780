"""The Web API methods, by family; importing this package registers them."""

from bot.sandbox.methods import (
    bookmarks,
    chat,
    conversations,
    files,
    history,
    marks,
    membership,
    people,
    scheduled,
    views,
    workspace,
)

__all__ = [
    "bookmarks",
    "chat",
    "conversations",
    "files",
    "history",
    "marks",
    "membership",
    "people",
    "scheduled",
    "views",
    "workspace",
]
