"""The page that compares two moments of one layer of an article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from sqlalchemy import select

from annotator.articles.queries import revision_text
from annotator.assignments.models import State
from annotator.audit.differences import Piece
from annotator.audit.known import last_by, moment_of
from annotator.audit.models import Event
from annotator.clock import iso
from annotator.db import db
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.revisions.presenters import paragraphs
from annotator.web.guards import current_access, current_project, requires
from annotator.web.looking_back import AS_OF, KNOWN_ON, as_of
from annotator.web.paging import PAGE_SIZE, cursor_from
from annotator.web.sight import current_sight
from annotator.workspace.comparing import Comparison, compare
from annotator.workspace.extents import side_by_side
from annotator.workspace.forms.comparing import CompareForm
from annotator.workspace.steps import Step, Told, by_moment, events_of, steps_of
from annotator.workspace.views.blueprint import ARTICLE, bp
from annotator.workspace.views.reader import Reader, layers_of, whose
from annotator.workspace.views.stepping import address_of, whose_steps

#: So many of the last steps are offered to choose from.
_OFFERED = 200


@bp.get(f"{ARTICLE}/compare", endpoint="compare")
@requires(Permission.READ_PROJECT)
def compare_page(slug: str, article_id: UUID) -> str:
    """What came, went and changed between two moments, for whoever may read the layer now."""
    reader = whose(str(article_id), request.args.get("reviewer", type=int))
    told = events_of(whose_steps(reader))
    between = _between(told)
    shown = _is_shown(told, between[0]), _is_shown(told, between[1])
    found = compare(current_project().id, told, between, shown)
    variables = _variables(reader, told, between, found)
    return render_template("workspace/compare.html", project=current_project(), **variables)


def _between(told: list[Told]) -> tuple[int, int]:
    """The numbers of the two events, the earlier first; without a choice, the last step."""
    steps = _steps(told)
    default, newest = steps[-2 if len(steps) > 1 else -1].last.seq, told[-1].seq
    first = _seq(request.args.get("before", "").strip(), default)
    second = _seq(request.args.get("after", "").strip(), newest)
    return min(first, second), max(first, second)


def _seq(said: str, default: int) -> int:
    """What is asked for; raises `Invalid` for what is no moment of the project."""
    if not said:
        return default
    project = current_project()
    number = said.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < len("20261101"):
        return as_of(number).seq or 0
    return last_by(project.id, moment_of(said, began=project.created_at))


def _steps(told: list[Told]) -> list[Step]:
    return steps_of(told) if current_sight().is_whole else by_moment(told)


def _is_shown(told: list[Told], seq: int) -> bool:
    """Whether an observer could have read it then, too: it was submitted. Others could."""
    if current_access().role is not Role.OBSERVER:
        return True
    work = [one.seq for one in told if one.target[0] == "assignment" and one.seq <= seq]
    query = select(Event.after).where(Event.project_id == current_project().id)
    row = db.session.scalar(query.where(Event.seq == work[-1])) if work else None
    return row is not None and f'"state":"{State.SUBMITTED.value}"' in row


def _variables(
    reader: Reader, told: list[Told], between: tuple[int, int], found: Comparison
) -> dict[str, Any]:
    start = cursor_from(request.args.get("from")) or 0
    marks = found.marks[start : start + PAGE_SIZE]
    address = address_of(reader)
    moments = [_moment(told, seq, address) for seq in between]
    said = {"before": moments[0]["said"], "after": moments[1]["said"]}
    parts = [*found.own, *(part for mark in marks for part in mark.parts)]
    return {
        "article": reader.desk.article,
        "layer": reader.layer,
        "layers": _layers(reader, said),
        "form": CompareForm(formdata=None, data={**said, "reviewer": address["reviewer"]}),
        "offered": [_moment(told, step.last.seq, address) for step in _steps(told)[-_OFFERED:]],
        "numbered": current_sight().is_whole,
        "moments": moments,
        "found": found,
        "marks": marks,
        "pairs": list(side_by_side(found, marks)),
        "corrected": _corrected(found.texts),
        "events": _events({part.last.seq for part in parts}),
        "compared": {part.last.seq: (part.before, part.after) for part in parts},
        "now_url": url_for("workspace.article", **address),
        "next_url": _further(address, said, start, len(found.marks)),
    }


def _corrected(texts: tuple[str | None, str | None]) -> list[tuple[Piece, ...]]:
    """The paragraphs that a correction changed between the two, word by word."""
    before, after = texts
    if before is None or after is None or before == after:
        return []
    return paragraphs(revision_text(before).text, revision_text(after).text)


def _further(address: dict[str, Any], said: dict[str, Any], start: int, total: int) -> str | None:
    if total <= start + PAGE_SIZE:
        return None
    place: dict[str, Any] = {"from": start + PAGE_SIZE}
    return url_for("workspace.compare", **address, **said, **place)


def _layers(reader: Reader, said: dict[str, str]) -> list[dict[str, Any]]:
    """Whose layers may be compared instead, at the same moments."""
    address = {**address_of(reader), **said}
    readable = layers_of(current_project(), replace(reader, looked=None))
    numbers = [other.reviewer_id for other in reader.others]
    own = [{**one, "id": number} for one, number in zip(readable, numbers, strict=False)]
    return [
        {**one, "href": url_for("workspace.compare", **{**address, "reviewer": one["id"]})}
        for one in own
    ]


def _moment(told: list[Told], seq: int, address: dict[str, Any]) -> dict[str, Any]:
    """How a page names a moment: by its event, or by its time where numbers are kept back."""
    at = next((one.at for one in reversed(told) if one.seq <= seq), current_project().created_at)
    said = str(seq) if current_sight().is_whole else iso(at)
    then: dict[str, Any] = {AS_OF: seq} if current_sight().is_whole else {KNOWN_ON: said}
    return {"seq": seq, "at": at, "said": said,
            "href": url_for("workspace.article", **address, **then) if seq else None}  # fmt: skip


def _events(seqs: set[int]) -> list[Event]:
    query = select(Event).where(Event.project_id == current_project().id, Event.seq.in_(seqs))
    return list(db.session.scalars(query))
