"""A dry run: everything is read and proved, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.articles.drafts import ArticleDraft
from annotator.articles.json_lines import Line
from annotator.db import db
from annotator.errors import AnnotatorError, Invalid
from annotator.imports.languages import language_of
from annotator.imports.running import Arrival, Plan
from annotator.similarity.known import KnownArticles
from annotator.similarity.repeats import Unstored

# What a dry run would bring is in no table.
_NO_IMPORT = "00000000-0000-0000-0000-000000000000"


class Rehearsal(Arrival):
    """As `Arrival`, but it goes on after what is wrong, and leaves only its report."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        # Hashes, so that a hundred thousand names stay small.
        self._seen: set[int] = set()
        self._known = KnownArticles(plan.project_id, plan.known, foretold=True)
        self._unstored = Unstored()
        self._invented = 0

    def _begin(self) -> None:
        db.session.rollback()

    def _add(self, item: ArticleDraft | Line) -> None:
        names, said, text = _facts_of(item)
        keys = {hash(name) for name in names if name}
        goes_on = isinstance(item, Line) and self._goes_on(item)
        if keys & self._seen and not goes_on:
            self.report.duplicates += 1
            raise item.place.refusal(_twice()) if item.place else _twice()
        super()._add(item)
        self._seen |= keys
        if isinstance(item, Line) and self._goes_on(item):
            return  # The article has one more text, which is counted then.
        language = said or (language_of(text) if text else None)
        if language:
            self.report.languages[language] += 1

    def _goes_on(self, line: Line) -> bool:
        """Whether it is about an article whose texts are not all there yet."""
        return self._lines is not None and self._lines.goes_on(line)

    def _make_account(self, _name: str) -> int:
        self._invented -= 1
        return self._invented

    def _store(self) -> None:
        if self._current is not None:
            self._pass_over(self._current)
            for refusal in self._current.settle():
                self._refuse(refusal, duplicate=True)
            self._sifted(_NO_IMPORT, self._unstored)
            if self._current is self._lines:
                self._lines.tell_texts(self._unstored.note)
            self.report.files[-1].articles += self._current.discard()

    def _follow(self) -> None:
        self._known.noted()

    def _refuse(self, error: Invalid, *, duplicate: bool = False) -> None:
        self.report.duplicates += duplicate
        self.report.refuse(error)

    def _compare(self) -> Iterator[None]:
        yield from ()  # Nothing is stored that could be compared: each was looked at as it came.

    def _finish(self) -> Iterator[None]:
        db.session.rollback()
        yield from ()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, AnnotatorError):
            self.report.end_with(error)
        db.session.rollback()


def _twice() -> Invalid:
    return Invalid("another article of this import has it already", "external_id")


def _facts_of(item: ArticleDraft | Line) -> tuple[list[str | None], str | None, str]:
    """What names it, which language it says it is in, and its text."""
    if isinstance(item, ArticleDraft):
        return [item.external_id], item.language, item.text
    names = [item.value.get(key) for key in ("external_id", "id", "article")]
    text, said = item.value.get("text"), item.value.get("language")
    return (
        [name for name in names if isinstance(name, str)],
        said if isinstance(said, str) else None,
        text if isinstance(text, str) else "",
    )
