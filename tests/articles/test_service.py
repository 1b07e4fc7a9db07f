"""Bringing articles in, and reading them back."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest
from sqlalchemy import select

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.articles.places import Place
from annotator.articles.queries import count_of, find, revision_text
from annotator.articles.service import import_articles, import_text, title_key
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.errors import Invalid, NotFound
from tests.databases import ON_BOTH
from tests.export.work import newest_revision
from tests.factories import SHELL, make_project
from tests.personas import World
from tests.text.nasty import nasty_texts


@ON_BOTH
def test_numbers_follow_the_order_and_every_row_has_its_event(world: World) -> None:
    told: list[int] = []
    drafts = [ArticleDraft(f"Article {number}", external_id=f"x{number}") for number in range(1100)]
    with writing():
        count = import_articles(world.project, drafts, actor=SHELL, progress=told.append)
    assert (count, told) == (1100, [*range(100, 1101, 100)])
    rows = db.session.execute(select(Article.number, Article.title).order_by(Article.number))
    assert [tuple(row) for row in rows] == [(n + 1, f"Article {n}") for n in range(1100)]
    actions = db.session.scalars(
        select(Event.action).where(Event.action.like("%.imported")).order_by(Event.seq)
    ).all()
    assert actions[:4] == ["article.imported", "revision.imported"] * 2
    assert len(actions) == 2200
    with writing():
        later = import_text(world.project, ArticleDraft("One more"), actor=SHELL)
    assert find(world.project_id, later).number == 1101  # type: ignore[union-attr]


@ON_BOTH
@pytest.mark.parametrize("second", [0, 600], ids=["same batch", "later batch"])
def test_a_name_from_elsewhere_stands_for_one_article(world: World, second: int) -> None:
    drafts = [ArticleDraft(f"A{n}", external_id=f"x{n}") for n in range(second + 1)]
    twin = ArticleDraft("Twin", external_id="x0", place=Place("in.jsonl", 99))
    with pytest.raises(Invalid) as refusal, writing():
        import_articles(world.project, [*drafts, twin], actor=SHELL)
    assert str(refusal.value) == (
        "In in.jsonl, line 99, “external_id”: an article “x0” is there already: "
        "leave this one out, or give it another id."
    )
    assert refusal.value.field == "external_id"
    assert count_of(world.project_id) == 0


def test_another_project_may_use_the_same_name(world: World) -> None:
    other = make_project()
    with writing():
        for project in (world.project, other):
            import_text(project, ArticleDraft("A", external_id="x"), actor=SHELL)
    assert count_of(world.project_id) == count_of(other.id) == 1


@ON_BOTH
@pytest.mark.parametrize("nasty", nasty_texts(huge=False), ids=lambda nasty: nasty.name)
def test_a_nasty_text_is_kept_as_its_canonical_self(world: World, nasty: object) -> None:
    if nasty.raw is None:  # type: ignore[attr-defined]
        pytest.skip("arrives as bytes: see the tests of decoding")
    draft = ArticleDraft(nasty.raw)  # type: ignore[attr-defined]
    if nasty.canonical is None:  # type: ignore[attr-defined]
        with pytest.raises(Invalid), writing():
            import_text(world.project, draft, actor=SHELL)
        return
    with writing():
        article_id = import_text(world.project, draft, actor=SHELL)
    revision = newest_revision(article_id)
    assert revision.text == nasty.canonical  # type: ignore[attr-defined]
    assert revision.length == len(revision.text)
    assert revision.text_sha256 == hashlib.sha256(revision.text.encode()).hexdigest()
    title = find(world.project_id, article_id).title  # type: ignore[union-attr]
    assert title.strip()
    assert len(title.splitlines()) == 1


def test_a_revision_is_read_once_and_remembered(world: World) -> None:
    with writing():
        article_id = import_text(world.project, ArticleDraft("A\n\nB", language="en"), actor=SHELL)
    first = revision_text(newest_revision(article_id).id)
    assert (first.number, first.text, first.language) == (1, "A\n\nB", "en")
    assert [(block.start, block.end) for block in first.layout.blocks] == [(0, 1), (3, 4)]
    assert revision_text(first.id) is first
    with pytest.raises(NotFound):
        revision_text(str(uuid4()))


def test_an_article_is_found_in_its_own_project_alone(world: World) -> None:
    with writing():
        article_id = import_text(world.project, ArticleDraft("A"), actor=SHELL)
    assert find(world.project_id, article_id) is not None
    assert find(make_project().id, article_id) is None


@ON_BOTH
def test_the_longest_title_fits_the_index(world: World) -> None:
    # One character of these becomes eighteen when compatibility is put aside.
    with writing():
        import_text(world.project, ArticleDraft("A", title="\ufdfa" * 1000), actor=SHELL)
    assert len(db.session.scalars(select(Article.title_key)).one()) == 400
    assert title_key("ﬁnal STRASSE") == title_key("FINAL straße")


def test_the_trail_keeps_hashes_of_long_texts(world: World) -> None:
    with writing():
        import_text(world.project, ArticleDraft("A secret text"), actor=SHELL)
    after = db.session.scalars(select(Event.after).where(Event.target == "revision")).one()
    assert after is not None
    assert "secret" not in after
    assert db.session.scalars(select(Revision.text_sha256)).one() in after


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a\n" * 20_000, True),
        ("a\n" * 20_001, False),
        ("a\n" * 1_000_001, False),
        ("a" * 2_000_000, True),
        ("a" * 2_000_001, False),
        ("\n" * 100_000 + "a\n" * 20_000, True),
    ],
    ids=["blocks", "a block more", "both", "characters", "a character more", "blank lines"],
)
def test_an_article_is_only_so_long(world: World, text: str, fits: bool) -> None:
    draft = ArticleDraft(text, place=Place("in.jsonl", 3))
    if fits:
        with writing():
            assert import_text(world.project, draft, actor=SHELL)
        return
    with pytest.raises(Invalid) as refusal, writing():
        import_text(world.project, draft, actor=SHELL)
    assert str(refusal.value) == (
        "In in.jsonl, line 3, “text”: an article may have at most 2,000,000 characters and "
        "20,000 paragraphs."
    )
    assert count_of(world.project_id) == 0
