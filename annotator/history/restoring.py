"""Making a thing as it was, by the same rules as if somebody had filled it in: a new event."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from annotator.accounts.person import Person
from annotator.annotations.drafts import AnnotationDraft
from annotator.articles.planning import plan_articles
from annotator.articles.queries import find
from annotator.errors import Invalid, NotFound, Stale
from annotator.guidelines.service import publish
from annotator.history.drafts import (
    mark_draft,
    plan_draft,
    source_draft,
    speaker_draft,
    verdict_draft,
    workflow_draft,
)
from annotator.history.rows import alike
from annotator.history.wishes import TEXT, Wish
from annotator.links.service import LinkDraft
from annotator.projects.models import Project
from annotator.projects.workflow import set_workflow
from annotator.sources.models import Source
from annotator.speakers.queries import find_speaker
from annotator.speakers.service import revise_speaker
from annotator.workspace.queries import Desk, Mark, find_mark
from annotator.workspace.service import MarkSave, save_mark, set_removed


def restore(
    wish: Wish, project: Project, desk: Desk | None, *, seen: str, person: Person
) -> tuple[Source, ...]:
    """Make it as it is wanted; `seen` is the hash of the event that the person last saw of it.

    `desk` is that of a mark and what hangs on it. Gives the sources that got another link.
    Raises `Stale` where it was changed since, `Invalid` where it is so already or a rule forbids
    it now, and what the services raise that save such a thing.
    """
    if wish.last.hash != seen:
        raise Stale(
            "It was changed meanwhile: look at what it is now, and ask again if you still want it "
            "as it was."
        )
    if wish.is_so:
        raise Invalid("It is as it was then already: nothing was changed.")
    if desk is None:
        _BESIDE[wish.last.target](wish, project, person)
        return ()
    return _WORK[wish.last.target](wish, desk, person)


def _mark(wish: Wish, desk: Desk, person: Person) -> tuple[Source, ...]:
    found = _found(wish.now["id"])
    key, version = found.annotation.id, found.annotation.version
    if found.annotation.removed_at is not None:
        set_removed(desk, key, version, removed=False, person=person)
        version = found.annotation.version
    if not alike({**wish.now, "removed_at": None}, wish.wanted):
        save_mark(desk, MarkSave(mark_draft(wish.now, wish.wanted, version)), person=person)
    return ()


def _source(wish: Wish, desk: Desk, person: Person) -> tuple[Source, ...]:
    on = _on_top_of(_found(wish.now["annotation_id"]))
    save = MarkSave(on, sources=(source_draft(wish.wanted),))
    return save_mark(desk, save, person=person).linked


def _verdict(wish: Wish, desk: Desk, person: Person) -> tuple[Source, ...]:
    found, draft = _found(wish.now["annotation_id"]), verdict_draft(wish.wanted)
    claim = found.annotation.claim
    if claim is not None and claim.pending_rating is not None:
        raise Invalid(
            "Another rating is chosen and waits to become a verdict: complete it in the workspace "
            "or take it back there, and ask again then."
        )
    saved = save_mark(desk, MarkSave(_on_top_of(found), verdict=draft), person=person)
    if saved.mark.verdicts[-1].id != draft.id:
        raise Invalid(
            "This verdict lacks what it rested on: bring its source back first, or add another, "
            "and ask again then."
        )
    return ()


def _link(wish: Wish, desk: Desk, person: Person) -> tuple[Source, ...]:
    on, back = _on_top_of(_found(wish.now["from_id"])), LinkDraft(wish.now["id"], removed=False)
    save_mark(desk, MarkSave(on, links=(back,)), person=person)
    return ()


def _found(mark_id: str) -> Mark:
    found = find_mark(mark_id)
    if found is None:
        raise NotFound("There is no such mark.")
    return found


def _on_top_of(mark: Mark) -> AnnotationDraft:
    return AnnotationDraft(mark.annotation.id, mark.annotation.version)


def _plan(wish: Wish, project: Project, person: Person) -> None:
    article = find(project.id, wish.now["id"])
    if article is None:
        raise NotFound("There is no such article.")
    plan_articles([article], plan_draft(wish.wanted), actor=person.actor)


def _settings(wish: Wish, project: Project, person: Person) -> None:
    if wish.now["blind"] and not wish.wanted["blind"]:
        raise Invalid(
            "This would end the blind review: that is done on the page of settings, with your "
            "password."
        )
    set_workflow(project, workflow_draft(wish.wanted), actor=person.actor)


def _speaker(wish: Wish, project: Project, person: Person) -> None:
    found = find_speaker(project.id, wish.now["id"])
    if found is None:
        raise NotFound("There is no such speaker.")
    revise_speaker(found, found.version, speaker_draft(wish.wanted), actor=person.actor)


def _guidelines(wish: Wish, project: Project, person: Person) -> None:
    publish(project, wish.wanted[TEXT], actor=person.actor)


_WORK: Mapping[str, Callable[[Wish, Desk, Person], tuple[Source, ...]]] = {
    "annotation": _mark,
    "source": _source,
    "verdict": _verdict,
    "link": _link,
}
_BESIDE: Mapping[str, Callable[[Wish, Project, Person], None]] = {
    "article": _plan,
    "workflow": _settings,
    "speaker": _speaker,
    "guideline_version": _guidelines,
}
