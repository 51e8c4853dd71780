"""Logistic regression on the sentence of a message that asks most: a message needs an answer if any of it does.

Sums are made by counting, in a fixed order, so that the same input gives the same weights to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.domain.judging_features import BITS, Before, look_at, number_of
from bot.domain.judging_model import LETTERS_WEIGH, WORDS_WEIGH
from bot.domain.judging_text import plain, sentences


@dataclass(frozen=True)
class Message:
    """One labelled message. `weight` says how much it counts."""

    text: str
    past: Before
    label: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """Sentences as rows of numbered features with values; `first` is each message's first sentence."""

    rows: np.ndarray
    features: np.ndarray
    values: np.ndarray
    first: np.ndarray
    message_of: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def table(messages: Sequence[Message]) -> Table:
    """The table of those messages that have any words; the others are judged without a model."""
    rows, features, values, first, message_of, labels, weights = [], [], [], [], [], [], []
    row = number = 0
    for message in messages:
        seen = _sentences_of(message.text, message.past)
        if not seen:
            continue
        first.append(row)
        labels.append(1.0 if message.label else 0.0)
        weights.append(message.weight)
        for found, worth in seen:
            features += found
            values += worth
            rows += [row] * len(found)
            message_of.append(number)
            row += 1
        number += 1
    return Table(
        np.array(rows, np.int64),
        np.array(features, np.int64),
        np.array(values),
        np.array(first, np.int64),
        np.array(message_of, np.int64),
        np.array(labels),
        np.array(weights),
    )


@cache
def _sentences_of(text: str, past: Before) -> list[tuple[list[int], list[float]]]:
    """Every sentence's features and their values, as the model weighs them."""
    result = []
    for sentence in look_at(sentences(plain(text)), past):
        named = [number_of(name) for name in sentence.named]
        values = [1.0] * len(named)
        values += [WORDS_WEIGH / math.sqrt(len(sentence.words) or 1)] * len(sentence.words)
        values += [LETTERS_WEIGH / math.sqrt(len(sentence.letters) or 1)] * len(sentence.letters)
        result.append(([*named, *sentence.words, *sentence.letters], values))
    return result


def scores(data: Table, weights: np.ndarray, bias: float) -> tuple[np.ndarray, np.ndarray]:
    """Every sentence's score, and for every message the number of the sentence that has its highest."""
    by_row = np.bincount(data.rows, data.values * weights[data.features], len(data.message_of)) + bias
    highest = np.maximum.reduceat(by_row, data.first)
    candidates = np.flatnonzero(by_row == highest[data.message_of])
    _, places = np.unique(data.message_of[candidates], return_index=True)
    return by_row, candidates[places]


def fit(data: Table, *, decay: float = 0.002, rounds: int = 140, pace: float = 0.08) -> tuple[np.ndarray, float]:
    """Weights and bias.

    At first every sentence of a message learns from its label, then only the one that asks most.
    """
    size = 1 << BITS
    weights, moment, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    bias = bias_moment = bias_spread = 0.0
    total = float(sum(data.weights.tolist()))
    slope = np.zeros(len(data.message_of))
    for step in range(1, rounds + 1):
        by_row, top = scores(data, weights, bias)
        slope[:] = 0.0
        learning = np.arange(len(by_row)) if step <= 15 else top
        owner = data.message_of[learning]
        guess = np.array([_chance(score) for score in by_row[learning].tolist()])
        slope[learning] = (guess - data.labels[owner]) * data.weights[owner] / total
        gradient = np.bincount(data.features, data.values * slope[data.rows], size) + decay * weights / 10
        bias_gradient = float(sum(slope.tolist()))
        moment = 0.9 * moment + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient * gradient
        bias_moment = 0.9 * bias_moment + 0.1 * bias_gradient
        bias_spread = 0.99 * bias_spread + 0.01 * bias_gradient * bias_gradient
        early, late = 1 - 0.9**step, 1 - 0.99**step
        now = pace * (1 - step / (rounds + 1))
        weights -= now * (moment / early) / (np.sqrt(spread / late) + 1e-6)
        bias -= now * (bias_moment / early) / (math.sqrt(bias_spread / late) + 1e-6)
    return weights, bias


def _chance(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
