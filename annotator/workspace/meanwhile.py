"""Changes that were made on one text of an article and arrive when another is the newest.

A page that still shows the earlier text is told so, and keeps what it has. Once it shows the
newest one, what it kept is taken: a new mark is made where it was made and carried like every
other one, and a change to a mark that was only carried since goes on top of that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.accounts.person import Person
from annotator.annotations.drafts import FragmentDraft, Keep
from annotator.annotations.models import Part
from annotator.annotations.queries import annotation as find_annotation
from annotator.articles.queries import RevisionText, revision_text
from annotator.errors import Corrected, Invalid, NotFound
from annotator.revisions.queries import newest_carry, revisions_of
from annotator.revisions.service import carry_again, carry_late
from annotator.text.alignment import Alignment
from annotator.text.carrying import Piece, Standing, carry
from annotator.text.places import Outcome
from annotator.workspace.queries import Desk, find_mark
from annotator.workspace.service import Made, MarkSave, Saved, save_mark


@dataclass(frozen=True, slots=True)
class MadeOn:
    """The number of the text that a change was made on, and of the one the page shows now."""

    revision: int | None = None
    shown: int | None = None


def save_on_text(
    desk: Desk, save: MarkSave, made_on: MadeOn, *, person: Person, made: Made | None = None
) -> Saved:
    """`save_mark`, for a change that may have been made on an earlier text.

    Raises `Corrected` where the page shows an earlier text, and what `save_mark` raises.
    """
    check_shown(desk, made_on)
    if made_on.revision in {None, desk.revision.number}:
        return save_mark(desk, save, person=person, made=made)
    earlier = replace(desk, revision=_numbered(desk, made_on.revision or 0))
    if save.mark.version == 0:
        return _bring_along(desk, earlier, save, person)
    known = find_annotation(save.mark.id)
    if known is not None and known.revision_id == earlier.revision.id:
        return _where_it_waits(desk, earlier, save, person)
    return save_mark(desk, _on_top(desk, earlier, save), person=person)


def check_shown(desk: Desk, made_on: MadeOn) -> None:
    """Raise `Corrected` where the page shows another text than the newest."""
    if made_on.shown not in {None, desk.revision.number}:
        raise Corrected(
            "The text of this article was corrected meanwhile. Load the corrected text; what you "
            "did is kept and saved there.",
            desk.revision.number,
        )


def version_now(desk: Desk, annotation_id: str, version: int, made_on: MadeOn) -> int:
    """The version that a change is based on, one more where the mark was only carried since."""
    check_shown(desk, made_on)
    if made_on.revision in {None, desk.revision.number}:
        return version
    last = newest_carry(annotation_id)
    carried = last is not None and last.version == version and last.settled is None
    return version + 1 if carried and last and last.fragments_after is not None else version


def _bring_along(desk: Desk, earlier: Desk, save: MarkSave, person: Person) -> Saved:
    saved = save_mark(earlier, save, person=person)
    if not saved.created:
        return saved
    stored = find_annotation(save.mark.id)
    if stored is None:
        raise NotFound("There is no such mark.")
    carry_late(stored, earlier.revision, desk.revision, actor=person.actor)
    return replace(saved, mark=find_mark(save.mark.id) or saved.mark)


def _where_it_waits(desk: Desk, earlier: Desk, save: MarkSave, person: Person) -> Saved:
    saved = save_mark(earlier, save, person=person)
    stored = find_annotation(save.mark.id)
    if stored is None or isinstance(save.mark.fragments, Keep):
        return saved
    carry_again(stored, earlier.revision, desk.revision, actor=person.actor)
    return replace(saved, mark=find_mark(save.mark.id) or saved.mark)


def _on_top(desk: Desk, earlier: Desk, save: MarkSave) -> MarkSave:
    made_on = MadeOn(earlier.revision.number)
    draft, fragments = save.mark, save.mark.fragments
    version = version_now(desk, draft.id, draft.version, made_on)
    if version == draft.version:
        return save
    if not isinstance(fragments, Keep):
        fragments = _carried(fragments, earlier.revision, desk.revision)
    return replace(save, mark=replace(draft, version=version, fragments=fragments))


def _carried(
    fragments: tuple[FragmentDraft, ...], before: RevisionText, after: RevisionText
) -> tuple[FragmentDraft, ...]:
    pieces = [
        Piece(one.start, one.end, _STANDING.get(one.part, Standing.BESIDE)) for one in fragments
    ]
    (result,) = carry(Alignment(before.text, after.text), [pieces])
    if result.outcome not in {Outcome.UNCHANGED, Outcome.MOVED} or result.places is None:
        raise Invalid(
            "The text was corrected, and these words have no certain place in it: mark them again.",
            "fragments",
        )
    return tuple(
        FragmentDraft(one.part, place[0], place[1], one.exact)
        for one, place in zip(fragments, result.places, strict=True)
        if place is not None
    )


def _numbered(desk: Desk, number: int) -> RevisionText:
    for one in revisions_of(desk.article.id):
        if one.number == number:
            return revision_text(one.id)
    raise Invalid("The article has no such text.", "revision")


_STANDING = {Part.CONTENT: Standing.NEEDED}
