"""One save from end to end: a mark with its sources and its verdict, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from annotator.accounts.person import Person
from annotator.annotations import service as marks
from annotator.annotations.drafts import AnnotationDraft
from annotator.annotations.models import Annotation, Claim, Layer, Part, StaleReason
from annotator.annotations.particulars import take_particulars
from annotator.assignments.models import State
from annotator.audit.chain import request_hash
from annotator.audit.models import Action
from annotator.audit.service import Change, Row, record, snapshot
from annotator.captures.asking import newly_linked
from annotator.db import Base, db, insert_rows
from annotator.errors import AnnotatorError, Conflict, Invalid, NotFound, Stale, Words
from annotator.links.service import LinkDraft, save_links
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import Source
from annotator.sources.service import bears_on_verdict, has_evidence, save_sources
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.service import bring_speakers
from annotator.verdicts.drafts import VerdictDraft
from annotator.verdicts.service import choose_rating, settle
from annotator.workspace.queries import Desk, Mark, find_mark, is_taken
from annotator.workspace.submission import make_editable
from annotator.workspace.versions import was_made_by, was_only_filled

STALE = Words("This mark was changed meanwhile; both versions are kept for you to choose.")


@dataclass(frozen=True, slots=True)
class MarkSave:
    """One request of the workspace: the mark, and what it says of what hangs on it.

    `speakers` are those whom the mark names and who may not be stored yet.
    """

    mark: AnnotationDraft
    sources: tuple[SourceDraft, ...] = ()
    verdict: VerdictDraft | None = None
    links: tuple[LinkDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The mark as it is now, and whether this request made it."""

    mark: Mark
    created: bool
    #: Sources that this request gave a link, or another one.
    linked: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A new mark that is ready to be stored, as long as the desk is as it was."""

    desk: Desk
    mark: Mark
    changes: list[Change]
    snapshot: Row


def prepare_mark(desk: Desk, save: MarkSave, *, person: Person) -> Made | None:
    """Make a new mark before the transaction that stores it, so that this one is short.

    None where it must be made inside: the mark is not new or is linked to others, the work must
    be begun first, or a rule refuses it (which `save_mark` says, if it is still so then).
    """
    begun = desk.work is not None and desk.work.is_editable and desk.work.state != State.ASSIGNED
    # The desk says whether it changed; the mark at the other end of a link is not on it.
    if save.mark.version != 0 or save.links or save.speakers or not begun:
        return None
    try:
        return _make(desk, save, person)
    except AnnotatorError:
        return None


def save_mark(desk: Desk, save: MarkSave, *, person: Person, made: Made | None = None) -> Saved:
    """Create or revise a mark; the same request again changes nothing and gets the same answer.

    `made` is what `prepare_mark` made of the request; it counts only if the desk, read inside
    the transaction, is still the one that it was made for.
    Raises `Invalid` (a rule is broken), `Stale` (somebody changed it since `version`),
    `Conflict` (the identifier stands for another mark) or `NotFound` (nothing to revise).
    """
    fingerprint = request_hash(save)
    if save.mark.version == 0 and not is_taken(save.mark.id):
        if made is None or made.desk != desk:
            make_editable(desk, person)
            bring_speakers(desk.project.id, save.speakers, actor=person.actor)
            made = _make(desk, save, person)
        _store_new(made, person, fingerprint)
        return Saved(
            made.mark, created=True, linked=newly_linked(made.mark.live_sources, made.changes)
        )
    existing = find_mark(save.mark.id)
    if existing is None:
        raise NotFound("There is no such mark.")
    _refuse_foreign(existing, desk, person, save.mark.version)
    if _is_repeated(existing, save.mark.version, fingerprint):
        return Saved(existing, created=False)
    if save.mark.version == 0:
        raise _taken(existing)
    _refuse_stale(existing, save.mark.version)
    changes = _revise(desk, existing, save, person, fingerprint)
    return Saved(existing, created=False, linked=newly_linked(existing.live_sources, changes))


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
    _refuse_left_behind(desk, existing)
    make_editable(desk, person)
    before = snapshot(existing.annotation)
    if removed:
        marks.remove_annotation(existing.annotation)
    else:
        marks.restore_annotation(existing.annotation)
    marks.touch(existing.annotation)
    action = Action.ANNOTATION_REMOVED if removed else Action.ANNOTATION_RESTORED
    db.session.flush()
    after = snapshot(existing.annotation)
    _record(existing, action, before, after, [], person, fingerprint)
    return existing


def _make(desk: Desk, save: MarkSave, person: Person) -> Made:
    mark = Mark(
        marks.create_annotation(
            desk.project.id, desk.article.id, desk.revision, save.mark, author=person
        )
    )
    changes = _check(desk, mark, save, person)
    return Made(desk, mark, changes, snapshot(mark.annotation))


def _store_new(made: Made, person: Person, fingerprint: str) -> None:
    mark = made.mark
    _store([mark.annotation, *_parts(mark.annotation), *mark.hanging()])
    action = Action.ANNOTATION_CREATED
    _record(mark, action, None, made.snapshot, made.changes, person, fingerprint)


def _revise(
    desk: Desk, mark: Mark, save: MarkSave, person: Person, fingerprint: str
) -> list[Change]:
    _refuse_left_behind(desk, mark)
    make_editable(desk, person)
    if mark.annotation.removed_at is not None:
        raise Invalid("This mark is removed; restore it to change it.")
    bring_speakers(desk.project.id, save.speakers, actor=person.actor)
    before = snapshot(mark.annotation)
    marks.revise_annotation(mark.annotation, desk.revision, save.mark)
    if _was_reworded(before, mark.annotation):
        _feel_change(mark, StaleReason.WORDING)
    known = set(mark.hanging())
    changes = _check(desk, mark, save, person)
    marks.touch(mark.annotation)
    db.session.flush()
    _store([row for row in mark.hanging() if row not in known])
    after = snapshot(mark.annotation)
    _record(mark, Action.ANNOTATION_REVISED, before, after, changes, person, fingerprint)
    return changes


def _check(desk: Desk, mark: Mark, save: MarkSave, person: Person) -> list[Change]:
    annotation = mark.annotation
    take_particulars(annotation, save.mark, desk.scheme.definition)
    changes = save_sources(
        annotation,
        mark.sources,
        save.sources,
        article_url=desk.article.url,
        adder=person,
        definition=desk.scheme.definition,
    )
    if any(bears_on_verdict(change) for change in changes):
        _feel_change(mark, StaleReason.EVIDENCE)
    changes += save_links(annotation, mark.links, save.links, author=person)
    if save.verdict is not None:
        choose_rating(annotation, mark.verdicts, save.verdict, desk.scheme)
    given = settle(
        annotation,
        mark.verdicts,
        desk.scheme,
        guidelines=desk.guidelines,
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
    content = Part.CONTENT.value
    words = [piece["exact"] for piece in before["fragments"] if piece["part"] == content]
    return words != [piece.exact for piece in annotation.fragments if piece.part == content]


def _refuse_foreign(existing: Mark, desk: Desk, person: Person, version: int) -> None:
    annotation = existing.annotation
    # What somebody adjudicated is changed where it was decided, and nowhere else.
    is_own = annotation.author_id == person.id and annotation.layer is Layer.REVIEWER
    if is_own and annotation.article_id == desk.article.id:
        return
    if version == 0:
        raise Conflict("This mark's identifier is taken.")
    raise NotFound("There is no such mark.")


def _is_repeated(existing: Mark, version: int, fingerprint: str) -> bool:
    annotation = existing.annotation
    return version < annotation.version and was_made_by(
        annotation, after=version, request_sha256=fingerprint
    )


def _refuse_stale(existing: Mark, version: int) -> None:
    now = existing.annotation.version
    # What the server filled in where nobody had written anything is in nobody's way.
    if now != version and not (version < now and was_only_filled(existing.annotation, version)):
        raise Stale(STALE, existing)


def _refuse_left_behind(desk: Desk, mark: Mark) -> None:
    if mark.annotation.revision_id != desk.revision.id:
        raise Invalid(
            "The article was corrected, and this mark waits in its earlier text: say where it "
            "belongs on the page of what was corrected."
        )


def _taken(existing: Mark) -> Conflict:
    conflict = Conflict("This mark exists already, with other content.")
    conflict.current = existing
    return conflict


def _parts(annotation: Annotation) -> list[Base]:
    beside = (annotation.claim, annotation.quote, annotation.context)
    return [*annotation.fragments, *(row for row in beside if row is not None)]


def _store(rows: Sequence[Base]) -> None:
    try:
        insert_rows(rows)
    except IntegrityError as error:
        # The only keys that a browser makes up beside the mark's own.
        raise Conflict("The identifier of a source, link or verdict is taken already.") from error


def _record(
    mark: Mark,
    action: Action,
    before: Row | None,
    after: Row,
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
        after,
        annotation.version,
        annotation.article_id,
        fingerprint,
    )
    record(annotation.project_id, [own, *changes], actor=person.actor)
