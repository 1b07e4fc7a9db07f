"""The pages of samples of events: for whom they are, what they take, and what they tell."""

from __future__ import annotations

import orjson
import pytest
from flask import Flask
from flask_babel import force_locale

from annotator.audit.models import Event
from annotator.db import db
from annotator.web.context import file_words
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

PATH = "/projects/demo-desk/audit/samples"


@pytest.fixture
def lead(busy_world: World, visit: Visit) -> Visitor:
    """The lead's browser, in a project where much has happened."""
    return visit(busy_world.lead)


def drawn(lead: Visitor, **asked: object) -> str:
    """The address of a sample that the lead draws."""
    answer = lead.post(PATH, {"size": "4", **asked})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


@pytest.mark.parametrize(
    ("who", "reads", "draws"),
    [("lead", 200, 302), ("admin", 200, 302), ("reviewer", 404, 404), ("other_reviewer", 404, 404),
     ("observer", 404, 404), ("stranger", 404, 404)],
)  # fmt: skip
def test_samples_are_for_leads(
    busy_world: World, lead: Visitor, visit: Visit, who: str, reads: int, draws: int
) -> None:
    where = drawn(lead)
    browser = visit(getattr(busy_world, who))
    for path in (PATH, where, f"{where}?only=open"):
        assert browser.get(path).status_code == reads, path
    for path, data in (
        (PATH, {"size": "2"}),
        (f"{where}/items/1", {"finding": "in_order", "seen": "0"}),
        (f"{where}/proof", {}),
    ):
        assert browser.post(path, data).status_code == draws, path
    assert browser.post(f"{where}/download", {}).status_code == reads


@ON_BOTH
def test_a_lead_draws_what_the_filter_shows_and_says_what_they_found(
    busy_world: World, lead: Visitor
) -> None:
    assert "Draw a sample" in lead.get("/projects/demo-desk/audit?label=claim").text
    where = drawn(lead, label="claim", person=str(busy_world.rosa.id))
    text = lead.get(where).text
    assert "0 of 4 looked at" in text
    assert "Kind of mark: <bdi>Claim</bdi>" in text
    assert "What: <bdi>Verdicts</bdi>" in lead.get(drawn(lead, action="verdict.")).text
    assert f"Who: <bdi>{busy_world.rosa.name}</bdi>" in text
    said = lead.post(f"{where}/items/1", {"finding": "look_into", "note": "", "seen": "0"})
    assert (said.status_code, "Say what is to be looked into." in said.text) == (422, True)
    assert lead.post(f"{where}/items/1", {"note": "x", "seen": "0"}).status_code == 422
    said = lead.post(f"{where}/items/1", {"finding": "look_into", "note": "Why?", "seen": "0"})
    assert (said.status_code, said.location) == (302, f"{where}#event-2")
    late = lead.post(f"{where}/items/1", {"finding": "in_order", "note": "Mine.", "seen": "0"})
    assert (late.status_code, "meanwhile" in late.text, "Mine." in late.text) == (412, True, True)
    said = lead.post(f"{where}/items/1", {"finding": "in_order", "note": "", "seen": "1"})
    text = lead.get(where).text
    assert "1 of 4 looked at" in text
    assert "What was said before" in text
    assert "Why?" in text
    assert lead.get(f"{where}?only=in_order").text.count("data-card") == 1
    assert lead.get(f"{where}?only=open").text.count("data-card") == 3
    assert "1 of 4" in lead.get(PATH).text
    assert "the same come out" in lead.post(f"{where}/proof", {}, follow_redirects=True).text


def test_a_sample_that_cannot_be_is_refused_beside_its_field(lead: Visitor) -> None:
    for data, words in (
        ({"size": "0"}, "A sample has 1 to 200 events."),
        ({"size": "201"}, "A sample has 1 to 200 events."),
        ({"size": "3", "action": "gold.finished", "person": "command-line"}, "finds no event"),
        ({"size": "3", "since": "2026-02-02", "until": "2026-02-01"}, "before the first one"),
    ):
        answer = lead.post(PATH, data)
        assert answer.status_code == 422, data
        assert words in answer.text


def test_an_address_that_names_nothing_is_not_there(lead: Visitor) -> None:
    where = drawn(lead)
    nowhere = f"{PATH}/00000000-0000-4000-8000-000000000000"
    assert lead.get(nowhere).status_code == 404
    said = {"finding": "in_order", "seen": "0"}
    assert lead.post(f"{where}/items/5", said).status_code == 404
    assert lead.post(f"{nowhere}/items/1", said).status_code == 404
    assert lead.get(f"{PATH}?before=nonsense").status_code == 200


@ON_BOTH
def test_a_sample_leaves_as_lines_with_or_without_names(busy_world: World, lead: Visitor) -> None:
    where = drawn(lead, person=str(busy_world.rosa.id))
    lead.post(f"{where}/items/2", {"finding": "look_into", "note": "Why?", "seen": "0"})
    for data, is_named in (({}, False), ({"names": "y"}, True)):
        answer = lead.post(f"{where}/download", data)
        assert answer.mimetype == "application/jsonl"
        how, *lines = [orjson.loads(line) for line in answer.get_data().splitlines()]
        assert (how["size"], len(lines), how["filter"]["label"]) == (4, 4, None)
        assert (busy_world.rosa.name in answer.text) is is_named
        assert (how["filter"]["person"] == busy_world.rosa.name) is is_named
        assert [one["position"] for one in lines] == [1, 2, 3, 4]
        assert [one["outcome"] for one in lines[1]["findings"]] == ["look_into"]
        seqs = [one["event"]["seq"] for one in lines]
        for one in lines:
            event = db.session.get_one(Event, (busy_world.project_id, one["event"]["seq"]))
            assert one["event"]["hash"] == event.hash
        assert len(set(seqs)) == 4
    told = lead.get("/projects/demo-desk/audit?action=export.made").text
    assert "exported data" in told
    assert "a sample of the audit trail" in told


@pytest.mark.parametrize(
    ("language", "words"), [("en", "a sample of the audit trail"), ("ar", "عينة من سجل التدقيق")]
)
def test_taking_a_sample_is_told_in_the_readers_language(
    app: Flask, language: str, words: str
) -> None:
    with app.test_request_context(), force_locale(language):
        assert file_words("audit sample") == words
        assert file_words("claimreview") == "claimreview"


def test_a_size_that_is_no_number_is_refused_in_one_sentence(lead: Visitor) -> None:
    answer = lead.post(PATH, {"size": "many"})
    assert answer.status_code == 422
    assert "This is no whole number: type it in digits" in answer.text
    assert "A sample has 1 to 200 events." not in answer.text
