"""Corrections made up by a seed, in which every sign knows where it came from.

A text is a list of signs, each with its place in the old text, or None for one that came in, and
the place that it was copied from where it was copied. So a mark that was carried can be held
against the very signs that it was made on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from annotator.text.alignment import Alignment
from annotator.text.carrying import Arrangement, Piece, Standing, carry
from annotator.text.edges import Place
from annotator.text.graphemes import cluster_edges
from annotator.text.places import Outcome
from bench.texts import article_text


class Sign(NamedTuple):
    """One sign of a text, and where it came from."""

    sign: str
    place: int | None = None
    copied: int | None = None


Paragraphs = list[list[Sign]]
Edit = Callable[[Paragraphs, Random], None]

_FOLDER = Path(__file__).parents[2] / "annotator" / "demo" / "articles"
_WORDS = (
    *("Officials", "later", "said", "that", "this", "figure", "was", "not", "right"),
    *("and", "that", "a", "new", "count", "is", "due"),
)
_MARKS = 24


@dataclass(slots=True)
class Tally:
    """How often each outcome came, and the marks that landed on other words with nothing said."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    astray: list[str] = field(default_factory=list)
    #: Of the changed ones, which are always shown with both texts: on none of their old signs.
    elsewhere: int = 0
    #: On a copy that stands just where they stood: same lines, same neighbours.
    stand_ins: int = 0
    #: Untouched by the edit, and yet not carried.
    timid: int = 0


def tally(count: int) -> Tally:
    """So many edits with the marks on them."""
    found = Tally()
    for seed in range(count):
        _try(seed, found)
    return found


def _try(seed: int, found: Tally) -> None:
    random = Random(f"edit {seed}")
    old = _text(random)
    signs_of = cluster_edges(old)
    marks = [_mark(old, signs_of, random) for _ in range(_MARKS)]
    signs = corrected(old, random)
    new = "".join(one.sign for one in signs)
    edges = set(signs_of), set(cluster_edges(new))
    kept = {one.place for one in signs if one.place is not None}
    for pieces, result in zip(marks, carry(Alignment(old, new), marks), strict=True):
        found.outcomes[result.outcome] += 1
        if result.places is None:
            whole = all(set(range(piece.start, piece.end)) <= kept for piece in pieces)
            found.timid += whole
            continue
        _check_borders(*edges, pieces, result.places)
        if result.outcome is Outcome.CHANGED:
            found.elsewhere += not _shares(pieces, result.places, signs)
        elif all(map(partial(_is_same, old, signs, kept), pieces, result.places)):
            pass
        elif _stands_in(old, new, pieces, result.places):
            found.stand_ins += 1
        else:
            found.astray.append(f"seed {seed}: {result.outcome} {pieces} {result.places}")


def _is_same(
    old: str, signs: list[Sign], kept: set[int], piece: Piece, place: Place | None
) -> bool:
    """The very signs, or the copy that is left of those that went."""
    if place is None or place[1] - place[0] != piece.end - piece.start:
        return False
    for number, one in enumerate(signs[slice(*place)], start=piece.start):
        if one.sign != old[number]:
            return False
        is_heir = one.copied == number and number not in kept
        # A space or stop is like any other: which of two was taken out, nobody can tell.
        if one.place != number and one.sign.isalnum() and not is_heir:
            return False
    return True


def _stands_in(old: str, new: str, pieces: list[Piece], places: Arrangement) -> bool:
    old, new = f"\n\0{old}\0\n", f"\n\0{new}\0\n"
    for piece, place in zip(pieces, places, strict=True):
        if place is None:
            return False
        first = max(0, old.rfind("\n", 0, piece.start + 2) + 1 - 12)
        last = old.find("\n", piece.end + 2) + 12
        start = place[0] - piece.start + first
        if start < 0 or new[start : start + last - first] != old[first:last]:
            return False
    return True


def _shares(pieces: list[Piece], places: Arrangement, signs: list[Sign]) -> bool:
    return any(
        place is not None
        and {one.copied for one in signs[slice(*place)]} & set(range(piece.start, piece.end))
        for piece, place in zip(pieces, places, strict=True)
    )


def _check_borders(
    old_edges: set[int], new_edges: set[int], pieces: list[Piece], places: Arrangement
) -> None:
    starts = []
    for piece, place in zip(pieces, places, strict=True):
        if place is None:
            continue
        starts.append((piece.start, place[0]))
        for was, now in ((piece.start, place[0]), (piece.end, place[1])):
            assert was not in old_edges or now in new_edges, (piece, place)
    assert [new for _, new in sorted(starts)] == sorted(new for _, new in starts)


