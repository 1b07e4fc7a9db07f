"""What every template may use, and the pages that belong to no feature."""

from __future__ import annotations

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from annotator.audit.presenters import Line
from annotator.clock import iso
from annotator.permissions import Permission
from annotator.shelving.queries import Away, archived
from annotator.similarity.staging import REASON
from annotator.web.errors import sentence_of
from annotator.web.filters import in_force
from annotator.web.guards import allows, current_access, is_put_away, takes
from annotator.web.headers import csp_nonce
from annotator.web.sections import project_sections
from annotator.web.sight import current_sight

#: Files of the trail, by the code their events have.
_FILES = {"audit": _l("the audit trail"), "audit sample": _l("a sample of the audit trail")}


def init_app(app: Flask) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce,
        get_locale=get_locale,
        allows=allows,
        archived=archived_here,
        Permission=Permission,
        in_force=in_force,
        is_blind=is_blind,
        is_kept_back=is_kept_back,
        is_put_away=is_put_away,
        project_sections=project_sections,
        reason_words=reason_words,
        file_words=file_words,
        subject_words=subject_words,
        sentence_of=sentence_of,
        takes=takes,
    )
    app.jinja_env.filters["iso"] = iso
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def is_blind() -> bool:
    """Whether the project at hand is reviewed blind."""
    return current_access().is_blind


def archived_here() -> Away | None:
    """Since when the project at hand is archived; None for any other."""
    return archived(current_access().project)


def is_kept_back() -> bool:
    """Whether whoever asks is a lead from whom a blind project keeps some of the work back."""
    return allows(Permission.SUPERVISE) and not current_sight().is_whole


def file_words(kind: str) -> str:
    """What a file holds that was taken: the trail in the reader's language, formats by their name.

    Gives the name for what has no words.
    """
    return str(_FILES.get(kind, kind))


def subject_words(line: Line) -> str:
    """What a line of the trail is about; empty where its event names nothing."""
    said = line.subject or ""
    return file_words(said) if line.target == "export" else reason_words(said)


def reason_words(reason: str) -> str:
    """Why a text was corrected: as it was written, or in the reader's language if by no person."""
    return _("It was brought in again, with another text.") if reason == REASON else reason
