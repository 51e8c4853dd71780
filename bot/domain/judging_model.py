"""The trained part of the judge: one weight for every feature, read once, when the first message is judged.

It lies beside this module as `judging.bin`. Reading it is the one thing the domain reads from a disk: it is as constant
as the code, and every caller would have to hand it in otherwise.
"""

from __future__ import annotations

import math
import struct
import sys
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.judging_features import BITS, Seen, number_of

WORDS_WEIGH = 1.5  # all the words of a sentence together, next to a named feature's 1
LETTERS_WEIGH = 2.0
FILE = Path(__file__).with_name("judging.bin")
_HEAD = struct.Struct("<8sIdd")
_MAGIC = b"WLJUDGE1"


@dataclass(frozen=True)
class Model:
    """Whole-number weights, what one of them is worth, and the constant part of every score."""

    weights: array[int]
    unit: float
    bias: float

    def score(self, seen: Seen) -> float:
        """How much a sentence asks: above 0 it needs an answer, and the further away, the surer."""
        weights = self.weights
        total = float(sum(weights[number_of(name)] for name in seen.named))
        if seen.words:
            total += WORDS_WEIGH / math.sqrt(len(seen.words)) * sum([weights[number] for number in seen.words])
        if seen.letters:
            total += LETTERS_WEIGH / math.sqrt(len(seen.letters)) * sum([weights[number] for number in seen.letters])
        return total * self.unit + self.bias

    def named(self, feature: str) -> float:
        """What a named feature adds to a score."""
        return self.weights[number_of(feature)] * self.unit


def pack(weights: list[float], bias: float) -> bytes:
    """A model as the bytes of its file: weights rounded to sixteen bits, the lowest byte first."""
    unit = max(max(map(abs, weights)), 1e-9) / 32767
    numbers = array("h", [round(weight / unit) for weight in weights])
    if sys.byteorder == "big":
        numbers.byteswap()
    return _HEAD.pack(_MAGIC, len(weights), unit, bias) + numbers.tobytes()


def unpack(data: bytes) -> Model:
    """The model that `pack` packed. Raises ValueError for anything else."""
    if len(data) < _HEAD.size:
        raise ValueError("the judge's weights are cut short; `make train` writes them anew")
    magic, count, unit, bias = _HEAD.unpack_from(data)
    if magic != _MAGIC or count != 1 << BITS or len(data) != _HEAD.size + 2 * count:
        raise ValueError("the judge's weights are of another version; `make train` writes them anew")
    numbers = array("h")
    numbers.frombytes(data[_HEAD.size :])
    if sys.byteorder == "big":
        numbers.byteswap()
    return Model(numbers, unit, bias)


@cache
def model() -> Model:
    """The trained model, read the first time that somebody asks for it."""
    return unpack(FILE.read_bytes())
