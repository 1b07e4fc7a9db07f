"""An article that comes in again: left out, linked, or the newest text of the one there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import orjson
import pytest
from sqlalchemy import func, select

from annotator.articles.models import Article, Revision
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.imports.models import Import
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.reports import Report
from annotator.imports.running import Arrival
from annotator.jobs.models import Job
from annotator.similarity.known import Choice
from annotator.similarity.models import ArticleLink
from annotator.similarity.queries import linked_articles
from annotator.similarity.service import sketch_missing
from annotator.similarity.staging import REASON
from tests.databases import ON_BOTH
from tests.export.work import article
from tests.factories import make_article, make_project
from tests.imports.arriving import plan, rows, run
from tests.personas import World
from tests.visitor import Visitor

Visit = Callable[..., Visitor]

LIST = "/projects/demo-desk/articles"
NDJSON = {"Accept": "application/x-ndjson"}
TEXT = (
    "Ferry fares have doubled\n"
    "Passengers on the crossing are paying twice what they paid two winters ago, the board said.\n"
    "The board has no plan to bring the price down before the summer timetable begins in May."
)
EDITED = TEXT.replace("two winters", "three winters")


@pytest.fixture
def there(world: World) -> str:
    """The id of an article that is there, and sketched."""
    with writing():
        made: str = article(world.project, TEXT)
    db.session.rollback()
    assert list(sketch_missing(world.project_id)) == [1]
    return made


def _texts() -> list[tuple[int, int]]:
    """Of each article, its number and how many revisions it has."""
    db.session.rollback()
    query = select(Article.number, func.count()).join(Article.revisions).group_by(Article.number)
    return sorted((row[0], row[1]) for row in db.session.execute(query))


def _bring(world: World, choice: Choice) -> Report:
    made = plan(world, rows(1, {"text": EDITED}, {"text": TEXT}))
    return run(replace(made, known=choice))


@ON_BOTH
@pytest.mark.parametrize(
    ("choice", "texts", "known"),
    [
        (Choice.ADD, [(1, 1), (2, 1), (3, 1), (4, 1)], 0),
        (Choice.SAME, [(1, 1), (2, 1), (3, 1)], 1),
        (Choice.SKIP, [(1, 1), (2, 1)], 2),
        (Choice.LINK, [(1, 1), (2, 1), (3, 1), (4, 1)], 2),
        (Choice.REVISE, [(1, 2), (2, 1)], 2),
    ],
)
def test_files_do_with_known_articles_what_was_chosen(
    world: World, there: str, choice: Choice, texts: list[tuple[int, int]], known: int
) -> None:
    report = _bring(world, choice)
    assert _texts() == texts
    assert (report.known, len(report.remarks)) == (known, known)
    assert len(linked_articles(there)) == (2 if choice is Choice.LINK else 0)
    kinds = db.session.scalars(select(Job.kind).order_by(Job.kind)).all()
    assert kinds == ["corrections"] * (choice is Choice.REVISE) + ["similarity"]
    assert (
        Report.from_json(db.session.scalars(select(Import.report)).one()).to_json()
        == report.to_json()
    )
    db.session.rollback()
    assert compare(world.project_id) == []


@pytest.mark.parametrize("kind", [Arrival, Rehearsal])
def test_a_text_that_is_the_newest_already_is_not_said_to_have_become_it(
    world: World, there: str, kind: type[Arrival]
) -> None:
    made = replace(plan(world, rows(0, {"text": TEXT}, {"text": EDITED})), known=Choice.REVISE)
    arrival = kind(made)
    assert [*arrival.run(), there]
    assert [str(one) for one in arrival.report.remarks] == [
        "“Ferry fares have doubled” is there already; this was left out.",
        "“Ferry fares have doubled” is there already; this became its newest text.",
    ]


FIRST_HERE = "https://news.example/ferry"


@ON_BOTH
@pytest.mark.parametrize(
    ("choice", "articles", "told", "links"),
    [
        (Choice.ADD, 4, [], 0),
        (Choice.SAME, 3, ["left out", "came in beside it"], 0),
        (Choice.SKIP, 2, ["left out", "left out"], 0),
        (Choice.LINK, 4, ["linked to it", "linked to it"], 2),
        (Choice.REVISE, 3, ["left out", "came in beside it"], 0),
    ],
)
def test_what_one_import_brings_twice_is_noticed_at_once(
    world: World, choice: Choice, articles: int, told: list[str], links: int
) -> None:
    first, address = {"text": TEXT, "url": FIRST_HERE}, f"{FIRST_HERE}?utm_source=mail"
    # The repeats come in a batch of their own as well as in that of what they repeat.
    for between in (0, 120):
        many = [{"text": f"{choice} {between} {number}"} for number in range(between)]
        again = {"text": TEXT, "title": "The same"}
        beside = {"text": "Another text of that page", "url": address}
        other = make_project(f"twice-{choice}-{between}")
        made = replace(plan(world, rows(1, first, *many, again, beside)), known=choice)
        report = run(replace(made, project_id=other.id, slug=other.slug))
        assert report.articles == articles + between
        assert len(report.remarks) == len(told)
        for said, wanted in zip(map(str, report.remarks), told, strict=True):
            assert said.endswith(f"{wanted}.")
        linked = select(func.count()).select_from(ArticleLink)
        assert db.session.scalar(linked.where(ArticleLink.project_id == other.id)) == links
        db.session.rollback()
        assert compare(other.id) == []


@ON_BOTH
def test_the_address_of_an_article_is_known_before_it_is_sketched(world: World) -> None:
    page = {"text": TEXT, "url": FIRST_HERE}
    assert run(plan(world, rows(1, page))).remarks == []
    again = {"text": "Today they wrote something else.", "url": FIRST_HERE}
    report = run(replace(plan(world, rows(0, again)), known=Choice.SAME))
    title = TEXT.split("\n")[0]
    assert [str(one) for one in report.remarks] == [
        f"“{title}” has the same address; this came in beside it."
    ]
    report = run(replace(plan(world, rows(0, {**again, "text": "More."})), known=Choice.SKIP))
    assert (report.articles, report.known) == (0, 1)
    assert list(sketch_missing(world.project_id)) == [3]


def test_a_text_that_was_refused_keeps_no_other_out(world: World) -> None:
    make_article(world.project, "There", external_id="taken")
    twice = rows(0, {"text": TEXT, "id": "taken"}, {"text": TEXT})
    report = run(replace(plan(world, twice, keep_good=True), known=Choice.SAME))
    assert (report.articles, report.refused, report.known) == (1, 1, 0)


def test_files_by_page_leave_out_the_same_text_where_that_is_chosen(
    world: World, visit: Visit, there: str
) -> None:
    lead = visit(world.lead)
    lead.page(f"{LIST}/new")
    again = (BytesIO(rows(0, {"text": TEXT})), "again.jsonl")
    fields = {"files": again, "known": "same"}
    answer = lead.post("/projects/demo-desk/imports", fields, headers=NDJSON)
    (*_, end) = [orjson.loads(line) for line in answer.get_data().splitlines()]
    left_out = "“Ferry fares have doubled” is there already; this was left out."
    assert (end["done"], end["refusals"]) == (0, [left_out])
    assert _texts() == [(1, 1)]


@ON_BOTH
def test_two_corrections_to_the_same_text_in_one_import_make_one_revision(
    world: World, there: str
) -> None:
    made = plan(world, rows(1, {"text": EDITED}, {"text": EDITED, "id": "again"}))
    report = run(replace(made, known=Choice.REVISE))
    assert (report.articles, report.known) == (1, 2)
    assert _texts() == [(1, 2), (2, 1)]
    assert compare(world.project_id) == []


@ON_BOTH
def test_an_article_that_was_refused_is_linked_to_nothing(world: World, there: str) -> None:
    twice = rows(1, {"text": EDITED, "id": "same"}, {"text": EDITED, "id": "same"})
    report = run(replace(plan(world, twice, keep_good=True), known=Choice.LINK))
    assert (report.articles, report.refused) == (2, 1)
    assert len(linked_articles(there)) == 1
    assert compare(world.project_id) == []


@pytest.mark.parametrize("between", [0, 250])
@pytest.mark.parametrize("choice", [one for one in Choice if one is not Choice.ASK])
def test_a_dry_run_tells_of_repeats_what_the_import_then_tells(
    world: World, there: str, choice: Choice, between: int
) -> None:
    gone = {"text": TEXT, "url": f"{FIRST_HERE}/copy"}
    page, late = {"text": "Page", "url": FIRST_HERE}, {"text": "Late", "url": f"{FIRST_HERE}/late"}
    many = [{"text": f"Between {number}"} for number in range(between)]
    again = [
        {**page, "title": "The same once more"},
        {**page, "text": "Another text of that page"},
        {**late, "text": "Late too"},
        {**gone, "text": "Of a page that was left out with its text"},
    ]
    files = rows(0, gone, page, late), rows(0, *many, *again)
    made = replace(plan(world, *files), known=choice)
    rehearsal = Rehearsal(made)
    list(rehearsal.run())
    assert _texts() == [(1, 1)]
    told = [
        (one.articles, one.known, list(map(str, one.remarks)))
        for one in (rehearsal.report, run(made))
    ]
    assert told[0] == told[1]
    assert len(told[0][2]) == {Choice.ADD: 0, Choice.LINK: 5}.get(choice, 4)


def test_a_dry_run_names_what_is_there_already(world: World, there: str) -> None:
    made = replace(plan(world, rows(1, {"text": TEXT})), known=Choice.SKIP)
    rehearsal = Rehearsal(made)
    list(rehearsal.run())
    assert [str(one) for one in rehearsal.report.remarks] == [
        "“Ferry fares have doubled” is there already; this was left out."
    ]
    assert rehearsal.report.articles == 1
    assert _texts() == [(1, 1)]


def test_who_pastes_a_known_article_is_asked_what_is_to_become_of_it(
    world: World, visit: Visit, there: str
) -> None:
    lead = visit(world.lead)
    lead.page(f"{LIST}/new")
    asked = lead.post(LIST, {"text": EDITED})
    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert "The project has this article already: say what is to become of it." in page
    assert f'href="{LIST}/{there}"' in page
    assert EDITED.split("\n")[1] in page, "what was pasted is still in its field"
    assert _texts() == [(1, 1)]

    skipped = lead.post(LIST, {"text": EDITED, "known": "skip"})
    assert skipped.headers["Location"].endswith(there)
    assert _texts() == [(1, 1)]

    revised = lead.post(LIST, {"text": EDITED, "known": "revise"})
    assert revised.headers["Location"].endswith(there)
    assert _texts() == [(1, 2)]
    newest = select(Revision.text).order_by(Revision.number.desc()).limit(1)
    assert db.session.scalar(newest) == EDITED

    linked = lead.post(LIST, {"text": TEXT, "known": "link"})
    assert linked.headers["Location"].endswith("/articles")
    assert _texts() == [(1, 2), (2, 1)]
    assert len(linked_articles(there)) == 1


def test_that_it_came_in_again_is_said_in_the_readers_language(
    world: World, visit: Visit, there: str
) -> None:
    lead = visit(world.lead)
    lead.page(f"{LIST}/new")
    lead.post(LIST, {"text": EDITED, "known": "revise"})
    base = f"{LIST}/{there}"
    pages = (base, f"{base}/revisions", f"{base}/revisions/2/changes", "/projects/demo-desk/audit")
    assert REASON in lead.page(f"{base}/revisions").text
    for page in pages:
        arabic = lead.get(page, headers={"Accept-Language": "ar"}).text
        assert "أُدخل المقال مرة أخرى بنص آخر." in arabic, page
    shown = re.sub(r"<pre.*?</pre>", "", arabic, flags=re.DOTALL)
    assert REASON not in shown, "but for the record as it is stored"


def test_an_article_that_nobody_has_comes_in_without_a_question(
    world: World, visit: Visit, there: str
) -> None:
    lead = visit(world.lead)
    lead.page(f"{LIST}/new")
    answer = lead.post(LIST, {"text": "About something else, of which nobody has written yet."})
    assert answer.status_code == 302
    assert _texts() == [(1, 1), (2, 1)]
