"""Reading and setting how a project hands out its articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace

from sqlalchemy import select

from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid, Stale, Words
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Project, Workflow

MOST_WANTED = 50
MOST_OPEN = 1000
MOST_HOURS = 24 * 365
MOST_TRAINING = 100
MOST_SECONDS = 3600
MOST_WORDS = 100_000

STALE = Words(
    "Somebody changed the settings meanwhile; look at what they are now, and save again if yours "
    "are still wanted."
)


def stored_workflow(project_id: int) -> Workflow | None:
    """The row, or None where the project is as it was made."""
    return db.session.scalar(select(Workflow).where(Workflow.project_id == project_id))


def workflow_of(project_id: int) -> WorkflowDraft:
    """What holds in the project now."""
    return draft_of(stored_workflow(project_id))


def draft_of(stored: Workflow | None) -> WorkflowDraft:
    """What the row says, and what holds where there is none."""
    if stored is None:
        return WorkflowDraft()
    said = {field.name: getattr(stored, field.name) for field in _FIELDS}
    # Rows that were there before the signals of pace say nothing of them.
    unsaid = {name for name in _PACE if said[name] is None}
    return WorkflowDraft(**{name: value for name, value in said.items() if name not in unsaid})


def set_workflow(
    project: Project, draft: WorkflowDraft, *, actor: Actor, version: int | None = None
) -> WorkflowDraft:
    """Set it; what is the same as before leaves no event.

    `version` is that of the row on which the change rests, 0 where there was none; None is of
    whatever there is now. Raises `Invalid` with the field at fault, and `Stale`.
    """
    draft = _checked_numbers(replace(draft, names_shown=draft.names_shown or None))
    _check_limits(draft)
    _check_pace(draft)
    lock_chain(project.id)
    found = stored_workflow(project.id)
    if version not in (None, found.version if found else 0):
        raise Stale(STALE, found)
    if draft == draft_of(found):
        return draft
    before = snapshot(found) if found else None
    if found is None:
        found = Workflow(project_id=project.id, version=1, **asdict(draft), updated_at=now())
        db.session.add(found)
    else:
        for name, value in asdict(draft).items():
            setattr(found, name, value)
        found.version, found.updated_at = found.version + 1, now()
    record_change(Action.WORKFLOW_CHANGED, found, before=before, actor=actor)
    return draft


def amend_workflow(
    project: Project, said: Mapping[str, int | bool | None], *, actor: Actor
) -> WorkflowDraft:
    """Set some of it, by the names of a draft's fields; what is not named stays as it is.

    What stays is read once nobody else can change it. Raises as `set_workflow` does.
    """
    lock_chain(project.id)
    return set_workflow(project, replace(workflow_of(project.id), **said), actor=actor)  # type: ignore[arg-type]


def _checked_numbers(draft: WorkflowDraft) -> WorkflowDraft:
    if not 1 <= draft.wanted <= MOST_WANTED:
        raise Invalid(
            "An article wants between 1 and %(most)s reviewers.", "wanted", most=MOST_WANTED
        )
    if not 0 <= draft.sample_percent <= 100:
        raise Invalid("The share is a number of per cent from 0 to 100.", "sample_percent")
    if draft.sample_percent == 0:
        # Nobody is drawn: whatever stands there is held to no rule that it could break.
        draft = replace(draft, sample_wanted=max(draft.sample_wanted, draft.wanted))
    if not draft.wanted <= draft.sample_wanted <= MOST_WANTED:
        raise Invalid(
            "An article of the sample wants at least as many reviewers as the others, "
            "%(wanted)s, and at most %(most)s.",
            "sample_wanted",
            wanted=draft.wanted,
            most=MOST_WANTED,
        )
    return draft


def _check_limits(draft: WorkflowDraft) -> None:
    if draft.open_limit is not None and not 1 <= draft.open_limit <= MOST_OPEN:
        raise Invalid(
            "The limit is at least 1 and at most %(most)s; leave it empty for none.",
            "open_limit",
            most=MOST_OPEN,
        )
    if draft.abandoned_hours is not None and not 1 <= draft.abandoned_hours <= MOST_HOURS:
        raise Invalid(
            "Work goes back after 1 hour at least and %(most)s at most; leave it empty for never.",
            "abandoned_hours",
            most=MOST_HOURS,
        )
    if draft.training_articles is not None and not 1 <= draft.training_articles <= MOST_TRAINING:
        raise Invalid(
            "A project asks for between 0 and %(most)s training articles.",
            "training_articles",
            most=MOST_TRAINING,
        )
    if draft.pass_mark is not None and not 1 <= draft.pass_mark <= 100:
        raise Invalid("The pass mark is a number of per cent from 1 to 100.", "pass_mark")


def _check_pace(draft: WorkflowDraft) -> None:
    if not 0 <= draft.verdict_seconds <= MOST_SECONDS:
        raise Invalid(
            "The seconds are from 0, for no signal, to %(most)s.",
            "verdict_seconds",
            most=MOST_SECONDS,
        )
    if not 0 <= draft.reading_pace <= MOST_WORDS:
        raise Invalid(
            "The words a minute are from 0, for no signal, to %(most)s.",
            "reading_pace",
            most=MOST_WORDS,
        )


_FIELDS = fields(WorkflowDraft)
_PACE = ("verdict_seconds", "reading_pace")
