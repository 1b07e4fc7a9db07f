"""The same work, in which people also say who spoke."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from annotator.annotations.drafts import AnnotationDraft, ClaimDraft
from annotator.annotations.models import Label
from annotator.db import db
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import (
    add_speaker,
    merge_speakers,
    revise_speaker,
    unmerge_speaker,
)
from annotator.workspace.service import MarkSave, save_mark
from tests.audit.work import Work


class SpeakingWork(Work):
    """Work with speakers, who are named, merged and told apart again."""

    def _steps(self) -> list[Callable[[], None]]:
        steps = super()._steps()
        return [*steps, *[self._speakers] * 3, *([self._say_who] * 3 if self.marks else [])]

    def _known_speakers(self) -> list[Speaker]:
        return list(db.session.scalars(select(Speaker).order_by(Speaker.created_at, Speaker.id)))

    def _speakers(self) -> None:
        known, lead = self._known_speakers(), self.world.lead.actor
        if len(known) < 3:
            draft = SpeakerDraft(self._id(), self._some_words())
            add_speaker(self.world.project_id, draft, actor=lead)
            return
        one, other = self.dice.sample(known, 2)
        draft = SpeakerDraft(one.id, self._some_words(), role=self._some_words())
        step = self.dice.randint(0, 2)
        if step == 0:
            revise_speaker(one, one.version, draft, actor=lead)
        elif step == 1:
            wins = frozenset(self.dice.sample(["name", "role"], self.dice.randint(0, 2)))
            merge = MergeDraft(one.version, other.version, wins)
            merge_speakers(one, other, merge, actor=lead)
        else:
            unmerge_speaker(one, one.version, actor=lead)

    def _say_who(self) -> None:
        key, person, article = self.dice.choice(self.marks)
        known = self._known(key)
        if known.label is not Label.CLAIM:
            return
        speaker = self.dice.choice([*(one.id for one in self._known_speakers()), None])
        said = ClaimDraft(short=self._some_words()[:75], speaker=speaker)
        mark = AnnotationDraft(key, known.version, claim=said)
        save_mark(self._desk(article, person), MarkSave(mark), person=person)
