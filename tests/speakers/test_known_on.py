"""Speakers as they were known on a day: who they were, and which marks named them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine

from annotator.db import db, writing
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import merge_speakers, revise_speaker
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.looking_back import FIRST, SECOND, THIRD, clock
from tests.personas import World
from tests.speakers.desk import DAM, PAGE, SAID, added
from tests.workspace.marks import TEXT, Hand

__all__ = ["clock"]


@dataclass(frozen=True, slots=True)
class Told:
    """Two speakers; the claim of the first day is the second's on the next one."""

    ines: str
    marrow: str
    article: str


@pytest.fixture
def told(clock: time_machine.Traveller, world: World, visit: Visit) -> Told:
    """The first day: a claim of Ines's. The second: it is Marrow's, and handed in, and Ines has
    another name. The third: they are one. Now it is the fourth.
    """
    found = Told(
        added(world, "Ines"),
        added(world, "Marrow", role="Mayor"),
        make_article(world.project, TEXT, title="The dam").id,
    )

    def hand() -> Hand:
        return Hand(visit(world.rosa), world.slug, found.article, TEXT)

    named = {"claim-voice": "speaker", "claim-speaker": found.ines}
    claim = hand().mark(DAM, **named)
    clock.shift(timedelta(days=1))
    hand().save(claim["id"], {"version": claim["version"], "claim-speaker": found.marrow})
    hand().mark(SAID, label="quote", **{"quote-speaker": found.marrow})
    hand().submit()
    with writing():
        ines = db.session.get_one(Speaker, found.ines)
        revise_speaker(ines, 1, SpeakerDraft(found.ines, "Inés"), actor=world.lead.actor)
    clock.shift(timedelta(days=1))
    with writing():
        first, into = (db.session.get_one(Speaker, one) for one in (found.ines, found.marrow))
        merge_speakers(first, into, MergeDraft(2, 1, ()), actor=world.lead.actor)
    clock.shift(timedelta(days=1))
    return found


def figures(text: str) -> dict[str, tuple[int, int]]:
    """Claims and quotes by speaker."""
    row = re.compile(
        r'class="table__main"><a [^>]*>([^<]*)<.*?data-label="Claims"[^>]*><span[^>]*>(\d+)<'
        r'.*?data-label="Quotes"[^>]*><span[^>]*>(\d+)<',
        re.DOTALL,
    )
    return {name: (int(claims), int(quotes)) for name, claims, quotes in row.findall(text)}


@ON_BOTH
def test_the_list_has_the_names_and_the_figures_of_that_day(
    told: Told, world: World, visit: Visit
) -> None:
    lead = visit(world.lead)

    def found(day: str) -> dict[str, tuple[int, int]]:
        return figures(lead.get(f"{PAGE}?known_on={day}").text)

    assert found(FIRST) == {"Ines": (1, 0), "Marrow": (0, 0)}
    assert found(SECOND) == {"Inés": (0, 0), "Marrow": (1, 1)}
    assert found(THIRD) == {"Marrow": (1, 1)}


@ON_BOTH
def test_a_speaker_s_page_has_what_was_known_of_them(
    told: Told, world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    first = lead.page(f"{PAGE}/{told.ines}?known_on={FIRST}")
    assert "As known at the end of October 31, 2026 (UTC)." in first.text
    assert "1 claim and 0 quotes" in first.text
    assert "Inés" not in first.text
    assert "was merged into another" not in first.text
    second = lead.page(f"{PAGE}/{told.marrow}?known_on={SECOND}")
    assert "1 claim and 1 quote " in second.text
    third = lead.page(f"{PAGE}/{told.ines}?known_on={THIRD}")
    assert "was merged into another" in third.text
    for page in (first, second, third):
        assert "Take apart" not in page.text
        assert f"{PAGE}/{told.ines}/edit" not in page.links()


def test_its_history_ends_with_that_day(told: Told, world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    assert "changed a speaker" not in lead.page(f"{PAGE}/{told.ines}?known_on={FIRST}").text
    assert "changed a speaker" in lead.page(f"{PAGE}/{told.ines}?known_on={SECOND}").text


def test_they_lead_to_pages_of_that_day_and_back_to_now(
    told: Told, world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    page = lead.page(f"{PAGE}/{told.ines}?known_on={FIRST}")
    assert f"{PAGE}?known_on={FIRST}" in page.links()
    assert f"{PAGE}/{told.ines}" in page.links()
    [mark] = [one for one in page.links() if "#mark=" in one]
    assert f"known_on={FIRST}" in mark
    assert f"{PAGE}/{told.ines}?known_on={FIRST}" in lead.page(f"{PAGE}?known_on={FIRST}").links()
    assert f"{PAGE}?known_on=2026-11-03" in lead.page(PAGE).links()
    assert f"{PAGE}/{told.ines}?known_on=2026-11-03" in lead.page(f"{PAGE}/{told.ines}").links()


def test_a_mark_of_a_speaker_is_led_to_itself(told: Told, world: World, visit: Visit) -> None:
    links = visit(world.lead).page(f"{PAGE}/{told.marrow}").links()
    marks = [one for one in links if "#mark=" in one]
    assert len(marks) == 2
    assert all(f"/articles/{told.article}?reviewer={world.rosa.id}#mark=" in one for one in marks)
    assert f"/projects/demo-desk/claims?speaker={told.marrow}" in links


@ON_BOTH
def test_nobody_is_told_more_by_looking_back(told: Told, world: World, visit: Visit) -> None:
    def found(person: object) -> list[tuple[int, int]]:
        seen = visit(person)  # type: ignore[arg-type]
        return [
            figures(seen.get(f"{PAGE}?known_on={day}").text).get("Marrow", (-1, -1))
            for day in (FIRST, SECOND)
        ]

    assert found(world.observer) == [(0, 0), (1, 1)]
    assert found(world.other_reviewer) == [(0, 0), (0, 0)]
    visit(world.rosa).post(
        f"/projects/demo-desk/articles/{told.article}/submission/withdrawal", json=True
    )
    assert found(world.observer) == [(0, 0), (0, 0)]


def test_who_came_later_was_not_known(told: Told, world: World, visit: Visit) -> None:
    later = added(world, "Tove")
    answer = visit(world.lead).get(f"{PAGE}/{later}?known_on={THIRD}")
    assert answer.status_code == 404
    assert "not known yet on that day" in answer.text
    assert "Tove" not in visit(world.lead).page(f"{PAGE}?known_on={THIRD}").text


def test_the_list_of_a_day_keeps_its_filter(told: Told, world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    assert set(figures(lead.get(f"{PAGE}?known_on={FIRST}&q=mar").text)) == {"Marrow"}
    assert f"{PAGE}?q=mar" in lead.page(f"{PAGE}?known_on={FIRST}&q=mar").links()


@pytest.mark.parametrize("said", ["2027-01-01", "2026-10-30", "yesterday"])
def test_what_is_no_day_of_the_project_is_refused(
    told: Told, world: World, visit: Visit, said: str
) -> None:
    for address in (PAGE, f"{PAGE}/{told.ines}"):
        assert visit(world.lead).get(f"{address}?known_on={said}").status_code == 422
