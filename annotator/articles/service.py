"""Bringing articles in: the text made canonical once, and from then on unchangeable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from sqlalchemy import bindparam, func, not_, select

from annotator.articles.arrival import came_in, trashed
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.articles.places import Place
from annotator.articles.rows import Pair, layout_json, rows_of, title_key
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, lock_chain, record, snapshot_of
from annotator.db import Lookup, Pace, Prepared, insert_values, reader
from annotator.errors import Invalid
from annotator.projects.models import Project

__all__ = [
    "ArticleBatch",
    "first_number",
    "import_articles",
    "import_text",
    "layout_json",
    "title_key",
]

#: What is stored at once: as many articles as the pace has room for, or sooner so many characters
#: of their texts. Others who save meanwhile wait for one batch at the most.
BATCH_CHARACTERS = 500_000

_TAKEN = Lookup(
    select(Article.external_id).where(Article.project_id == bindparam("project")),
    Article.external_id,
)
#: Those of them that nobody sees yet, as they come with another import.
_COMING = Lookup(
    select(Article.external_id).where(
        Article.project_id == bindparam("project"),
        not_(came_in()),
        Article.import_id != bindparam("own"),
    ),
    Article.external_id,
)
#: Those of them that are in the trash.
_TRASHED = Lookup(
    select(Article.external_id).where(Article.project_id == bindparam("project"), trashed()),
    Article.external_id,
)
_NO_IMPORT = "00000000-0000-0000-0000-000000000000"
_LAST_NUMBER = Prepared(
    select(func.max(Article.number)).where(Article.project_id == bindparam("project"))
)


class ArticleBatch:
    """Drafts made into rows, until they are stored together in the caller's transaction."""

    def __init__(self, project_id: int, *, actor: Actor, import_id: str | None = None) -> None:
        self._project_id = project_id
        self._actor = actor
        self._import_id = import_id
        self.pace = Pace()
        self._rows: list[tuple[Pair, Place | None]] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to store."""
        return len(self._rows) >= self.pace.room or self._characters >= BATCH_CHARACTERS

    def add(self, draft: ArticleDraft) -> str:
        """Take one more, and give its id; raises `Invalid`, and is then as it was before."""
        pair = rows_of(self._project_id, draft, self._actor, self._import_id)
        self._rows.append((pair, draft.place))
        self._characters += pair[1]["length"]
        article_id: str = pair[0]["id"]
        return article_id

    @property
    def coming(self) -> list[Pair]:
        """The rows of the articles that are to be stored."""
        return [pair for pair, _ in self._rows]

    @property
    def named(self) -> dict[str, tuple[str, str]]:
        """The names elsewhere of those that have one, each with the hash of its text, by id."""
        return {
            article["id"]: (article["external_id"], revision["text_sha256"])
            for article, revision in self.coming
            if article["external_id"] is not None
        }

    def leave_out(self, article_ids: Set[str]) -> None:
        """Forget these articles."""
        self._rows = [row for row in self._rows if row[0][0]["id"] not in article_ids]

    def settle(self) -> list[Invalid]:
        """Leave out every article whose name elsewhere is taken; gives the refusals."""
        refused, taken = [], self._taken(_TAKEN)
        coming = self._taken(_COMING, own=self._import_id or _NO_IMPORT) if taken else set()
        away = self._taken(_TRASHED) if taken else set()
        kept: list[tuple[Pair, Place | None]] = []
        for pair, place in self._rows:
            name = pair[0]["external_id"]
            if name is not None and name in taken:
                why = _coming(name) if name in coming else _trashed(name) if name in away else None
                refused.append(_at(place, why or _there(name)))
            else:
                kept.append((pair, place))
                taken.add(name)
        self._rows = kept
        return refused

    def store(self) -> int:
        """Write rows and events; returns how many articles there were."""
        number = first_number(self._project_id)
        pairs, self._rows, self._characters = self.coming, [], 0
        for place, (article, _revision) in enumerate(pairs):
            article["number"] = number + place
        if pairs:
            insert_values(Article, [article for article, _ in pairs])
            insert_values(Revision, [revision for _, revision in pairs])
            changes = [change for pair in pairs for change in _changes(pair)]
            record(self._project_id, changes, actor=self._actor)
        return len(pairs)

    def discard(self) -> int:
        """Forget what was taken; returns how many articles there were."""
        count, self._rows, self._characters = len(self._rows), [], 0
        return count

    def _taken(self, lookup: Lookup, **values: str) -> set[str]:
        names = [pair[0]["external_id"] for pair, _ in self._rows]
        wanted = [name for name in names if name is not None]
        found = lookup.all(reader(), wanted, project=self._project_id, **values)
        return {name for (name,) in found}


def import_articles(
    project: Project,
    drafts: Iterable[ArticleDraft],
    *,
    actor: Actor,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Bring the drafts in, in their order; returns how many there were.

    `progress` is called after each batch with the number that is in. Raises `Invalid` for the
    first draft at fault; the caller's transaction then holds part of them and must end.
    """
    count = 0
    for count in import_batches(project, drafts, actor=actor):
        if progress is not None:
            progress(count)
    return count


def import_text(project: Project, draft: ArticleDraft, *, actor: Actor) -> str:
    """Bring one article in; returns its id."""
    article_id: str = import_one(project, draft, actor=actor)[0]["id"]
    return article_id


def import_one(project: Project, draft: ArticleDraft, *, actor: Actor) -> Pair:
    """The same; returns the rows that were stored."""
    batch = ArticleBatch(project.id, actor=actor)
    batch.add(draft)
    (pair,) = batch.coming
    _store(batch)
    return pair


def import_batches(
    project: Project, drafts: Iterable[ArticleDraft], *, actor: Actor
) -> Iterator[int]:
    """`import_articles` as an iterator over its progress, for a caller that reports on the way."""
    batch = ArticleBatch(project.id, actor=actor)
    count = 0
    for draft in drafts:
        batch.add(draft)
        if batch.is_full:
            count += _store(batch)
            yield count
    rest = _store(batch)
    if rest:
        yield count + rest


def first_number(project_id: int) -> int:
    """The place in the queue for the next article; holds the project's line until commit."""
    lock_chain(project_id)
    row = _LAST_NUMBER.first(reader(), project=project_id)
    return (row[0] if row and row[0] is not None else 0) + 1


def _store(batch: ArticleBatch) -> int:
    for refusal in batch.settle():
        raise refusal
    return batch.store()


def _changes(pair: Pair) -> Iterator[Change]:
    article, revision = pair
    key = article["id"]
    yield Change(
        Action.ARTICLE_IMPORTED,
        "article",
        key,
        None,
        snapshot_of(Article, article),
        article_id=key,
    )
    yield Change(
        Action.REVISION_IMPORTED,
        "revision",
        revision["id"],
        None,
        snapshot_of(Revision, revision),
        article_id=key,
    )


def _coming(name: str) -> Invalid:
    return Invalid(
        "An article “%(id)s” came with another file that is not in yet: settle that one under"
        " “Past imports”, or give this one another id.",
        "external_id",
        id=name,
    )


def _trashed(name: str) -> Invalid:
    return Invalid(
        "An article “%(id)s” is there already, in the trash: take it back under “Trash”, or give"
        " this one another id.",
        "external_id",
        id=name,
    )


def _there(name: str) -> Invalid:
    return Invalid(
        "An article “%(id)s” is there already: leave this one out, or give it another id.",
        "external_id",
        id=name,
    )


def _at(place: Place | None, refusal: Invalid) -> Invalid:
    return refusal if place is None else place.refusal(refusal)
