"""The filter above the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    SearchField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput

from annotator.articles.listing import Progress
from annotator.web.forms import AppForm

_NEEDED = _l("Please fill this in.")
_TOO_LONG = _l("This is too long.")
_NO_FILE = _l("Please choose a file.")

#: The words for each state in the filter; what a reviewer sees is about their own work.
PROGRESS_WORDS: dict[Progress, Any] = {
    Progress.NOT_STARTED: _l("Not started"),
    Progress.UNTOUCHED: _l("Untouched"),
    Progress.ASSIGNED: _l("Assigned"),
    Progress.STARTED: _l("Started"),
    Progress.RETURNED: _l("Returned"),
    Progress.RELEASED: _l("Released"),
    Progress.SUBMITTED: _l("Submitted"),
}


class ArticleFilter(AppForm):
    """Above the list; sent by GET, so that a filtered list has an address."""

    q = SearchField(_l("Words in the title"), validators=[Optional(), Length(max=200)])
    state = SelectField(_l("State"), choices=[], validate_choice=False)

    def offer(self, states: Sequence[Progress]) -> None:
        """Let the person choose from these states."""
        self._offered = tuple(states)
        offered = [SelectChoice(state.value, PROGRESS_WORDS[state]) for state in states]
        self.state.choices = [SelectChoice("", _l("Any state")), *offered]

    def progress(self) -> Progress | None:
        """The chosen state; None for any, and for what was not offered."""
        return next((state for state in self._offered if state == self.state.data), None)


class ChoosingForm(AppForm):
    """Tick boxes beside the articles of a page; sent by GET to where they are handed out."""

    article = SelectMultipleField(_l("Articles"), choices=[], option_widget=CheckboxInput())

    @classmethod
    def of(cls, article_ids: Sequence[str]) -> ChoosingForm:
        """A box for each of these."""
        form = cls(formdata=None, meta={"csrf": False})
        form.article.choices = [SelectChoice(key, key) for key in article_ids]
        return form

    def boxes(self) -> dict[str, Any]:
        """The boxes by the id of their article."""
        return {box.data: box for box in self.article}
