"""Running an import from its first file to its last step, in short transactions.

Page and command share it. Rows are made outside any transaction, so that people's saves go on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotator.articles.drafts import ArticleDraft
from annotator.articles.json_lines import Line
from annotator.articles.rows import Pair
from annotator.articles.service import ArticleBatch
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import settle_log, writing
from annotator.errors import AnnotatorError, Invalid
from annotator.formats.interface import Item, Options, Source
from annotator.formats.native.people import make_account
from annotator.formats.native.service import NativeBatch
from annotator.formats.registry import format_named, format_of
from annotator.imports import service
from annotator.imports.answers import Answers
from annotator.imports.asking import ask_about_newcomers, asks, look_for_repeats
from annotator.imports.batches import Batch
from annotator.imports.clearing import clear
from annotator.imports.following import Following
from annotator.imports.handing import handed_over, members_of
from annotator.imports.offering import offer_of
from annotator.imports.queries import report_of
from annotator.imports.reports import MOST_TOLD, FileReport, Report
from annotator.imports.settling import settling
from annotator.similarity.jobs import ask_for_likenesses
from annotator.similarity.known import Choice, KnownArticles
from annotator.similarity.repeats import Unstored, note_pages

_log = logging.getLogger("annotator")

#: After so many batches, some MB of them, SQLite's log goes into the database.
_SETTLED_AFTER = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What to bring in, for whom, and how.

    `kind` is the format; without it, each file's name says it. With `keep_good`, rows at fault
    are listed and the others come in. `known` says what becomes of articles that are there.
    """

    project_id: int
    slug: str
    sources: Sequence[Source]
    actor: Actor
    options: Options = field(default_factory=Options)
    kind: str | None = None
    keep_good: bool = False
    known: Choice = Choice.ADD
    #: The member whose work that becomes which no name stands on, to go on with.
    member: int | None = None

    def comes_in(self, report: Report) -> bool:
        """Whether what has this report comes in at all."""
        return self.keep_good or not report.refused


