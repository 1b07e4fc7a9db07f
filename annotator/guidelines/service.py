"""Publishing guidelines: each version is a new row, and the newest is in force."""

from __future__ import annotations

import re

from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.guidelines.models import GuidelineVersion
from annotator.guidelines.queries import current_guidelines
from annotator.guidelines.rendering import rendered
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify, supersede
from annotator.projects.models import Project, Role
from annotator.projects.queries import members

#: Characters; what reviewers are to have at hand while they read something else is not longer.
LONGEST = 30_000

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def publish(project: Project, text: str, *, actor: Actor) -> GuidelineVersion:
    """A new version of the project's guidelines, in force from now on.

    Its reviewers and leads are told of it; what they were told of an earlier version and have
    not read is told no more.

    Raises `Invalid` for a text that is empty or too long, and `Conflict` for one that says
    what the version in force says already.
    """
    text = checked_text(text)
    # Two who publish at one moment must not be given one number.
    lock_chain(project.id)
    before = current_guidelines(project.id)
    if before is not None and before.text == text:
        raise Conflict(
            "Version %(number)s says the same, word for word: nothing was published.",
            "text",
            number=before.number,
        )
    version = GuidelineVersion(
        project_id=project.id,
        number=before.number + 1 if before else 1,
        text=text,
        created_at=now(),
        created_by=actor.id,
    )
    db.session.add(version)
    record_change(Action.GUIDELINES_PUBLISHED, version, before=None, actor=actor)
    _announce(project, actor)
    return version


def _announce(project: Project, actor: Actor) -> None:
    supersede(Kind.GUIDELINES, project.id)
    readers = [one.user_id for one in members(project) if one.role is not Role.OBSERVER]
    told = [Notice(Kind.GUIDELINES, person_id, project.id, None) for person_id in readers]
    notify(told, actor=actor)


def checked_text(text: str) -> str:
    """The text with plain line ends and no blank lines around it; raises `Invalid`.

    What passes can be shown: guidelines that cannot would take every article's page with them.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Invalid("The guidelines are empty: write what reviewers are to know.", "text")
    if len(text) > LONGEST:
        raise Invalid(
            "The guidelines can be %(limit)s characters long; these have %(length)s.",
            "text",
            limit=LONGEST,
            length=len(text),
        )
    found = _UNPRINTABLE.search(text)
    if found is not None:
        raise Invalid(
            "Line %(line)s holds a control character; take it out, and save the file as text.",
            "text",
            line=text.count("\n", 0, found.start()) + 1,
        )
    rendered(text)
    return text
