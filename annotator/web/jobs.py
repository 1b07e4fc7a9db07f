"""Jobs as rows of a table, for every page that shows some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from annotator.jobs.models import Job, State
from annotator.jobs.presenters import Told, told
from annotator.web.errors import sentence_of

Row = dict[str, Any]


def rows_of(slug: str, jobs: Sequence[Job]) -> list[Row]:
    """What a page, or its script, shows of each; `jobs/_table.html` has the columns."""
    return [_row(slug, told(job)) for job in jobs]


def _row(slug: str, one: Told) -> Row:
    label, icon, tone = _badge(one)
    endpoint, values = one.target or (None, {})
    return {
        "id": one.id,
        "title": _(one.title),
        "subject": one.subject,
        "who": _("command line") if one.actor_id is None else one.actor_name,
        "at": one.created_at,
        "label": label,
        "icon": icon,
        "tone": tone,
        "is_ended": one.is_ended,
        "may_stop": not one.is_ended and not one.is_cancelling,
        "done": one.done,
        "total": one.total if one.state is State.RUNNING else None,
        "reason": sentence_of(one.reason) if one.reason else "",
        "url": url_for(endpoint, slug=slug, **values) if endpoint else None,
    }


def _badge(one: Told) -> tuple[str, str, str]:
    if one.is_cancelling and not one.is_ended:
        return _("Being stopped"), "hourglass", "warning"
    return {
        State.QUEUED: (_("Waiting"), "hourglass", "neutral"),
        State.RUNNING: (_("Running"), "contrast", "info"),
        State.DONE: (_("Done"), "circle-check", "good"),
        State.FAILED: (_("Failed"), "circle-alert", "bad"),
        State.CANCELLED: (_("Stopped"), "circle-x", "neutral"),
    }[one.state]
