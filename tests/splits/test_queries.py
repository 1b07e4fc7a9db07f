"""What splitting reads of a project, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from annotator.annotations.models import Annotation, Label, Layer, Quote
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.clock import now
from annotator.db import READ, db, writing
from annotator.projects.models import Project
from annotator.revisions.service import revise_article
from annotator.similarity.linking import link_articles
from annotator.splits import queries
from annotator.splits.grouping import Overlaps, group
from annotator.splits.leaks import is_leak_free
from annotator.splits.material import Material, Reason
from annotator.splits.plan import SplitPlan, plan_of
from annotator.splits.queries import UNJUDGED, ProjectReader
from annotator.splits.service import split_articles
from annotator.training.models import Offer, TrainingArticle
from annotator.trash.service import move_to_trash
from tests.databases import ON_BOTH
from tests.export.work import article, mark, newest_revision, speaker, verdict
from tests.factories import SHELL
from tests.personas import World
from tests.splits.making import edited, fresh

pytestmark = ON_BOTH

PLAN = plan_of({"train": 8, "dev": 1, "test": 1}, join=["speaker", "publisher"])


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    """A connection that keeps to one snapshot, once something was asked through it."""
    with db.engines[READ].connect() as opened:
        yield opened


def _read(connection: Connection, world: World, plan: SplitPlan = PLAN, **more: object) -> Material:
    return ProjectReader(connection, world.project_id, **more).material(plan)  # type: ignore[arg-type]


def _joins(connection: Connection, world: World) -> list[tuple[int, int, Reason]]:
    reader = ProjectReader(connection, world.project_id)
    material = reader.material(PLAN)
    groups = group(material, Overlaps(material, reader.text))
    return sorted((join.one, join.other, join.reason) for join in groups.joins())


def test_a_project_without_articles_is_read_as_one(connection: Connection, world: World) -> None:
    reader = ProjectReader(connection, world.project_id)
    made = split_articles(reader.material(PLAN), reader.text, PLAN)
    assert list(made.split_of()) == []
    assert is_leak_free(made.report)


def test_everything_that_joins_articles_is_found(connection: Connection, world: World) -> None:
    text = fresh("wire", 100)
    with writing():
        project, rosa = world.project, world.rosa.id
        ids = [
            article(project, text, url="https://www.example.org/a?utm_source=x"),
            article(project, edited(text, 3)),
            article(project, fresh(2), url="http://m.example.org/a#top", publisher="The Daily"),
            article(project, f"Fares doubled in a year. {fresh(3)}"),
            article(project, f"FARES doubled, in a year! {fresh(4)}", publisher="the  DAILY"),
            article(project, fresh(5)),
            article(project, f"She came. {fresh(6)}"),
            article(project, f"She went. {fresh(7)}"),
        ]
        mark(project, ids[3], rosa, "Fares doubled", "in a year")
        mark(project, ids[4], rosa, "FARES", wording="Fares doubled in a year")
        link_articles(project.id, ids[5], ids[0], actor=SHELL)
        minister = speaker(project, "Ana Ruiz")
        merged = speaker(project, "The minister", merged_into=minister)
        mark(project, ids[6], rosa, "She came").claim.speaker_id = minister.id  # type: ignore[union-attr]
        quote = mark(project, ids[7], rosa, "She went", label=Label.QUOTE)
        quote.quote = Quote(project_id=project.id, speaker_id=merged.id)
    assert _joins(connection, world) == [
        (0, 1, Reason.NEAR),
        (0, 2, Reason.SAME_PAGE),
        (0, 5, Reason.LINKED),
        (2, 4, Reason.PUBLISHER),
        (3, 4, Reason.CLAIM),
        (6, 7, Reason.SPEAKER),
    ]


def test_claims_that_were_taken_back_or_are_none_any_more_join_nothing(
    connection: Connection, world: World
) -> None:
    with writing():
        project, rosa = world.project, world.rosa.id
        for number in range(3):
            one = article(project, f"Fares have doubled again. {fresh(number)}")
            found = mark(project, one, rosa, "Fares have doubled again")
            if number == 0:
                found.removed_at = now()
            if number == 1:
                found.label = Label.CONTEXT
    assert _joins(connection, world) == []


def test_an_earlier_revision_is_read_as_well(connection: Connection, world: World) -> None:
    old = fresh("old", 80)
    with writing():
        changed = article(world.project, old)
        article(world.project, edited(old, 2))
        corrected = ArticleDraft(text=fresh("quite another", 80))
        revise_article(
            db.session.get_one(Article, changed), corrected, reason="A test.", actor=SHELL
        )
    assert _joins(connection, world) == [(0, 1, Reason.NEAR)]


def test_training_articles_and_the_trash_are_left_out(connection: Connection, world: World) -> None:
    with writing():
        ids = [article(world.project, fresh(number)) for number in range(3)]
        db.session.add(_training(world.project, ids[0]))
        move_to_trash(db.session.get_one(Article, ids[1]), "A test.", actor=SHELL)
    assert _read(connection, world).ids == [ids[2]]


def _training(project: Project, article_id: str) -> TrainingArticle:
    return TrainingArticle(
        article_id=article_id, project_id=project.id, state=Offer.OFFERED, made_at=now(), version=1
    )


def _judged(world: World) -> list[Annotation]:
    project, rosa = world.project, world.rosa.id
    one, two = (article(project, f"One two three. {fresh(n)}") for n in range(2))
    claims = [mark(project, one, rosa, word) for word in ("One", "two", "three")]
    verdict(claims[0], rosa, "supported", 1, "So it is.")
    verdict(claims[0], rosa, "refuted", 2, "It is not.")
    verdict(claims[1], rosa, "refuted", 1, "It is not.")
    mark(project, one, rosa, "One", label=Label.QUOTE)
    mark(project, two, rosa, "One", label=Label.CONTEXT, layer=Layer.GOLD)
    return claims


def test_marks_are_counted_by_label_and_claims_by_their_newest_rating(
    connection: Connection, world: World
) -> None:
    with writing():
        _judged(world)
    plan = plan_of({"train": 1}, stratify="label")
    found = _read(connection, world, plan)
    assert (list(found.marks), list(found.claims)) == ([4, 1], [3, 0])
    assert {name: list(column) for name, column in found.strata.items()} == {
        "claim": [3, 0], "quote": [1, 0], "context": [0, 1],
    }  # fmt: skip
    found = _read(connection, world, plan_of({"train": 1}, stratify="rating"))
    assert {name: list(column) for name, column in found.strata.items()} == {
        "refuted": [2, 0], UNJUDGED: [1, 0],
    }  # fmt: skip


def test_a_release_of_a_part_counts_that_part_only(connection: Connection, world: World) -> None:
    with writing():
        _judged(world)
    found = _read(connection, world, marks=Annotation.layer == Layer.GOLD)
    assert (list(found.marks), list(found.claims)) == ([0, 1], [0, 0])
    found = _read(connection, world, articles=Article.number == 2)
    assert (len(found), list(found.marks)) == (1, [1])


def test_days_of_publication_decide_a_cut(connection: Connection, world: World) -> None:
    with writing():
        ids = [
            article(world.project, fresh(day), published_on=date(2026, 1, day)) for day in (1, 2)
        ]
    plan = plan_of({"train": 1, "test": 1}, cut={"test": "2026-01-02"})
    reader = ProjectReader(connection, world.project_id)
    made = split_articles(reader.material(plan), reader.text, plan)
    assert list(made.split_of()) == [(ids[0], "train"), (ids[1], "test")]


def test_articles_are_read_some_at_a_time_and_give_the_same(
    connection: Connection, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        for number in range(7):
            article(world.project, fresh(number // 2, 60 + number % 2))
    whole = _read(connection, world)
    monkeypatch.setattr(queries, "_ARTICLES", 3)
    monkeypatch.setattr(queries, "_CHARACTERS", 1000)
    done: list[int] = []
    parts = ProjectReader(connection, world.project_id).material(PLAN, done.append)
    assert done == [3, 6, 7]
    assert parts.ids == whole.ids
    assert list(parts.bands.runs()) == list(whole.bands.runs())
    assert list(parts.same()) == list(whole.same())


def test_what_is_stored_meanwhile_changes_nothing(connection: Connection, world: World) -> None:
    with writing():
        first = article(world.project, fresh(1))
    reader = ProjectReader(
        connection.execution_options(isolation_level="REPEATABLE READ")
        if connection.dialect.name == "postgresql"
        else connection,
        world.project_id,
    )
    before = reader.material(PLAN)
    with writing():
        article(world.project, fresh(1))
    assert before.ids == reader.material(PLAN).ids == [first]
    assert reader.text(1, 1) == newest_revision(first).text
