"""A desk where one reviewer has done much on an article: what others find of it is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.assignments.queries import assignments_on
from annotator.assignments.supervising import supervise
from annotator.audit.models import Event
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher, stamp_of
from annotator.db import db, writing
from annotator.guidelines.service import publish
from annotator.jobs.service import enqueue
from annotator.projects.models import Role
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.revisions.service import revise_article
from annotator.schemes.service import publish_scheme
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import add_speaker, merge_speakers
from annotator.training.drafts import AnswersDraft
from annotator.training.queries import training_article
from annotator.training.service import explain, freeze_answers
from annotator.webpages.reading import Page, PageBlock
from annotator.webpages.service import keep
from tests.blind.settled import settle
from tests.claimreview.desk import HARBOUR
from tests.factories import SHELL, make_article, make_member, make_session, make_user, person_of
from tests.personas import World
from tests.schemes.scales import draft_of
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, Hand, rating, source

#: Words of Rosa's, who submitted; no page has them unless it tells of her work.
ROSAS = (
    "xwordingx",
    "xnotex",
    "xrationalex",
    "xsourcex",
    "xspeakerx",
    "xshortx",
    "xquestionx",
    "xplacex",
    "xaddresseex",
)
#: Words of Rita's, who has not.
RITAS = ("xdraftx", "xnamelessx")
#: Words of the known answers of the training article.
KNOWN = ("xanswerx", "xbecausex")
#: A page that several rest their claims on.
SHARED = "https://registry.example.org/page"
CORRECTED = TEXT.replace("Nobody asked", "Somebody asked")

#: Who asks, by the word of the matrix: no work on the article yet, or begun, or submitted.
ASKING = (
    "reviewer without work",
    "reviewer at work",
    "lead without work",
    "lead at work",
    "admin",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What addresses name, and who asks."""

    things: dict[str, Any]
    secrets: dict[str, str]

    def browser(self, app: Flask, who: str) -> Visitor:
        """A browser in which they are signed in."""
        return Visitor(app, secret=self.secrets[who])


def make_desk(app: Flask, world: World, *, is_blind: bool, is_busy: bool) -> Desk:
    """Everybody at work; where it is not `is_busy`, Rosa and Rita found nothing yet."""
    people = _people(world)
    facts = {"url": "https://paper.example/dam", "publisher": "The Paper", "language": "en"}
    article = make_article(world.project, TEXT, title="Dam", **facts)
    other = make_article(world.project, TEXT, title="Mill")
    ids = {"article_id": article.id, "submitted_id": other.id}
    with writing():
        set_publisher(world.project, replace(HARBOUR, is_open=True), actor=SHELL)
        publish(world.project, "## Claim\n\nWhat can be true or false.", actor=SHELL)
        asked = replace(workflow_of(world.project_id), blind=is_blind)
        set_workflow(world.project, asked, actor=SHELL)
        supervise(world.project_id, None, user_id=people["supervisor"].id, actor=SHELL)

    def hand(who: str, article_id: str = ids["article_id"]) -> Hand:
        visitor = Visitor(app, secret=make_session(people[who].id))
        return Hand(visitor, world.slug, article_id, TEXT)

    own = {
        f"own_{who}": hand(who).mark("Nobody asked", note="Mine.", **source(SHARED))["id"]
        for who in ("reviewer at work", "lead at work")
    }
    things = {**ids, **own, **_theirs(hand("rosa"), hand("rita"), is_busy=is_busy)}
    assert hand("rosa", ids["submitted_id"]).submit().status_code == 200
    with writing():
        draft = ArticleDraft(CORRECTED, title="Dam")
        found = db.session.get_one(Article, ids["article_id"])
        revise_article(found, draft, reason="A slip.", actor=world.admin.actor)
    things |= _more(world, ids) | _training(world, people["lead at work"], hand)
    settling = people["second"], people["supervisor"]
    things["settled_id"] = settle(world, *settling, is_busy=is_busy)
    secrets = {who: make_session(person.id) for who, person in people.items()}
    return Desk({**things, "other_id": people["rosa"].id, "slug": world.slug}, secrets)


def submit_for(app: Flask, desk: Desk, who: str) -> None:
    """They hand in their work on the article."""
    hand = Hand(desk.browser(app, who), desk.things["slug"], desk.things["article_id"], TEXT)
    answer = hand.submit()
    assert answer.status_code == 200, answer.text


