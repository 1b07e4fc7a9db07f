"""The filter above the list of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SearchField, SelectField
from wtforms.validators import Length, Optional

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.sight import Sight
from annotator.claims.listing import ClaimQuery, Standing
from annotator.projects.scheme import Scheme
from annotator.speakers.queries import KnownSpeaker
from annotator.web.choices import (
    language_choices,
    rating_choices,
    speaker_choices,
    type_choices,
    with_any,
)
from annotator.web.forms import AppForm
from annotator.web.looking_back import KnownOnForm

STANDING_WORDS: dict[Standing, Any] = {
    Standing.UNCHECKED: _l("Not checked"),
    Standing.PENDING: _l("Not complete"),
    Standing.STALE: _l("To be confirmed"),
    Standing.DRAFT: _l("Draft"),
    Standing.PUBLISHED: _l("Published"),
    Standing.CORRECTED: _l("Corrected"),
    Standing.VOID: _l("Withdrawn"),
}

#: Where one of several is chosen.
_CHOSEN = ("rating", "state", "type", "speaker", "person", "language")


class ClaimFilter(AppForm):
    """Above the list; sent by GET, so that a filtered list has an address.

    `known_on` goes along where the list is looked back to.
    """

    q = SearchField(_l("Words of the claim"), validators=[Optional(), Length(max=200)])
    rating = SelectField(_l("Verdict"), choices=[], validate_choice=False)
    state = SelectField(_l("State"), choices=[], validate_choice=False)
    type = SelectField(_l("Type of claim"), choices=[], validate_choice=False)
    speaker = SelectField(_l("Speaker"), choices=[], validate_choice=False)
    person = SelectField(_l("Who"), choices=[], validate_choice=False)
    language = SelectField(_l("Language"), choices=[], validate_choice=False)
    known_on = HiddenField()

    def offer(
        self,
        scheme: Scheme,
        people: Mapping[int, str],
        languages: Sequence[str],
        speakers: Sequence[KnownSpeaker],
    ) -> None:
        """Fill the lists to choose from; `people` are names by account id."""
        named = sorted(people.items(), key=lambda item: item[1].casefold())
        self.rating.choices = with_any(_l("Any verdict"), rating_choices(scheme))
        states = [(one.value, words) for one, words in STANDING_WORDS.items()]
        self.state.choices = with_any(_l("Any state"), states)
        self.type.choices = type_choices(scheme.definition)
        self.speaker.choices = speaker_choices(speakers)
        self.person.choices = with_any(_l("Anybody"), [(str(key), name) for key, name in named])
        self.language.choices = language_choices(languages)

    def wanted(self, readable: Sight, after: str | None) -> ClaimQuery:
        """What the filled form asks for; what was not offered is passed over."""
        person, state = self._chosen("person"), self._chosen("state")
        return ClaimQuery(
            readable,
            rating=self._chosen("rating"),
            standing=Standing(state) if state else None,
            author_id=int(person) if person else None,
            language=self._chosen("language"),
            words=(self.q.data or "").strip()[:200] or None,
            choice=ClaimChoice(self._chosen("type"), self._chosen("speaker")),
            after=after,
        )

    def address(self) -> dict[str, str]:
        """The filled fields as they stand in the page's address."""
        said = {name: self._chosen(name) for name in _CHOSEN}
        return {key: text for key, text in {"q": self.q.data, **said}.items() if text}

    def _chosen(self, name: str) -> str | None:
        offered = {choice.value for choice in self[name].choices}
        return self[name].data if self[name].data in offered - {""} else None


class KnownClaimsForm(KnownOnForm):
    """The day, for the list as it is filtered."""

    q = HiddenField()
    rating = HiddenField()
    state = HiddenField()
    type = HiddenField()
    speaker = HiddenField()
    person = HiddenField()
    language = HiddenField()
