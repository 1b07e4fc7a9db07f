"""Which articles of a batch repeat, to the letter or by their address, what is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.rows import Pair
from annotator.db import Lookup, Values, insert_values, reader
from annotator.similarity.models import Sketch, Why
from annotator.similarity.queries import Known
from annotator.sources.urls import page_hash

#: The version of a sketch that is not compared with others yet, or not even made.
NOT_COMPARED = 0

_OWN = Article.import_id == bindparam("own")
_BY_TEXT = (
    select(Revision.text_sha256, Article.number, Article.id, Article.title)
    .join(Revision.article)
    .where(Revision.project_id == bindparam("project"))
)
_BY_PAGE = (
    select(Sketch.page_key, Article.number, Article.id, Article.title)
    .join(Article, Article.id == Sketch.article_id)
    .where(Sketch.project_id == bindparam("project"))
)
#: By whether only what the import itself has brought counts.
_TEXTS = {
    True: Lookup(_BY_TEXT.where(_OWN), Revision.text_sha256),
    False: Lookup(_BY_TEXT.where(or_(arrived(), _OWN)), Revision.text_sha256),
}
_PAGES = {
    True: Lookup(_BY_PAGE.where(_OWN), Sketch.page_key),
    False: Lookup(_BY_PAGE.where(or_(arrived(), _OWN)), Sketch.page_key),
}

_BY_NAME = Lookup(
    select(Article.external_id, Revision.text_sha256, Article.title)
    .join(Revision.article)
    .where(Article.project_id == bindparam("project"), arrived()),
    Article.external_id,
)

#: Id and title of the first article with a text, or of a page, by the hash of that.
_Found = dict[str | None, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The article of this id, which is about to be stored, repeats one that is known."""

    article_id: str
    known: Known


class Unstored:
    """The articles that an import would have brought so far, if it wrote anything."""

    def __init__(self) -> None:
        # Half a hash is enough to tell texts and pages apart, and takes half the room.
        self._titles: dict[bytes, str] = {}

    def note(self, key: str | None, title: str) -> None:
        """An article with this text, or of this page, would be there from now on."""
        if key is not None:
            self._titles.setdefault(_half(key), title)

    def add_to(self, found: _Found, wanted: set[str]) -> None:
        """Add those that are wanted to what was found in the tables, which came before them."""
        for key in wanted - found.keys():
            title = self._titles.get(_half(key))
            if title is not None:
                found[key] = ("", title)


@dataclass(frozen=True, slots=True)
class Before:
    """What counts as there: of the project, and what this import has brought.

    With `own_only`, only the latter; `unstored` is for one that writes nothing.
    """

    project_id: int
    import_id: str
    own_only: bool = False
    unstored: Unstored | None = None

    def texts(self, wanted: set[str]) -> _Found:
        """The first article with each of these hashes of a text."""
        return self._found(_TEXTS[self.own_only], wanted)

    def pages(self, wanted: set[str]) -> _Found:
        """The first article with each of these hashes of an address."""
        return self._found(_PAGES[self.own_only], wanted)

    def note(self, text: str, page: str | None, title: str) -> None:
        """This article comes in; only what is stored nowhere else is remembered."""
        if self.unstored is not None:
            self.unstored.note(text, title)
            self.unstored.note(page, title)

    def _found(self, lookup: Lookup, wanted: set[str]) -> _Found:
        rows = lookup.all(reader(), wanted, project=self.project_id, own=self.import_id)
        found: _Found = {}
        for key, _number, article_id, title in sorted(rows, key=_by_number):
            found.setdefault(key, (article_id, title))
        if self.unstored is not None:
            self.unstored.add_to(found, wanted)
        return found


def repeats_among(
    coming: Sequence[Pair], before: Before, leaves_out: Callable[[Known], bool]
) -> Iterator[Repeat]:
    """The articles that repeat one that is there, or one before them in the same import.

    What is left out for it will not be there to be repeated.
    """
    texts = before.texts({revision["text_sha256"] for _, revision in coming})
    keys = {article["id"]: page_hash(article["url"]) for article, _ in coming}
    pages = before.pages({key for key in keys.values() if key is not None})
    for article, revision in coming:
        text, page, known = revision["text_sha256"], keys[article["id"]], None
        if text in texts:
            known = Known(*texts[text], Why.SAME_TEXT, 1.0)
        elif page in pages:
            known = Known(*pages[page], Why.SAME_PAGE, 0.0)
        if known is not None:
            yield Repeat(article["id"], known)
            if leaves_out(known):
                continue
        own = (article["id"], article["title"])
        texts.setdefault(text, own)
        if page is not None:
            pages.setdefault(page, own)
        before.note(text, page, article["title"])


def titles_by_name(project_id: int, names: set[str]) -> dict[tuple[str, str], str]:
    """The titles of what has these names elsewhere, by name and by the hash of each of its texts.

    What an import is still bringing counts for nothing, as it may yet be taken away.
    """
    rows = _BY_NAME.all(reader(), names, project=project_id)
    return {(name, text): title for name, text, title in rows}


def note_pages(project_id: int, stored: Sequence[Pair]) -> None:
    """Have what was stored be known by its address at once; the rest of a sketch is made later."""
    noted: list[Values] = [
        {
            "revision_id": revision["id"],
            "project_id": project_id,
            "article_id": article["id"],
            "version": NOT_COMPARED,
            "page_key": key,
        }
        for article, revision in stored
        if (key := page_hash(article["url"])) is not None
    ]
    insert_values(Sketch, noted)


def _by_number(row: tuple[Any, ...]) -> int:
    number: int = row[1]
    return number


def _half(key: str) -> bytes:
    return bytes.fromhex(key)[:16]
