"""What a piece of context has beside its words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional

from annotator.annotations.drafts import ContextDraft
from annotator.web.forms import PartForm, was_sent
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import AtMost, StorableText


class ContextForm(ReadAgain, PartForm):
    """Its role, by the id that the project's scheme has for it."""

    role = StringField(_l("Role"), validators=[Optional(), AtMost(100), StorableText()])

    def to_draft(self) -> ContextDraft | None:
        """The role, or None where the request says nothing of it."""
        return ContextDraft(self.role.data or None) if was_sent(self.role) else None
