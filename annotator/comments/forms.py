"""What a page sends of a comment."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from annotator.comments.drafts import CommentDraft, RemovalDraft
from annotator.comments.service import MAX_REASON, MAX_TEXT
from annotator.errors import VersionMissing
from annotator.web.converters import LARGEST_ROW
from annotator.web.forms import AppForm
from annotator.web.texts import StorableText

_MOST_MENTIONED = 50
_IDS = re.compile(rf"(?:[0-9]{{1,10}}(?: |$)){{0,{_MOST_MENTIONED}}}")


class BasedForm(AppForm):
    """A change that says which version it is based on."""

    version = IntegerField(validators=[Optional(), NumberRange(0, LARGEST_ROW)])

    def based_on(self) -> int:
        """The version; raises `Invalid`, or `VersionMissing` where the request does not say it."""
        self.checked()
        if not self.version.raw_data or not self.version.raw_data[0]:
            raise VersionMissing("The request does not say which version it is based on.")
        return self.version.data or 0


class RemovalForm(BasedForm):
    """That a comment is removed; whoever removes another's says why."""

    reason = TextAreaField(
        _l("Reason"), validators=[Optional(), Length(max=MAX_REASON), StorableText()]
    )

    def to_draft(self, comment_id: str) -> RemovalDraft:
        """The removal that was sent; raises what `based_on` does."""
        version = self.based_on()
        return RemovalDraft(comment_id, version, removed=True, reason=self.reason.data or "")


class CommentForm(BasedForm):
    """A comment; whom it mentions by their ids, with spaces between."""

    text = TextAreaField(
        _l("Comment"),
        validators=[
            InputRequired(_l("Write something first.")),
            Length(max=MAX_TEXT),
            StorableText(),
        ],
    )
    mentions = StringField(validators=[Length(max=11 * _MOST_MENTIONED)])

    def validate_mentions(self, field: StringField) -> None:
        """Refuse what is no list of ids."""
        if not _IDS.fullmatch(field.data or ""):
            raise ValidationError(_l("Whom a comment mentions is said by their ids."))

    def to_draft(self, comment_id: str) -> CommentDraft:
        """The comment that was sent; raises what `based_on` does."""
        version = self.based_on()
        people = tuple(int(one) for one in (self.mentions.data or "").split())
        return CommentDraft(comment_id, version, self.text.data or "", people)
