"""Builds the demonstration project through the same services that people's work goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.accounts.queries import user_by_email
from annotator.accounts.service import create_user, set_password
from annotator.annotations.drafts import AnnotationDraft, ClaimDraft, FragmentDraft, QuoteDraft
from annotator.annotations.models import Label, Part, Voice
from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.demo.content import (
    ARTICLES,
    SPEAKERS,
    SUBMITTED,
    DemoMark,
    read_article,
    read_guidelines,
    read_layout,
    read_marks,
    resolve,
)
from annotator.errors import Refused
from annotator.guidelines.service import publish
from annotator.projects.models import Project, Role
from annotator.projects.service import create_project, join
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import Stance
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.service import add_speaker
from annotator.verdicts.drafts import VerdictDraft
from annotator.workspace.queries import Desk, desk
from annotator.workspace.service import MarkSave, save_mark
from annotator.workspace.submission import submit

SLUG = "demo"
NAME = "Demonstration desk"

#: E-mail address, name, role.
PEOPLE = (
    ("lead@example.org", "Lea Lindqvist", Role.LEAD),
    ("rosa@example.org", "Rosa Ramirez", Role.REVIEWER),
    ("ravi@example.org", "Ravi Rao", Role.REVIEWER),
)

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


def build(password: str) -> Project:
    """The project with its people, articles and the work of two reviewers.

    Raises `Refused` where one of the people has an account already.
    """
    lead, *reviewers = [_account(email, name, password) for email, name, _role in PEOPLE]
    project = create_project(SLUG, NAME, actor=_SHELL, creator=lead)
    # Before anybody joins, so that nobody begins with the news of what they have not read yet.
    publish(project, read_guidelines(), actor=_person(lead).actor)
    for user in reviewers:
        join(project, user, Role.REVIEWER, actor=_SHELL)
    articles, speakers = _import(project), _add_speakers(project)
    for mark in read_marks():
        person = _person(reviewers[mark.reviewer - 1])
        here = desk(project, articles[mark.file], person.id)
        save_mark(here, _save(mark, here, speakers), person=person)
    for reviewer, file in SUBMITTED:
        person = _person(reviewers[reviewer - 1])
        here = desk(project, articles[file], person.id)
        submit(here, read_to_end=True, accept_pending=True, person=person)
    return project


def _account(email: str, name: str, password: str) -> User:
    if user_by_email(email) is not None:
        raise Refused(
            "There is an account %(email)s already, and the demonstration makes its own people: "
            "give it an installation of its own by setting ANNOTATOR_INSTANCE to another folder.",
            email=email,
        )
    user = create_user(email=email, name=name)
    set_password(user, password)
    return user


def _import(project: Project) -> dict[str, str]:
    """The id of each article by its file."""
    return {
        article.file: import_text(
            project,
            ArticleDraft(
                text=read_article(article),
                layout=read_layout(article, read_article(article)),
                title=article.title,
                url=article.url,
                publisher=article.publisher,
                byline=article.byline,
                published_on=article.published_on,
                language=article.language,
            ),
            actor=_SHELL,
        )
        for article in ARTICLES
    }


def _add_speakers(project: Project) -> dict[str, str]:
    """The id of each speaker by name."""
    ids = {speaker.name: str(uuid4()) for speaker in SPEAKERS}
    for speaker in SPEAKERS:
        draft = SpeakerDraft(ids[speaker.name], speaker.name, speaker.aliases, speaker.role)
        add_speaker(project.id, draft, actor=_SHELL)
    return ids


def _save(mark: DemoMark, here: Desk, speakers: Mapping[str, str]) -> MarkSave:
    start, end = resolve(here.revision.text, mark.words, mark.occurrence)
    speaker = speakers[mark.speaker] if mark.speaker else None
    draft = AnnotationDraft(
        str(uuid4()),
        0,
        Label(mark.label),
        (FragmentDraft(Part.CONTENT, start, end, here.revision.text[start:end]),),
        note=mark.note,
    )
    if mark.label != "claim":
        return MarkSave(replace(draft, quote=QuoteDraft(speaker=speaker)) if speaker else draft)
    said = ClaimDraft(voice=Voice.SPEAKER, speaker=speaker) if speaker else None
    worded = replace(draft, wording=mark.wording, claim=said)
    sources = tuple(
        SourceDraft(str(uuid4()), given.url, given.title, Stance(given.stance))
        for given in mark.sources
    )
    verdict = VerdictDraft(str(uuid4()), mark.rating, mark.rationale) if mark.rating else None
    return MarkSave(worded, sources, verdict)


def _person(user: User) -> Person:
    return Person(user.id, user.name, user.email or "", user.is_admin, user.theme, session_id=0)
