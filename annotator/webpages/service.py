"""A page that was read is kept for a lead to look at, and becomes an article or goes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from uuid import uuid4

import orjson

from annotator.articles.drafts import ArticleDraft
from annotator.audit.models import Actor
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid, NotFound
from annotator.projects.models import Project
from annotator.similarity.known import Choice, bring_one, look_up
from annotator.similarity.queries import Known
from annotator.text.layout import propose_title
from annotator.webpages.correcting import Lost, chosen
from annotator.webpages.models import Proposal
from annotator.webpages.reading import Page, draft_of, origin_of


def keep(project_id: int, page: Page, data: bytes, *, actor: Actor) -> Proposal:
    """Keep a page that was read, and the hash of what came in, in the caller's transaction.

    Read it before the transaction begins: that takes up to seconds, and nobody's save should wait.
    """
    proposal = Proposal(
        id=str(uuid4()),
        project_id=project_id,
        title=page.title or propose_title(page.text or page.blocks[0].text),
        url=page.url,
        page=orjson.dumps(page.to_json()).decode(),
        source_sha256=hashlib.sha256(data).hexdigest(),
        article_id=None,
        created_at=now(),
        created_by=actor.id,
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def page_of(proposal: Proposal) -> Page:
    """The page of a proposal that nobody has decided on."""
    if proposal.page is None:
        raise NotFound("There is no such page.")
    return Page.from_json(orjson.loads(proposal.page))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person made of a proposal: the blocks that are the article, and its fields.

    `words` are those of corrected blocks. With `without`, formatting that no words are left for
    may go.
    """

    kept: Set[int]
    fields: ArticleDraft
    words: Mapping[int, str]
    without: bool = False


class FormattingLost(Invalid):
    """A correction leaves emphasis or links without words; `lost` are these."""

    def __init__(self, sentence: str, lost: Sequence[Lost]) -> None:
        super().__init__(sentence, "without")
        self.lost = lost


@dataclass(frozen=True, slots=True)
class Prepared:
    """The article that a proposal would be, and the articles of the project that it repeats."""

    draft: ArticleDraft
    found: Sequence[Known]


def prepare(proposal: Proposal, wanted: Wanted) -> Prepared:
    """The article as wanted; raises `Invalid`, or `FormattingLost` for what nobody agreed to.

    It compares texts and writes nothing: best before the transaction that writes.
    """
    if not wanted.kept:
        raise Invalid("Nothing is ticked, so there is no text: tick what is the article.", "kept")
    found = chosen(page_of(proposal), wanted.kept, wanted.words)
    if found.lost and not wanted.without:
        raise FormattingLost(
            "Some formatting stands on words that were corrected away, and would go.", found.lost
        )
    made = draft_of(found.page)
    draft = replace(
        wanted.fields,
        text=made.text,
        layout=made.layout,
        canonical=made.canonical,
        origin=origin_of(found.page, [one.to_json() for one in found.corrections]),
        source_sha256=proposal.source_sha256,
    )
    return Prepared(draft, look_up(proposal.project_id, draft))


def accept(
    project: Project,
    proposal: Proposal,
    prepared: Prepared,
    choice: Choice | None,
    *,
    actor: Actor,
) -> str:
    """Make the article; returns its id, or that of the article that is there for it.

    What was accepted already is not accepted twice: the id is that of the article there is.
    `choice` says what is to become of it where the project has it already; raises `AlreadyThere`
    where that is not said, and `Invalid`.
    """
    if proposal.article_id is not None:
        return proposal.article_id
    proposal.article_id = bring_one(
        project, prepared.draft, choice, actor=actor, found=prepared.found
    )
    proposal.page = None
    return proposal.article_id


def discard(proposal: Proposal) -> None:
    """It goes, with its text."""
    db.session.delete(proposal)
