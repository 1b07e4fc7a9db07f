"""Invented articles, one a number: with quotation marks, emoji and other scripts."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

_WHO = (
    "The harbour board",
    "A union speaker",
    "The mayor of Łódź",
    "Dr. Núñez",
    "Газета «Волна»",
    "An engineer",
    "The ministry",
    "東京の記者",
    "Her deputy",
    "The auditor’s office",
)
_SAID = ("said", "denied", "wrote", "confirmed", "argued", "told the committee", "reported")
_WHAT = (
    "that {n} boats were late in {y}",
    "the fare rose by {p} per cent",
    "nobody was asked",
    "the bridge holds {n} tonnes",
    "rain fell on {n} days in {y}",
    "costs doubled 📈 since {y}",
    "“it was a matter of weeks”",
    "“we counted {n} of them, twice”",
    "no law forbids it",
)
_TAIL = (
    "according to minutes seen by this paper",
    "without naming a source",
    "at a hearing",
    "in a post that was later removed 👩🏽‍🔬",
    "in answer to a question",
    "on Thursday",
)


def article_text(number: int, words: int = 460) -> str:
    """An article of about so many words, in paragraphs."""
    random = Random(f"article {number}")
    paragraphs: list[str] = []
    count = 0
    while count < words:
        sentences = [_sentence(random) for _ in range(random.randint(2, 5))]
        paragraphs.append(" ".join(sentences))
        count += len(paragraphs[-1].split())
    return "\n".join(paragraphs) + "\n"


def write_articles(file: Path, count: int, words: int) -> None:
    """So many articles as JSON Lines, to be imported."""
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            row = {"id": f"a{number}", "text": article_text(number, words)}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def spans(text: str, count: int, number: int) -> list[tuple[int, int]]:
    """So many `[start, end)` pieces on word borders; they overlap now and then."""
    random = Random(f"spans {number}")
    starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == " ")]
    found = []
    for _ in range(count):
        first = random.randrange(len(starts) - 16)
        start, end = starts[first], starts[first + random.randint(2, 15)] - 1
        found.append((start, end))
    return found


def _sentence(random: Random) -> str:
    what = random.choice(_WHAT).format(
        n=random.randint(2, 9_999), p=random.randint(1, 99), y=random.randint(1990, 2026)
    )
    return f"{random.choice(_WHO)} {random.choice(_SAID)} {what}, {random.choice(_TAIL)}."
