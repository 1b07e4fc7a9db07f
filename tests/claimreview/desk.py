"""A desk that tells readers of its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from annotator.annotations.models import PublicState, Voice
from annotator.assignments.models import State
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.service import set_publisher
from annotator.db import db, writing
from annotator.projects.models import Project
from tests.export import work
from tests.export.sources import source
from tests.factories import SHELL
from tests.personas import World

HARBOUR = PublisherDraft(
    "Harbour Desk",
    "https://harbour.example",
    "https://harbour.example/checks",
    "https://harbour.example/corrections",
)


@dataclass(frozen=True, slots=True)
class Told:
    """The marks by what readers were told of each."""

    article: str
    published: str
    corrected: str
    void: str
    draft: str
    refused: str


def say_publisher(world: World, draft: PublisherDraft = HARBOUR) -> None:
    """Say who publishes the checks."""
    with writing():
        set_publisher(world.project, draft, actor=SHELL)


def make_checks(world: World) -> Told:
    """The checks of the reviewer of the tests' project."""
    return checks_in(world.project, world.rosa.id)


def checks_in(project: Project, reviewer: int) -> Told:
    """An article with a claim in every public state, and one whose review breaks a rule."""
    with writing():
        project = db.session.merge(project)
        found = work.article(
            project,
            title="Trains",
            url="https://paper.example/trains",
            publisher="The Paper",
            published_on=date(2026, 2, 1),
            language="en",
        )
        work.review(project, found, reviewer, State.SUBMITTED)
        ida = work.speaker(project, "Ida Holm", role="Minister", wikidata="Q42")
        ids = {}
        for name, words, rating, state in (
            ("published", "97 percent", "refuted", PublicState.PUBLISHED),
            ("corrected", "Punctuality counts", "not_enough_evidence", PublicState.CORRECTED),
            ("void", "a record", "supported", PublicState.VOID),
            ("draft", "six minutes late", "supported", None),
            ("refused", "on time in 2025", "supported", PublicState.PUBLISHED),
        ):
            mark = work.mark(project, found, reviewer, words)
            assert mark.claim is not None
            mark.claim.short = f"A claim: {name}"
            if name == "published":
                mark.claim.voice, mark.claim.speaker_id = Voice.SPEAKER, ida.id
                source(mark, reviewer, "https://agency.example/table")
            if name == "refused":
                mark.claim.short = "It is supported by everybody"
            note = "The year was wrong." if state in {"corrected", "void"} else None
            work.verdict(
                mark, reviewer, rating, 1, "We looked.",
                public_state=state, correction_note=note,
            )  # fmt: skip
            ids[name] = mark.id
    return Told(found, **ids)
