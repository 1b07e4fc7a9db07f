"""Marks with all that can hang on them, made row by row for tests of what goes out."""

from __future__ import annotations

from sqlalchemy import select

from annotator.annotations.models import (
    Annotation,
    Basis,
    Claim,
    Confidence,
    Context,
    Fragment,
    Label,
    Layer,
    Part,
    PublicState,
    Quote,
    QuoteKind,
    StaleReason,
    Voice,
)
from annotator.annotations.particulars import types_json
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Revision
from annotator.articles.service import import_text
from annotator.assignments.models import Assignment, State
from annotator.db import db, writing
from annotator.links.models import Link, LinkKind
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme
from annotator.speakers.drafts import aliases_json
from annotator.speakers.models import Speaker
from annotator.verdicts.models import Verdict
from tests.export.ids import START, later, uuid
from tests.export.sources import source, whole_source
from tests.export.waiting import wait_with
from tests.factories import SHELL

TEXT = (
    "Minister: 🚆 trains are on time\n"
    "\n"
    "The minister said that 97 percent of trains were on time in 2025, a record. "
    "“We have never been better,” she said.\u2028Punctuality counts arrivals "
    "up to six minutes late as on time.\n"
    "L\u2019État c\u2019est moi\x85 no, that control character is replaced.\n"
)


def article(project: Project, text: str = TEXT, **fields: object) -> str:
    """An article; returns its id."""
    return import_text(project, ArticleDraft(text=text, **fields), actor=SHELL)  # type: ignore[arg-type]


