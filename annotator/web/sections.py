"""The parts of a project that somebody may open, as its tabs lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.training.queries import has_training
from annotator.web.guards import allows, grants

_Part = tuple[bool, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a project in its tabs; `pages` are those that share the tab, if several do."""

    id: str
    text: str
    href: str
    icon: str
    pages: tuple[Section, ...] = ()

    def holds(self, section: str) -> bool:
        """Whether a page of `section` stands under this tab."""
        return section == self.id or any(page.id == section for page in self.pages)


def project_sections(project: Project) -> list[Section]:
    """The parts of a project that this person may open, in order."""
    reads, settles = allows(Permission.READ_PROJECT), allows(Permission.ADJUDICATE)
    leads = allows(Permission.READ_AUDIT)
    begin: tuple[_Part, ...] = (
        (leads, "dashboard", _("Dashboard"), "dashboards.index", "chart-column"),
        (reads, "articles", _("Articles"), "articles.index", "file-text"),
        (reads, "claims", _("Claims"), "claims.index", "megaphone"),
        (reads, "speakers", _("Speakers"), "speakers.index", "message-square"),
        (reads, "guidelines", _("Guidelines"), "guidelines.index", "book-open"),
        (reads, "scheme", _("Scale"), "schemes.index", "scale"),
        (settles, "adjudication", _("Adjudication"), "adjudication.index", "merge"),
    )
    people, rules = allows(Permission.MANAGE_MEMBERS), allows(Permission.CHANGE_SETTINGS)
    audits = allows(Permission.READ_AUDIT)
    before: tuple[_Part, ...] = ((people, "members", _("Members"), "projects.members", "users"),)
    end: tuple[_Part, ...] = (
        (rules, "settings", _("Settings"), "projects.settings", "settings"),
        (audits, "audit", _("Audit"), "audit.index", "history"),
    )
    return [
        *_made(project, begin),
        *_quality(project),
        *_made(project, before),
        *_data(project),
        *_made(project, end),
    ]


def _data(project: Project) -> list[Section]:
    """What leaves the project: one tab of exports and releases."""
    takes = allows(Permission.EXPORT)
    parts: tuple[_Part, ...] = (
        (takes, "export", _("Export"), "export.index", "download"),
        (takes, "releases", _("Releases"), "releases.index", "archive"),
    )
    pages = _made(project, parts)
    if not pages:
        return []
    return [Section("data", _("Export"), pages[0].href, pages[0].icon, tuple(pages))]


def _quality(project: Project) -> list[Section]:
    """What tells how good the work is: one tab, or the only page of it that there is."""
    compares, draws = allows(Permission.READ_OTHERS), allows(Permission.SPOT_CHECK)
    parts: tuple[_Part, ...] = (
        (compares, "agreement", _("Agreement"), "agreement.index", "chart-column"),
        (draws, "spotchecks", _("Spot checks"), "spotchecks.index", "clipboard-check"),
        (_trains(project), "training", _("Training"), "training.index", "badge-check"),
    )
    pages = _made(project, parts)
    if len(pages) < 2:
        return pages
    return [Section("quality", _("Quality"), pages[0].href, pages[0].icon, tuple(pages))]


def _trains(project: Project) -> bool:
    """Whether to lead there: where there is no training, reviewers have no use for it."""
    if allows(Permission.RUN_TRAINING):
        return True
    return grants(Permission.ANNOTATE) and has_training(project.id)


def _made(project: Project, parts: Iterable[_Part]) -> list[Section]:
    return [
        Section(name, text, url_for(endpoint, slug=project.slug), icon)
        for may, name, text, endpoint, icon in parts
        if may
    ]
