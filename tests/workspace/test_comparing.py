"""Two moments of an article side by side, for whoever may read the layer now."""

from __future__ import annotations

import pytest

from annotator.annotations.models import Annotation
from annotator.audit.models import Event
from annotator.db import db
from annotator.workspace.comparing import compare
from annotator.workspace.steps import Whose, events_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import FIRST, SECOND, THIRD, Days
from tests.workspace.marks import Hand


def page_of(days: Days, visit: Visit, before: str, after: str) -> str:
    return visit(days.world.rosa).page(f"{days.base}/compare?before={before}&after={after}").text


@ON_BOTH
def test_the_page_tells_of_verdict_evidence_and_wording_who_and_when(
    days: Days, visit: Visit
) -> None:
    text = page_of(days, visit, FIRST, SECOND)
    assert "Marks changed1" in text
    assert "before: Refuted" in text
    assert "Place among the sources" not in text
    assert "after: Supported" in text
    assert "https://stats.example.org/dam" in text
    assert "https://board.example.org/minutes" in text
    assert "The new dam holds 40 million litres." in text
    assert "Rosa Ramirez, Nov 1, 2026" in text
    page = visit(days.world.rosa).page(f"{days.base}/compare?before={FIRST}&after={SECOND}")
    assert f"/projects/{days.world.slug}/history/annotation/{days.claim}" in page.links()


@ON_BOTH
def test_a_correction_shows_the_mark_in_both_texts(days: Days, visit: Visit) -> None:
    text = page_of(days, visit, SECOND, THIRD)
    assert "holds 40 million litres" in text
    assert "holds four million litres" in text


@ON_BOTH
def test_a_corrected_paragraph_is_told_word_by_word_whatever_is_marked(
    days: Days, visit: Visit
) -> None:
    def corrected(before: str, after: str) -> list[tuple[str, str]]:
        page = visit(days.world.rosa).page(f"{days.base}/compare?before={before}&after={after}")
        found = page.tree.find(".//ol[@class='corrections']")
        parts = () if found is None else found.iter()
        return [(one.tag, (one.text or "").strip()) for one in parts if one.tag in {"del", "ins"}]

    assert corrected(SECOND, THIRD) == [("del", "40"), ("ins", "four")]
    assert corrected(FIRST, SECOND) == []


def test_what_came_and_went_is_counted_and_painted(days: Days, visit: Visit) -> None:
    created = db.session.query(Event).filter_by(action="annotation.created").one().seq
    came = page_of(days, visit, str(created - 1), str(created))
    assert "Marks added1" in came
    assert "Nothing changed" in page_of(days, visit, str(created), str(created))
    backward = page_of(days, visit, str(created), str(created - 1))
    assert "Marks added1" in backward, "the earlier comes first"
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    hand = Hand(visit(days.world.rosa), days.world.slug, days.article_id, "")
    [mark] = hand.layer()["annotations"]
    removal = f"{days.base}/annotations/{mark['id']}/removal"
    visit(days.world.rosa).post(removal, {"version": mark["version"]}, json=True)
    assert "Marks removed1" in page_of(days, visit, THIRD, "2026-11-03")


def test_what_an_observer_could_not_read_then_is_not_told_of_then(days: Days, visit: Visit) -> None:
    layer = f"{days.base}/compare?reviewer={days.world.rosa.id}"
    observer = visit(days.world.observer)
    text = observer.page(f"{layer}&before={FIRST}&after={SECOND}").text
    assert "Marks added1" in text
    assert "stats.example.org" not in text
    assert visit(days.world.ravi).get(f"{layer}&before={FIRST}").status_code == 404
    assert visit(days.world.lead).get(f"{layer}&before={FIRST}").status_code == 200
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert observer.get(layer).status_code == 404


@pytest.mark.parametrize("said", ["x", "0", "999999", "2030-01-01", "2026-10-30"])
def test_what_is_no_moment_of_the_project_is_refused(days: Days, visit: Visit, said: str) -> None:
    answer = visit(days.world.rosa).get(f"{days.base}/compare?before={said}")
    assert answer.status_code == 422


def test_nothing_changes_between_a_moment_and_itself(days: Days) -> None:
    mark = db.session.get_one(Annotation, days.claim)
    whose = Whose(days.world.project_id, days.article_id, mark.author_id, mark.author_id, False)
    told = events_of(whose)
    for one in told:
        found = compare(days.world.project_id, told, (one.seq, one.seq))
        assert (list(found.marks), list(found.own), found.along) == ([], [], 0)
