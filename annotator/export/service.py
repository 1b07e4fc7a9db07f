"""What an export leaves in the audit trail."""

from __future__ import annotations

from uuid import uuid4

from annotator.audit.models import Action, Actor
from annotator.audit.queries import head
from annotator.audit.service import Change, record
from annotator.audit.verify import Head
from annotator.clock import iso
from annotator.export.options import Options
from annotator.export.selection import Selection
from annotator.projects.models import Project
from annotator.projects.queries import pseudonyms


def record_export(project: Project, options: Options, *, actor: Actor) -> Head:
    """Say who takes what out, and whether with names; to be committed before the first line.

    The event is the project's head then, which goes along with the file.
    """
    made = {
        "format": options.kind,
        "unit": options.unit.value,
        "layer": options.layer.value,
        "names": options.names,
        "comments": options.comments,
        "submitted_only": options.submitted_only,
        "revisions": options.revisions.value,
        "claim_type": options.selection.claims.type,
        "speaker": options.selection.claims.speaker,
        "known_on": iso(options.known_on) if options.known_on else None,
        **_selected(project, options.selection),
    }
    change = Change(Action.EXPORT_MADE, "export", str(uuid4()), None, made)
    record(project.id, [change], actor=actor)
    return Head(*head(project.id))


def _selected(project: Project, selection: Selection) -> dict[str, str]:
    """What was asked for beside type and speaker, in words; nothing where nothing was."""
    said = selection.to_json()
    if selection.persons:
        known = pseudonyms(project.id)
        said["persons"] = sorted(known[one] for one in selection.persons)
    lists = ("labels", "ratings", "states", "persons", "languages")
    found = {name: ", ".join(said[name]) for name in lists if name in said}
    days = {name: said[name] for name in ("published", "marked") if name in said}
    return found | {name: "/".join(day or "" for day in span) for name, span in days.items()}
