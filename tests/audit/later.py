"""The same work, in which people also look at sources, publish, talk and settle differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import current_app
from sqlalchemy import select, true

from annotator.adjudication import drafts
from annotator.adjudication.comparing import Item
from annotator.adjudication.drafts import DecisionDraft
from annotator.adjudication.models import Category
from annotator.adjudication.proposing import Strategy, propose
from annotator.adjudication.queries import case_of, has_begun
from annotator.adjudication.service import decide, finish, reopen
from annotator.adjudication.standing import Case
from annotator.annotations.drafts import AnnotationDraft, FragmentDraft
from annotator.annotations.models import Label, Part
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import import_text
from annotator.assignments.service import submit as hand_in
from annotator.assignments.service import take
from annotator.assignments.supervising import supervise
from annotator.audit.findings import keep_sample, note_finding
from annotator.audit.models import Finding
from annotator.audit.queries import head
from annotator.audit.sampled import sample_of
from annotator.audit.sampling import Asked as AskedOf
from annotator.audit.sampling import draw as draw_events
from annotator.audit.verify import Head
from annotator.audit.wanted import Wanted
from annotator.captures.looking import Look
from annotator.captures.models import Outcome as Looked
from annotator.captures.service import fill, found_values
from annotator.captures.service import keep as keep_capture
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.service import set_publisher
from annotator.clock import now
from annotator.comments.drafts import CommentDraft, RemovalDraft
from annotator.comments.queries import comments_on, thread_of
from annotator.comments.service import save_comment, set_removed, set_resolved
from annotator.db import db, writing
from annotator.pace.service import note_talk
from annotator.releases.asking import asked_of
from annotator.releases.publishing import publish
from annotator.releases.service import keep, withdraw
from annotator.releases.store import Store
from annotator.shelving.service import archive, bring_back
from annotator.shelving.service import move_to_trash as throw_away
from annotator.shelving.service import take_back as take_out
from annotator.sources.models import Source
from annotator.spotchecks.drafts import Asked, Judged
from annotator.spotchecks.drawing import pool_of
from annotator.spotchecks.models import Outcome, Unit
from annotator.spotchecks.queries import Entry, sample
from annotator.spotchecks.service import decide as decide_on
from annotator.spotchecks.service import draw
from annotator.training.drafts import AnswersDraft
from annotator.training.models import Offer
from annotator.training.queries import training_article
from annotator.training.service import ask_again, explain, freeze_answers, let_pass, set_offer
from annotator.trash.service import move_to_trash, take_back
from annotator.workspace.queries import desk
from annotator.workspace.service import MarkSave, save_mark
from annotator.workspace.submission import submit
from tests.audit.handing import HandingWork


class LaterWork(HandingWork):
    """Work with captures and a publisher; what a page says is made up here, not fetched."""

    def _steps(self) -> list[Callable[[], None]]:
        decided = [self._decide] * 3 + [self._reopen, self._finish_gold]
        told = [self._publishes, self._talk, self._spot_check]
        return [*super()._steps(), *[self._look] * 3, self._train, *told, *decided]

    def talk_about_pace(self) -> None:
        """An article is taken and handed in at once, and a lead talks to whoever did so."""
        rosa, project_id = self.world.rosa, self.world.project_id
        with writing():
            draft = ArticleDraft(f"A title\n{'word ' * 900}")
            article_id = import_text(self._project(), draft, actor=self.world.lead.actor)
        with writing():
            work = take(project_id, article_id, reviewer_id=rosa.id, actor=rosa.actor)
            hand_in(work, nothing_to_mark=True, actor=rosa.actor)
        with writing():
            note_talk(project_id, work.id, "It was a test.", person=self.world.admin)

    def use_the_trash(self) -> None:
        """Of two articles that nobody has, one stays in the trash and one is taken back."""
        lead = self.world.lead.actor
        for is_back in (False, True):
            with writing():
                key = import_text(self._project(), ArticleDraft("Came in twice."), actor=lead)
                article = db.session.get_one(Article, key)
                move_to_trash(article, "It came in twice.", actor=lead)
                if is_back:
                    take_back(article, actor=lead)

    def put_the_project_away(self) -> None:
        """It is archived, moved to the trash, and comes back from both."""
        lead = self.world.lead.actor
        with writing():
            archive(self.world.project_id, "The work is done.", actor=lead)
        with writing():
            throw_away(self.world.project_id, self._project().name, "A trial.", actor=lead)
        with writing():
            take_out(self.world.project_id, actor=lead)
        with writing():
            bring_back(self.world.project_id, actor=lead)

    def release_and_withdraw(self) -> None:
        """Two releases, of which one is withdrawn."""
        lead, store = self.world.lead.actor, Store.of(current_app.config["ANNOTATOR"])
        for name in ("kept", "withdrawn"):
            asked = asked_of(self._project(), {"name": name, "units": ["span"]})
            made = publish(self._project(), asked, store, lambda _done, _total: None)
            with writing():
                release = keep(self._project(), made, actor=lead)
                if name == "withdrawn":
                    withdraw(release, "A source was forged.", actor=lead)

    def look_at_a_sample(self) -> None:
        """Two events are drawn; on one of them a lead finds nothing wrong, and then something."""
        project_id, lead = self.world.project_id, self.world.lead.actor
        with writing():
            newest, asked = Head(*head(project_id)), AskedOf(Wanted())
            drawn = draw_events(project_id, Wanted(), last=newest.seq, seed="seed", size=2)
            key = keep_sample(project_id, asked, drawn, seed="seed", head=newest, actor=lead).id
        said = (Finding.IN_ORDER, ""), (Finding.LOOK_INTO, "Why so late?")
        for seen, (finding, note) in enumerate(said):
            with writing():
                found = sample_of(project_id, key, true())
                assert found is not None
                note_finding(found.entries[0], finding, note, seen, actor=lead)

    def _look(self) -> None:
        sources = db.session.scalars(select(Source).order_by(Source.id)).all()
        source = self.dice.choice(sources)
        if source.url is None:
            return
        look = self._found(source.url)
        _, kept = keep_capture(self._id(), source, look)
        fill(source, source.url, found_values(look), [kept], actor=self.world.lead.actor)

    def _publishes(self) -> None:
        draft = PublisherDraft(self._some_words(), "https://desk.example/", is_open=True)
        lead = self.world.lead
        set_publisher(self._project(), draft, actor=lead.actor)
        supervise(self.world.project_id, None, user_id=lead.id, actor=lead.actor)

    def _talk(self) -> None:
        key, person, _ = self.dice.choice(self.marks)
        mark, thread = self._known(key), thread_of(key)
        save_comment(mark, CommentDraft(self._id(), 0, self._some_words()), author=person)
        version, resolved = thread.version if thread else 0, self.dice.random() < 0.5
        set_resolved(mark, version, resolved=resolved, person=self.world.lead)
        if not resolved:
            last = comments_on(key)[-1]
            gone = RemovalDraft(last.id, last.version, removed=True, reason="It names a neighbour.")
            set_removed(mark, gone, person=self.world.lead, moderates=True)

    def _spot_check(self) -> None:
        project_id = self.world.project_id
        asked = Asked(self.dice.choice(list(Unit)), percent=100)
        drawer = self.world.admin
        if not pool_of(project_id, asked, drawer_id=drawer.id):
            return
        found = sample(project_id, draw(project_id, asked, person=drawer).number)
        assert found is not None
        # By lot came in which order they are; this work is the same each time.
        entry = min(found.entries, key=_place)
        outcome = Outcome.RETURNED if self._may_go_back(entry) else Outcome.ACCEPTED
        judged = Judged(entry.item.annotation_id, outcome, self._some_words())
        decide_on(found, entry.item.position, [judged], entry.stamp, person=drawer)

    def _may_go_back(self, entry: Entry) -> bool:
        return self.dice.random() < 0.5 and not has_begun(entry.item.article_id)

    def _train(self) -> None:
        """An article to learn with: the lead's marks are its answers, and a reviewer tries it."""
        project, lead, learner = self._project(), self.world.lead, self.world.rosa
        text = self._some_words()
        key = import_text(project, ArticleDraft(text=text), actor=lead.actor)
        piece = FragmentDraft(Part.CONTENT, 0, len(text), text)
        draft = AnnotationDraft(self._id(), 0, Label.CLAIM, (piece,))
        save_mark(desk(project, key, lead.id), MarkSave(draft), person=lead)
        said = {"read_to_end": True, "accept_pending": True}
        submit(desk(project, key, lead.id), **said, person=lead)
        freeze_answers(project.id, key, AnswersDraft(lead.id), actor=lead.actor)
        row = training_article(project.id, key)
        assert row is not None
        explain(row, draft.id, self._some_words(), 0, actor=lead.actor)
        set_offer(row, Offer.RETIRED, actor=lead.actor)
        submit(desk(project, key, learner.id), **said, person=learner)
        ask_again(project.id, learner.id, actor=lead.actor)
        let_pass(project.id, learner.id, self._some_words(), actor=lead.actor)

    def _case(self) -> Case:
        return case_of(self.world.project_id, self.dice.choice(self.articles))

    def _decide(self) -> None:
        case = self._case()
        if not case.items:
            return
        self._decide_on(case, self.dice.choice(case.items))

    def _decide_on(self, case: Case, item: Item) -> None:
        picks = propose(item, self.dice.choice((Strategy.MAJORITY, Strategy.UNION))).picks
        picks = replace(picks, verdict=picks.verdict or item.marks[0].id)
        draft = DecisionDraft(
            self._id(),
            case.version_of(item),
            tuple(sorted(item.ids)),
            self.dice.choice(list(drafts.Outcome)),
            self.dice.choice(list(Category)),
            self._some_words(),
            picks,
        )
        decide(case, draft, person=self.world.lead)

    def _reopen(self) -> None:
        case = self._case()
        decided = [(item, one) for item in case.items if (one := case.decision_on(item))]
        if decided:
            item, one = self.dice.choice(decided)
            reopen(case, one.id, case.version_of(item), person=self.world.lead)

    def _finish_gold(self) -> None:
        project_id = self.world.project_id
        shared = [one for one in self.articles if len(case_of(project_id, one).people) > 1]
        if not shared:
            return
        article = self.dice.choice(shared)
        while (case := case_of(project_id, article)).open_items:
            self._decide_on(case, case.open_items[0])
        finish(case, case.version, person=self.world.lead)

    def _found(self, url: str) -> Look:
        if self.dice.random() < 0.3:
            return Look(url, now(), status=404, failure=Looked.STATUS)
        text = self._some_words()
        return Look(url, now(), url, 200, text=text, length=len(text), title=self._some_words())


def _place(entry: Entry) -> tuple[str, int, str]:
    item = entry.item
    return item.article_id, item.reviewer_id, item.annotation_id or ""
