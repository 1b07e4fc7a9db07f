"""The forty nasty texts through the whole tool, on both databases: nothing is off by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from annotator.errors import Invalid
from tests.applications import working
from tests.conftest import Visit
from tests.databases import ON_BOTH, config_for, copy_file
from tests.personas import World
from tests.text.nasty import NastyText, nasty_texts
from tests.workspace.marks import Hand
from tests.workspace.nasty_trip import (
    Extent,
    check_export,
    check_kept,
    check_page,
    check_second_trip,
    every_range,
    import_nasty,
    mark_all,
    refuses,
    sample,
)

Elsewhere = Callable[[], AbstractContextManager[Flask]]

#: So many signs of each text are marked, and so many random ranges, beside its own marks.
GRAPHEMES = 12
RANGES = 5
#: `make evidence` sets it: texts up to this length have every range marked that there is, and
#: longer ones every sign up to a thousand, and a hundred random ranges.
EVERY_RANGE = int(os.environ.get("ANNOTATOR_NASTY_RANGES") or 0)


def _parameter(text: NastyText) -> object:
    return pytest.param(text, id=text.name, marks=[pytest.mark.slow] if text.huge else [])


def _is_article(text: NastyText) -> bool:
    return text.canonical is not None and not text.too_long


TAKEN = [_parameter(text) for text in nasty_texts() if _is_article(text)]
REFUSED = [_parameter(text) for text in nasty_texts() if not _is_article(text)]


def _extents(text: NastyText, canonical: str) -> list[Extent]:
    if not EVERY_RANGE:
        return sample(text, canonical, graphemes=GRAPHEMES, ranges=RANGES)
    if len(canonical) <= EVERY_RANGE:
        return every_range(canonical)
    return sample(text, canonical, graphemes=1_000, ranges=100)


@pytest.fixture
def elsewhere(sqlite_template: Path, instance: Path) -> Elsewhere:
    """An application on an empty database of its own, to be entered with `with`."""

    @contextmanager
    def enter() -> Iterator[Flask]:
        folder = instance / "elsewhere"
        folder.mkdir()
        with working(config_for(copy_file(sqlite_template, folder), folder)) as app:
            yield app

    return enter


@ON_BOTH
@pytest.mark.parametrize("text", TAKEN)
def test_a_nasty_text_comes_back_as_it_was_marked(
    text: NastyText,
    world: World,
    visit: Visit,
    elsewhere: Elsewhere,
    record_property: Callable[[str, object], None],
) -> None:
    canonical = text.canonical
    assert canonical is not None
    article_id = import_nasty(world.project, text)
    hand = Hand(visit(world.reviewer), world.slug, article_id, canonical)
    extents = _extents(text, canonical)
    record_property("marks", len(extents))

    kept = mark_all(hand, extents)

    assert all(refuses(hand, start, end) for start, end in text.refused_marks)
    check_kept(hand, kept)
    check_page(hand, kept, strict=not text.huge)
    data = check_export(world.project, canonical, extents)
    with elsewhere():
        check_second_trip(data, world.slug)


@ON_BOTH
@pytest.mark.parametrize("text", REFUSED)
def test_what_holds_no_text_or_too_much_is_refused(text: NastyText, world: World) -> None:
    with pytest.raises(Invalid):
        import_nasty(world.project, text)
