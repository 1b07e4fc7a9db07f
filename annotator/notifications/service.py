"""Telling people: in the transaction of what happened, and never of what they did themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update

from annotator.audit.models import BACKGROUND, Actor
from annotator.clock import now
from annotator.db import db
from annotator.notifications.models import Kind, Notification


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is to be told; with a mark where it is about one."""

    kind: Kind
    person_id: int
    project_id: int
    #: None where it is about the project.
    article_id: str | None
    annotation_id: str | None = None
    count: int = 1
    comment_id: str | None = None


def notify(notices: Iterable[Notice], *, actor: Actor, told: dict[int, int] | None = None) -> None:
    """Add a notification for each, but for what the person did themselves.

    What is done in several transactions gives each the same `told`, by which a person has one
    notification of it that grows, unless they read it meanwhile.
    """
    moment, told = now(), {} if told is None else told
    made = [
        _made(one, actor, moment)
        for one in notices
        # What the server found in the background is nobody's own doing, whoever it worked for.
        if one.person_id != actor.id or actor.via == BACKGROUND
        if one.person_id not in told or not _grew(told[one.person_id], one.count)
    ]
    db.session.add_all(made)
    db.session.flush()
    told.update((one.person_id, one.id) for one in made)


def _made(one: Notice, actor: Actor, moment: datetime) -> Notification:
    return Notification(
        project_id=one.project_id,
        person_id=one.person_id,
        kind=one.kind,
        actor_id=None if actor.via == BACKGROUND else actor.id,
        article_id=one.article_id,
        annotation_id=one.annotation_id,
        comment_id=one.comment_id,
        count=one.count,
        created_at=moment,
        read_at=None,
    )


def _grew(key: int, count: int) -> bool:
    """Whether the notification is still unread, and so tells of so many more."""
    query = update(Notification).where(Notification.id == key, Notification.read_at.is_(None))
    grown = query.values(count=Notification.count + count).returning(Notification.id)
    return db.session.scalar(grown) is not None


def supersede(kind: Kind, project_id: int) -> None:
    """What was told of this in the project and nobody has read yet is past: newer is told now."""
    query = update(Notification).where(
        Notification.project_id == project_id,
        Notification.kind == kind,
        Notification.read_at.is_(None),
    )
    db.session.execute(query.values(read_at=now()))


def mark_read(person_id: int, *conditions: ColumnElement[bool]) -> None:
    """The person has seen those of their notifications that the conditions choose, or all."""
    unread = Notification.person_id == person_id, Notification.read_at.is_(None)
    db.session.execute(
        update(Notification).where(*unread, *conditions).values(read_at=now()),
        execution_options={"synchronize_session": False},
    )
