"""What leaves: proved, complete, in order, and one line a record for every reader of lines."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_articles
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.export.options import Layers, Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.export.schemas import NAMES, schema_bytes
from annotator.formats.native import shape
from tests.databases import ON_BOTH
from tests.export.reading import fragments, rows
from tests.export.work import TEXT, article, mark, newest_revision
from tests.factories import SHELL
from tests.personas import World
from tests.text.nasty import nasty_texts

Export = Callable[..., bytes]
Ids = tuple[str, str, str]


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_every_row_is_true_to_its_text(world: World, busy: Ids, export: Export, unit: Unit) -> None:
    texts = {row["id"]: row["text"] for row in rows(export())}
    found = rows(export(unit=unit))
    assert found
    for row in found:
        whole = texts[row.get("article", row["id"])]
        assert hashlib.sha256(whole.encode()).hexdigest() == row["text_sha256"]
        units = whole.encode("utf-16-le")
        for piece in fragments(row):
            start, end, exact = piece["start"], piece["end"], piece["exact"]
            assert whole[start:end] == exact
            in_units = units[2 * piece["start_utf16"] : 2 * piece["end_utf16"]]
            assert in_units.decode("utf-16-le") == exact
            assert whole[max(0, start - 32) : start] == piece["prefix"]
            assert whole[end : end + 32] == piece["suffix"]
        if unit is Unit.SPAN:
            at, sentence = row["sentence_start"], row["sentence"]
            assert whole[at : at + len(sentence)] == sentence
            assert all(piece["exact"] in sentence for piece in row["fragments"])


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_every_line_fits_its_schema(world: World, busy: Ids, export: Export, unit: Unit) -> None:
    schema = json.loads(schema_bytes(f"{unit}-1") or b"")
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    for row in rows(export(unit=unit, names=True)):
        checker.validate(row)
        # The order of the keys is part of the format.
        assert list(row) == schema["required"]


def test_the_schemas_refuse_what_they_do_not_know() -> None:
    for name in NAMES:
        schema = json.loads(schema_bytes(name) or b"")
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False
        # What was decided, and what was said, is only there where there is any to tell.
        now_and_then = (shape.SETTLED, shape.THREADS)
        always = [key for key in schema["properties"] if key not in now_and_then]
        assert schema["required"] == always
    assert schema_bytes("../../config") is None


def test_what_the_import_reads_is_what_the_schema_says() -> None:
    schema = json.loads(schema_bytes("article-1") or b"")
    parts = {"annotation": shape.ANNOTATION, "claim": shape.CLAIM, "verdict": shape.VERDICT}
    parts |= {"source": shape.SOURCE, "fragment": shape.FRAGMENT}
    parts |= {"settled": shape.SETTLING, "decision": shape.DECISION}
    parts |= {"review": {**shape.REVIEW, **shape.REVIEW_KNOWN}}
    assert list(schema["properties"]) == [*shape.ARTICLE, shape.SETTLED, shape.THREADS]
    for name, keys in parts.items():
        assert list(schema["$defs"][name]["properties"]) == list(keys), name


def test_readers_of_lines_agree_how_many_there_are(world: World, busy: Ids, export: Export) -> None:
    for unit, count in ((Unit.ARTICLE, 3), (Unit.SPAN, 5), (Unit.CLAIM, 2)):
        data = export(unit=unit)
        assert data.endswith(b"\n")
        assert data.count(b"\n") == count
        assert len(data.decode().splitlines()) == count
        assert not any(sign in data.decode() for sign in "\u2028\u2029\x85\x0b\x0c\x1c")


@ON_BOTH
def test_the_article_unit_holds_everything_in_order(
    world: World, busy: Ids, export: Export
) -> None:
    first, second, third = rows(export())
    assert [first["id"], second["id"], third["id"]] == list(busy)
    assert first["published_on"] == "2025-11-21"
    assert first["scheme_version"] == 1
    assert first["origin"] == {"section": "home", "n": [1, 2.5, None], "u": "\u2029"}
    assert [review["reviewer"] for review in first["reviews"]] == ["r2", "r3"]
    assert first["reviews"][0]["submitted_at"] == "2025-11-21T10:30:00.123Z"
    assert second["reviews"][0]["nothing_to_mark"] is True
    assert third["reviews"] == []
    assert third["scheme_version"] is None
    starts = [found["fragments"][0]["start"] for found in first["annotations"]]
    assert len(starts) == 5
    quote = first["annotations"][2]
    # Its cue stands before its content: the first start counts, whatever its part.
    assert [piece["part"] for piece in quote["fragments"]] == ["content", "cue", "speaker"]


def test_a_claim_has_its_whole_history(world: World, busy: Ids, export: Export) -> None:
    marks = rows(export())[0]["annotations"]
    claim = next(found for found in marks if found["version"] == 7)["claim"]
    assert [found["rating"] for found in claim["verdicts"]] == ["not_enough_evidence", "refuted"]
    assert claim["verdict"] == claim["verdicts"][-1]
    assert [found["stale_reason"] for found in claim["verdicts"]] == [None, "evidence"]
    assert claim["verdict"]["label"] == "Refuted"
    # By order, and without the one that was removed.
    assert [found["order"] for found in claim["sources"]] == [1, 2, 4, 5, 6]


@ON_BOTH
def test_links_that_fit_stand_beside_the_marks_and_those_that_sleep_do_not(
    world: World, busy: Ids, export: Export
) -> None:
    first, second, _ = rows(export())
    claim = next(found for found in first["annotations"] if found["version"] == 7)
    quote = next(found for found in first["annotations"] if found["label"] == "quote")
    [link] = first["links"]
    assert (link["from"], link["to"], link["kind"]) == (claim["id"], quote["id"], "made_in")
    assert (link["layer"], link["author"]) == ("reviewer", claim["author"])
    assert quote["quote"]["kind"] == "direct"
    assert second["links"] == []


def test_a_link_to_a_mark_that_is_not_exported_is_left_out(
    world: World, busy: Ids, export: Export
) -> None:
    assert rows(export(layer=Layers.GOLD))[0]["links"] == []


def test_a_pending_choice_is_never_a_verdict(world: World, busy: Ids, export: Export) -> None:
    pending = next(
        row for row in rows(export(unit=Unit.CLAIM)) if row["surface"] == "six minutes late"
    )
    assert pending["pending_choice"] == "refuted"
    assert pending["rating"] is pending["label"] is pending["decided_by"] is None
    assert pending["per_annotator"] == []
    assert set(pending["distribution"].values()) == {0}


def test_the_claim_unit_joins_pieces_and_counts_verdicts(
    world: World, busy: Ids, export: Export
) -> None:
    row = rows(export(unit=Unit.CLAIM))[0]
    assert row["surface"] == "97 percent of trains … in 2025"
    assert row["distribution"]["refuted"] == 1
    assert [found["rating"] for found in row["per_annotator"]] == ["refuted"]
    assert [found["url"] for found in row["evidence"]] == [
        "https://news.example.org/trains",
        "https://stats.example.org/rail",
        "https://paper.example.org/7",
        "https://agency.example.org/7",
        None,
    ]


def test_what_was_relabelled_or_removed_is_no_claim(
    world: World, busy: Ids, export: Export
) -> None:
    data = export()
    assert b"Once a claim." not in data
    assert b"gone.example.org" not in data
    assert '"exact":"Minister"' not in data.decode()


@pytest.mark.parametrize(("layer", "count"), [("all", 5), ("reviewer", 4), ("gold", 1)])
def test_a_layer_can_be_had_alone(
    world: World, busy: Ids, export: Export, layer: str, count: int
) -> None:
    found = rows(export(unit=Unit.SPAN, layer=Layers(layer)))
    assert len(found) == count
    assert layer == "all" or {row["layer"] for row in found} == {layer}


def test_names_only_where_asked_for(world: World, busy: Ids, export: Export) -> None:
    assert b"Rosa Ramirez" not in export()
    assert [row["reviewer"] for row in rows(export(names=True))[0]["reviews"]] == [
        "Ravi Rao",
        "Rosa Ramirez",
    ]


def test_submitted_work_can_be_had_alone(world: World, busy: Ids, export: Export) -> None:
    authors = {row["author"] for row in rows(export(unit=Unit.SPAN, submitted_only=True))}
    assert authors == {"r2"}


@ON_BOTH
def test_the_same_data_gives_the_same_bytes(world: World, busy: Ids, export: Export) -> None:
    for unit in Unit:
        assert export(unit=unit) == export(unit=unit)


@ON_BOTH
def test_nasty_texts_come_in_and_leave_as_they_are(world: World, export: Export) -> None:
    taken = []
    with writing():
        for nasty in nasty_texts(huge=False):
            if nasty.raw is None:
                continue
            if nasty.canonical is None:
                with pytest.raises(Invalid):
                    article(world.project, nasty.raw)
                continue
            article_id = article(world.project, nasty.raw, title=nasty.name)
            whole = newest_revision(article_id).text
            assert whole == nasty.canonical
            for start, end in nasty.marks:
                _mark_at(world, article_id, whole, start, end)
            taken.append(nasty)
    found = rows(export())
    assert [row["text"] for row in found] == [nasty.canonical for nasty in taken]
    for row, nasty in zip(found, taken, strict=True):
        pieces = [(piece["start"], piece["end"]) for piece in fragments(row)]
        assert sorted(pieces) == sorted(nasty.marks), nasty.name
    assert len(export().decode().splitlines()) == len(taken)


def _mark_at(world: World, article_id: str, whole: str, start: int, end: int) -> None:
    found = mark(world.project, article_id, world.rosa.id, whole[start:end])
    found.fragments[0].start, found.fragments[0].end = start, end
    db.session.flush()


def test_memory_stays_small_however_many_articles_there_are(world: World) -> None:
    with writing():
        drafts = (ArticleDraft(f"Article {number}.\n" + TEXT * 20) for number in range(2000))
        import_articles(world.project, drafts, actor=SHELL)
    with Snapshot(world.project_id) as snapshot:
        for _ in lines(snapshot, world.slug, Options()):
            pass
        tracemalloc.start()
        try:
            written = sum(map(len, lines(snapshot, world.slug, Options())))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert written > 12_000_000
    # A chunk of them, at four bytes a character: not all of them, which are 44 MB as text alone.
    assert peak < 20_000_000, f"{peak} bytes at the peak"


@ON_BOTH
def test_people_at_work_change_nothing_half_way(world: World, busy: Ids, export: Export) -> None:
    whole = export()
    with Snapshot(world.project_id) as snapshot:
        stream = lines(snapshot, world.slug, Options())
        begun = next(stream)
        with writing():
            article(world.project, "A newcomer.")
            mark(world.project, busy[2], world.rosa.id, "Not opened", wording="New.")
        assert begun + b"".join(stream) == whole
    assert export() != whole
