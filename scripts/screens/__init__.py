"""The pictures of docs/screenshots, by what they show."""

from __future__ import annotations

from screens import bringing, changes, corrections, evidence, lead, projects, team, workspace
from screens.shot import Shot

#: In this order: the last ones change what the others show.
SHOTS: dict[str, Shot] = {
    **projects.SHOTS,
    **workspace.SHOTS,
    **bringing.SHOTS,
    **changes.SHOTS,
    **corrections.SHOTS,
    **evidence.SHOTS,
    **team.SHOTS,
    **lead.SHOTS,
}
