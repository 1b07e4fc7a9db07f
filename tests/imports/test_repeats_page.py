"""The page that asks what becomes of articles which were there already."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from annotator.db import db
from annotator.imports import queries
from annotator.imports.answers import Answers
from annotator.imports.models import Import, ImportState
from annotator.imports.settling import settle
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedRepeat
from annotator.similarity.queries import linked_articles
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.imports.arriving import states, stored
from tests.imports.test_asking import EDITED, OTHER, SPAN, TEXT, there
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import World
from tests.visitor import Visitor

Visit = Callable[..., Visitor]

IMPORTS = "/projects/demo-desk/imports"
PAGE = f"{IMPORTS}/known-articles"
DATASETS = "/projects/demo-desk/datasets"
NDJSON = {"Accept": "application/x-ndjson"}


__all__ = ["there"]  # A fixture.


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


def _file(*texts: str, name: str = "in.jsonl") -> tuple[io.BytesIO, str]:
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    return io.BytesIO(lines), name


def _dataset(**more: str) -> dict[str, Any]:
    return {
        "files": [(io.BytesIO(json.dumps(SPAN).encode()), "set.jsonl")],
        "labels-0-name": "Claim",
        "labels-0-becomes": "claim",
        "annotators": "file",
        "unnamed": "Ann",
        "offsets": "auto",
        "unmarked": "assigned",
        **more,
    }


def _ids() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(StagedRepeat.id).order_by(StagedRepeat.id)))


def _waiting() -> str:
    waiting = select(Import.id).where(Import.state == ImportState.WAITING)
    return " ".join(db.session.scalars(waiting))


def _choices(*chosen: str, every: str = "skip", **more: str) -> dict[str, str]:
    sent = {"every": every, "waiting": _waiting(), **more}
    for place, (key, becomes) in enumerate(zip(_ids(), chosen, strict=False)):
        sent[f"repeats-{place}-repeat"] = key
        sent[f"repeats-{place}-becomes"] = becomes
    return sent


@ON_BOTH
def test_a_file_with_known_articles_leads_to_the_question_and_each_gets_its_answer(
    lead: Visitor, there: str, work_off: WorkOff
) -> None:
    answer = lead.post(IMPORTS, {"files": [_file(OTHER, EDITED, TEXT)]})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    seen = lead.page(PAGE)
    assert "the same text" in seen.text
    assert "2 of 3 articles are there already" in seen.text
    assert "waits until" in seen.text
    assert f"/projects/demo-desk/articles/{there}" in seen.links()
    assert "The lighthouse" not in lead.page("/projects/demo-desk/articles").text
    answered = lead.post(PAGE, _choices("link", ""))
    assert (answered.status_code, answered.headers["Location"]) == (302, PAGE)
    going = lead.page(PAGE)
    assert "Your answers are kept" in going.text
    assert "Settling articles that are there already" in going.text
    assert "Nothing waits for a choice" not in going.text
    listed = lead.page(IMPORTS).text
    assert "Being settled" in listed
    assert "What was answered is being carried out." in listed
    work_off()
    assert "Settled: 2. Articles that came in: 2." in lead.page(PAGE).text
    assert len(linked_articles(there)) == 1
    assert stored() == 3
    assert "Nothing waits for a choice" in lead.page(PAGE).text


def test_files_sent_together_are_asked_about_together(
    lead: Visitor, there: str, work_off: WorkOff
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED, name="a.jsonl"), _file(TEXT, name="b.jsonl")]})
    seen = lead.page(PAGE)
    assert "a.jsonl" in seen.text
    assert "b.jsonl" in seen.text
    lead.post(PAGE, _choices(every="add"))
    work_off()
    assert states() == [("finished", 1), ("finished", 1)]


def test_with_progress_the_way_leads_to_the_question(lead: Visitor, there: str) -> None:
    answer = lead.post(IMPORTS, {"files": [_file(EDITED)]}, headers=NDJSON)
    end = orjson.loads(answer.get_data().splitlines()[-1])
    assert end["waits"] is True
    assert end["way"]["href"].endswith(PAGE)
    assert end["said"].startswith("1 of 1 articles is there already")


def test_a_waiting_file_is_told_of_where_files_come_in_and_in_the_list_of_imports(
    lead: Visitor, there: str
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED)]})
    assert "1 file waits for you" in lead.page("/projects/demo-desk/articles/new").text
    listed = lead.page(IMPORTS)
    assert "Waits for your choice" in listed.text
    assert PAGE in listed.links()


def test_more_than_fit_are_settled_a_page_at_a_time(
    lead: Visitor, there: str, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_LISTED", 1)
    lead.post(IMPORTS, {"files": [_file(EDITED, TEXT)]})
    assert "Still to come: 1." in lead.page(PAGE).text
    lead.post(PAGE, _choices("", every="link", only_listed="y"))
    work_off()
    assert "Settled: 1. Still to be answered: 1." in lead.page(PAGE).text
    assert states() == [("waiting", 0)]
    assert len(_ids()) == 1
    lead.post(PAGE, _choices("", every="skip"))
    work_off()
    assert states() == [("finished", 1)]


def test_a_file_that_waits_can_be_given_up(
    lead: Visitor, world: World, there: str, work_off: WorkOff
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED)]})
    import_id = queries.waiting_imports(world.project_id)[0].id
    db.session.rollback()
    assert lead.post(f"{IMPORTS}/{import_id}/withdrawal", {}).status_code == 302
    assert "Nothing of it comes in." in lead.page(PAGE).text
    assert states() == [("failed", 0)]
    work_off()
    assert "Cleared: 1." in lead.page(PAGE).text
    assert (states(), stored()) == ([("cleared", 0)], 1)
    lead.post(f"{IMPORTS}/{import_id}/withdrawal", {})
    assert "waits for nothing any more" in lead.page(PAGE).text


def test_who_answers_what_somebody_else_has_answered_sees_what_is_left(
    lead: Visitor, world: World, there: str
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED, TEXT)]})
    sent = _choices("add", "add")
    settle(world.project_id, Answers({_ids()[0]: Choice.SKIP}), actor=SHELL)
    seen = lead.submit(PAGE, sent, status=409)
    assert "Somebody else has answered here meanwhile" in seen.text
    assert len(_ids()) == 1


def test_an_answer_that_there_is_none_of_is_refused(lead: Visitor, there: str) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED)]})
    lead.submit(PAGE, _choices("burn"), status=422)
    lead.submit(PAGE, _choices(every="ask"), status=422)
    assert states() == [("waiting", 0)]


def test_a_dataset_asks_too_and_offers_no_new_text_for_what_brings_marks(
    lead: Visitor, there: str, work_off: WorkOff
) -> None:
    answer = lead.post(DATASETS, _dataset())
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    [chosen] = [
        one for one in lead.page(PAGE).tree.iter("select") if "becomes" in (one.get("name") or "")
    ]
    assert [option.get("value") for option in chosen.iter("option")] == ["", "skip", "link", "add"]
    refused = lead.submit(PAGE, _choices("revise"), status=422)
    assert "marks of its own" in refused.text
    lead.post(PAGE, _choices(every="link"))
    work_off()
    assert len(linked_articles(there)) == 1


def test_the_datasets_page_leads_to_what_came_in(lead: Visitor) -> None:
    assert lead.post(DATASETS, _dataset()).status_code == 302
    assert "Open the article" in lead.page("/projects/demo-desk/articles").text
    again = lead.submit(DATASETS, _dataset(known="same"), status=200)
    assert "0 articles are in." in again.text
    assert "is there already; this was left out, with its marks." in again.text


def test_an_answer_is_for_the_files_that_were_on_the_page(
    lead: Visitor, there: str, work_off: WorkOff
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED, name="seen.jsonl")]})
    sent = _choices(every="skip")
    lead.post(IMPORTS, {"files": [_file(TEXT, name="later.jsonl")]})
    lead.post(PAGE, sent)
    work_off()
    assert states() == [("finished", 0), ("waiting", 0)]
    assert "later.jsonl" in lead.page(PAGE).text


def test_who_answers_for_all_after_somebody_else_did_is_told_so(
    lead: Visitor, there: str, work_off: WorkOff
) -> None:
    lead.post(IMPORTS, {"files": [_file(EDITED)]})
    sent = _choices(every="skip")
    lead.post(PAGE, _choices(every="add"))
    seen = lead.submit(PAGE, sent, status=409)
    assert "Somebody else has answered here meanwhile" in seen.text
    work_off()
    assert states() == [("finished", 1)]


def test_of_other_words_from_a_page_that_is_there_the_page_proposes_to_bring_them_in(
    lead: Visitor,
) -> None:
    def given(text: str) -> dict[str, Any]:
        line = json.dumps({"text": text, "url": "https://news.example/page"}).encode()
        return {"files": [(io.BytesIO(line), "one.jsonl")], "known": "ask"}

    lead.post(IMPORTS, given(TEXT), headers=NDJSON).get_data()
    lead.post(IMPORTS, given(OTHER), headers=NDJSON).get_data()
    [becomes] = [
        one for one in lead.page(PAGE).tree.iter("select") if "becomes" in (one.get("name") or "")
    ]
    [chosen] = [one.get("value") for one in becomes.iter("option") if "selected" in one.attrib]
    assert chosen == "add"
