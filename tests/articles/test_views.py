"""The list of articles, and the page that brings new ones in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from annotator.articles.models import Article
from annotator.assignments.models import State
from annotator.audit.models import Event
from annotator.db import db, writing
from tests.export.work import article, review
from tests.personas import World
from tests.visitor import Visitor

Visit = Callable[..., Visitor]

LIST = "/projects/demo-desk/articles"
NEW = f"{LIST}/new"


def titles() -> list[str]:
    """What is in the project, in the order of the queue."""
    db.session.rollback()
    return [row.title for row in db.session.query(Article).order_by(Article.number)]


@pytest.fixture
def queue(world: World) -> list[str]:
    """Five articles: two of Rosa's, one returned to Ravi, two that nobody opened."""
    with writing():
        project = world.project
        made = [article(project, f"Article number {n}.\n") for n in range(1, 6)]
        review(project, made[0], world.rosa.id, State.SUBMITTED)
        review(project, made[1], world.rosa.id, State.STARTED)
        review(project, made[2], world.ravi.id, State.RETURNED)
    return made


def listed(visitor: Visitor, query: str = "") -> list[str]:
    """The titles on the page."""
    page = visitor.page(f"{LIST}{query}")
    return [
        "".join(cell.itertext())
        for cell in page.tree.iter("th")
        if cell.get("data-label") == "Title"
    ]


def numbers(visitor: Visitor, query: str = "") -> list[int]:
    """The same articles by the number in their titles."""
    return [int(title.split()[2].rstrip(".")) for title in listed(visitor, query)]


@pytest.mark.parametrize("key", ["lead", "reviewer", "observer", "admin"])
def test_who_belongs_to_the_project_sees_its_articles(
    world: World, visit: Visit, queue: list[str], key: str
) -> None:
    assert numbers(visit(getattr(world, key))) == [1, 2, 3, 4, 5]


def test_a_stranger_finds_no_list(world: World, visit: Visit) -> None:
    assert visit(world.stranger).get(LIST).status_code == 404


@pytest.mark.parametrize("key", ["reviewer", "observer", "stranger"])
@pytest.mark.parametrize("path", ["", "/text-file", "/jsonl-file"])
def test_only_a_lead_brings_articles_in(world: World, visit: Visit, key: str, path: str) -> None:
    answer = visit(getattr(world, key)).post(LIST + path, {"text": "Smuggled."})
    assert answer.status_code == 404
    assert visit(getattr(world, key)).get(NEW).status_code == 404
    assert titles() == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_started", [3, 4, 5]),
        ("started", [2]),
        ("submitted", [1]),
        ("returned", []),
        ("untouched", [1, 2, 3, 4, 5]),
        ("nonsense", [1, 2, 3, 4, 5]),
    ],
)
def test_a_reviewer_filters_by_their_own_state(
    world: World, visit: Visit, queue: list[str], state: str, expected: list[int]
) -> None:
    assert numbers(visit(world.rosa), f"?state={state}") == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("untouched", [4, 5]), ("started", [2]), ("submitted", [1]), ("returned", [3])],
)
def test_a_lead_filters_by_everybodys_state(
    world: World, visit: Visit, queue: list[str], state: str, expected: list[int]
) -> None:
    assert numbers(visit(world.lead), f"?state={state}") == expected


def test_a_lead_sees_whose_work_it_is_and_a_reviewer_does_not(
    world: World, visit: Visit, queue: list[str]
) -> None:
    assert "Rosa Ramirez Submitted" in visit(world.lead).page(LIST).text
    assert "Rosa Ramirez Submitted" not in visit(world.ravi).page(LIST).text


