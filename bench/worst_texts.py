"""Texts at their worst: the time of one step, and what a text twice as long makes of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median

from annotator.articles.json_lines import loads
from annotator.audit.presenters import difference
from annotator.errors import Invalid
from annotator.text.cleaning import clean_document
from annotator.text.layout import plain_layout
from annotator.text.segments import Span, cut_blocks

ROUNDS = 5
Step = Callable[[], object]


def main(_folder: Path) -> None:
    """Print the median of each step, and its growth when the input doubles; 2 is linear."""
    print("\nTexts at their worst, milliseconds of processor time")
    for filling in ("<", "&", "a\n", "x "):
        _tell(f"guidelines of {filling!r}", partial(_guidelines, filling), 5_000)
    for line in (b"\\", b'\\"', b'"', b"\\\\", b","):
        _tell(f"line of {line.decode()}", partial(_line, line), 500_000)
    _tell("cutting an article", _cutting, 550)
    _tell("comparing two texts", _comparing, 10_000)


def _tell(name: str, step: Callable[[int], Step], size: int) -> None:
    half, whole = _milliseconds(step(size)), _milliseconds(step(2 * size))
    growth = f"{whole / half:.1f} times as long when doubled" if half else "too short to tell"
    print(f"  {name:<20} {whole:8.2f} at {2 * size}, {growth}")


def _milliseconds(step: Step) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        step()
        taken.append((time.process_time() - begun) * 1000)
    return median(taken)


def _guidelines(filling: str, size: int) -> Step:
    return partial(clean_document, (filling * size)[:size])


def _line(filling: bytes, size: int) -> Step:
    data = b'{"text": "' + (filling * size)[:size]

    def read() -> None:
        with suppress(Invalid):
            loads(data)

    return read


def _cutting(blocks: int) -> Step:
    chance = random.Random(3)
    words = ("ferry", "Łódź", "said", "“no”")
    text = "\n\n".join(" ".join(chance.choice(words) for _ in range(90)) for _ in range(blocks))
    places = [chance.randrange(len(text) - 200) for _ in range(blocks * 5)]
    spans = [Span(n, "claim", place, place + 15 + n % 140) for n, place in enumerate(places)]
    layout = plain_layout(text)
    return partial(cut_blocks, text, layout, spans, range(len(layout.blocks)))


def _comparing(size: int) -> Step:
    return partial(difference, "x " + "a b " * size, "x " + "b a " * size)
