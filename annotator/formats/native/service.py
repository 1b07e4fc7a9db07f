"""Reading a whole file of native JSON Lines into an empty project, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from sqlalchemy import insert, inspect, not_, or_, select

from annotator.adjudication.models import Adjudication, GoldLayer, GoldMark
from annotator.annotations.models import Annotation, Claim, Context, Fragment, Quote
from annotator.articles.arrival import trashed
from annotator.articles.json_lines import Line
from annotator.articles.models import Article, Revision
from annotator.articles.places import Place
from annotator.articles.service import first_number
from annotator.assignments.models import Assignment
from annotator.assignments.seats import give_seats
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, change_of, record
from annotator.comments.models import Comment, Thread
from annotator.db import Base, Pace, db
from annotator.errors import Conflict, Invalid
from annotator.formats.native.adjudications import adjudications_of
from annotator.formats.native.articles import read_line
from annotator.formats.native.following import settle_article
from annotator.formats.native.identifiers import Identifiers
from annotator.formats.native.people import MakeAccount, People, make_account
from annotator.formats.native.rows import Rows
from annotator.formats.native.shape import CORRECTIONS_SCHEMA
from annotator.formats.native.speakers import KnownSpeakers, imported_change
from annotator.formats.native.target import Schemes, Target
from annotator.formats.native.texts import Texts
from annotator.links.models import Link
from annotator.revisions.models import Carry, Correction
from annotator.sources.models import Source
from annotator.speakers.models import Speaker
from annotator.verdicts.models import Verdict


class NativeBatch:
    """Lines made into rows, until they are stored together in the caller's transaction.

    Ids, times, versions, pseudonyms and the history of verdicts stay what they are. A project
    that holds articles already is refused with `Conflict`, unless the lines stand for a
    `foreign` dataset, whose articles come after them.
    """

    def __init__(
        self,
        project_id: int,
        slug: str,
        *,
        actor: Actor,
        foreign: bool = False,
        import_id: str | None = None,
        make: MakeAccount = make_account,
        members: Mapping[str, int] | None = None,
    ) -> None:
        holds_articles = _holds_articles(project_id, import_id)
        if holds_articles and not foreign:
            raise _not_empty(project_id, slug)
        self._project_id = project_id
        self._actor = actor
        self._import_id = import_id
        self._foreign = foreign
        self._people = People(project_id, beside_others=holds_articles, make=make, members=members)
        person, schemes = self._people.account, Schemes(project_id)
        self._target = Target(project_id, slug, schemes, person, actor.id)
        self._identifiers, self._speakers = Identifiers(project_id), KnownSpeakers(project_id)
        self._read: list[tuple[Place, Rows]] = []
        self.pace, self._weight = Pace(), 0
        self._texts: Texts | None = None
        self._passed_over: str | None = None
        self._broken_off: list[Invalid] = []

    @property
    def is_foreign(self) -> bool:
        """Whether the lines stand for a dataset that was annotated elsewhere."""
        return self._foreign

    @property
    def is_full(self) -> bool:
        """Whether it is time to store."""
        return self._weight >= self.pace.room and self._texts is None

    def goes_on(self, line: Line) -> bool:
        """Whether the line has one more text of the article that the line before was about."""
        article_id = line.value.get("id")
        at_hand = None if self._texts is None else self._texts.article_id
        return article_id is not None and article_id in (at_hand, self._passed_over)

    def add(self, line: Line) -> None:
        """Take one more line; after `Invalid` all is as it was before the line's article."""
        try:
            self._take(line)
        except Invalid as error:
            if self._texts is not None:
                self._pass_over(self._texts.article_id)
            raise line.place.refusal(error) from None

    def _take(self, line: Line) -> None:
        if self.goes_on(line):
            if self._texts is not None:
                self._take_text(self._texts, line)
            return
        self._break_off()
        if line.value.get("schema") == CORRECTIONS_SCHEMA:
            self._pass_over(line.value.get("article"))
            self._texts = Texts(line.value, line.place, self._target)
            return
        rows = Rows()
        read_line(line.value, 1, self._target, rows)
        self._keep(rows, line.place)

    def _take_text(self, texts: Texts, line: Line) -> None:
        texts.add(line.value)
        if texts.is_whole:
            self._keep(texts.rows, texts.place)
            self._pass_over(None)

    def _keep(self, rows: Rows, place: Place) -> None:
        self._identifiers.add(rows, place)
        self._speakers.add(rows, place)
        rows.articles[0].import_id = self._import_id
        self._read.append((place, rows))
        self._weight += rows.weight

    def _pass_over(self, article_id: str | None) -> None:
        """The lines that are still to come of this article stand for nothing."""
        self._texts, self._passed_over = None, article_id

    def _break_off(self) -> None:
        """Another article comes, or none: what is not whole by now is left out."""
        if self._texts is not None:
            self._broken_off.append(self._texts.missing())
        self._pass_over(None)

    @property
    def named(self) -> dict[str, tuple[str, str]]:
        """The names elsewhere of those that have one, each with the hash of its text, by id."""
        return {
            article.id: (article.external_id, rows.revisions[0].text_sha256)
            for _place, rows in self._read
            for article in rows.articles
            if self._foreign and article.external_id is not None
        }

    def leave_out(self, article_ids: Set[str]) -> None:
        """Forget these articles, with all that is on them."""
        self._read = [
            (place, rows) for place, rows in self._read if rows.articles[0].id not in article_ids
        ]

    def settle(self) -> list[Invalid]:
        """Leave out what is not whole, or brings an id that is taken by now; gives the refusals."""
        self._break_off()
        coming = {place for place, _rows in self._read}
        known = {**self._speakers.taken(), **self._identifiers.taken()}
        taken = {place: refusal for place, refusal in known.items() if place in coming}
        self._read = [(place, rows) for place, rows in self._read if place not in taken]
        refused, self._broken_off = [*self._broken_off, *taken.values()], []
        return refused

    def store(self) -> int:
        """Write rows and events; returns how many articles there were."""
        number, rows = first_number(self._project_id), Rows()
        kept, self._read, self._weight = self._read, [], 0
        self._identifiers = Identifiers(self._project_id)
        for _place, found in kept:
            rows.take(found)
        for place, article in enumerate(rows.articles):
            article.number = number + place
        settle_article(rows)
        if rows.articles:
            _store(self._project_id, rows, self._speakers.take(rows), self._actor)
        return len(rows.articles)

    def tell_texts(self, tell: Callable[[str, str], None]) -> None:
        """Tell the hash of every text that would be stored, and the title of its article."""
        for _place, rows in self._read:
            for revision in rows.revisions:
                tell(revision.text_sha256, rows.articles[0].title)

    def discard(self) -> int:
        """Forget what was read; returns how many articles there were."""
        count, self._read, self._weight = len(self._read), [], 0
        self._identifiers = Identifiers(self._project_id)
        return count

    def finish(self) -> None:
        """Make everybody whom the lines named a member, when all are stored."""
        self._people.join(actor=self._actor)


