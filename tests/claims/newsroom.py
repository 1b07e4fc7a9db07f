"""A desk that publishes its checks, and what can happen to them afterwards, minute by minute."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine

from annotator.accounts.person import Person
from annotator.adjudication.drafts import OWN, DecisionDraft, Outcome, OwnVerdict, Picks
from annotator.adjudication.models import Adjudication, Category
from annotator.adjudication.queries import Case, case_of
from annotator.adjudication.service import decide, reopen
from annotator.annotations.drafts import AnnotationDraft, FragmentDraft
from annotator.annotations.models import Annotation, Label, Part, PublicState
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.assignments.queries import assignment_of
from annotator.assignments.service import return_work
from annotator.db import db, writing
from annotator.errors import NotFound
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_for
from annotator.export.reviews.feed import Told, feed_pieces
from annotator.export.reviews.told import told_lately
from annotator.projects.definition import definition_from_json
from annotator.projects.queries import current_scheme
from annotator.projects.scheme import Rating, ratings_from_json
from annotator.revisions.service import revise_article
from annotator.schemes.drafts import SchemeDraft
from annotator.schemes.service import publish_scheme
from annotator.sources.drafts import SourceDraft
from annotator.verdicts.drafts import Answer, VerdictDraft
from annotator.workspace.queries import desk
from annotator.workspace.service import MarkSave, save_mark, set_removed
from annotator.workspace.submission import submit, withdraw
from tests.claimreview.desk import say_publisher
from tests.factories import make_article
from tests.personas import World

TEXT = "The dam\n\nThe dam holds 40 million litres.\n\nIt cost two million.\n"
DAM, COST = "The dam holds 40 million litres", "It cost two million"
Entry = dict[str, Any]


class Newsroom:
    """One article. Each thing that is done is done a minute after the one before."""

    def __init__(
        self, world: World, clock: time_machine.Traveller, url: str = "https://paper.example/dam"
    ) -> None:
        self.world, self.clock = world, clock
        say_publisher(world)
        self.article_id = make_article(
            world.project, TEXT, title="The dam", url=url, publisher="The Paper"
        ).id

    def publish(
        self,
        person: Person,
        words: str = DAM,
        rating: str = "refuted",
        state: PublicState | None = PublicState.PUBLISHED,
    ) -> str:
        """Mark and judge a claim; it is told once the work is handed in."""
        start = TEXT.index(words)
        piece = FragmentDraft(Part.CONTENT, start, start + len(words), words)
        draft = AnnotationDraft(str(uuid4()), 0, Label.CLAIM, (piece,))
        source = SourceDraft(str(uuid4()), url="https://stats.example/dam")
        verdict = VerdictDraft(str(uuid4()), rating, "We looked.", public_state=state)
        self._save(person, MarkSave(draft, (source,), verdict))
        return draft.id

    def hand_in(self, *people: Person) -> None:
        for person in people:
            with self._step():
                submit(self._desk(person), read_to_end=True, accept_pending=True, person=person)

    def take_back(self, person: Person) -> None:
        with self._step():
            withdraw(self._desk(person), person=person)

    def give_back(self, person: Person) -> None:
        with self._step():
            work = assignment_of(self.article_id, person.id)
            assert work is not None
            return_work(work, reason="Look at it again.", actor=self.world.lead.actor)

    def delete(self, person: Person, mark_id: str, *, removed: bool = True) -> None:
        with self._step():
            here, version = self._desk(person), self._version(mark_id)
            set_removed(here, mark_id, version, removed=removed, person=person)

    def restore(self, person: Person, mark_id: str) -> None:
        self.delete(person, mark_id, removed=False)

    def say(self, person: Person, mark_id: str, **said: Any) -> None:
        """Change what the mark itself says."""
        self._save(person, MarkSave(AnnotationDraft(mark_id, self._version(mark_id), **said)))

    def judge(self, person: Person, mark_id: str, *given: str, **said: Any) -> None:
        draft = AnnotationDraft(mark_id, self._version(mark_id))
        verdict = VerdictDraft(str(uuid4()), *given, **said)
        self._save(person, MarkSave(draft, verdict=verdict))

    def confirm(self, person: Person, mark_id: str) -> None:
        self.judge(person, mark_id, answer=Answer.CONFIRM)

    def void(self, person: Person, mark_id: str, note: str) -> None:
        said = {"public_state": PublicState.VOID, "correction_note": note}
        self.judge(person, mark_id, **said)

    def correct(self, text: str) -> None:
        """The article itself is corrected."""
        with self._step():
            article, actor = db.session.get_one(Article, self.article_id), self.world.lead.actor
            revise_article(article, ArticleDraft(text=text), reason="A slip.", actor=actor)

    def turn_the_scale(self) -> None:
        """From now on the numbers of the scale run the other way."""
        with self._step():
            before = current_scheme(self.world.project_id)
            turned = tuple(_turned(one) for one in ratings_from_json(before.ratings).values())
            definition = definition_from_json(before.definition)
            draft = SchemeDraft(turned, definition, reason="Turned.", base=before.number)
            publish_scheme(self.world.project, draft, actor=self.world.lead.actor)

    def settle(self, mark_id: str, rating: str, state: PublicState | None = None) -> str:
        """Settle on gold of the adjudicator's own rating; gives the gold claim."""
        own = OwnVerdict(rating, "So it is.", state, "It was wrong.")
        picks = Picks(words=mark_id, label=mark_id, verdict=OWN)
        made = self._decide(mark_id, Outcome.SETTLE, picks, own)
        return made.golds[0].annotation_id

    def choose(self, mark_id: str, said: OwnVerdict, *, verdict: str | None = None) -> str:
        """Settle on gold with this reviewer's verdict, and what the adjudicator says beside it."""
        picks = Picks(words=mark_id, label=mark_id, verdict=verdict or mark_id)
        made = self._decide(mark_id, Outcome.SETTLE, picks, said)
        return made.golds[0].annotation_id

    def drop(self, mark_id: str, said: OwnVerdict = OwnVerdict()) -> None:  # noqa: B008
        self._decide(mark_id, Outcome.DROP, own=said)

    def keep_each(self, mark_id: str) -> None:
        self._decide(mark_id, Outcome.BOTH)

    def reopen(self) -> None:
        with self._step():
            case = self._case()
            if not case.in_force:
                raise NotFound("Nothing is decided.")
            last = case.in_force[-1]
            item = case.item_of(json.loads(last.from_ids))
            version = case.version_of(item) if item else 0
            reopen(case, last.id, version, person=self.world.lead)

    def file(self, moment: datetime | None = None) -> dict[str, Entry]:
        """The bulk file's entries by the claim's identifier."""
        asked = Options(kind="claimreview", known_on=moment)
        with snapshot_for(self.world.project_id, asked) as snapshot:
            written = b"".join(feed_pieces(snapshot, self.world.slug, asked, Told()))
        entries = json.loads(written)["dataFeedElement"]
        return {entry["item"]["url"].rsplit("/", 1)[1]: entry for entry in entries}

    def feed(self) -> dict[str, Entry]:
        """The record of each check that the feeds hold, by the claim's identifier."""
        db.session.expire_all()
        told = [one.reviewed for one in told_lately(self.world.project).checks]
        found = {one.id: one.record or {} for one in told if one.is_right}
        assert len({one.id for one in told}) == len(told)
        return found

    def _save(self, person: Person, save: MarkSave) -> None:
        with self._step():
            save_mark(self._desk(person), save, person=person)

    def _decide(
        self,
        mark_id: str,
        outcome: Outcome,
        picks: Picks = Picks(),  # noqa: B008 - it is frozen
        own: OwnVerdict = OwnVerdict(),  # noqa: B008 - it is frozen
    ) -> Adjudication:
        with self._step():
            case = self._case()
            item = next((one for one in case.items if mark_id in one.ids), None)
            if item is None:
                raise NotFound("Nobody has handed it in.")
            asked = str(uuid4()), case.version_of(item), tuple(sorted(item.ids))
            draft = DecisionDraft(*asked, outcome, Category.OTHER, "It is so.", picks, own)
            return decide(case, draft, person=self.world.lead)

    @contextmanager
    def _step(self) -> Iterator[None]:
        self.clock.shift(timedelta(minutes=1))
        with writing():
            yield

    def _case(self) -> Case:
        return case_of(self.world.project_id, self.article_id)

    def _desk(self, person: Person) -> Any:
        return desk(self.world.project, self.article_id, person.id)

    def _version(self, mark_id: str) -> int:
        db.session.expire_all()
        return db.session.get_one(Annotation, mark_id).version


def _turned(rating: Rating) -> Rating:
    number = rating.claimreview
    return replace(rating, claimreview=None if number is None else 6 - number)


def state_of(entry: Entry | None) -> str:
    """What readers are told: "nothing", "withdrawn", or the rating."""
    if entry is None:
        return "nothing"
    item = entry["item"]
    if item.get("creativeWorkStatus") == "Withdrawn":
        assert entry["dateDeleted"]
        assert item["correction"]["text"]
        assert "reviewRating" not in item
        return "withdrawn"
    assert "dateDeleted" not in entry
    rating: str = item["reviewRating"]["alternateName"]
    return rating


def why(room: Newsroom, mark: str) -> str:
    """The reason that readers read, the same in file and feeds."""
    entry = room.file()[mark]
    assert state_of(entry) == "withdrawn"
    assert room.feed()[mark] == {"@context": "https://schema.org", **entry["item"]}
    said: str = entry["item"]["correction"]["text"]
    return said
