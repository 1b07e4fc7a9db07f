"""What an export leaves in the audit trail."""

from __future__ import annotations

from uuid import uuid4

from annotator.audit.models import Action, Actor
from annotator.audit.queries import head
from annotator.audit.service import Change, record
from annotator.audit.verify import Head
from annotator.clock import iso
from annotator.export.options import Options
from annotator.projects.models import Project


def record_export(project: Project, options: Options, *, actor: Actor) -> Head:
    """Say who takes what out, and whether with names; to be committed before the first line.

    The event is the project's head then, which goes along with the file.
    """
    made = {
        "format": options.kind.value,
        "unit": options.unit.value,
        "layer": options.layer.value,
        "names": options.names,
        "comments": options.comments,
        "submitted_only": options.submitted_only,
        "revisions": options.revisions.value,
        "claim_type": options.only.type,
        "speaker": options.only.speaker,
        "known_on": iso(options.known_on) if options.known_on else None,
    }
    change = Change(Action.EXPORT_MADE, "export", str(uuid4()), None, made)
    record(project.id, [change], actor=actor)
    return Head(*head(project.id))
