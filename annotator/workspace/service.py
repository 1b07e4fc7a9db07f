"""One save from end to end: a mark with its sources and its verdict, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from annotator.accounts.person import Person
from annotator.annotations import service as marks
from annotator.annotations.drafts import AnnotationDraft
from annotator.annotations.models import Annotation, Claim, StaleReason
from annotator.annotations.queries import count_of, pending_claims
from annotator.assignments import service as assignments
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.audit.chain import request_hash
from annotator.audit.models import Action
from annotator.audit.service import Change, Row, record, snapshot
from annotator.db import Base, db, insert_rows
from annotator.errors import Conflict, Invalid, NotFound, Stale, Words
from annotator.sources.service import SourceDraft, has_evidence, save_sources
from annotator.verdicts.service import VerdictDraft, choose_rating, settle
from annotator.workspace.queries import Desk, Mark, find_mark, is_taken, was_made_by

STALE = Words("This mark was changed meanwhile; both versions are kept for you to choose.")


@dataclass(frozen=True, slots=True)
class MarkSave:
    """One request of the workspace: the mark, and what it says of its sources and verdict."""

    mark: AnnotationDraft
    sources: tuple[SourceDraft, ...] = ()
    verdict: VerdictDraft | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The mark as it is now, and whether this request made it."""

    mark: Mark
    created: bool


class PendingClaims(Invalid):
    """Submitting was refused until the pending claims were looked at; `claims` are they."""

    def __init__(self, claims: Sequence[Annotation]) -> None:
        super().__init__(
            Words(
                "Some claims have a rating that is no verdict yet; look at them, or submit them so."
            ),
            "accept_pending",
        )
        self.claims = claims


def save_mark(desk: Desk, save: MarkSave, *, person: Person) -> Saved:
    """Create or revise a mark; the same request again changes nothing and gets the same answer.

    Raises `Invalid` (a rule is broken), `Stale` (somebody changed it since `version`),
    `Conflict` (the identifier stands for another mark) or `NotFound` (nothing to revise).
    """
    fingerprint = request_hash(save)
    if save.mark.version == 0 and not is_taken(save.mark.id):
        return Saved(_create(desk, save, person, fingerprint), created=True)
    existing = find_mark(save.mark.id)
    if existing is None:
        raise NotFound("There is no such mark.")
    _refuse_foreign(existing, desk, person, save.mark.version)
    if _is_repeated(existing, save.mark.version, fingerprint):
        return Saved(existing, created=False)
    if save.mark.version == 0:
        raise _taken(existing)
    _refuse_stale(existing, save.mark.version)
    _revise(desk, existing, save, person, fingerprint)
    return Saved(existing, created=False)


def set_removed(
    desk: Desk, annotation_id: str, version: int, *, removed: bool, person: Person
) -> Mark:
    """Remove a mark or bring it back; the same request again is answered, not done twice."""
    existing = find_mark(annotation_id)
    if existing is None:
        raise NotFound("There is no such mark.")
    _refuse_foreign(existing, desk, person, version)
    fingerprint = request_hash({"id": annotation_id, "version": version, "removed": removed})
    if _is_repeated(existing, version, fingerprint):
        return existing
    _refuse_stale(existing, version)
    _make_editable(desk, person)
    before = snapshot(existing.annotation)
    if removed:
        marks.remove_annotation(existing.annotation)
    else:
        marks.restore_annotation(existing.annotation)
    marks.touch(existing.annotation)
    action = Action.ANNOTATION_REMOVED if removed else Action.ANNOTATION_RESTORED
    db.session.flush()
    _record(existing, action, before, [], person, fingerprint)
    return existing


def submit(desk: Desk, *, read_to_end: bool, accept_pending: bool, person: Person) -> None:
    """Hand the work in; claims that are still pending are named first.

    The same request again, after a lost answer, changes nothing.
    """
    if desk.work is not None and desk.work.state is State.SUBMITTED:
        return
    if not read_to_end:
        raise Invalid("Say that you read the article to its end.", "read_to_end")
    claims = pending_claims(desk.article.id, person.id)
    if claims and not accept_pending:
        raise PendingClaims(claims)
    nothing = count_of(desk.article.id, person.id) == 0
    assignment = own_assignment(desk, person=person)
    assignments.submit(assignment, nothing_to_mark=nothing, actor=person.actor)


def withdraw(desk: Desk, *, person: Person) -> None:
    """Take the submission back; what is not submitted stays as it is."""
    if desk.work is None:
        raise Invalid("This article is not submitted.")
    if desk.work.state is State.SUBMITTED:
        assignments.withdraw(own_assignment(desk, person=person), actor=person.actor)


def own_assignment(desk: Desk, *, person: Person) -> Assignment:
    """The person's work on the article, opened or started now if it was not."""
    found = assignment_of(desk.article.id, person.id) if desk.work else None
    if found is None:
        return assignments.open_assignment(
            desk.project.id, desk.article.id, reviewer_id=person.id, actor=person.actor
        )
    assignments.start(found, actor=person.actor)
    return found