def newest_revision(article_id: str) -> Revision:
    """The newest revision of an article."""
    query = select(Revision).where(Revision.article_id == article_id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def review(
    project: Project, article_id: str, reviewer: int, state: State, **fields: object
) -> None:
    """One reviewer's work on an article."""
    submitted = state is State.SUBMITTED
    db.session.add(
        Assignment(
            id=uuid(),
            project_id=project.id,
            article_id=article_id,
            reviewer_id=reviewer,
            state=state,
            created_at=later(0),
            started_at=later(1),
            submitted_at=later(60) if submitted else None,
            nothing_to_mark=False if submitted else None,
            seat=None if state is State.RELEASED else reviewer,
            return_reason="Look again." if state is State.RETURNED else None,
        )
    )
    for key, value in fields.items():
        setattr(next(iter(db.session.new)), key, value)
    db.session.flush()


def mark(
    project: Project,
    article_id: str,
    author: int,
    *words: str | tuple[str, Part],
    label: Label = Label.CLAIM,
    **fields: object,
) -> Annotation:
    """A mark on the first place of each of these words."""
    revision = newest_revision(article_id)
    pieces = [words_ if isinstance(words_, tuple) else (words_, Part.CONTENT) for words_ in words]
    values: dict[str, object] = {
        "id": uuid(),
        "project_id": project.id,
        "article_id": article_id,
        "revision_id": revision.id,
        "author_id": author,
        "layer": Layer.REVIEWER,
        "label": label,
        "version": 1,
        "created_at": later(2),
        "updated_at": later(3),
        **fields,
    }
    wording = values.pop("wording", None)
    found = Annotation(**values)
    for position, (exact, part) in enumerate(pieces):
        start = revision.text.index(exact)
        found.fragments.append(
            Fragment(
                position=position,
                project_id=project.id,
                part=part,
                start=start,
                end=start + len(exact),
                exact=exact,
            )
        )
    if label is Label.CLAIM:
        found.claim = Claim(project_id=project.id, wording=wording)
    db.session.add(found)
    db.session.flush()
    return found


def speaker(
    project: Project, name: str, *aliases: str, merged_into: Speaker | None = None, **fields: object
) -> Speaker:
    """Somebody whom marks name."""
    found = Speaker(
        id=uuid(),
        project_id=project.id,
        name=name,
        aliases=aliases_json(aliases),
        merged_into=merged_into.id if merged_into else None,
        version=1,
        created_at=later(1),
        updated_at=later(1),
        **fields,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _say_more(claim: Claim, said_by: Speaker) -> None:
    """Fill what a claim rarely has."""
    claim.short = "Trains were on time"
    claim.types = types_json(["numerical", "quote_verification"])
    claim.voice, claim.speaker_id = Voice.SPEAKER, said_by.id
    claim.place = "Parliament"
    claim.made_on, claim.made_on_basis = START.date(), Basis.RELATIVE
    claim.checkworthy, claim.checkworthy_reason = True, "Many take the train."


def link(first: Annotation, second: Annotation, kind: LinkKind, **fields: object) -> Link:
    """A link from one mark to another."""
    found = Link(
        id=uuid(),
        project_id=first.project_id,
        article_id=first.article_id,
        from_id=first.id,
        to_id=second.id,
        kind=kind,
        author_id=first.author_id,
        created_at=later(5),
        **fields,
    )
    db.session.add(found)
    db.session.flush()
    return found


def verdict(
    claim: Annotation,
    decider: int,
    rating: str,
    position: int,
    why: str | None,
    **fields: object,
) -> None:
    """A verdict on a claim."""
    scheme = current_scheme(claim.project_id)
    db.session.add(
        Verdict(
            id=uuid(),
            project_id=claim.project_id,
            annotation_id=claim.id,
            position=position,
            scheme_version_id=scheme.id,
            rating=rating,
            decisive=rating in {"supported", "refuted", "conflicting"},
            rationale=why,
            decided_by=decider,
            decided_at=later(10 + position),
            **fields,
        )
    )
    db.session.flush()


def busy_project(
    project: Project, rosa: int, ravi: int, *, gold: bool = True
) -> tuple[str, str, str]:
    """Three articles: one full of work, one that was read in vain, one that nobody opened.

    With `gold` one of the marks is in the gold layer.
    """
    with writing():
        project = db.session.merge(project)
        first = article(
            project,
            title="Trains \u2028 and “quotes”".replace("\u2028", "—"),
            external_id="a-1",
            url="https://news.example.org/trains",
            byline="Lee Doe",
            publisher="The Example",
            published_on=START.date(),
            language="en",
            origin='{"section":"home","n":[1,2.5,null],"u":"\u2029"}',
        )
        second, third = article(project, "Nothing here.\n"), article(project, "Not opened.\n")
        _fill(project, first, rosa, ravi, Layer.GOLD if gold else Layer.REVIEWER)
        review(project, second, ravi, State.SUBMITTED, nothing_to_mark=True)
    return first, second, third


def _fill(project: Project, article_id: str, rosa: int, ravi: int, layer: Layer) -> None:
    review(project, article_id, ravi, State.STARTED)
    review(project, article_id, rosa, State.SUBMITTED)
    claim = mark(
        project,
        article_id,
        rosa,
        "97 percent of trains",
        "in 2025",
        wording="97 % of trains were on time in 2025.",
        note="Which trains?\nAll?",
        version=7,
    )
    claim.claim.stale_reason = StaleReason.EVIDENCE  # type: ignore[union-attr]
    minister = speaker(project, "Ines Marrow", "I. Marrow", role="minister", wikidata="Q42")
    _say_more(claim.claim, minister)  # type: ignore[arg-type]
    source(claim, rosa, "https://stats.example.org/rail", position=2, title="Rail", stance=None)
    source(claim, ravi, "https://news.example.org/trains", is_article=True, excerpt="a\u2028b")
    whole_source(claim, rosa)
    source(claim, rosa, "https://gone.example.org/", position=3, removed_at=later(9))
    verdict(claim, rosa, "not_enough_evidence", 1, None)
    verdict(
        claim,
        rosa,
        "refuted",
        2,
        "The operator's own figures say 91.",
        confidence=Confidence.HIGH,
        effective_on=START.date(),
        correction_note="The figures were of 2024.",
        public_state=PublicState.CORRECTED,
    )
    pending = mark(project, article_id, ravi, "six minutes late")
    pending.claim.pending_rating = "refuted"  # type: ignore[union-attr]
    pending.claim.pending_verdict_id = uuid()  # type: ignore[union-attr]
    wait_with(pending)
    quote = mark(
        project,
        article_id,
        rosa,
        "We have never been better",
        ("said", Part.CUE),
        ("she", Part.SPEAKER),
        label=Label.QUOTE,
    )
    quote.quote = Quote(
        project_id=project.id,
        kind=QuoteKind.DIRECT,
        # The same person, under the name that somebody else had given them.
        speaker_id=speaker(project, "The minister", merged_into=minister).id,
        addressee="reporters",
        language="fr",
        original_words="Nous n'avons jamais été mieux",
    )
    background = mark(project, article_id, rosa, "🚆 trains", label=Label.CONTEXT, layer=layer)
    background.context = Context(project_id=project.id, role="background")
    link(claim, quote, LinkKind.MADE_IN)
    if layer is Layer.REVIEWER:
        link(background, claim, LinkKind.EXPLAINS)
        link(background, quote, LinkKind.EXPLAINS, removed_at=later(30))
    was_claim = mark(project, article_id, ravi, "trains are on time", wording="Once a claim.")
    was_claim.label = Label.CONTEXT
    gone = mark(project, article_id, ravi, "Minister", removed_at=later(20))
    # Links that sleep: one mark is removed, one was relabelled.
    link(pending, gone, LinkKind.REPEATS)
    link(pending, was_claim, LinkKind.CONTRADICTS)
