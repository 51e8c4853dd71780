"""How well announcements are read: precision, recall and F1 of the verdict, and each field's share right."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.domain.deals import DealFields, PersonHint, Reading, Verdict, read_announcement

Json = dict[str, Any]


@dataclass
class Measured:
    """Shares between 0 and 1; `fields` holds (share right, of how many) by name; `wrong` one line for each failure."""

    precision: float = 0.0
    recall: float = 0.0
    asked_recall: float = 0.0
    fields: dict[str, tuple[float, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def plain(name: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", name or "").casefold().strip(" .*_|:").split())


def _same_seller(gold: Json, seen: PersonHint | None) -> bool:
    known = {"mention": seen.user_id, "email": seen.email, "name": seen.name} if seen else {}
    return any(plain(gold[key]) == plain(known.get(key)) for key in gold if gold[key] and known.get(key))


def _checks(gold: Json, seen: DealFields) -> dict[str, bool]:
    found = {}
    if gold.get("account_name"):
        found["account"] = plain(gold["account_name"]) == plain(seen.account_name)
    if gold.get("amount") is not None:
        found["amount"] = seen.amount == Decimal(str(gold["amount"]))
        found["currency"] = not gold.get("currency") or seen.currency == gold["currency"]
    else:
        found["no amount invented"] = seen.amount is None
    if gold.get("seller"):
        found["seller"] = _same_seller(gold["seller"], seen.seller)
    if gold.get("crm_url"):
        found["link"] = (seen.crm_url or "").rstrip("/") == gold["crm_url"].rstrip("/")
    if gold.get("close_date"):
        found["close date"] = seen.close_date is not None and seen.close_date.isoformat() == gold["close_date"]
    for key in ("product", "region", "period"):
        if gold.get(key):
            found[key] = plain(gold[key]) == plain(getattr(seen, key))
    return found


def measure(rows: list[Json]) -> Measured:
    result = Measured()
    right = wins = acted = asked = 0
    fields: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        gold, reading = row["gold"], read_announcement(row["payload"])
        if gold["is_won"] is None:
            continue
        if gold.get("multi"):
            fields["digest"].append(len(reading.deals) == gold["multi"])
        else:
            wins += gold["is_won"]
            acted += reading.verdict is Verdict.WON
            right += gold["is_won"] and reading.verdict is Verdict.WON
            asked += gold["is_won"] and reading.verdict is not Verdict.NOT_WON
            _note(result, row, reading, fields)
    result.precision, result.recall, result.asked_recall = (
        right / max(1, acted),
        right / max(1, wins),
        asked / max(1, wins),
    )
    result.fields = {name: (sum(ok) / len(ok), len(ok)) for name, ok in fields.items()}
    return result


def _note(result: Measured, row: Json, reading: Reading, fields: dict[str, list[bool]]) -> None:
    gold = row["gold"]
    if gold["is_won"] != (reading.verdict is Verdict.WON):
        result.wrong.append(f"{row['id']}: {reading.verdict}, {reading.why}")
    if not gold["is_won"] or reading.verdict is Verdict.NOT_WON:
        return
    for name, ok in _checks(gold, (reading.deals or (DealFields(),))[0]).items():
        fields[name].append(ok)
        if not ok:
            result.wrong.append(f"{row['id']}: {name}")
