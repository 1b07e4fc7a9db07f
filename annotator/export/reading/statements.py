"""The SQL of exports: plain rows in plain types, ready to be written as JSON."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    select,
)

from annotator.accounts.models import User
from annotator.adjudication.models import Adjudication, GoldMark
from annotator.annotations.models import Annotation, Claim, Context, Fragment, Label, Quote
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment
from annotator.claimreview.models import Publisher
from annotator.export.reading.casts import Casts, plain
from annotator.export.reading.decided import DECIDERS, decided_columns
from annotator.export.reading.judging import source_columns, verdict_columns
from annotator.links.models import Link
from annotator.projects.models import Membership, SchemeVersion
from annotator.revisions.models import Carry, Correction
from annotator.sources.models import Source
from annotator.speakers.models import Speaker
from annotator.verdicts.models import Verdict

#: A query whose columns `Statements` knows and its readers call by name.
Query = Select[*tuple[Any, ...]]

_PROJECT: BindParameter[int] = bindparam("project_id")
_USERS: BindParameter[list[int]] = bindparam("user_ids", expanding=True)
_FIRST: BindParameter[int] = bindparam("first")
_LAST: BindParameter[int] = bindparam("last")


_PUBLISHER = select(
    Publisher.name, Publisher.url, Publisher.checks_url, Publisher.corrections_url
).where(Publisher.project_id == _PROJECT)
#: Of the newest version of the scale.
_DEFINITION = (
    select(SchemeVersion.definition)
    .where(SchemeVersion.project_id == _PROJECT)
    .order_by(SchemeVersion.number.desc())
    .limit(1)
)

#: Where the persons stand whose work it is.
_WORKERS = (
    Assignment.reviewer_id,
    Annotation.author_id,
    Verdict.decided_by,
    Source.added_by,
    Link.author_id,
    Adjudication.decided_by,
    *DECIDERS,
)
#: The statements that read articles and what belongs to them, by name.
_OF_ARTICLES = (
    "count", "lengths", "articles", "reviews", "annotations", "verdicts", "sources", "links",
)  # fmt: skip
_CORRECTORS = (Correction.made_by, Carry.settled_by)


class Statements(Casts):
    """Every query of an export, for one kind of database.

    Times and dates leave the database as the text that is written, and ids as text: turning
    each value into a Python object and back again would take longer than all the rest.
    """

    def __init__(self, dialect: str) -> None:
        super().__init__(dialect)
        self.count = (
            select(func.count())
            .select_from(Article)
            .where(Article.project_id == _PROJECT, counted())
        )
        self.people = (
            select(Membership.user_id, Membership.number, User.name)
            .join(User, User.id == Membership.user_id)
            .where(Membership.project_id == _PROJECT)
        )
        self.at_work = [_those_in(column) for column in _WORKERS]
        self.at_corrections = [_those_in(column) for column in _CORRECTORS]
        self.schemes = select(SchemeVersion.id, SchemeVersion.number, SchemeVersion.ratings).where(
            SchemeVersion.project_id == _PROJECT
        )
        self.publisher, self.definition = _PUBLISHER, _DEFINITION
        self.speakers = self._speakers()
        self.lengths = self._lengths()
        self.articles = self._articles()
        self.reviews = self._reviews()
        self.annotations = self._annotations()
        self.verdicts = self._verdicts()
        self.sources = self._sources()
        self.links = self._links()
        self.adjudications = self._adjudications()

    def within(self, condition: ColumnElement[bool]) -> Statements:
        """The same statements of only those articles for which the condition holds."""
        found = copy(self)
        for name in _OF_ARTICLES:
            setattr(found, name, getattr(self, name).where(condition))
        return found

    def _speakers(self) -> Query:
        return select(
            self.id(Speaker.id),
            Speaker.name,
            Speaker.aliases,
            Speaker.role,
            Speaker.wikidata,
            Speaker.homepage,
            self.id(Speaker.merged_into),
        ).where(Speaker.project_id == _PROJECT)

    def _lengths(self) -> Query:
        return (
            select(Article.number, func.max(Revision.length).label("length"))
            .join(Revision, Revision.article_id == Article.id)
            .where(Article.project_id == _PROJECT, Article.number > bindparam("after"), counted())
            .group_by(Article.number)
            .order_by(Article.number)
            .limit(bindparam("most"))
        )

    def _articles(self) -> Query:
        # The newest revision of each article.
        newest = (
            select(func.max(Revision.number))
            .where(Revision.article_id == Article.id)
            .correlate(Article)
            .scalar_subquery()
        )
        return self._between(
            select(
                self.id(Article.id),
                Article.external_id,
                Article.url,
                Article.title,
                Article.byline,
                Article.publisher,
                self.date(Article.published_on),
                Article.language,
                Article.origin,
                self.id(Revision.id).label("revision_id"),
                Revision.number.label("revision"),
                Revision.canonical,
                Revision.text,
                Revision.text_sha256,
                Revision.layout,
            )
            .join(Revision, Revision.article_id == Article.id)
            .where(Revision.number == newest)
            .order_by(Article.number)
        )

    def _reviews(self) -> Query:
        return self._between(
            select(
                self.id(Assignment.article_id),
                Assignment.reviewer_id,
                plain(Assignment.state),
                self.time(Assignment.submitted_at),
                Assignment.nothing_to_mark,
                self.id(Assignment.id),
                Assignment.guideline_version,
            ).join(Article, Article.id == Assignment.article_id)
        )

    def _annotations(self) -> Query:
        # A row a fragment; the outer joins keep what lacks one, so that it is not passed over.
        return self._between(
            select(
                self.id(Annotation.article_id),
                self.id(Annotation.revision_id),
                self.id(Annotation.id),
                Annotation.version,
                plain(Annotation.layer),
                Annotation.author_id,
                self.time(Annotation.created_at),
                self.time(Annotation.updated_at),
                plain(Annotation.label),
                Annotation.note,
                Annotation.origin,
                *self._beside(),
                *_FRAGMENT,
            )
            .join(Article, Article.id == Annotation.article_id)
            .outerjoin(Claim, Claim.annotation_id == Annotation.id)
            .outerjoin(Quote, Quote.annotation_id == Annotation.id)
            .outerjoin(Context, Context.annotation_id == Annotation.id)
            .outerjoin(Fragment, Fragment.annotation_id == Annotation.id)
            .where(Annotation.removed_at.is_(None))
            .order_by(Annotation.id, Fragment.position)
        )

    def _beside(self) -> tuple[Any, ...]:
        """What a mark has beside its words."""
        return (
            Claim.wording,
            Claim.pending_rating,
            plain(Claim.stale_reason),
            Claim.short,
            Claim.types,
            plain(Claim.voice),
            self.id(Claim.speaker_id).label("claim_speaker"),
            Claim.place,
            self.date(Claim.made_on),
            plain(Claim.made_on_basis),
            Claim.checkworthy,
            Claim.checkworthy_reason,
            plain(Quote.kind).label("quote_kind"),
            self.id(Quote.speaker_id).label("quote_speaker"),
            Quote.addressee,
            Quote.language,
            Quote.original_words,
            Context.role,
            Claim.pending_rationale,
            plain(Claim.pending_confidence),
            self.date(Claim.pending_effective_on),
            Claim.pending_correction_note,
            plain(Claim.pending_public_state),
        )

    def _verdicts(self) -> Query:
        return self._between(
            select(*verdict_columns(self))
            .join(Annotation, Annotation.id == Verdict.annotation_id)
            .join(Article, Article.id == Annotation.article_id)
            .order_by(Verdict.annotation_id, Verdict.position)
        )

    def _sources(self) -> Query:
        return self._between(
            select(*source_columns(self))
            .join(Annotation, Annotation.id == Source.annotation_id)
            .join(Article, Article.id == Annotation.article_id)
            .where(Annotation.label == Label.CLAIM, Source.removed_at.is_(None))
            .order_by(Source.annotation_id, Source.position, Source.id)
        )

    def _links(self) -> Query:
        # Whether a link fits is seen when both its marks are at hand.
        return self._between(
            select(
                self.id(Link.article_id),
                self.id(Link.id),
                self.id(Link.from_id),
                self.id(Link.to_id),
                plain(Link.kind),
                Link.author_id,
            )
            .join(Article, Article.id == Link.article_id)
            .where(Link.removed_at.is_(None))
            .order_by(Link.id)
        )

    def _adjudications(self) -> Query:
        return self._between(
            select(self.id(GoldMark.annotation_id), *decided_columns(self))
            .join(Adjudication, Adjudication.id == GoldMark.adjudication_id)
            .join(Article, Article.id == Adjudication.article_id)
            .order_by(GoldMark.annotation_id)
        )

    def _between(self, query: Query) -> Query:
        return query.where(
            Article.project_id == _PROJECT, Article.number.between(_FIRST, _LAST), counted()
        )


_FRAGMENT = (plain(Fragment.part), Fragment.start, Fragment.end, Fragment.exact)


def _those_in(column: Any) -> Query:
    of_project = column.class_.project_id == _PROJECT
    return select(column).where(of_project, column.in_(_USERS)).distinct()


@cache
def statements_for(dialect: str) -> Statements:
    """The statements, built once for each kind of database."""
    return Statements(dialect)
