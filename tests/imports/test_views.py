"""The page that brings articles in, and the list of past imports."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from annotator.articles.models import Article
from annotator.articles.queries import count_of
from annotator.db import db, writing
from annotator.imports.models import Import
from annotator.similarity.known import Choice
from tests.export.work import article
from tests.imports.arriving import rows, states, stored
from tests.personas import World
from tests.visitor import Visitor

Visit = Callable[..., Visitor]

LIST = "/projects/demo-desk/articles"
NEW = f"{LIST}/new"
IMPORTS = "/projects/demo-desk/imports"
NDJSON = {"Accept": "application/x-ndjson, application/json;q=0.5"}


def titles() -> list[str]:
    """What is in the project, in the order of the queue."""
    db.session.rollback()
    return [row.title for row in db.session.query(Article).order_by(Article.number)]


def files(*sent: tuple[str, bytes], **fields: str) -> dict[str, object]:
    """The fields of the form with these files."""
    return {"files": [(io.BytesIO(data), name) for name, data in sent], **fields}


@pytest.mark.parametrize("key", ["reviewer", "observer", "stranger"])
def test_only_a_lead_brings_articles_in(world: World, visit: Visit, key: str) -> None:
    visitor = visit(getattr(world, key))
    assert visitor.post(LIST, {"text": "Smuggled."}).status_code == 404
    assert visitor.post(IMPORTS, files(("a.txt", b"Smuggled."))).status_code == 404
    assert visitor.get(NEW).status_code == visitor.get(IMPORTS).status_code == 404
    assert (titles(), stored(Import)) == ([], 0)


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
        ({"text": "T", "language": "xx-nonsense"}, "language"),
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


def test_many_files_come_in_without_scripts(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    sent = files(("a.txt", "\ufeffCafé\nis open".encode()), ("b.jsonl", rows(2)))
    assert lead.post(IMPORTS, sent).status_code == 302
    assert titles() == ["Café", "Article 0", "Article 1"]
    assert "b.jsonl: 2 articles are in." in lead.page(LIST).text
    assert states() == [("finished", 1), ("finished", 2)]


def test_what_came_in_is_one_click_away(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    lead.page(NEW)
    lead.post(LIST, {"text": "Pasted."})
    lead.post(IMPORTS, files(("one.txt", b"Sent."), ("b.jsonl", rows(2))))
    pasted, one, *two = [row.id for row in db.session.query(Article).order_by(Article.number)]
    notices = lead.page(LIST).tree.findall(".//p[@class='notice__title']/a")
    links = [str(link.get("href")) for link in notices]
    assert links == [f"{LIST}/{pasted}", f"{LIST}/{one}", f"{LIST}?after=2"]
    shown = lead.page(links[-1]).links()
    assert f"{LIST}/{one}" not in shown, "nor is anything that was there before"
    assert {f"{LIST}/{article_id}" for article_id in two} <= set(shown)


def test_the_way_to_what_came_in_is_told_with_its_progress(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    answer = lead.post(IMPORTS, files(("one.txt", b"Sent.")), headers=NDJSON)
    [made] = db.session.query(Article.id).all()
    way = {"href": f"{LIST}/{made.id}", "text": "Open the article"}
    assert told(answer)[-1]["way"] == way
    dry = lead.post(IMPORTS, files(("two.txt", b"Not sent.")) | {"dry_run": "y"}, headers=NDJSON)
    assert told(dry)[-1]["way"] is None


def test_a_file_at_fault_is_told_beside_those_that_are_in(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    bad = rows(250, {"text": "B", "colour": "red"})
    seen = lead.submit(IMPORTS, files(("good.txt", b"Good."), ("bad.jsonl", bad)))
    assert "In bad.jsonl, line 251, “colour”: there is no such key" in seen.text
    assert "1 article is in." in seen.text
    assert titles() == ["Good."]
    past = lead.page(IMPORTS).text
    assert "Nothing came in" in past
    assert "line 251, “colour”" in past
    assert "Lea Lindqvist" in past


def test_a_lead_says_which_column_is_which(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    table = b"Kopf,Koerper\nA head,Its words\n"
    refused = lead.submit(IMPORTS, files(("a.csv", table), column_title="Kopf"))
    assert "none of the columns (Kopf, Koerper) is called text" in refused.text
    assert refused.tree.find(".//details[@open]//details[@open]//input[@value='Kopf']") is not None
    named = files(("a.csv", table), column_title=" Kopf ", column_text="Koerper")
    assert lead.post(IMPORTS, named).status_code == 302
    bare = files(("b.csv", b"No head,Words\n"), column_title="1", column_text="2")
    assert lead.post(IMPORTS, bare).status_code == 302
    assert titles() == ["A head", "No head"]


def test_a_column_with_too_long_a_name_is_refused_beside_its_field(
    world: World, visit: Visit
) -> None:
    sent = files(("a.csv", b"text\nWords\n"), column_text="x" * 201)
    seen = visit(world.lead).submit(IMPORTS, sent)
    assert seen.errors() == {"column_text": "This is too long."}


def test_an_old_encoding_is_found_out_or_asked_for(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    seen = lead.submit(IMPORTS, files(("old.txt", "Café".encode("cp1252"))))
    assert "In old.txt, “file”: the text is not valid utf-8 at byte 3" in seen.text
    named = files(("old.txt", "Café “ici”".encode("cp1252")), encoding="windows-1252")
    assert lead.post(IMPORTS, named).status_code == 302
    russian = "Мэр города заявил, что аренда жилья упала на треть за два года."
    answer = lead.post(IMPORTS, files(("ru.txt", russian.encode("cp1251"))), headers=NDJSON)
    assert told(answer)[-1]["said"] == "1 article is in. Read as cp1251, guessed."
    assert titles() == ["Café “ici”", russian]


def test_rows_at_fault_are_left_out_and_listed_on_request(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    sent = files(("b.jsonl", rows(2, {"text": ""})), keep_good="y", dry_run="y")
    seen = lead.submit(IMPORTS, sent, status=200)
    assert "2 articles would come in. 1 was refused." in seen.text
    assert (titles(), stored(Import)) == ([], 0)
    seen = lead.submit(IMPORTS, files(("b.jsonl", rows(2, {"text": ""})), dry_run="y"), status=200)
    assert "2 articles are in order. 1 was refused. So nothing would come in:" in seen.text
    sent = files(("b.jsonl", rows(2, {"text": ""})), keep_good="y")
    assert lead.post(IMPORTS, sent).status_code == 302
    assert count_of(world.project_id) == 2
    assert "What was refused: 1 row" in lead.page(IMPORTS).text


def test_past_imports_are_told_in_the_language_of_whoever_reads_them(
    world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    lead.submit(IMPORTS, files(("ended.jsonl", rows(2, {"text": ""}))))
    lead.post(IMPORTS, files(("b.jsonl", rows(2, {"text": ""})), keep_good="y"))
    lead.post(IMPORTS, files(("again.jsonl", rows(1)), known=Choice.SKIP.value))
    english = lead.page(IMPORTS).text
    arabic = lead.page(IMPORTS, headers={"Accept-Language": "ar"}).text
    for file, said, told in (
        ("ended.jsonl", "In ended.jsonl, line 3, “text”: the text is empty", "النص فارغ"),
        ("b.jsonl", "In b.jsonl, line 3, “text”: the text is empty", "النص فارغ"),
        ("again.jsonl", "is there already; this was left out.", "موجود من قبل؛ تُرك هذا"),
    ):
        assert said in english, file
        assert said not in arabic, file
        assert told in arabic, file


def test_a_form_without_a_file_is_shown_again(world: World, visit: Visit) -> None:
    assert "files" in visit(world.lead).submit(IMPORTS, {}).errors()


def told(answer: object) -> list[dict[str, object]]:
    """The lines of an answer that tells its progress."""
    return [json.loads(line) for line in answer.text.splitlines()]  # type: ignore[attr-defined]


def test_progress_is_told_in_lines(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    answer = lead.post(IMPORTS, files(("b.jsonl", rows(450))), headers=NDJSON)
    lines = told(answer)
    assert answer.mimetype == "application/x-ndjson"
    counts = [line["articles"] for line in lines[:-1]]
    assert counts[:2] == [0, 100]
    assert counts == sorted(counts)
    assert counts[-1] == 450
    assert lines[-1] == {
        "file": "b.jsonl",
        "done": 450,
        "said": "450 articles are in.",
        "refusals": [],
        "way": {"href": LIST, "text": "See what came in"},
        "waits": False,
    }
    other = rows(0, {"text": "Other words", "id": "x0"})
    again = lead.post(IMPORTS, files(("b.jsonl", other)), headers=NDJSON)
    sentence = (
        "In b.jsonl, line 1, “external_id”: an article “x0” is there already: "
        "leave this one out, or give it another id."
    )
    assert told(again)[-1]["error"] == {"sentence": sentence, "field": "external_id"}


def test_pages_say_how_many_more_were_there_already_than_they_tell(
    world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    lead.post(IMPORTS, files(("b.jsonl", rows(131))), headers=NDJSON)
    again = lead.post(IMPORTS, files(("b.jsonl", rows(131))), headers=NDJSON)
    end = told(again)[-1]
    more = "… and 31 more that were there already."
    assert (end["done"], end["refusals"][-1]) == (0, more)  # type: ignore[index]
    assert len(end["refusals"]) == 101  # type: ignore[arg-type]
    assert more in lead.get(IMPORTS).text


def test_a_caller_who_goes_away_leaves_nothing(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    fields = {**files(("b.jsonl", rows(1200))), "csrf_token": lead.token()}

    def leave() -> None:
        answer = lead._client.post(
            IMPORTS,
            data=fields,
            headers=NDJSON,
            **lead._base,  # type: ignore[arg-type]
        )
        lines = answer.iter_encoded()
        assert b'"articles":100' in next(lines) + next(lines)
        answer.close()

    lead._fresh(leave)  # type: ignore[arg-type]
    assert titles() == []
    assert states() == [("cleared", 0)]


def test_the_file_name_cannot_put_marks_into_the_page(world: World, visit: Visit) -> None:
    name = "<img src=x onerror=alert(1)>\u202e.jsonl"
    seen = visit(world.lead).submit(IMPORTS, files((name, b'{"x": 1}')))
    assert not list(seen.tree.iter("img"))
    assert "\u202e" not in seen.text


def test_so_many_files_that_a_cookie_takes_no_link_for_each_are_told_without(
    world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    sent = files(*((f"{n}.txt", f"Sent {n}.".encode()) for n in range(9)))
    assert lead.post(IMPORTS, sent).status_code == 302
    seen = lead.page(LIST)
    assert "8.txt: 1 article is in." in seen.text
    assert seen.tree.findall(".//p[@class='notice__title']/a") == []
