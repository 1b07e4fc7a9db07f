"""The pages of the scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from annotator.projects.definition import DEFAULT_DEFINITION
from annotator.projects.queries import current_scheme, project_by_slug
from annotator.projects.scheme import DEFAULT_RATINGS, Rating, ratings_from_json
from annotator.schemes.forms import filled
from tests.conftest import Visit
from tests.personas import World
from tests.schemes.scales import NEW, called, draft_of, publish, without
from tests.visitor import Visitor
from tests.workspace.marks import Hand, rating


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


PAGE = "/projects/demo-desk/scheme"


def sent(app: Flask, *ratings: Rating, version: int = 1, **more: Any) -> dict[str, Any]:
    """What a browser sends of the form with these ratings."""
    with app.test_request_context():
        form = filled(ratings or DEFAULT_RATINGS, DEFAULT_DEFINITION, version)
        fields = {
            field.name: field.data
            for field in _leaves(form)
            if field.data is not None and field.data is not False and field.type != "CSRFTokenField"
        }
    return {**fields, "reason": "The desk decided so.", **more}


def _leaves(form: Any) -> Any:
    for field in form:
        if field.type == "FieldList":
            for entry in field.entries:
                yield from _leaves(entry.form)
        elif field.type == "FormField":
            yield from _leaves(field.form)
        else:
            yield field


def labels(world: World) -> list[str]:
    stored = ratings_from_json(current_scheme(world.project_id).ratings)
    return [one.label for one in stored.values()]


def test_a_lead_publishes_what_the_form_says(app: Flask, world: World, lead: Visitor) -> None:
    answer = lead.post(f"{PAGE}/new", sent(app, *DEFAULT_RATINGS, NEW))
    assert answer.status_code == 302, answer.text
    assert labels(world)[-1] == "Needs context"
    page = lead.get(PAGE).text
    assert "The desk decided so." in page
    assert "Lea Lindqvist" in page
    assert "What version 2 changed since version 1" in page


def test_rows_run_by_their_places_and_retired_or_empty_ones_are_left_out(
    app: Flask, world: World, lead: Visitor
) -> None:
    wanted = {"ratings-1-place": "-1", "ratings-4-retired": "y"}
    fields = sent(app, *DEFAULT_RATINGS, replace(NEW, label=" "), **wanted)
    assert lead.post(f"{PAGE}/new", fields).status_code == 302
    assert labels(world)[0] == "Refuted"
    assert "Uncheckable" not in labels(world)
    assert len(labels(world)) == 4


def test_a_refusal_stands_at_the_field_of_its_row(app: Flask, world: World, lead: Visitor) -> None:
    fields = sent(app, **{"ratings-1-label": "supported"})
    answer = lead.post(f"{PAGE}/new", fields)
    assert answer.status_code == 422
    assert 'id="ratings-1-label-error"' in answer.text
    assert "stands twice among the ratings" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ratings-0-order": "first"}, "This is no whole number"),
        ({"ratings-0-claimreview": "6"}, "This is not among the choices"),
        ({"ratings-0-tone": "pink"}, "This is not among the choices"),
        ({"thresholds-short_form": "5"}, "between 20 and 300"),
        ({"media-0-label": "x" * 81}, "too long"),
        ({"reason": ""}, "Please fill this in"),
    ],
)
def test_what_the_form_refuses_is_said(
    app: Flask, world: World, lead: Visitor, fields: dict[str, str], words: str
) -> None:
    answer = lead.post(f"{PAGE}/new", sent(app, *DEFAULT_RATINGS, NEW, **fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert len(labels(world)) == 5


def test_who_publishes_on_an_older_version_is_shown_what_changed_and_may_go_on(
    app: Flask, world: World, lead: Visitor
) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    fields = sent(app, *DEFAULT_RATINGS, NEW)
    answer = lead.post(f"{PAGE}/new", fields)
    assert answer.status_code == 412
    assert "Version 2 of the scale was published meanwhile" in answer.text
    assert "Disproved" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert lead.post(f"{PAGE}/new", {**fields, "version": "2"}).status_code == 302
    assert labels(world)[-1] == "Needs context"


def test_a_form_without_its_version_is_refused(app: Flask, world: World, lead: Visitor) -> None:
    fields = sent(app, *DEFAULT_RATINGS, NEW)
    del fields["version"]
    assert lead.post(f"{PAGE}/new", fields).status_code == 428


def test_a_chosen_rating_is_retired_after_a_yes(
    app: Flask, world: World, lead: Visitor, hand: Hand
) -> None:
    hand.mark("The dam", **rating("refuted"))
    fields = sent(app, **{"ratings-1-retired": "y"})
    answer = lead.post(f"{PAGE}/new", fields)
    assert answer.status_code == 409
    assert 'id="retires_chosen-error"' in answer.text
    assert lead.post(f"{PAGE}/new", {**fields, "retires_chosen": "y"}).status_code == 302
    assert "Refuted" not in labels(world)


def test_the_form_is_filled_from_a_preset(world: World, lead: Visitor) -> None:
    page = lead.get(f"{PAGE}/new?preset=politifact").text
    assert 'value="Pants on Fire"' in page
    assert 'value="Uncheckable"' not in page


def test_an_earlier_version_is_published_again_from_its_own_page(
    app: Flask, world: World, lead: Visitor, visit: Visit
) -> None:
    lead.post(f"{PAGE}/new", sent(app, *DEFAULT_RATINGS, NEW))
    again = f"{PAGE}/new?start=1"
    assert again in lead.page(f"{PAGE}/1").links()
    assert again not in lead.page(PAGE).links()
    assert again not in visit(world.reviewer).page(f"{PAGE}/1").links()
    form = lead.page(again).form(f"{PAGE}/new?start=1")
    assert [
        one.get("value") for one in form.iter("input") if (one.get("name") or "").endswith("-label")
    ].count(NEW.label) == 0
    assert lead.post(again, sent(app, version=2)).status_code == 302
    assert labels(world) == [one.label for one in DEFAULT_RATINGS]
    assert current_scheme(world.project_id).number == 3
    assert lead.get(f"{PAGE}/new?start=99").status_code == 200


def test_more_ratings_than_keys_are_told_of(app: Flask, world: World, lead: Visitor) -> None:
    more = [
        Rating("", f"Kind {n}", False, None, None, None, None, "unknown", "flag") for n in "abcde"
    ]
    lead.post(f"{PAGE}/new", sent(app, *DEFAULT_RATINGS, *more))
    assert "Only the first 9 ratings have a key" in lead.get(PAGE).text


def test_any_two_versions_are_compared(world: World, lead: Visitor) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    publish(world.project, draft_of(*without("refuted"), base=2))
    page = lead.get(f"{PAGE}/3?since=1").text
    assert "What version 3 changed since version 1" in page
    assert "Retired:" in page
    assert "no longer in force" in lead.get(f"{PAGE}/2").text
    assert lead.get(f"{PAGE}/9").status_code == 404
    assert lead.get(f"{PAGE}/3?since=9").status_code == 404


def test_who_does_not_lead_reads_and_finds_no_form(world: World, visit: Visit) -> None:
    for person in (world.reviewer, world.observer):
        assert f"{PAGE}/new" not in visit(person).get(PAGE).text
        assert visit(person).get(f"{PAGE}/new").status_code == 404
        assert visit(person).post(f"{PAGE}/new", {"reason": "x"}).status_code == 404


def test_after_a_refusal_the_preset_that_was_chosen_is_still_the_one_to_start_from(
    app: Flask, lead: Visitor
) -> None:
    refused = lead.submit(f"{PAGE}/new?preset=politifact", sent(app, reason=""), status=422)
    [chosen] = [
        one
        for one in refused.tree.iter("a")
        if "button" in (one.get("class") or "") and one.get("aria-current") == "true"
    ]
    assert "preset=politifact" in (chosen.get("href") or "")
    [form] = [one for one in refused.tree.iter("form") if "scale-form" in (one.get("class") or "")]
    assert (form.get("action") or "").endswith("preset=politifact")


def test_a_preset_s_ratings_are_read_in_the_reader_s_language(world: World, lead: Visitor) -> None:
    publish(world.project, draft_of(*called("refuted", "Halb wahr")))
    page = lead.get(PAGE, headers={"Accept-Language": "ar"}).text
    assert "مؤيَّد" in page
    assert "Halb wahr" in page


def test_a_project_is_made_with_a_preset(world: World, visit: Visit) -> None:
    fields = {"name": "Truth desk", "slug": "truth-desk", "preset": "claimreview"}
    assert visit(world.admin).post("/new-project", fields).status_code == 302
    project = project_by_slug("truth-desk")
    assert project is not None
    assert list(ratings_from_json(current_scheme(project.id).ratings))[0] == "false"
