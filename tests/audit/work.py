"""Work in a project at random, through the services that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID, uuid5

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, AnnotationDraft, FragmentDraft, Keep
from annotator.annotations.models import Annotation, Confidence, Label, Part, PublicState, QuoteKind
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.queries import revision_text
from annotator.articles.service import ArticleBatch, import_text
from annotator.assignments.queries import assignment_of
from annotator.assignments.service import return_work, withdraw
from annotator.audit.models import Actor
from annotator.db import db, writing
from annotator.errors import AnnotatorError
from annotator.guidelines.service import publish
from annotator.imports.reports import Report
from annotator.imports.service import begin, finish
from annotator.links.models import LinkKind
from annotator.links.service import LinkDraft, fits
from annotator.projects.models import Project, Role
from annotator.projects.queries import current_scheme
from annotator.projects.service import change_role, join, remove_member
from annotator.revisions.models import Settled
from annotator.revisions.queries import newest_id, open_carries
from annotator.revisions.service import revise_article
from annotator.revisions.settling import SettleDraft, settle_carry
from annotator.schemes.service import publish_scheme
from annotator.similarity.linking import link_articles
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import AnswerType, Stance
from annotator.verdicts.drafts import Answer, VerdictDraft
from annotator.workspace.queries import Desk, desk
from annotator.workspace.service import MarkSave, save_mark, set_removed
from annotator.workspace.submission import own_assignment, submit
from tests.factories import person_of
from tests.personas import World
from tests.schemes.scales import called, draft_of

TEXT = (
    "the mayor said that rents fell by a third “in two years” 💩 e\u0301té naïve קמעא "
    "although 12,5 % of the flats stand empty\tand\u2028nobody\u200b counts them"
)
WORDS = tuple(TEXT.split(" "))
RATINGS = ("supported", "refuted", "not_enough_evidence", "conflicting", "uncheckable", "")


@dataclass
class Work:
    """What happens in one project; `done` counts the steps that were not refused."""

    world: World
    dice: Random
    articles: list[str] = field(default_factory=list)
    marks: list[tuple[str, Person, str]] = field(default_factory=list)
    done: int = 0

    def go_on(self, steps: int) -> None:
        """Take some steps; one that the rules refuse leaves nothing behind."""
        for _ in range(steps):
            try:
                with writing():
                    self.dice.choice(self._steps())()
                self.done += 1
            except AnnotatorError:
                continue

    def _steps(self) -> list[Callable[[], None]]:
        if not self.articles:
            return [self._bring_in]
        first = [self._mark] * 6
        later = (
            [self._revise] * 6 + [self._link] * 3 + [self._remove, self._restore]
            if self.marks
            else []
        )
        return [
            *first,
            *later,
            self._bring_in,
            self._correct,
            self._settle,
            self._join,
            self._finish,
            self._take_back,
            self._members,
            self._publish,
            self._publish_scale,
        ]

    def _project(self) -> Project:
        return db.session.get_one(Project, self.world.project_id)

    def _desk(self, article: str, person: Person) -> Desk:
        return desk(self._project(), article, person.id)

    def _id(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def _some_words(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 12)))

    def _someone(self) -> Person:
        return self.dice.choice([self.world.reviewer, self.world.other_reviewer])

    def _bring_in(self) -> None:
        text = "\n\n".join(self._some_words() for _ in range(self.dice.randint(1, 5)))
        draft = ArticleDraft(text=f"A title\n{text}", url="https://news.example/a")
        # The first comes with an import, and so does every third after it.
        bring = import_text if len(self.articles) % 3 else _import_alone
        self.articles.append(bring(self._project(), draft, actor=self.world.lead.actor))

    def _correct(self) -> None:
        article = db.session.get_one(Article, self.dice.choice(self.articles))
        lines = revision_text(newest_id(article.id)).text.split("\n")
        self.dice.shuffle(lines)
        lines.insert(self.dice.randrange(len(lines) + 1), self._some_words())
        if len(lines) > 2:
            del lines[self.dice.randrange(len(lines))]
        draft = ArticleDraft("\n".join(lines), title=self.dice.choice((None, "Another title")))
        revise_article(article, draft, reason="It was wrong.", actor=self.world.lead.actor)

    def _settle(self) -> None:
        waiting = [carry for article in self.articles for carry in open_carries(article)]
        if waiting:
            carry = self.dice.choice(waiting)
            how = self.dice.choice((Settled.CHOSEN, Settled.KEPT, Settled.CONFIRMED))
            author = person_of(carry.annotation.author)
            settle_carry(carry, SettleDraft(how, 0), person=author)

    def _join(self) -> None:
        one, other = self.dice.choices(self.articles, k=2)
        if one != other:
            link_articles(self.world.project_id, one, other, actor=self.world.lead.actor)

    def _mark(self) -> None:
        article, person = self.dice.choice(self.articles), self._someone()
        here = self._desk(article, person)
        label = self.dice.choice(list(Label))
        mark = AnnotationDraft(self._id(), 0, label, self._fragments(here))
        save_mark(here, MarkSave(mark), person=person)
        self.marks.append((mark.id, person, article))

    def _fragments(self, here: Desk) -> tuple[FragmentDraft, ...]:
        text = here.revision.text
        start = self.dice.randrange(len(text))
        end = self.dice.randint(start + 1, min(len(text), start + 40))
        return (FragmentDraft(Part.CONTENT, start, end, text[start:end]),)

    def _revise(self) -> None:
        key, person, article = self.dice.choice(self.marks)
        here, known = self._desk(article, person), self._known(key)
        chance = self.dice.random
        mark = AnnotationDraft(
            key,
            known.version,
            label=self.dice.choice(list(Label)) if chance() < 0.2 else KEEP,
            fragments=self._fragments(here) if chance() < 0.2 else KEEP,
            note=self._some_words() if chance() < 0.3 else KEEP,
            wording=self._some_words() if chance() < 0.3 else KEEP,
            quote_kind=self._kind(known) if chance() < 0.5 else KEEP,
        )
        if known.label is not Label.CLAIM:
            save_mark(here, MarkSave(mark), person=person)
            return
        sources = tuple(self._source(key) for _ in range(self.dice.randint(0, 2)))
        verdict = self._verdict()
        save = MarkSave(mark, sources, verdict if chance() < 0.6 else None)
        save_mark(here, save, person=person)

    def _kind(self, known: Annotation) -> QuoteKind | Keep:
        return self.dice.choice(list(QuoteKind)) if known.label is Label.QUOTE else KEEP

    def _link(self) -> None:
        mark, person, article = self.dice.choice(self.marks)
        near = [key for key, *place in self.marks if place == [person, article] and key != mark]
        if not near:
            return
        other = self.dice.choice(near)
        start, end = self._known(mark).label, self._known(other).label
        # A part of a claim has no place in the schemas before there were any.
        kinds = [kind for kind in LinkKind if kind is not LinkKind.PART_OF]
        fitting = [kind for kind in kinds if fits(kind, start, end)] or kinds
        kind = self.dice.choice(fitting)
        # One link to each mark and of each kind, so that links are removed and brought back.
        key = str(uuid5(UUID(mark), f"{other} {kind}"))
        link = LinkDraft(key, other, kind, removed=self.dice.random() < 0.3)
        draft = AnnotationDraft(mark, self._known(mark).version)
        save_mark(self._desk(article, person), MarkSave(draft, links=(link,)), person=person)

    def _verdict(self) -> VerdictDraft:
        chance, choice = self.dice.random, self.dice.choice
        return VerdictDraft(
            self._id(),
            choice(RATINGS) if chance() < 0.95 else KEEP,
            self._some_words() if chance() < 0.5 else KEEP,
            choice([None, *Confidence]) if chance() < 0.15 else KEEP,
            date(2024, 5, 1) if chance() < 0.06 else KEEP,
            self._some_words() if chance() < 0.15 else KEEP,
            choice([None, *PublicState]) if chance() < 0.15 else KEEP,
            choice(list(Answer)) if chance() < 0.05 else None,
        )

    def _source(self, mark: str) -> SourceDraft:
        number = self.dice.randint(1, 3)
        # Few identifiers a mark, so that sources are changed, removed and brought back as well.
        key = str(uuid5(UUID(mark), str(number)))
        chance, choice = self.dice.random, self.dice.choice
        return SourceDraft(
            key,
            url=f"https://source.example/{number}",
            title=self._some_words(),
            stance=choice(list(Stance)),
            removed=chance() < 0.2,
            place=1 if chance() < 0.1 else KEEP,
            published_on=date(2024, 5, number) if chance() < 0.15 else KEEP,
            question=self._some_words() if chance() < 0.15 else KEEP,
            answer_type=choice([None, *AnswerType]) if chance() < 0.15 else KEEP,
            set_number=number if chance() < 0.15 else KEEP,
            same_origin_as=str(uuid5(UUID(mark), str(number % 3 + 1))) if chance() < 0.06 else KEEP,
            is_primary=chance() < 0.5 if chance() < 0.15 else KEEP,
            flags=("dead", "biased") if chance() < 0.15 else KEEP,
        )

    def _remove(self) -> None:
        key, person, article = self.dice.choice(self.marks)
        version = self._known(key).version
        set_removed(self._desk(article, person), key, version, removed=True, person=person)

    def _restore(self) -> None:
        key, person, article = self.dice.choice(self.marks)
        version = self._known(key).version
        set_removed(self._desk(article, person), key, version, removed=False, person=person)

    def _finish(self) -> None:
        person = self._someone()
        here = self._desk(self.dice.choice(self.articles), person)
        own_assignment(here, person=person)
        here = self._desk(here.article.id, person)
        submit(here, read_to_end=True, accept_pending=self.dice.random() < 0.5, person=person)

    def _take_back(self) -> None:
        person = self._someone()
        assignment = assignment_of(self.dice.choice(self.articles), person.id)
        if assignment is None:
            return
        if self.dice.random() < 0.5:
            withdraw(assignment, actor=person.actor)
        else:
            return_work(assignment, reason=self._some_words(), actor=self.world.lead.actor)

    def _members(self) -> None:
        project, lead, guest = self._project(), self.world.lead.actor, self.world.stranger
        step = self.dice.randint(0, 2)
        if step == 0:
            join(project, self.world.user(guest), Role.OBSERVER, actor=lead)
        elif step == 1:
            change_role(project, guest.id, self.dice.choice(list(Role)), actor=lead)
        else:
            remove_member(project, guest.id, actor=lead)

    def _publish(self) -> None:
        publish(self._project(), self._some_words(), actor=self.world.lead.actor)

    def _publish_scale(self) -> None:
        """The default ratings, one of them called otherwise, and at times one fewer."""
        base = current_scheme(self.world.project_id).number
        gone = self.dice.choice(["uncheckable", "conflicting", ""])
        ratings = [one for one in called("refuted", self._some_words()[:40]) if one.id != gone]
        draft = draft_of(*ratings, base=base, retires_chosen=self.dice.random() < 0.5)
        publish_scheme(self._project(), draft, actor=self.world.lead.actor)

    def _known(self, key: str) -> Annotation:
        return db.session.get_one(Annotation, key)


def _import_alone(project: Project, draft: ArticleDraft, *, actor: Actor) -> str:
    """One article as an import of its own, all its steps in one transaction."""
    import_id = begin(project.id, ["a.txt"], actor=actor)
    batch = ArticleBatch(project.id, actor=actor, import_id=import_id)
    article_id = batch.add(draft)
    batch.store()
    finish(import_id, Report(), actor=actor)
    return article_id
