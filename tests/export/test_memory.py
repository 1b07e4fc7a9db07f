"""A file of any size takes the same memory: four times the marks, and no more of a process."""

from __future__ import annotations

import pytest

from annotator.db import db
from bench.beside import application
from bench.exporting import MARKS_EACH, child
from bench.loader import load_articles, load_marks, make_project

pytestmark = pytest.mark.slow

#: As many articles as fill several chunks and groups of rows, and four times as many.
FEW, MANY = 1500, 6000
#: What the same work takes more or less from one time to the next, in MiB.
SPREAD, MOST = 12, 200


@pytest.fixture(scope="module")
def peaks(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], float]:
    """The most that a process held, in MiB, by kind of file and number of articles."""
    found = {}
    for count in (FEW, MANY):
        instance = tmp_path_factory.mktemp(f"articles-{count}")
        with application(instance):
            project, reviewer = make_project()
            load_marks(project, reviewer, load_articles(project, count), MARKS_EACH)
            db.session.remove()
        for kind in ("jsonl", "zst", "csv", "parquet", "huggingface"):
            found[kind, count] = child(kind, instance, None)["peak"]
    return found


@pytest.mark.parametrize("kind", ["jsonl", "zst", "csv", "parquet", "huggingface"])
def test_four_times_the_marks_take_no_more_memory(
    peaks: dict[tuple[str, int], float], kind: str
) -> None:
    assert peaks[kind, MANY] <= peaks[kind, FEW] + SPREAD
    assert peaks[kind, MANY] <= MOST
