"""One demo at a time in a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another demo works in this folder; the text says where."""


@contextmanager
def alone_in(folder: Path) -> Iterator[Path]:
    """Keep others out of the folder; yields a file in which to say where the demo can be reached.

    The lock lies beside the folder, so that the folder can be deleted under it. Raises AlreadyRunning.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_name(f"{folder.name}.lock")
    with file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise AlreadyRunning(lock.read().strip()) from None
        lock.truncate(0)
        yield file
        file.unlink(missing_ok=True)
