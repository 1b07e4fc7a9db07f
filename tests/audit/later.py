"""The same work, in which the pages of sources are looked at and checks are published, too."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from annotator.captures.looking import Look
from annotator.captures.models import Outcome
from annotator.captures.service import fill, found_values, keep
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.service import set_publisher
from annotator.clock import now
from annotator.db import db
from annotator.sources.models import Source
from tests.audit.speaking import SpeakingWork


class LaterWork(SpeakingWork):
    """Work with captures and a publisher; what a page says is made up here, not fetched."""

    def _steps(self) -> list[Callable[[], None]]:
        return [*super()._steps(), *[self._look] * 3, self._publishes]

    def _look(self) -> None:
        sources = db.session.scalars(select(Source).order_by(Source.id)).all()
        source = self.dice.choice(sources)
        if source.url is None:
            return
        look = self._found(source.url)
        _, kept = keep(self._id(), source, look)
        fill(source, source.url, found_values(look), [kept], actor=self.world.lead.actor)

    def _publishes(self) -> None:
        draft = PublisherDraft(self._some_words(), "https://desk.example/", is_open=True)
        set_publisher(self._project(), draft, actor=self.world.lead.actor)

    def _found(self, url: str) -> Look:
        if self.dice.random() < 0.3:
            return Look(url, now(), status=404, failure=Outcome.STATUS)
        text = self._some_words()
        return Look(url, now(), url, 200, text=text, length=len(text), title=self._some_words())
