"""A member who goes on with the marks of a dataset that no name stands on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.accounts.queries import user_by_email
from annotator.articles.json_lines import Line
from annotator.assignments.models import State
from annotator.errors import Invalid
from annotator.formats.interface import Options
from annotator.formats.mapping import DEFAULT
from annotator.projects.models import Project, Role
from annotator.projects.queries import members, membership

_WORKERS = frozenset({Role.REVIEWER, Role.LEAD})


def worker_with(project_id: int, email: str) -> int:
    """The account of the reviewer or lead with this address; raises `Invalid`."""
    user = user_by_email(email)
    found = None if user is None else membership(project_id, user.id)
    if found is None or found.removed_at is not None or found.role not in _WORKERS:
        raise Invalid(
            "No reviewer or lead of the project has the address %(email)s.", "as", email=email
        )
    return found.user_id


def workers_in(project: Project) -> dict[int, str]:
    """The reviewers and leads of a project, by account: their names."""
    present = members(project)
    return {one.user_id: one.user.name for one in present if one.role in _WORKERS}


def members_of(options: Options, member: int | None) -> dict[str, int]:
    """The member by the name that stands for nobody in a dataset."""
    return {} if member is None else {_unnamed(options): member}


def handed_over(line: Line, options: Options, member: int | None) -> Line:
    """The line with that work not submitted any more, so that the member can go on with it."""
    reviews = line.value.get("reviews")
    if member is None or not line.foreign or not isinstance(reviews, list):
        return line
    name = _unnamed(options)
    return replace(line, value={**line.value, "reviews": [_opened(one, name) for one in reviews]})


def _opened(review: dict[str, Any], name: str) -> dict[str, Any]:
    if review["reviewer"] != name or review["state"] != State.SUBMITTED.value:
        return review
    return {**review, "state": State.STARTED.value, "submitted_at": None, "nothing_to_mark": None}


def _unnamed(options: Options) -> str:
    return (options.mapping or DEFAULT).unnamed
