"""Publishing a version of the scale: each is a new row, and the newest is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.annotations.sight import Sight
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Stale, VersionMissing
from annotator.projects.definition import (
    LISTS,
    Choice,
    Definition,
    definition_from_json,
    definition_to_json,
)
from annotator.projects.models import Project, SchemeVersion
from annotator.projects.queries import current_scheme
from annotator.projects.scheme import Rating, ratings_from_json, ratings_to_json
from annotator.schemes.checking import checked_definition, checked_ratings, checked_reason
from annotator.schemes.drafts import SchemeDraft
from annotator.schemes.queries import Waiting, waiting_with

#: Articles that a refusal names.
_MOST_NAMED = 3


def publish_scheme(
    project: Project, draft: SchemeDraft, *, actor: Actor, sight: Sight | None = None
) -> SchemeVersion:
    """A new version of the project's scale, in force from now on; verdicts keep theirs.

    Raises `Invalid` for one that breaks a rule, `Conflict` for one that says what the version in
    force says or takes a rating away that claims wait with, `Stale` where somebody published
    meanwhile, and `VersionMissing` where the draft does not say what it was made from. Of what
    waits, only that is named and counted which is within `sight`.
    """
    ratings, reason = checked_ratings(draft.ratings), checked_reason(draft.reason)
    definition = checked_definition(draft.definition)
    # Two who publish at one moment must not be given one number.
    lock_chain(project.id)
    before = current_scheme(project.id)
    _refuse_stale(before, draft.base)
    definition = _with_retired(definition, definition_from_json(before.definition))
    _refuse_the_same(before, ratings, definition)
    if not draft.retires_chosen:
        _refuse_chosen(project.id, before, ratings, sight)
    return _store(project.id, before.number + 1, ratings, definition, reason, actor)


def _store(
    project_id: int,
    number: int,
    ratings: Sequence[Rating],
    definition: Definition,
    reason: str,
    actor: Actor,
) -> SchemeVersion:
    version = SchemeVersion(
        project_id=project_id,
        number=number,
        ratings=ratings_to_json(ratings),
        definition=definition_to_json(definition),
        reason=reason,
        created_at=now(),
        created_by=actor.id,
    )
    db.session.add(version)
    record_change(Action.SCHEME_PUBLISHED, version, before=None, actor=actor)
    return version


def _refuse_stale(before: SchemeVersion, base: int | None) -> None:
    if base is None:
        raise VersionMissing("Say which version of the scale this one was made from.")
    if base != before.number:
        raise Stale(
            "Version %(number)s of the scale was published meanwhile; look at what it changed, "
            "and publish again if yours is still wanted.",
            before,
            number=before.number,
        )


def _with_retired(definition: Definition, before: Definition) -> Definition:
    """What was offered before and is not any more is kept by name; what comes back is not."""
    retired: dict[str, tuple[Choice, ...]] = {}
    for name in LISTS:
        offered = {one.id for one in definition.offered(name)}
        gone = [one for one in before.known(name).values() if one.id not in offered]
        if gone:
            retired[name] = tuple(gone)
    return replace(definition, retired=retired)


def _refuse_the_same(
    before: SchemeVersion, ratings: Sequence[Rating], definition: Definition
) -> None:
    is_same = definition_from_json(before.definition) == definition
    if is_same and list(ratings_from_json(before.ratings).values()) == list(ratings):
        raise Conflict(
            "Version %(number)s says the same: nothing was published.", number=before.number
        )


def _refuse_chosen(
    project_id: int, before: SchemeVersion, ratings: Sequence[Rating], sight: Sight | None
) -> None:
    known = ratings_from_json(before.ratings)
    gone = known.keys() - {rating.id for rating in ratings}
    waiting = waiting_with(project_id, gone, sight)
    if waiting:
        raise Conflict(
            "Claims wait for their verdict with “%(label)s” (%(count)s, in %(articles)s): say that "
            "it may be retired all the same, and their reviewers are told.",
            "retires_chosen",
            label=known[waiting[0].rating].label,
            **_where(waiting),
        )


def _where(waiting: Sequence[Waiting]) -> dict[str, object]:
    same = [one for one in waiting if one.rating == waiting[0].rating]
    named = ", ".join(f"“{one.title}”" for one in same[:_MOST_NAMED])
    more = "" if len(same) <= _MOST_NAMED else ", …"
    return {"count": sum(one.claims for one in same), "articles": named + more}
