"""Invented companies, people and amounts in each language, to be put into the layouts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fill:
    """What is put into a layout. `money` is as people of the language write it, `amount` and `currency` what it is."""

    account: str
    money: str
    amount: str
    currency: str | None
    seller: str
    contact: str
    product: str
    region: str
    day: str
    iso: str

    @property
    def bare(self) -> str:
        return self.amount if "." in self.amount else f"{self.amount}.00"


def _read() -> dict[str, tuple[Fill, ...]]:
    found: dict[str, tuple[Fill, ...]] = {}
    lang = ""
    for line in Path(__file__).with_name("fills.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lang = line.strip("[]")
        elif line.strip():
            fill = Fill(*(part.strip() or None for part in line.split("|")))  # type: ignore[arg-type]
            found[lang] = (*found.get(lang, ()), fill)
    return found


FILLS = _read()