def corrected(old: str, random: Random) -> list[Sign]:
    """The text after one to four edits."""
    signs = [Sign(sign, place, place) for place, sign in enumerate(old)]
    paragraphs: Paragraphs = [[]]
    for sign in signs:
        paragraphs[-1].append(sign)
        if sign.sign == "\n":
            paragraphs.append([])
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        random.choice(EDITS)(paragraphs, random)
    return [one for paragraph in paragraphs for one in paragraph]


def _insert(paragraphs: Paragraphs, random: Random) -> None:
    words = " ".join(random.sample(_WORDS, random.randint(1, len(_WORDS))))
    if random.random() < 0.3:
        paragraphs.insert(random.randrange(len(paragraphs)), _fresh(words + ".\n"))
        return
    paragraph = random.choice(paragraphs)
    place = _word_edge(paragraph, random)
    paragraph[place:place] = _fresh(words + " ")


def _delete(paragraphs: Paragraphs, random: Random) -> None:
    if random.random() < 0.3 and len(paragraphs) > 3:
        del paragraphs[random.randrange(len(paragraphs))]
        return
    paragraph = random.choice(paragraphs)
    first, last = sorted((_word_edge(paragraph, random), _word_edge(paragraph, random)))
    del paragraph[first : min(last, first + 200)]


def _move(paragraphs: Paragraphs, random: Random) -> None:
    moved = paragraphs.pop(random.randrange(len(paragraphs)))
    paragraphs.insert(random.randrange(len(paragraphs) + 1), moved)


def _fix(paragraphs: Paragraphs, random: Random) -> None:
    for _ in range(random.randint(1, 3)):
        paragraph = random.choice(paragraphs)
        letters = [place for place, one in enumerate(paragraph) if one.sign.isalnum()]
        if letters:
            place = random.choice(letters)
            was = paragraph[place].sign
            fixed = random.choice(("", "e" if was != "e" else "a", was + "y"))
            paragraph[place : place + 1] = _fresh(fixed)


def _replace(paragraphs: Paragraphs, random: Random) -> None:
    paragraph = random.choice(paragraphs)
    place = _word_edge(paragraph, random)
    ends = [at for at, one in enumerate(paragraph) if one.sign in " \n" and at > place]
    if ends:
        paragraph[place : ends[0]] = _fresh(random.choice(("7", "not", "Tuesday", "per cent")))


def _repeat(paragraphs: Paragraphs, random: Random) -> None:
    number = random.randrange(len(paragraphs))
    again = [Sign(one.sign, None, one.copied) for one in paragraphs[number]]
    near = random.choice((number, number + 1, random.randrange(len(paragraphs) + 1)))
    paragraphs.insert(near, again)


EDITS: tuple[Edit, ...] = (_insert, _delete, _move, _fix, _fix, _replace, _repeat)


def _fresh(text: str) -> list[Sign]:
    return [Sign(sign) for sign in text]


def _word_edge(paragraph: list[Sign], random: Random) -> int:
    edges = [0, *(place + 1 for place, one in enumerate(paragraph[:-1]) if one.sign == " ")]
    return random.choice(edges)


def _text(random: Random) -> str:
    if random.random() < 0.5:
        return article_text(random.randrange(1000), random.choice((60, 200, 400)))
    return random.choice(sorted(_FOLDER.glob("*.txt"))).read_text(encoding="utf-8")


def _mark(text: str, edges: list[int], random: Random) -> list[Piece]:
    if random.random() < 0.8 and text.count(" ") > 40:
        edges = [at for at in edges if at == 0 or text[at - 1] in " \n" or text[at : at + 1] == " "]
    longest = random.choice((1, 2, 4, 12, 40))
    count = random.choice((1, 1, 1, 2, 3))
    first = random.randrange(len(edges) - 1)
    pieces = []
    for number in range(count):
        last = min(first + random.randint(1, longest), len(edges) - 1)
        if last <= first:
            break
        standing = Standing.BESIDE if number == 2 else Standing.NEEDED
        pieces.append(Piece(edges[first], edges[last], standing))
        first = last + random.randint(0, 6)
        if first >= len(edges) - 1:
            break
    return pieces
