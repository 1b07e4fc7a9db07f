"""Texts with spans: each piece of each mark, where it stands."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.db import db, writing
from tests.databases import ON_BOTH
from tests.export import work
from tests.export.reading import rows
from tests.export.ways_out import said, written
from tests.personas import World

Ids = tuple[str, str, str]
LETTERS = st.text("aé🚆\u0301世 \u2028-.", min_size=3, max_size=30).filter(
    lambda text: len(text.strip()) > 2
)


@ON_BOTH
def test_each_piece_is_a_span_under_the_id_of_its_mark(world: World, busy: Ids) -> None:
    data, export = written(world, "spacy")
    lines = rows(data)
    assert [len(line["spans"]) for line in lines] == [8, 0, 0]
    first = lines[0]
    assert first["meta"]["url"] == "https://news.example.org/trains"
    labels = sorted(span["label"] for span in first["spans"])
    assert labels == [
        *("claim", "claim", "claim", "context", "context"),
        *("quote", "quote_cue", "quote_speaker"),
    ]
    for span in first["spans"]:
        assert first["text"][span["start"] : span["end"]] == span["text"]
    whole = [
        span["id"] for span in first["spans"] if span["text"] in ("97 percent of trains", "in 2025")
    ]
    assert len(whole) == 2
    assert len(set(whole)) == 1
    assert said(export) == [
        "Claims whose wording it has no place for: 1.",
        "Verdicts, which it has no place for: 2.",
        "Choices that wait and are no verdict, left out: 1.",
        "Sources, which it has no place for: 5.",
        "Notes, which it has no place for: 1.",
        "Marks of which it has no place for the kind, the role, the speaker, or another field: 3.",
        "Links between marks, which it has no place for: 1.",
        "Reviews, of which it has no place for who read what to the end: 3.",
    ]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=LETTERS)
def test_whatever_the_signs_a_span_is_the_marked_words(world: World, words: str) -> None:
    with writing():
        project = db.session.merge(world.project)
        article = work.article(project, f"Before {words} after.\n")
        text = work.newest_revision(article).text
        exact = text[6 : len(text) // 2 + 4]
        work.mark(project, article, world.rosa.id, exact)
    for kind in ("spacy", "webannotation"):
        data, _export = written(world, kind)
        assert exact.encode() in data or b"\\u2028" in data
    line = next(row for row in rows(written(world, "spacy")[0]) if row["meta"]["id"] == article)
    [span] = line["spans"]
    assert line["text"][span["start"] : span["end"]] == span["text"] == exact


@pytest.mark.readers
def test_spacy_finds_the_same_words(world: World, busy: Ids) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    for line in rows(written(world, "spacy")[0]):
        doc = nlp(line["text"])
        for span in line["spans"]:
            found = doc.char_span(span["start"], span["end"], label=span["label"])
            if found is None:
                # Where tokens are cut otherwise, the whole tokens around it hold the words.
                found = doc.char_span(span["start"], span["end"], alignment_mode="expand")
                assert span["text"] in found.text
            else:
                assert found.text == span["text"]
