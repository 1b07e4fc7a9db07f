"""Two or three reviewers who have handed in their work on one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.adjudication.drafts import DecisionDraft, Outcome, OwnVerdict, Picks
from annotator.adjudication.models import Adjudication, Category
from annotator.adjudication.queries import case_of
from annotator.adjudication.service import decide
from annotator.adjudication.standing import Case
from annotator.annotations.drafts import AnnotationDraft, ClaimDraft, FragmentDraft
from annotator.annotations.models import Annotation, Label, Layer, Part
from annotator.audit.replay import tables
from annotator.db import db, writing
from annotator.links.models import LinkKind
from annotator.links.service import LinkDraft
from annotator.sources.drafts import SourceDraft
from annotator.verdicts.drafts import VerdictDraft
from annotator.workspace.queries import desk
from annotator.workspace.service import MarkSave, save_mark
from annotator.workspace.submission import submit
from tests.factories import make_article
from tests.personas import World

TEXT = (
    "Ferry fares\n"
    "Operator logs show 91.4 per cent of departures left within five minutes of schedule in the "
    "year to June. The chamber was told that nine in ten boats leave on time \N{FERRY}.\n"
    "A single ticket cost 2.60 in 2017 and costs 4.10 today, a rise of 58 per cent.\n"
)


SHORT = "91.4 per cent of departures left within five minutes of schedule"
LONG = f"{SHORT} in the year to June"
SUPPORTED = ("supported", "The logs say so.")
REFUTED = ("refuted", "The logs leave out cancelled sailings.")
LOGS, ANNEX = "https://ferries.example/logs", "https://ferries.example/annex"


@dataclass
class Bench:
    """One article with two reviewers and a lead; `marks` by what the test calls them."""

    world: World
    article_id: str
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The article's case, read anew."""
        db.session.expire_all()
        return case_of(self.world.project_id, self.article_id)

    def mark(
        self,
        person: Person,
        words: str,
        label: Label = Label.CLAIM,
        *,
        verdict: tuple[str, str] | None = None,
        sources: Sequence[str] = (),
        wording: str | None = None,
        claim: ClaimDraft | None = None,
        note: str | None = None,
        links: Sequence[tuple[LinkKind, str]] = (),
    ) -> str:
        """Mark these words; gives the mark's id."""
        start = TEXT.index(words)
        piece = FragmentDraft(Part.CONTENT, start, start + len(words), words)
        more: dict[str, Any] = {"claim": claim} if claim else {}
        if wording is not None:
            more["wording"] = wording
        if note is not None:
            more["note"] = note
        draft = AnnotationDraft(str(uuid4()), 0, label, (piece,), **more)
        given = tuple(SourceDraft(str(uuid4()), url=url) for url in sources)
        judged = VerdictDraft(str(uuid4()), *verdict) if verdict else None
        with writing():
            here = desk(self.world.project, self.article_id, person.id)
            drawn = tuple(LinkDraft(str(uuid4()), to, kind) for kind, to in links)
            save_mark(here, MarkSave(draft, given, judged, drawn), person=person)
        return draft.id

    def hand_in(self, *people: Person) -> None:
        """Submit their work."""
        for person in people or (self.world.rosa, self.world.ravi):
            with writing():
                here = desk(self.world.project, self.article_id, person.id)
                submit(here, read_to_end=True, accept_pending=True, person=person)

    def draft(self, *marks: str, **said: Any) -> DecisionDraft:
        """A decision on the item that holds these marks."""
        case = self.case
        item = case.item_of(marks)
        assert item is not None, "these marks are no item"
        picks = said.pop("picks", None) or Picks(words=marks[0], label=marks[0])
        return DecisionDraft(
            said.pop("id", None) or str(uuid4()),
            said.pop("version", None) or case.version_of(item),
            tuple(sorted(marks)),
            said.pop("outcome", Outcome.SETTLE),
            said.pop("category", Category.BOUNDARY),
            said.pop("reason", "It is what was said."),
            picks,
            said.pop("verdict", OwnVerdict()),
            **said,
        )

    def settle(self, draft: DecisionDraft, person: Person | None = None) -> Adjudication:
        """Settle it, by the lead unless it is said who."""
        with writing():
            return decide(
                case_of(self.world.project_id, self.article_id),
                draft,
                person=person or self.world.lead,
            )


def make_bench(world: World) -> Bench:
    """An article that nobody has read."""
    article = make_article(world.project, TEXT, title="Ferry fares")
    return Bench(world, article.id)


def golds(bench: Bench) -> list[Annotation]:
    """The marks in force in the gold layer, in the order of the text."""
    query = select(Annotation).where(
        Annotation.article_id == bench.article_id,
        Annotation.layer == Layer.GOLD,
        Annotation.removed_at.is_(None),
    )
    db.session.expire_all()
    return sorted(db.session.scalars(query), key=lambda mark: mark.fragments[0].start)


def words(mark: Annotation) -> str:
    """The words that a mark marks."""
    for piece in mark.fragments:
        assert TEXT[piece.start : piece.end] == piece.exact
    return " … ".join(piece.exact for piece in mark.fragments)


def layers(bench: Bench) -> bytes:
    """Everything that reviewers said, as it is stored."""
    found: dict[str, Any] = {}
    rows = tables(bench.world.project_id)
    own = {key for key, row in rows["annotation"].items() if row["layer"] == "reviewer"}
    found["annotation"] = {key: row for key, row in rows["annotation"].items() if key in own}
    for table in ("source", "verdict"):
        found[table] = {key: row for key, row in rows[table].items() if row["annotation_id"] in own}
    found["assignment"] = rows["assignment"]
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS)