def _make_editable(desk: Desk, person: Person) -> None:
    """Raise `Invalid` where the work is handed in; begin it where it was not begun."""
    if desk.work is None or desk.work.state is State.ASSIGNED:
        own_assignment(desk, person=person)
    elif not desk.work.is_editable:
        raise Invalid("You submitted this article; withdraw the submission to change it.")


def _create(desk: Desk, save: MarkSave, person: Person, fingerprint: str) -> Mark:
    _make_editable(desk, person)
    created = Mark(
        marks.create_annotation(
            desk.project.id, desk.article.id, desk.revision, save.mark, author=person
        )
    )
    changes = _check(desk, created, save, person)
    _store([created.annotation, *_parts(created.annotation), *created.sources, *created.verdicts])
    _record(created, Action.ANNOTATION_CREATED, None, changes, person, fingerprint)
    return created


def _revise(desk: Desk, mark: Mark, save: MarkSave, person: Person, fingerprint: str) -> None:
    _make_editable(desk, person)
    if mark.annotation.removed_at is not None:
        raise Invalid("This mark is removed; restore it to change it.")
    before = snapshot(mark.annotation)
    marks.revise_annotation(mark.annotation, desk.revision, save.mark)
    if _was_reworded(before, mark.annotation):
        _feel_change(mark, StaleReason.WORDING)
    known = len(mark.sources), len(mark.verdicts)
    changes = _check(desk, mark, save, person)
    marks.touch(mark.annotation)
    db.session.flush()
    _store([*mark.sources[known[0] :], *mark.verdicts[known[1] :]])
    _record(mark, Action.ANNOTATION_REVISED, before, changes, person, fingerprint)


def _check(desk: Desk, mark: Mark, save: MarkSave, person: Person) -> list[Change]:
    annotation = mark.annotation
    changes = save_sources(
        annotation, mark.sources, save.sources, article_url=desk.article.url, adder=person
    )
    if any(_bears_on_verdict(change) for change in changes):
        _feel_change(mark, StaleReason.EVIDENCE)
    if save.verdict is not None:
        choose_rating(annotation, mark.verdicts, save.verdict, desk.scheme)
    given = settle(
        annotation,
        mark.verdicts,
        desk.scheme,
        decider=person,
        has_evidence=has_evidence(mark.sources),
    )
    return [*changes, given] if given else changes


def _feel_change(mark: Mark, reason: StaleReason) -> None:
    if mark.verdicts:
        marks.mark_stale(mark.annotation, reason)


def _was_reworded(before: Row, annotation: Annotation) -> bool:
    claim: Claim | None = annotation.claim
    if claim is None or before["claim"] is None:
        return False
    if claim.wording or before["claim"]["wording"]:
        return bool(claim.wording != before["claim"]["wording"])
    # Without a stand-alone wording the marked words are what was judged.
    words: list[str] = [fragment["exact"] for fragment in before["fragments"]]
    return words != [fragment.exact for fragment in annotation.fragments]


def _bears_on_verdict(change: Change) -> bool:
    """A source that came, went or says something else now; a new title changes no evidence."""
    if change.before is None or change.after is None:
        return True
    before, after = change.before, change.after
    return any(bool(before[key] != after[key]) for key in ("url", "stance", "removed_at"))


def _refuse_foreign(existing: Mark, desk: Desk, person: Person, version: int) -> None:
    annotation = existing.annotation
    if annotation.author_id == person.id and annotation.article_id == desk.article.id:
        return
    if version == 0:
        raise Conflict("This mark's identifier is taken.")
    raise NotFound("There is no such mark.")


def _is_repeated(existing: Mark, version: int, fingerprint: str) -> bool:
    annotation = existing.annotation
    return version < annotation.version and was_made_by(
        annotation, version=version + 1, request_sha256=fingerprint
    )


def _refuse_stale(existing: Mark, version: int) -> None:
    if existing.annotation.version != version:
        raise Stale(STALE, existing)


def _taken(existing: Mark) -> Conflict:
    conflict = Conflict("This mark exists already, with other content.")
    conflict.current = existing
    return conflict


def _parts(annotation: Annotation) -> list[Base]:
    claim = [annotation.claim] if annotation.claim else []
    return [*annotation.fragments, *claim]


def _store(rows: Sequence[Base]) -> None:
    try:
        insert_rows(rows)
    except IntegrityError as error:
        # The only keys that a browser makes up beside the mark's own.
        raise Conflict("The identifier of a source or verdict is taken already.") from error


def _record(
    mark: Mark,
    action: Action,
    before: Row | None,
    changes: list[Change],
    person: Person,
    fingerprint: str,
) -> None:
    annotation = mark.annotation
    own = Change(
        action,
        "annotation",
        annotation.id,
        before,
        snapshot(annotation),
        annotation.version,
        annotation.article_id,
        fingerprint,
    )
    record(annotation.project_id, [own, *changes], actor=person.actor)
