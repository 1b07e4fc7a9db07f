"""What every template may use, and the pages that belong to no feature."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from annotator.clock import iso
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.similarity.staging import REASON
from annotator.training.queries import has_training
from annotator.web.errors import sentence_of
from annotator.web.guards import allows, current_access
from annotator.web.headers import csp_nonce
from annotator.web.sight import current_sight


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a project in its tabs."""

    id: str
    text: str
    href: str
    icon: str


def init_app(app: Flask) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce,
        get_locale=get_locale,
        allows=allows,
        Permission=Permission,
        is_blind=is_blind,
        is_kept_back=is_kept_back,
        project_sections=project_sections,
        reason_words=reason_words,
        sentence_of=sentence_of,
    )
    app.jinja_env.filters["iso"] = iso
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def project_sections(project: Project) -> list[Section]:
    """The parts of a project that this person may open, in order."""
    parts = (
        (Permission.READ_PROJECT, "articles", _("Articles"), "articles.index", "file-text"),
        (Permission.READ_PROJECT, "claims", _("Claims"), "claims.index", "megaphone"),
        (Permission.READ_PROJECT, "speakers", _("Speakers"), "speakers.index", "message-square"),
        (Permission.READ_PROJECT, "guidelines", _("Guidelines"), "guidelines.index", "book-open"),
        (Permission.READ_PROJECT, "scheme", _("Scale"), "schemes.index", "scale"),
        (Permission.ADJUDICATE, "adjudication", _("Adjudication"), "adjudication.index", "merge"),
        (
            Permission.SPOT_CHECK,
            "spotchecks",
            _("Spot checks"),
            "spotchecks.index",
            "clipboard-check",
        ),
        (_training(project), "training", _("Training"), "training.index", "badge-check"),
        (Permission.MANAGE_MEMBERS, "members", _("Members"), "projects.members", "users"),
        (Permission.READ_OTHERS, "agreement", _("Agreement"), "agreement.index", "chart-column"),
        (Permission.EXPORT, "export", _("Export"), "export.index", "download"),
        (Permission.CHANGE_SETTINGS, "settings", _("Settings"), "projects.settings", "settings"),
        (Permission.READ_AUDIT, "audit", _("Audit"), "audit.index", "history"),
    )
    return [
        Section(name, text, url_for(endpoint, slug=project.slug), icon)
        for permission, name, text, endpoint, icon in parts
        if allows(permission)
    ]


def _training(project: Project) -> Permission:
    """What it takes to be led there: where there is no training, reviewers have no use for it."""
    return Permission.ANNOTATE if has_training(project.id) else Permission.RUN_TRAINING


def is_blind() -> bool:
    """Whether the project at hand is reviewed blind."""
    return current_access().is_blind


def is_kept_back() -> bool:
    """Whether whoever asks is a lead from whom a blind project keeps some of the work back."""
    return allows(Permission.SUPERVISE) and not current_sight().is_whole


def reason_words(reason: str) -> str:
    """Why a text was corrected: as it was written, or in the reader's language if by no person."""
    return _("It was brought in again, with another text.") if reason == REASON else reason
