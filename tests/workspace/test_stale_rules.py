"""Whatever is saved in whatever order: no verdict is fresh on changed ground, or stale in vain."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from annotator.annotations.drafts import AnnotationDraft, FragmentDraft
from annotator.annotations.models import Annotation, Label, Part
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.db import db, writing
from annotator.projects.models import Project
from annotator.revisions.service import revise_article
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import AnswerType, Source, Stance
from annotator.sources.rules import BEARING
from annotator.verdicts.drafts import Answer, VerdictDraft
from annotator.workspace.queries import Mark, desk, find_mark
from annotator.workspace.service import MarkSave, save_mark, set_removed
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World

TEXT = "A title\n\nThe dam holds 40 million litres.\n"
WORDS = "The dam"
CHANGES: list[dict[str, Any]] = [
    {"stance": Stance.REFUTES},
    {"stance": Stance.SUPPORTS},
    {"excerpt": "Words."},
    {"question": "Q?", "answer": "A.", "answer_type": AnswerType.ABSTRACTIVE},
    {"set_number": 2},
    {"flags": ("dead",)},
    {"title": "T"},
    {"publisher": "P", "location": "p. 7", "medium": "pdf"},
    {"removed": True},
    {"removed": False},
    {"place": 1},
]
_numbers = count(1)


class Checking(RuleBasedStateMachine):
    """One person at work on one claim; `reasons` is what changed since the last verdict."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        self.person = self.world.reviewer
        self.article = make_article(self._project(), TEXT).id
        self.mark_id, self.reasons, self.sources = str(uuid4()), list[str](), list[str]()
        self.given = 0
        place = TEXT.index(WORDS)
        piece = FragmentDraft(Part.CONTENT, place, place + len(WORDS), WORDS)
        self._save(AnnotationDraft(self.mark_id, 0, Label.CLAIM, (piece,)))

    def _project(self) -> Project:
        return db.session.get_one(Project, self.world.project_id)

    @property
    def mark(self) -> Mark:
        found = find_mark(self.mark_id)
        assert found is not None
        return found

    def _save(self, draft: AnnotationDraft | None = None, **more: Any) -> None:
        with writing():
            if draft is None:
                version = db.session.get_one(Annotation, self.mark_id).version
                draft = AnnotationDraft(self.mark_id, version, **more.pop("words", {}))
            here = desk(self._project(), self.article, self.person.id)
            save_mark(here, MarkSave(draft, **more), person=self.person)
        self._look()

    def _look(self) -> None:
        """Forget the reasons where a verdict was given meanwhile."""
        if len(self.mark.verdicts) > self.given:
            self.given, self.reasons = len(self.mark.verdicts), []

    def _feel(self, reason: str, before: object, after: object) -> None:
        if before != after and self.given:
            self.reasons.append(reason)

    def _ground(self) -> dict[str, tuple[object, ...]]:
        return {
            one.id: tuple(getattr(one, name) for name in BEARING)
            for one in db.session.query(Source).filter_by(annotation_id=self.mark_id)
        }

    @rule(words=st.sampled_from(["It holds.", "It is full.", None]))
    def reword(self, words: str | None) -> None:
        before = _wording(self.mark)
        self._save(words={"wording": words})
        self._feel("wording", before, _wording(self.mark))

    @rule()
    def note(self) -> None:
        self._save(words={"note": f"Note {next(_numbers)}"})

    @rule(label=st.sampled_from([Label.CONTEXT, Label.QUOTE]))
    def relabel_and_back(self, label: Label) -> None:
        self._save(words={"label": label})
        self._save(words={"label": Label.CLAIM})

    @rule()
    def remove_and_restore(self) -> None:
        for removed in (True, False):
            with writing():
                here = desk(self._project(), self.article, self.person.id)
                version = self.mark.annotation.version
                set_removed(here, self.mark_id, version, removed=removed, person=self.person)

    @rule()
    def add_source(self) -> None:
        key, number = str(uuid4()), next(_numbers)
        self.sources.append(key)
        if self.given:
            self.reasons.append("evidence")
        self._save(sources=(SourceDraft(key, url=f"https://s{number}.example/"),))

    @precondition(lambda self: self.sources)
    @rule(data=st.data(), change=st.sampled_from(CHANGES))
    def change_source(self, data: st.DataObject, change: dict[str, Any]) -> None:
        key = data.draw(st.sampled_from(self.sources))
        is_gone = next(one for one in self.mark.sources if one.id == key).removed_at is not None
        if "place" in change and is_gone:
            return
        before, given = self._ground(), self.given
        self._save(sources=(SourceDraft(key, **change),))
        if self.given == given:
            self._feel("evidence", before, self._ground())

    @rule(rating=st.sampled_from(["supported", "refuted", "not_enough_evidence", ""]))
    def rate(self, rating: str) -> None:
        reason = f"Reason {next(_numbers)}."
        self._save(verdict=VerdictDraft(str(uuid4()), rating, reason))

    @precondition(lambda self: self.given)
    @rule()
    def reopen(self) -> None:
        self.reasons.append("reopened")
        self._save(verdict=VerdictDraft(str(uuid4()), answer=Answer.REOPEN))

    @precondition(lambda self: self.given and self.mark.annotation.claim.pending_rating is None)
    @rule()
    def confirm(self) -> None:
        self._save(verdict=VerdictDraft(str(uuid4()), answer=Answer.CONFIRM))

    @rule()
    def correct_the_sentence(self) -> None:
        with writing():
            article = db.session.get_one(Article, self.article)
            text = TEXT.replace("40", str(next(_numbers) + 40))
            draft = ArticleDraft(text=text)
            revise_article(article, draft, reason="Wrong.", actor=self.world.lead.actor)
        self._feel("revision", 0, 1)

    @invariant()
    def it_is_stale_for_its_first_reason_and_for_no_other(self) -> None:
        db.session.expire_all()
        claim = self.mark.annotation.claim
        told = claim.stale_reason.value if claim and claim.stale_reason else None
        assert told == (self.reasons[0] if self.reasons else None)

    def teardown(self) -> None:
        db.session.remove()


def _wording(mark: Mark) -> object:
    claim = mark.annotation.claim
    return claim.wording if claim else None


@ON_BOTH
def test_a_verdict_is_stale_exactly_when_what_it_rests_on_changed(world: World) -> None:
    run_machine(
        type("Here", (Checking,), {"world": world}),
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