def _holds_articles(project_id: int, import_id: str | None) -> bool:
    # Those on their way in with another import count as well.
    others = or_(Article.import_id.is_(None), Article.import_id != import_id)
    query = select(Article.id).where(Article.project_id == project_id, others).limit(1)
    return db.session.scalar(query) is not None


def _not_empty(project_id: int, slug: str) -> Conflict:
    seen = select(Article.id).where(Article.project_id == project_id, not_(trashed())).limit(1)
    if db.session.scalar(seen) is None:
        return Conflict(
            "The articles of “%(slug)s” are there already, in the trash: take them back under"
            " “Trash”, or read the file into an empty project.",
            slug=slug,
        )
    return Conflict(
        "“%(slug)s” holds articles already; native files are read into an empty project.", slug=slug
    )


def _store(project_id: int, rows: Rows, speakers: list[Speaker], actor: Actor) -> None:
    _insert(Speaker, speakers)
    record(project_id, [imported_change(row) for row in speakers], actor=actor)
    _insert(Article, rows.articles)
    _insert(Revision, rows.revisions)
    _insert(Correction, rows.corrections)
    give_seats(rows.assignments)
    _insert(Assignment, rows.assignments)
    _insert(Annotation, rows.annotations)
    _insert(Fragment, [piece for row in rows.annotations for piece in row.fragments])
    _insert(Claim, [row.claim for row in rows.annotations if row.claim is not None])
    _insert(Quote, [row.quote for row in rows.annotations if row.quote is not None])
    _insert(Context, [row.context for row in rows.annotations if row.context is not None])
    _insert(Link, rows.links)
    _insert(Verdict, rows.verdicts)
    _insert(Source, rows.sources)
    _insert(Carry, rows.carries)
    _insert(Comment, rows.comments)
    _insert(Thread, rows.threads)
    decisions = adjudications_of(rows.decided, rows.decisions)
    _insert(Adjudication, decisions)
    _insert(GoldMark, [mark for row in decisions for mark in row.golds])
    _insert(GoldLayer, rows.finished)
    record(project_id, [*_changes(rows), *map(_decided, decisions)], actor=actor)


def _decided(row: Adjudication) -> Change:
    return change_of(Action.ADJUDICATION_IMPORTED, row, article_id=row.article_id)


def _insert(kind: type[Base], rows: list[Any]) -> None:
    if rows:
        keys = [attribute.key for attribute in inspect(kind).column_attrs]
        values = [{key: getattr(row, key) for key in keys} for row in rows]
        db.session.execute(insert(kind.__table__), values)  # type: ignore[arg-type]


def _changes(rows: Rows) -> Iterator[Change]:
    """An event a row; the rows of articles with several texts have told theirs."""
    told = {change.article_id for change in rows.told}
    homes = {row.id: row.article_id for row in rows.annotations}
    for action, found in (
        (Action.ARTICLE_IMPORTED, rows.articles),
        (Action.REVISION_IMPORTED, rows.revisions),
        (Action.ASSIGNMENT_IMPORTED, rows.assignments),
        (Action.ANNOTATION_IMPORTED, rows.annotations),
        (Action.VERDICT_IMPORTED, rows.verdicts),
        (Action.LINK_IMPORTED, rows.links),
        (Action.SOURCE_IMPORTED, rows.sources),
        (Action.ADJUDICATION_IMPORTED, rows.finished),
        (Action.COMMENT_IMPORTED, rows.comments),
        (Action.THREAD_IMPORTED, rows.threads),
    ):
        for row in found:
            home = _home(row, homes)
            if home not in told:
                yield change_of(action, row, article_id=home)
    yield from rows.told


def _home(row: Any, homes: dict[str, str]) -> str:
    if isinstance(row, Article):
        return row.id
    own: str | None = getattr(row, "article_id", None)
    return own or homes[row.annotation_id]