def test_the_title_is_searched_without_case_and_wildcards(world: World, visit: Visit) -> None:
    with writing():
        for title in ("100 % true", "Straße nach Ulm", "ﬁnal_score", "100 times"):
            article(world.project, "Text.", title=title)
    lead = visit(world.lead)
    assert listed(lead, "?q=100 %25") == ["100 % true"]
    assert listed(lead, "?q=STRASSE") == ["Straße nach Ulm"]
    assert listed(lead, "?q=final_") == ["ﬁnal_score"]
    assert listed(lead, "?q=l_s") == ["ﬁnal_score"]
    assert listed(lead, "?q=/") == []


def test_pages_follow_the_number_of_the_last_row(world: World, visit: Visit) -> None:
    with writing():
        for number in range(1, 53):
            article(world.project, f"Article number {number}.")
    lead = visit(world.lead)
    page = lead.page(LIST)
    assert len(numbers(lead)) == 50
    [further] = [link for link in page.links() if "after=" in link]
    assert further.endswith("after=50")
    assert numbers(lead, "?after=50") == [51, 52]
    assert numbers(lead, "?after=rubbish")[:1] == [1]


def test_the_empty_list_says_what_to_do(world: World, visit: Visit) -> None:
    assert "Paste one" in visit(world.lead).page(LIST).text
    assert "A lead of this project" in visit(world.rosa).page(LIST).text


def test_a_pasted_article_comes_in_with_all_its_fields(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    lead.page(NEW)
    answer = lead.post(
        LIST,
        {
            "text": "\r\nFirst line\r\nSecond",
            "title": " A  title ",
            "url": "https://example.org/a",
            "publisher": "P",
            "byline": "B",
            "published_on": "2026-02-28",
            "language": "pt-BR",
            "external_id": "x-1",
        },
    )
    assert answer.status_code == 302
    [made] = db.session.query(Article).all()
    assert (made.title, made.external_id, str(made.published_on)) == (
        "A title",
        "x-1",
        "2026-02-28",
    )
    assert made.revisions[0].text == "\nFirst line\nSecond"
    assert made.created_by == world.lead.id
    assert "1 article is in." in lead.page(LIST).text


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "T", "url": "javascript:alert(1)"}, "url"),
        ({"text": "T", "language": "english please"}, "language"),
        ({"text": "T", "published_on": "yesterday"}, "published_on"),
        ({"text": "T", "title": "t" * 1001}, "title"),
        ({"text": "T", "external_id": "taken"}, "external_id"),
    ],
)
def test_a_pasted_article_with_a_fault_is_shown_again(
    world: World, visit: Visit, fields: dict[str, str], at: str
) -> None:
    with writing():
        article(world.project, "Here.", external_id="taken")
    seen = visit(world.lead).submit(LIST, fields)
    assert at in seen.errors()
    assert titles() == ["Here."]


def test_a_text_file_comes_in_under_its_first_line(world: World, visit: Visit) -> None:
    file = (io.BytesIO("\ufeffCafé\nis open".encode()), "a.txt")
    answer = visit(world.lead).post(f"{LIST}/text-file", {"text_file": file})
    assert answer.status_code == 302
    assert titles() == ["Café"]


def test_a_text_file_in_another_encoding_asks_which(world: World, visit: Visit) -> None:
    lead, old = visit(world.lead), "Café “ici”".encode("cp1252")
    sent = {"text_file": (io.BytesIO(old), "old.txt")}
    seen = lead.submit(f"{LIST}/text-file", sent)
    assert "old.txt" in seen.errors()["text_file"]
    sent = {"text_file": (io.BytesIO(old), "old.txt"), "encoding": "windows-1252"}
    assert lead.post(f"{LIST}/text-file", sent).status_code == 302
    assert titles() == ["Café “ici”"]


