"""The links from a mark to others."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional

from annotator.annotations.drafts import KEEP
from annotator.links.models import LinkKind
from annotator.links.service import LinkDraft
from annotator.web.forms import PartForm
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import Identifier, SentChoice, sent


class LinkForm(ReadAgain, PartForm):
    """A link from the mark to another one."""

    uuid = StringField(validators=[InputRequired(), Identifier()])
    to = StringField(validators=[Optional(), Identifier()])
    kind = SentChoice(choices=[SelectChoice(kind.value) for kind in LinkKind])
    removed = BooleanField()

    def to_draft(self) -> LinkDraft:
        """The link as a plain value; what was not sent stays as it is."""
        return LinkDraft(
            self.uuid.data or "",
            self.to.data or KEEP,
            LinkKind(self.kind.data) if self.kind.data else KEEP,
            sent(self.removed, self.removed.data),
        )
