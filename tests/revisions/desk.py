"""An article with marks of two people, and a lead who corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from annotator.annotations.models import Annotation
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.db import db, writing
from annotator.revisions.models import Carry, Settled
from annotator.revisions.queries import report
from annotator.revisions.service import Report, revise_article
from annotator.revisions.settling import SettleDraft, settle_carry
from tests.conftest import Visit
from tests.factories import make_article, make_session
from tests.personas import World, make_world
from tests.visitor import Visitor
from tests.workspace.marks import Hand

TEXT = (
    "The harbour board said on Monday that the fare rose by 54 per cent in two years.\n"
    "Nobody was asked before the board met, and the minutes were never published anywhere.\n"
    "A speaker for the union called the figures wrong and asked for a new count.\n"
)


@dataclass
class Desk:
    """One article, and the people at it."""

    world: World
    visit: Visit
    article_id: str

    @property
    def article(self) -> Article:
        """The article as it is now."""
        return db.session.get_one(Article, self.article_id)

    @property
    def base(self) -> str:
        """The address of the article."""
        return f"/projects/{self.world.slug}/articles/{self.article_id}"

    def hand(self, name: str = "reviewer") -> Hand:
        """The hand of one of the people."""
        person = getattr(self.world, name)
        return Hand(self.visit(person), self.world.slug, self.article_id, TEXT)

    def correct(self, text: str, *, reason: str = "The agency corrected it.") -> Report:
        """Make this the article's newest text."""
        with writing():
            actor = self.world.lead.actor
            return revise_article(self.article, ArticleDraft(text), reason=reason, actor=actor)

    def carries(self, revision_id: str) -> Sequence[Carry]:
        """What a correction did to everybody's marks."""
        return report(self.article_id, revision_id)

    def carry(self, mark_id: str, made: Report) -> Carry:
        """What a correction did to one mark."""
        rows = report(self.article_id, made.revision_id)
        return next(row for row in rows if row.annotation_id == mark_id)

    def settle(self, carry_id: str, how: Settled, *, by: str = "reviewer", **given: object) -> None:
        """Settle it as this person."""
        with writing():
            carry = db.session.get_one(Carry, carry_id)
            draft = SettleDraft(how, **given)  # type: ignore[arg-type]
            person = getattr(self.world, by)
            settle_carry(carry, draft, person=person)

    def mark(self, mark_id: str) -> Annotation:
        """The mark as it is stored now."""
        db.session.expire_all()
        return db.session.get_one(Annotation, mark_id)

    def exact(self, mark_id: str) -> list[str]:
        """The words of a mark, as they stand in the text of its own revision."""
        mark = self.mark(mark_id)
        for piece in mark.fragments:
            assert mark.revision.text[piece.start : piece.end] == piece.exact
        return [piece.exact for piece in mark.fragments]


def desk_in(app: Flask) -> Desk:
    """A desk with its people, in an application of its own."""
    world = make_world()
    article = make_article(world.project, TEXT, title="Fares")
    return Desk(world, lambda person: Visitor(app, secret=make_session(person.id)), article.id)
