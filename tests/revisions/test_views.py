"""The pages of a correction: the form, its preview, the report, settling, and the earlier text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.annotations.models import Annotation
from annotator.db import db
from annotator.export.counts import counts_of
from annotator.revisions.queries import open_count
from tests.databases import ON_BOTH, copy_file
from tests.factories import make_article, make_project
from tests.formats.native import exported, imported, installation
from tests.revisions.desk import TEXT, Desk

LOST = TEXT.replace("called the figures wrong", "disagreed")
TWICE = TEXT.replace("\nA speaker", f"\n{TEXT.splitlines()[1]}\nA speaker")


def sent(text: str, button: str, **more: str) -> dict[str, str]:
    """The form as a browser sends it."""
    fields = {"title": "Fares", "text": text.replace("\n", "\r\n"), "reason": "They corrected it."}
    return {**fields, "based_on": "1", button: "1", **more}


@ON_BOTH
def test_a_lead_sees_what_a_correction_does_before_it_is_made(desk: Desk) -> None:
    mark = desk.hand().mark("called the figures wrong")["id"]
    lead = desk.visit(desk.world.lead)
    seen = lead.post(f"{desk.base}/correction", sent(LOST, "preview", reason=""))
    assert seen.status_code == 200
    assert "<del>called the figures wrong</del>" in re.sub(r"\s*</del>", "</del>", seen.text)
    assert desk.mark(mark).version == 1
    made = lead.post(f"{desk.base}/correction", sent(LOST, "correct"))
    assert made.status_code == 302
    page = lead.get(made.headers["Location"])
    assert "They corrected it." in page.text
    assert open_count(desk.article_id) == 1


def test_a_correction_of_a_text_that_changed_meanwhile_is_kept_on_the_page(desk: Desk) -> None:
    desk.correct(LOST)
    answer = desk.visit(desk.world.lead).post(f"{desk.base}/correction", sent(TWICE, "correct"))
    assert answer.status_code == 409
    assert "corrected this article meanwhile" in answer.text
    assert answer.text.count("Nobody was asked before the board met") >= 2


@pytest.mark.parametrize(("missing", "status"), [("reason", 422), ("text", 422), ("title", 422)])
def test_what_a_correction_lacks_is_said_beside_its_field(
    desk: Desk, missing: str, status: int
) -> None:
    fields = {**sent(LOST, "correct"), missing: ""}
    answer = desk.visit(desk.world.lead).post(f"{desk.base}/correction", fields)
    assert answer.status_code == status
    assert f'id="{missing}-error"' in answer.text


def test_each_person_reads_of_the_marks_that_they_may_see(desk: Desk) -> None:
    desk.hand().mark("called the figures wrong")
    desk.hand("other_reviewer").mark("the minutes were never published")
    new = LOST.replace("published", "publisht")
    address = f"{desk.base}/revisions/{desk.correct(new).number}/changes"
    pages = {
        name: desk.visit(getattr(desk.world, name)).get(address).text
        for name in ("reviewer", "other_reviewer", "lead", "observer")
    }
    seen = {
        name: ("<mark>called the figures wrong" in text, "<mark>the minutes were" in text)
        for name, text in pages.items()
    }
    assert seen == {
        "reviewer": (True, False),
        "other_reviewer": (False, True),
        "lead": (True, True),
        "observer": (False, False),
    }


def test_a_report_speaks_of_stale_verdicts_only_where_there_is_one(desk: Desk) -> None:
    hand = desk.hand()
    hand.mark("the fare rose by 54 per cent")
    new = TEXT.replace("in two years", "in three years")
    report = f"{desk.base}/revisions/{desk.correct(new).number}/changes"
    said, group = "A verdict on them is stale.", "The same words in a sentence that was changed"
    page = hand.visitor.get(report).text
    assert (group in page, said in page) == (True, False)

    judged = {"verdict-uuid": str(uuid4()), "verdict-rating": "uncheckable"}
    hand.mark("54 per cent", **judged)
    again = desk.correct(new.replace("in three years", "in four years"))
    assert said in hand.visitor.get(f"{desk.base}/revisions/{again.number}/changes").text


def test_the_trail_says_in_the_reader_s_language_what_became_of_a_mark(desk: Desk) -> None:
    desk.hand().mark("the fare rose by 54 per cent")
    desk.correct("Ahead.\n" + TEXT)
    trail = f"/projects/{desk.world.slug}/audit?action=carry.reported"
    lead = desk.visit(desk.world.lead)
    told = {
        language: lead.get(trail, headers={"Accept-Language": language}).text
        for language in ("en", "ar")
    }
    assert 'reported what became of a mark: <span dir="auto">Unchanged</span>' in told["en"]
    assert ': <span dir="auto">دون تغيير</span>' in told["ar"]
    assert ">unchanged<" not in "".join(told.values())


@ON_BOTH
def test_a_reviewer_chooses_a_place_on_the_report(desk: Desk) -> None:
    hand = desk.hand()
    mark = hand.mark("Nobody was asked before the board met")["id"]
    carry = desk.carry(mark, desk.correct(TWICE))
    address = f"/projects/{desk.world.slug}/carries/{carry.id}"
    name = f"{carry.id}-"
    refused = hand.visitor.post(address, {f"{name}chosen": "1"})
    assert refused.status_code == 422
    assert "Choose one of the places." in refused.text
    foreign = desk.visit(desk.world.other_reviewer).post(address, {f"{name}kept": "1"})
    assert foreign.status_code == 404
    settled = hand.visitor.post(address, {f"{name}candidate": "1", f"{name}chosen": "1"})
    assert settled.status_code == 302
    assert desk.exact(mark) == ["Nobody was asked before the board met"]
    assert desk.mark(mark).revision.number == 2


def test_a_lead_reads_what_waits_and_opens_the_work_of_its_author(desk: Desk) -> None:
    mark = desk.hand().mark("Nobody was asked before the board met")["id"]
    made = desk.correct(TWICE)
    carry = desk.carry(mark, made)
    lead, author = desk.visit(desk.world.lead), desk.world.reviewer
    page = lead.get(f"{desk.base}/revisions/{made.number}/changes")
    assert "Only its author says where it belongs." in page.text
    assert f"{desk.base}?reviewer={author.id}" in page.text
    assert f"{carry.id}-candidate" not in page.text
    address = f"/projects/{desk.world.slug}/carries/{carry.id}"
    fields = {f"{carry.id}-candidate": "1", f"{carry.id}-chosen": "1"}
    assert lead.post(address, fields).status_code == 404
    assert desk.mark(mark).version == 1


def test_a_reviewer_marks_other_words_on_the_report(desk: Desk) -> None:
    hand = desk.hand()
    mark = hand.mark("called the figures wrong")["id"]
    carry = desk.carry(mark, desk.correct(LOST))
    fields = {f"{carry.id}-words-0": "disagreed", f"{carry.id}-remarked": "1"}
    answer = hand.visitor.post(f"/projects/{desk.world.slug}/carries/{carry.id}", fields)
    assert answer.status_code == 302
    assert desk.exact(mark) == ["disagreed"]


@ON_BOTH
def test_the_earlier_text_stays_readable_with_its_marks_as_they_were(desk: Desk) -> None:
    hand = desk.hand()
    judged = {"verdict-uuid": str(uuid4()), "verdict-rating": "uncheckable"}
    mark = hand.mark("the fare rose by 54 per cent", note="as it was", **judged)
    desk.correct("Ahead.\n" + TEXT)
    newest = hand.visitor.get(f"{hand.base}/annotations").get_json()["annotations"][0]
    hand.revise({**newest}, note="another note")
    page = hand.visitor.get(f"{desk.base}/revisions/1").text
    assert "as it was" in page
    assert "another note" not in page
    assert '"stale":true' not in page
    assert '"editable":false' in page
    assert ">the fare rose by 54 per cent</mark>" in page
    assert mark["id"] in page
    assert hand.visitor.get(f"{desk.base}/revisions/2").status_code == 404


def test_the_pages_of_an_article_lead_to_its_corrections(desk: Desk) -> None:
    hand = desk.hand()
    hand.mark("called the figures wrong")
    hand.submit(read_to_end="y")
    desk.correct(LOST, reason="The agency took it back.")
    page = hand.visitor.get(desk.base).text
    assert "The agency took it back." in page
    assert "submitted before that" in page
    assert "1 mark waits" in page
    listed = hand.visitor.get(f"{desk.base}/revisions").text
    assert re.search(r">[A-Z][a-z]{2} \d+, \d{4} \d+:\d\d\s(AM|PM)</time>", listed)
    assert "As it came in" in listed
    assert "The agency took it back." in listed
    assert db.session.query(Annotation).count() == 1


def test_an_export_holds_the_marks_of_the_newest_text_and_comes_back_to_the_same_bytes(
    desk: Desk, sqlite_template: Path, instance: Path
) -> None:
    hand = desk.hand()
    hand.mark("called the figures wrong")
    kept = hand.mark("the fare rose")["id"]
    desk.correct("Ahead.\n" + LOST)
    counts = counts_of(desk.world.project_id, submitted_only=False)
    assert sum(counts.marks.values()) == 1
    out = exported(desk.world.slug)
    line = json.loads(out)
    assert (line["revision"], [mark["id"] for mark in line["annotations"]]) == (2, [kept])
    folder = instance / "elsewhere"
    folder.mkdir()
    with installation(copy_file(sqlite_template, folder), folder):
        make_project(desk.world.slug)
        assert imported(out, desk.world.slug) == 1
        assert exported(desk.world.slug) == out


def test_the_list_says_what_was_corrected_and_what_was_handed_in_before_that(desk: Desk) -> None:
    make_article(desk.world.project, TEXT, title="Never corrected")
    hand, other = desk.hand(), desk.hand("other_reviewer")
    hand.submit(read_to_end="y")
    address = f"/projects/{desk.world.slug}/articles"
    lead = desk.visit(desk.world.lead)
    assert "Corrected" not in lead.get(address).text
    desk.correct(LOST)
    other.submit(read_to_end="y")
    page = lead.get(address).text
    assert page.count("Corrected: earlier texts") == 1
    assert f"{desk.base}/revisions" in page
    assert page.count("Corrected since") == 1
    assert hand.visitor.get(address).text.count("Corrected since") == 1
    assert "Corrected since" not in other.visitor.get(address).text
