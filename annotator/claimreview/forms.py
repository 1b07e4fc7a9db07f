"""The form of who publishes the checks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.models import Publisher
from annotator.claimreview.service import stamp_of
from annotator.errors import VersionMissing
from annotator.web.forms import AppForm

_TOO_LONG = _l("This is too long.")


class PublisherForm(AppForm):
    """The organisation, its addresses, and whether the feed is open."""

    seen = HiddenField()
    name = StringField(
        _l("Organisation"),
        description=_l("It stands in every review as the one that checked."),
        validators=[
            InputRequired(_l("Please fill this in.")),
            Length(max=200, message=_TOO_LONG),
        ],
    )
    url = StringField(_l("Home page"), validators=[Length(max=2000, message=_TOO_LONG)])
    checks_url = StringField(
        _l("Where checks are published"),
        description=_l(
            "What the address of every check begins with; the identifier of the claim comes "
            "behind it. Without it no review has an address."
        ),
        validators=[Length(max=2000, message=_TOO_LONG)],
    )
    corrections_url = StringField(
        _l("How errors are corrected"),
        description=_l("The page of your corrections policy."),
        validators=[Length(max=2000, message=_TOO_LONG)],
    )
    is_open = BooleanField(
        _l("The feed is open to everybody"),
        description=_l(
            "Who knows its address reads what was published, corrected or withdrawn, without "
            "signing in. Otherwise leads and observers read it."
        ),
    )

    @classmethod
    def filled(cls, known: Publisher | None) -> PublisherForm:
        """The form with what is said now."""
        return cls(formdata=None, obj=known, data={"seen": stamp_of(known)})

    def what_was_seen(self) -> str:
        """The stamp of what the change rests on; raises `VersionMissing`."""
        if not self.seen.raw_data:
            raise VersionMissing("The version that this change is based on is missing.")
        return self.seen.data or ""

    def see(self, known: Publisher | None) -> None:
        """It stands on what is said now from here on."""
        self.seen.raw_data, self.seen.data = None, stamp_of(known)

    def to_draft(self) -> PublisherDraft:
        """What the service takes."""
        return PublisherDraft(
            self.name.data or "",
            self.url.data,
            self.checks_url.data,
            self.corrections_url.data,
            bool(self.is_open.data),
        )
