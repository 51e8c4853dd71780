"""The trained part of the judge: one weight for every feature, read once, when the first message is judged.

It lies beside this module as `judging.bin`. Reading it is the one thing the domain reads from a disk: it is as constant
as the code, and every caller would have to hand it in otherwise.
"""

from __future__ import annotations

WORDS_WEIGH = 1.5  # all the words of a sentence together, next to a named feature's 1
LETTERS_WEIGH = 2.0