def test_a_form_without_its_file_is_shown_again(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    assert "text_file" in lead.submit(f"{LIST}/text-file", {}).errors()
    assert "jsonl_file" in lead.submit(f"{LIST}/jsonl-file", {}).errors()


def jsonl(*rows: object, name: str = "many.jsonl") -> dict[str, object]:
    """A JSON Lines file as a form field."""
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return {"jsonl_file": (io.BytesIO(data), name)}


def progress(answer: object) -> list[dict[str, object]]:
    """The lines of an answer that tells its progress."""
    return [json.loads(line) for line in answer.text.splitlines()]  # type: ignore[attr-defined]


NDJSON = {"Accept": "application/x-ndjson, application/json;q=0.5"}


def test_a_jsonl_file_comes_in_without_scripts(world: World, visit: Visit) -> None:
    answer = visit(world.lead).post(f"{LIST}/jsonl-file", jsonl({"text": "A"}, {"text": "B"}))
    assert answer.status_code == 302
    assert titles() == ["A", "B"]


def test_a_jsonl_file_with_a_fault_brings_nothing_in_and_says_where(
    world: World, visit: Visit
) -> None:
    rows = [{"text": f"A{n}"} for n in range(600)] + [{"text": "B", "colour": "red"}]
    seen = visit(world.lead).submit(f"{LIST}/jsonl-file", jsonl(*rows))
    assert "many.jsonl, line 601, “colour”" in seen.errors()["jsonl_file"]
    assert titles() == []
    assert db.session.query(Event).filter_by(action="article.imported").count() == 0


def test_extra_keys_are_kept_where_asked_for(world: World, visit: Visit) -> None:
    sent = {**jsonl({"text": "B", "colour": "red"}), "keep_extra": "y"}
    assert visit(world.lead).post(f"{LIST}/jsonl-file", sent).status_code == 302
    assert db.session.query(Article).one().origin == '{"colour":"red"}'


def test_progress_is_told_in_lines_and_ends_with_where_to_go(world: World, visit: Visit) -> None:
    rows = [{"text": f"A{n}"} for n in range(1200)]
    answer = visit(world.lead).post(f"{LIST}/jsonl-file", jsonl(*rows), headers=NDJSON)
    told = progress(answer)
    assert answer.mimetype == "application/x-ndjson"
    assert [line["articles"] for line in told[:-1]] == [0, 500, 1000, 1200]
    assert told[-1] == {"done": 1200, "url": LIST, "said": "1200 articles are in."}
    assert len(titles()) == 1200


def test_a_fault_ends_the_progress_and_brings_nothing_in(world: World, visit: Visit) -> None:
    rows = [{"text": f"A{n}"} for n in range(600)] + [{"title": "no text"}]
    answer = visit(world.lead).post(f"{LIST}/jsonl-file", jsonl(*rows), headers=NDJSON)
    last = progress(answer)[-1]
    assert last["error"] == {  # type: ignore[comparison-overlap]
        "status": 422,
        "sentence": "In many.jsonl, line 601, “text”: it must be there, and be a string.",
        "field": "text",
    }
    assert titles() == []


def test_a_caller_who_goes_away_leaves_nothing(world: World, visit: Visit) -> None:
    rows = [{"text": f"A{n}"} for n in range(1200)]
    lead = visit(world.lead)
    fields = {**jsonl(*rows), "csrf_token": lead.token()}

    def leave() -> None:
        answer = lead._client.post(
            f"{LIST}/jsonl-file",
            data=fields,
            headers=NDJSON,
            **lead._base,  # type: ignore[arg-type]
        )
        lines = answer.iter_encoded()
        assert b'"articles":500' in next(lines) + next(lines)
        answer.close()

    lead._fresh(leave)  # type: ignore[arg-type]
    assert titles() == []
    # The write transaction is over: somebody else can write at once.
    assert visit(world.lead).post(LIST, {"text": "Next."}).status_code == 302


def test_the_file_name_cannot_put_marks_into_the_page(world: World, visit: Visit) -> None:
    name = "<img src=x onerror=alert(1)>\u202e.jsonl"
    seen = visit(world.lead).submit(f"{LIST}/jsonl-file", jsonl({"x": 1}, name=name))
    assert not list(seen.tree.iter("img"))
    assert "\u202e" not in seen.text
