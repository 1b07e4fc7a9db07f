"""Reading threads, and who may read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.annotations.sight import Others, Sight
from annotator.assignments.reach import EVERYWHERE, Reach, reach_of, reaches_of
from annotator.audit.models import Action, Event
from annotator.comments.models import Comment, Thread
from annotator.db import db
from annotator.projects.models import Membership, Role
from annotator.projects.workflow import workflow_of

#: No account has this id.
_NOBODY = 0
#: What each role sees of others' marks, wherever it is not kept from them.
_OTHERS = {
    Role.REVIEWER: Others.NOTHING,
    Role.OBSERVER: Others.SUBMITTED,
    Role.LEAD: Others.EVERYTHING,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A member who may read the comments of a mark."""

    id: int
    name: str


def comment(comment_id: str) -> Comment | None:
    """One comment, removed or not."""
    return db.session.get(Comment, comment_id)


def comments_on(annotation_id: str) -> Sequence[Comment]:
    """The comments of a mark, removed ones too, the oldest first."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.annotation_id == annotation_id)
        .options(joinedload(Comment.author))
        .order_by(Comment.created_at, Comment.id)
    ).all()


def thread_of(annotation_id: str) -> Thread | None:
    """Whether the comments of a mark are settled, where somebody ever said so."""
    return db.session.get(Thread, annotation_id)


def counts_of(article_id: str, author_id: int) -> dict[str, int]:
    """How many comments there are on each of a person's marks on an article; none is left out."""
    query = (
        select(Comment.annotation_id, func.count())
        .join(Annotation, Annotation.id == Comment.annotation_id)
        .where(
            Comment.article_id == article_id,
            Comment.removed_at.is_(None),
            Annotation.author_id == author_id,
        )
        .group_by(Comment.annotation_id)
    )
    return {annotation_id: count for annotation_id, count in db.session.execute(query)}


def readers_of(mark: Annotation) -> list[Reader]:
    """The members who may see the mark, by name: whoever else is told nothing of it.

    Whoever has a closed account reads nothing that they are told. In as many statements however
    many they are.
    """
    query = (
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.project_id == mark.project_id,
            Membership.removed_at.is_(None),
            User.is_active,
        )
        .order_by(User.name, User.id)
    )
    members = db.session.execute(query).all()
    reaches = _reaches(mark, {person: role for person, _, role in members})
    as_author = is_seen(mark.id, Sight(mark.author_id))
    as_another = {role: is_seen(mark.id, Sight(_NOBODY, some)) for role, some in _OTHERS.items()}
    return [
        Reader(person, name)
        for person, name, role in members
        if (person == mark.author_id and as_author)
        or (as_another[role] and reaches[person].covers(mark.article_id))
    ]


def _reaches(mark: Annotation, roles: Mapping[int, Role]) -> Mapping[int, Reach]:
    """Whether the mark's article is open to each of these people."""
    if not workflow_of(mark.project_id).blind:
        return dict.fromkeys(roles, EVERYWHERE)
    may_take = {person: role is not Role.OBSERVER for person, role in roles.items()}
    return reaches_of(mark.project_id, may_take, article_id=mark.article_id)


def names_apart(project_id: int) -> dict[int, str]:
    """Everybody who is or was in the project, by account id; who share a name have their number
    after it, as in an export with names.
    """
    query = select(User.id, User.name, Membership.number).join(Membership)
    rows = db.session.execute(query.where(Membership.project_id == project_id)).all()
    counts = Counter(row.name for row in rows)
    return {
        row.id: f"{row.name} (r{row.number})" if counts[row.name] > 1 else row.name for row in rows
    }


def reopening_of(thread: Thread) -> Event | None:
    """The last event that reopened the thread."""
    query = select(Event).where(
        Event.project_id == thread.project_id,
        Event.target == Thread.__tablename__,
        Event.target_id == thread.annotation_id,
        Event.action == Action.THREAD_REOPENED.value,
    )
    return db.session.scalar(query.order_by(Event.seq.desc()).limit(1))


def sight_of(project_id: int, person_id: int, role: Role) -> Sight:
    """What a person with this role sees in the project."""
    reach = EVERYWHERE
    if workflow_of(project_id).blind:
        reach = reach_of(project_id, person_id, may_take=role is not Role.OBSERVER)
    return Sight(person_id, _OTHERS[role], reach)


def is_seen(annotation_id: str, sight: Sight) -> bool:
    """Whether the person may know of the mark."""
    query = select(Annotation.id).where(Annotation.id == annotation_id, sight.marks())
    return db.session.scalar(query) is not None


def was_asked(target: Comment | Thread, key: str, *, after: int, request_sha256: str) -> bool:
    """Whether this very request made a version of the row after that: it comes a second time."""
    query = select(Event.seq).where(
        Event.project_id == target.project_id,
        Event.target == target.__tablename__,
        Event.target_id == key,
        Event.target_version > after,
        Event.request_sha256 == request_sha256,
    )
    return db.session.scalar(query.limit(1)) is not None


def mentions_of(found: Comment) -> list[int]:
    """The account ids of whom the comment names."""
    return orjson.loads(found.mentions) if found.mentions else []