def _people(world: World) -> dict[str, Person]:
    project = world.project
    found = {
        "rosa": world.rosa,
        "reviewer at work": world.ravi,
        "lead without work": world.lead,
        "observer": world.observer,
        "admin": world.admin,
    }
    for who, name, role in (
        ("rita", "Rita Rossi", Role.REVIEWER),
        ("reviewer without work", "Wim Wolf", Role.REVIEWER),
        ("lead at work", "Liv Lund", Role.LEAD),
        ("second", "Nils Nord", Role.REVIEWER),
        ("supervisor", "Sven Sand", Role.LEAD),
    ):
        user = make_user(name, email=f"{name.split()[0].lower()}@example.org")
        make_member(project, user, role)
        found[who] = person_of(user)
    return found


def _theirs(rosa: Hand, rita: Hand, *, is_busy: bool) -> dict[str, Any]:
    """Rosa's and Rita's work; without any, only that they began it."""
    if not is_busy:
        rosa.submit()
        rita.visitor.post(f"{rita.base}/opening", json=True)
        unknown = {"annotation_id": str(uuid4()), "annotation_hash": "0" * 64}
        return {**unknown, "rosas_speaker": str(uuid4())}
    speaker = str(uuid4())
    judged = {
        **rating("refuted", "xrationalex says so."),
        "verdict-public_state": "published",
        **source(SHARED, title="xsourcex", question="xquestionx?"),
    }
    told = {"claim-short": "xshortx", "claim-place": "xplacex", "claim-voice": "speaker"}
    told |= {"claim-speaker": speaker, "claim-speaker_name": "xspeakerx"}
    words = "The dam holds 40 million litres"
    claim = rosa.mark(words, wording="xwordingx holds.", note="xnotex", **judged, **told)
    rosa.mark("We built it in two years", label="quote", **{"quote-addressee": "xaddresseex"})
    for words in ("40 million litres", "two years", "reporters", "she told"):
        rosa.mark(words, **rating("supported"))
    removed = rosa.mark("mayor", note="xnotex gone")
    assert rosa.remove(removed).status_code == 200
    assert rosa.submit(accept_pending="y").status_code == 200
    nameless = {"claim-voice": "speaker", "claim-speaker": str(uuid4())}
    nameless["claim-speaker_name"] = "xnamelessx"
    rita.mark("the mayor said", wording="xdraftx", note="xdraftx", **nameless)
    made = select(Event.hash).where(Event.target_id == claim["id"]).order_by(Event.seq)
    first = db.session.scalars(made).first()
    return {"annotation_id": claim["id"], "annotation_hash": first, "rosas_speaker": speaker}


def _training(world: World, lead: Person, hand: Callable[[str, str], Hand]) -> dict[str, Any]:
    """An article to learn with, whose known answers are a lead's."""
    key = make_article(world.project, TEXT, title="Weir").id
    mark = hand("lead at work", key).mark("two years", wording="xanswerx holds.", note="xanswerx")
    assert hand("lead at work", key).submit(accept_pending="y").status_code == 200
    with writing():
        freeze_answers(world.project_id, key, AnswersDraft(lead.id), actor=lead.actor)
        row = training_article(world.project_id, key)
        assert row is not None
        explain(row, mark["id"], "xbecausex", 0, actor=lead.actor)
    return {"training_id": key, "known_mark": mark["id"]}


def _more(world: World, ids: dict[str, str]) -> dict[str, Any]:
    """What other addresses name: of no reviewer's work."""
    speakers = [str(uuid4()) for _ in range(3)]
    assignment = assignments_on(ids["submitted_id"], submitted_only=True)[0].id
    with writing():
        publish_scheme(world.project, draft_of(), actor=SHELL)
        page = Page((PageBlock("paragraph", None, True, "A page."),))
        waiting = keep(world.project_id, page, b"<p>A page.", actor=world.lead.actor)
        job = enqueue(world.project_id, "none", {}, world.lead.actor)
        for key in speakers:
            add_speaker(world.project_id, SpeakerDraft(key, "I. Marrow"), actor=SHELL)
        merged, into = (db.session.get_one(Speaker, speakers[at]) for at in (2, 1))
        merge_speakers(merged, into, MergeDraft(1, 1), actor=SHELL)
    return {
        "assignment_id": assignment,
        "proposal_id": waiting.id,
        "job_id": job.id,
        "new_id": str(uuid4()),
        "token": "none",
        "elsewhere": "elsewhere",
        "stamp": stamp_of(publisher_of(world.project_id)),
        **dict(zip(("speaker_id", "double_id", "merged_id"), speakers, strict=True)),
    }
