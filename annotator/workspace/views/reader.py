"""Whose layer a page of the workspace shows, and to whom it may."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from annotator.annotations.sight import Others
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignments_on
from annotator.assignments.queue import why_closed
from annotator.assignments.supervising import supervises
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.models import Project, Role
from annotator.revisions.queries import RevisionFacts
from annotator.training.attempts import why_untrained
from annotator.web.guards import allows, current_access, current_person
from annotator.web.looking_back import LookedBack
from annotator.web.sight import current_sight
from annotator.workspace.presenters.page import layer_json
from annotator.workspace.presenters.shape import Shape
from annotator.workspace.queries import Desk
from annotator.workspace.views.blueprint import desk_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose layer is read, by whom it may be, and what it rests on."""

    id: int
    desk: Desk
    layer: Shape
    others: list[Assignment]
    #: Why who reads may not begin, or go on with, work of their own here.
    closed: str | None = None
    #: The correction that ended the text, where it is an earlier one that is read.
    past: RevisionFacts | None = None
    #: The day that is looked back to, where it is one.
    looked: LookedBack | None = None

    @property
    def is_of_now(self) -> bool:
        """Whether the layer is read as it is now, in the newest text."""
        return self.past is None and self.looked is None


def whose(article_id: str, reviewer_id: int | None) -> Reader:
    """The layer that this request reads; raises `NotFound` for one it may not.

    A reviewer reads their own. A lead reads anybody's, an observer what was submitted, unless the
    project is blind and it is closed to them; without a name in the address they see the first
    there is, or their own where they have begun one.
    """
    person = current_person()
    others, sight = list[Assignment](), current_sight()
    if sight.reads(article_id):
        submitted_only = sight.others is Others.SUBMITTED
        others = list(assignments_on(article_id, submitted_only=submitted_only))
    wanted = reviewer_id or _first_choice(others, person.id)
    if wanted != person.id and wanted not in {other.reviewer_id for other in others}:
        raise NotFound("There is no such page.")
    here = desk_of(article_id, wanted)
    mine = wanted == person.id
    name = person.name if mine else _name_in(others, wanted)
    closed = _why_closed(here) if mine else None
    may_mark = closed is None and _may_mark(here, mine)
    layer = layer_json(wanted, name, here.work, mine=mine, may_mark=may_mark)
    return Reader(wanted, here, layer, others, closed)


def known_reader(now: Reader, looked: LookedBack) -> Reader:
    """The same layer as it was known then, called while looking back; raises `NotFound`."""
    try:
        here = desk_of(now.desk.article.id, now.id)
    except NotFound:
        raise NotFound("This article was not known yet on that day.") from None
    name, mine = now.layer["reviewer"]["name"], now.layer["mine"]
    layer = layer_json(now.id, name, here.work, mine=mine, may_mark=False)
    return replace(now, desk=here, layer=layer, looked=looked)


def was_readable(reader: Reader) -> bool:
    """Whether an observer could have read it then, too: it was submitted. Others could."""
    work = reader.desk.work
    submitted = work is not None and work.state is State.SUBMITTED
    return submitted or current_access().role is not Role.OBSERVER


def may_begin(reader: Reader) -> bool:
    """Whether who reads may begin work of their own here."""
    is_own = reader.layer["mine"] and _is_unbegun(reader.desk) and reader.is_of_now
    may_take = allows(Permission.ANNOTATE) and _may_take(reader.desk.article.id)
    return is_own and reader.closed is None and may_take


def may_supervise(reader: Reader) -> bool:
    """Whether who reads sees others' work here as soon as they say that they only supervise."""
    article_id = reader.desk.article.id
    is_closed = allows(Permission.SUPERVISE) and not current_sight().reads(article_id)
    work = reader.desk.work
    return is_closed and reader.is_of_now and (work is None or not work.is_editable)


def _may_take(article_id: str) -> bool:
    """Whether the person has not said that they only supervise here, in a blind project."""
    access, person_id = current_access(), current_person().id
    return not access.is_blind or not supervises(access.project.id, article_id, person_id)


def layers_of(project: Project, reader: Reader) -> list[Shape]:
    """The layers that may be read here, each with its address; one or none needs no choice."""
    person = current_person()
    readable = [(other.reviewer_id, other.reviewer.name) for other in reader.others]
    may_take = allows(Permission.ANNOTATE) and _may_take(reader.desk.article.id)
    if readable and may_take and person.id not in dict(readable):
        readable.append((person.id, person.name))
    address: Shape = {"slug": project.slug, "article_id": reader.desk.article.id}
    if reader.past:
        address["number"] = reader.desk.revision.number
    if reader.looked:
        address.update(reader.looked.address)
    return [
        {
            "name": name,
            "href": url_for(
                "workspace.past" if reader.past else "workspace.article",
                **address,
                reviewer=reviewer_id,
            ),
            "current": reviewer_id == reader.id,
        }
        for reviewer_id, name in readable
    ]


def _first_choice(others: list[Assignment], person_id: int) -> int:
    if not others or any(other.reviewer_id == person_id for other in others):
        return person_id
    return others[0].reviewer_id


def _is_unbegun(here: Desk) -> bool:
    return here.work is None or here.work.state is State.RELEASED


def _why_closed(here: Desk) -> str | None:
    """In the reader's language; None for work that is theirs, or may be."""
    if not _is_unbegun(here) or not allows(Permission.ANNOTATE):
        return None
    project_id, article_id = here.project.id, here.article.id
    sentence = why_untrained(project_id, article_id, current_person().id)
    if sentence is None:
        sentence = why_closed(project_id, article_id, here.work.state if here.work else None)
    return _(sentence) if sentence else None


def _may_mark(here: Desk, mine: bool) -> bool:
    # A lead begins on purpose, by a button; a reviewer by opening the article.
    if not mine or not allows(Permission.ANNOTATE):
        return False
    if not _is_unbegun(here):
        return True
    return current_access().role is Role.REVIEWER and _may_take(here.article.id)


def _name_in(others: list[Assignment], reviewer_id: int) -> str:
    return next(other.reviewer.name for other in others if other.reviewer_id == reviewer_id)