class Arrival:
    """One import on its way. `report` grows while it runs; `import_id` is there from its start.

    In the end it may be whole and wait, until somebody says what becomes of known articles.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.report = Report()
        self.import_id: str | None = None
        self.waits = False
        self._articles: ArticleBatch | None = None
        self._lines: NativeBatch | None = None
        self._current: Batch | None = None
        self._stored = 0
        self._following: Following | None = None
        self._accounts: set[int] = set()
        self._known = KnownArticles(plan.project_id, plan.known)

    def run(self) -> Generator[Source, None, None]:
        """Bring everything in, or nothing; gives the source at hand now and then.

        Whatever ends it early, an error or a caller who goes away, clears what it had brought.
        """
        self._begin()
        try:
            for source in self.plan.sources:
                yield from self._read(source)
            for _ in self._compare():
                yield source
            for _ in self._finish():
                yield source
        except BaseException as error:
            self._fail(error)
            raise
        for _ in self._correct():
            yield source

    def _begin(self) -> None:
        plan = self.plan
        with writing():
            names = [source.name for source in plan.sources]
            self.import_id = service.begin(plan.project_id, names, actor=plan.actor)
        self._following = Following(plan.project_id, self.import_id, self._known, plan.actor)

    def _read(self, source: Source) -> Iterator[Source]:
        try:
            reader = format_named(self.plan.kind) if self.plan.kind else format_of(source)
            self.report.files.append(FileReport(source.name, reader.name))
            options = replace(self.plan.options, offers=offer_of(self.plan.project_id))
            for item in reader.read(source, options):
                if self._take(item):
                    yield source
        except Invalid as error:
            self._refuse(error)
        self._store()
        self._follow()
        if self.report.files:
            self.report.files[-1].encoding = source.encoding
        self.report.remarks += source.remarks[:MOST_TOLD]
        yield source

    def _take(self, item: Item) -> bool:
        """Make rows of it; whether a batch was stored."""
        try:
            if isinstance(item, Invalid):
                raise item
            self._add(item)
        except Invalid as error:
            self._refuse(error)
        if self._current is None or not self._current.is_full:
            return False
        self._store()
        return True

    def _add(self, item: ArticleDraft | Line) -> None:
        if isinstance(item, Line):
            if self._lines is None:
                self._lines = self._native(item.foreign)
            self._turn_to(self._lines)
            self._lines.add(handed_over(item, self.plan.options, self.plan.member))
        else:
            self._add_article(item)

    def _add_article(self, draft: ArticleDraft) -> None:
        known = self._known.look(draft)
        if known is not None:
            self.report.know(self._known.remark(known))
        if self._known.keeps_out(draft, known):
            if self._known.is_full:
                self._follow()
            return
        if self._articles is None:
            self._articles = ArticleBatch(
                self.plan.project_id, actor=self.plan.actor, import_id=self.import_id
            )
        self._turn_to(self._articles)
        self._known.took(self._articles.add(draft), known)

    def _native(self, foreign: bool) -> NativeBatch:
        plan = self.plan
        return NativeBatch(
            plan.project_id,
            plan.slug,
            actor=plan.actor,
            foreign=foreign,
            import_id=self.import_id,
            make=self._make_account,
            members=members_of(plan.options, plan.member),
        )

    def _make_account(self, name: str) -> int:
        with writing():
            self._accounts.add(account := make_account(name))
        return account

    def _turn_to(self, batch: Batch) -> None:
        # Articles keep the order of the files, whichever kinds take turns.
        if self._current is not batch:
            self._store()
        self._current = batch

    def _store(self) -> None:
        if self._current is None or self.import_id is None:
            return
        with writing():
            service.show_life(self.import_id)  # Which waits for the turn to write.
            begun = time.perf_counter()
            self._pass_over(self._current)
            for refusal in self._current.settle():
                self._refuse(refusal, duplicate=True)
            coming = self._sifted(self.import_id)
            count = self._current.store()
            note_pages(self.plan.project_id, coming)
        self._current.pace.took(time.perf_counter() - begun)
        self._stored += 1
        if self._stored % _SETTLED_AFTER == 0:
            settle_log()
        self.report.files[-1].articles += count
        self._follow()

    def _follow(self) -> None:
        if self._following is not None:
            self._following.keep()

    @property
    def _asks(self) -> bool:
        lines, choice = self._lines, self.plan.known
        # A native export stands alone in its project, with what it repeats.
        return (lines is None or lines.is_foreign) and asks(choice, annotated=lines is not None)

    def _compare(self) -> Iterator[None]:
        if self._asks:
            for asked in look_for_repeats(self.plan.project_id, str(self.import_id)):
                self.report.asked = asked
                yield

    def _correct(self) -> Iterator[None]:
        if self._following is not None:
            for refusal in self._following.correct():
                if refusal is not None:
                    self.report.refuse(refusal)
                yield

    def _pass_over(self, batch: Batch) -> None:
        for remark in self._known.pass_over(batch, marked=batch is self._lines):
            self.report.know(remark)

    def _sifted(self, import_id: str, unstored: Unstored | None = None) -> list[Pair]:
        if self._articles is None:
            return []
        for remark in self._known.sift(self._articles, import_id, unstored):
            self.report.know(remark)
        return self._articles.coming

    def _refuse(self, error: Invalid, *, duplicate: bool = False) -> None:
        if not self.plan.keep_good:
            raise error
        self.report.duplicates += duplicate
        self.report.refuse(error)

    def _finish(self) -> Iterator[None]:
        plan, import_id = self.plan, str(self.import_id)
        with writing():
            lock_chain(plan.project_id)  # Of two that end with the same, the later one notices.
            if self._asks:
                self.report.asked += ask_about_newcomers(plan.project_id, import_id)
            if self.report.asked:
                service.wait(import_id, self.report, actor=plan.actor)
            else:
                self._arrive(import_id)
        self.waits = self.report.asked > 0 and plan.known is Choice.ASK
        if self.report.asked and not self.waits:
            answers = Answers(rest=plan.known)
            for _ in settling(plan.project_id, import_id, answers, actor=plan.actor):
                yield
            self.report = report_of(import_id)

    def _arrive(self, import_id: str) -> None:
        if self._lines is not None:
            self._lines.finish()
        if self._following is not None:
            self._following.ask()
        ask_for_likenesses(self.plan.project_id, self.plan.actor)
        service.finish(import_id, self.report, actor=self.plan.actor)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, AnnotatorError):
            self.report.end_with(error)
        try:
            with writing():
                service.fail(str(self.import_id), self.report, actor=self.plan.actor)
            clear(str(self.import_id), actor=self.plan.actor)
            with writing():
                service.dismiss(self._accounts)
        except Exception as trouble:
            # It stays hidden, and is cleared when the next one looks.
            _log.warning("an import could not be cleared yet", exc_info=trouble)
