"""The forms of speakers' pages: the filter, a speaker's fields, and a merge."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from annotator.audit.models import Action
from annotator.errors import VersionMissing
from annotator.speakers.drafts import (
    MAX_ALIASES,
    MAX_HOMEPAGE,
    MAX_NAME,
    SINGLE,
    MergeDraft,
    SpeakerDraft,
)
from annotator.speakers.models import Speaker
from annotator.web.forms import AppForm
from annotator.web.looking_back import KnownOnForm

#: What became of a speaker, after the name of who did it; as in the audit trail.
PAST_WORDS: dict[str, Any] = {
    Action.SPEAKER_ADDED: _l("added a speaker"),
    Action.SPEAKER_REVISED: _l("changed a speaker"),
    Action.SPEAKER_MERGED: _l("merged a speaker into another"),
    Action.SPEAKER_TOOK_OVER: _l("let a speaker take over what one merged into it says"),
    Action.SPEAKER_UNMERGED: _l("took apart speakers that were merged"),
    Action.SPEAKER_IMPORTED: _l("imported a speaker"),
}

_NEEDED = _l("Please fill this in.")
_TOO_LONG = _l("This is too long.")
_ITEM = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[0-9]+)/?")


def _item(text: str | None) -> str | None:
    """The Q-id, also from the address of its page at Wikidata."""
    typed = (text or "").strip()
    found = _ITEM.fullmatch(typed)
    return found[1] if found else typed.upper() or None


class KnownSpeakersForm(KnownOnForm):
    """The day, for the list as it is filtered."""

    q = HiddenField()
    doubles = HiddenField()


class SpeakerFilter(AppForm):
    """Above the list; sent by GET, so that a filtered list has an address.

    `known_on` goes along where the list is looked back to.
    """

    known_on = HiddenField()

    q = SearchField(_l("Name"), validators=[Optional(), Length(max=MAX_NAME)])
    doubles = BooleanField(_l("Likely doubles only"))


class SpeakerForm(AppForm):
    """Everything that is said of a speaker; `uuid` is a new one's, `version` an old one's."""

    uuid = HiddenField(default=lambda: str(uuid4()))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = StringField(
        _l("Name"), validators=[InputRequired(_NEEDED), Length(max=MAX_NAME, message=_TOO_LONG)]
    )
    aliases = TextAreaField(
        _l("Other names"),
        description=_l("One on each line; the speaker is found by any of them."),
        validators=[Length(max=MAX_ALIASES * (MAX_NAME + 2), message=_TOO_LONG)],
    )
    role = StringField(
        _l("Role"),
        description=_l("Such as an office, or what the body is."),
        validators=[Length(max=MAX_NAME, message=_TOO_LONG)],
    )
    wikidata = StringField(
        _l("Wikidata"),
        description=_l("The item, such as Q42, or the address of its page."),
        filters=[_item],
    )
    homepage = URLField(
        _l("Home page"),
        validators=[Length(max=MAX_HOMEPAGE, message=_TOO_LONG)],
        filters=[lambda text: (text or "").strip() or None],
    )

    def validate_uuid(self, field: HiddenField) -> None:
        """Refuse what no page of ours sent."""
        try:
            canonical = str(UUID(field.data or ""))
        except ValueError:
            canonical = ""
        if canonical != field.data:
            raise ValidationError(_l("This identifier is not a UUID."))

    def to_draft(self, speaker_id: str | None = None) -> SpeakerDraft:
        """What was filled in; checked by the service."""
        return SpeakerDraft(
            id=speaker_id or self.uuid.data or "",
            name=self.name.data or "",
            aliases=tuple((self.aliases.data or "").splitlines()),
            role=self.role.data,
            wikidata=self.wikidata.data,
            homepage=self.homepage.data,
        )


class MergeForm(AppForm):
    """Which of two speakers wins each field that they say differently."""

    into = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    into_version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = RadioField(_l("Name"), default="into")
    role = RadioField(_l("Role"), default="into")
    wikidata = RadioField(_l("Wikidata"), default="into")
    homepage = RadioField(_l("Home page"), default="into")

    def offer(self, speaker: Speaker, into: Speaker) -> None:
        """Let the person choose between what the two say."""
        for name in SINGLE:
            said = {"into": getattr(into, name), "speaker": getattr(speaker, name)}
            self[name].choices = [
                SelectChoice(key, value or _l("nothing")) for key, value in said.items()
            ]

    def shown(self, speaker: Speaker, into: Speaker) -> list[Any]:
        """The fields that there is a choice about."""
        return [self[name] for name in SINGLE if getattr(speaker, name) != getattr(into, name)]

    def to_draft(self) -> MergeDraft:
        """What was chosen; raises `VersionMissing`."""
        wins = frozenset(name for name in SINGLE if self[name].data == "speaker")
        return MergeDraft(version_in(self.version), version_in(self.into_version), wins)


class UnmergeForm(AppForm):
    """A merge is taken back."""

    version = IntegerField(validators=[Optional()])


def version_in(field: IntegerField) -> int:
    """The version that a change is based on; raises `VersionMissing`."""
    version: int | None = field.data
    if version is None:
        raise VersionMissing("The version that this change is based on is missing.")
    return version


def filled(speaker: Speaker, aliases: tuple[str, ...]) -> SpeakerForm:
    """The form with what a speaker is now, to be changed."""
    said = {name: getattr(speaker, name) for name in ("version", *SINGLE)}
    return SpeakerForm(
        formdata=None, data={**said, "uuid": speaker.id, "aliases": "\n".join(aliases)}
    )


def proposed(speaker: Speaker, into: Speaker) -> MergeForm:
    """The form of a merge: what only the merged one says is taken over."""
    wins = {
        name: "speaker" if getattr(speaker, name) and not getattr(into, name) else "into"
        for name in SINGLE
    }
    versions = {"version": speaker.version, "into_version": into.version}
    form = MergeForm(formdata=None, data={"into": into.id, **versions, **wins})
    form.offer(speaker, into)
    return form
