"""Two articles that six people annotated in earnest (PolNeAR's training material)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from annotator.agreement.assembling import assemble
from annotator.agreement.comparing import Held
from annotator.agreement.figures import Measure
from annotator.agreement.material import Compared, Mark, Reading, in_order
from annotator.agreement.report import Coverage, Options, Report
from annotator.text.counting import words_begun
from tests.agreement import brute
from tests.agreement.made import SCALE, WEEK

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "polnear" / "training"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="PolNeAR's training is not here")
#: What is said is a quote to us; its source and its cue take the places of the two other labels.
LABELS = {"Content": "quote", "Source": "claim", "Cue": "context"}
BITS = {"claim": 1, "quote": 2, "context": 4}
_LINE = re.compile(r"(T\d+)\t(Content|Source|Cue) ([\d; ]+)\t")


def readings(text: Path) -> list[Reading]:
    found = []
    for person, path in enumerate(sorted(FOLDER.glob(f"{text.stem}_*.ann")), start=1):
        marks = [
            Mark(key, LABELS[kind], tuple(sorted(_piece(one) for one in places.split(";"))))
            for key, kind, places in _LINE.findall(path.read_text(encoding="utf-8"))
        ]
        found.append(Reading(person, in_order(marks)))
    return found


def _piece(said: str) -> tuple[int, int]:
    start, end = map(int, said.split())
    return start, end


def articles() -> list[Compared]:
    found = []
    for number, path in enumerate(sorted(FOLDER.glob("*.txt")), start=1):
        text = path.read_bytes().decode()
        words = words_begun(text)
        found.append(Compared(path.stem, number, len(text), words, WEEK, tuple(readings(path))))
    return found


@pytest.fixture(scope="module")
def report() -> Report:
    return assemble(Held(articles(), 2), SCALE, Options(0.5), lambda one: f"r{one}", Coverage)


def test_six_people_and_two_articles_are_compared(report: Report) -> None:
    assert (report.articles, report.readings) == (2, 12)
    assert (len(report.by_pair), len(report.by_person)) == (15, 6)


def test_people_agree_on_what_is_quoted_more_than_on_where_it_ends(report: Report) -> None:
    quotes = next(line for line in report.by_label if line.key == "quote")
    exact, overlap = quotes.figure(Measure.SPAN_EXACT), quotes.figure(Measure.SPAN_OVERLAP)

    assert exact is not None
    assert overlap is not None
    assert exact.value is not None
    assert overlap.value is not None
    assert 0 < exact.value < overlap.value < 1


def test_the_figures_are_those_of_plain_reckoning(report: Report) -> None:
    figures = {one.measure: one.value for one in report.figures}
    counts: dict[str, int] = defaultdict(int)
    units: list[list[int]] = []
    for article in articles():
        for i, j in article.pairs():
            one, other = article.readings[i].marks, article.readings[j].marks
            counts["all"] += len(one) + len(other)
            counts["exact"] += len(brute.matched(one, other, 1.0))
            counts["overlap"] += len(brute.matched(one, other, 0.5))
        sets = brute.word_sets(article)
        units += [[sum(BITS[label] for label in one) for one in word] for word in sets]

    assert figures[Measure.SPAN_EXACT] == pytest.approx(2 * counts["exact"] / counts["all"])
    assert figures[Measure.SPAN_OVERLAP] == pytest.approx(2 * counts["overlap"] / counts["all"])
    assert figures[Measure.TOKEN_ALPHA] == pytest.approx(brute.alpha(units, brute.nominal))
