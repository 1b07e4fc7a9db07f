"""What the pages of agreement are asked for; sent by GET, so that each table has an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.agreement.differences import Asked, Kind
from annotator.agreement.matching import USUAL_THRESHOLD
from annotator.agreement.material import LABELS
from annotator.agreement.report import Options
from annotator.errors import NotFound
from annotator.web.choices import language_choices, with_any
from annotator.web.forms import AppForm

THRESHOLDS = (
    SelectChoice("0.1", _l("Nearly any overlap (10%)")),
    SelectChoice("0.3", _l("Some overlap (30%)")),
    SelectChoice("0.5", _l("Half of the characters (50%)")),
    SelectChoice("0.7", _l("Most of the characters (70%)")),
    SelectChoice("0.9", _l("Nearly the same (90%)")),
)
KIND_WORDS = {
    Kind.MARKED: _l("Marked by one alone"),
    Kind.BORDERS: _l("Other borders"),
    Kind.LABELS: _l("Labels"),
    Kind.VERDICTS: _l("Verdicts"),
}
LABEL_WORDS = {"claim": _l("Claim"), "quote": _l("Quote"), "context": _l("Context")}


class AgreementFilter(AppForm):
    """What is compared, and what counts as the same mark."""

    threshold = SelectField(
        _l("Same mark from"), choices=list(THRESHOLDS), default=str(USUAL_THRESHOLD)
    )
    language = SelectField(_l("Language"), choices=[], validate_choice=False)

    def offer(self, languages: Sequence[str]) -> None:
        """Fill the lists to choose from."""
        self.language.choices = language_choices(languages)

    def options(self) -> Options:
        """What the form asks for; what was not offered is passed over."""
        return Options(
            float(self._chosen("threshold") or USUAL_THRESHOLD), self._chosen("language")
        )

    def address(self) -> dict[str, Any]:
        """The filled fields as they stand in the page's address."""
        said = {name: self._chosen(name) for name in ("threshold", "language")}
        if said["threshold"] == str(USUAL_THRESHOLD):
            said["threshold"] = None
        return {key: text for key, text in said.items() if text}

    def _chosen(self, name: str) -> str | None:
        offered = {choice.value for choice in self[name].choices}
        return self[name].data if self[name].data in offered - {""} else None


class DifferenceFilter(AgreementFilter):
    """Which differences to list; the hidden fields go along from the table that led here."""

    kind = SelectField(
        _l("Difference"), choices=[SelectChoice(one.value, KIND_WORDS[one]) for one in Kind]
    )
    first = SelectField(_l("Who"), choices=[], validate_choice=False)
    second = SelectField(_l("And who"), choices=[], validate_choice=False)
    label = SelectField(_l("Label"), choices=[], validate_choice=False)
    week = HiddenField()
    article = HiddenField()
    one = HiddenField()
    other = HiddenField()

    def offer_people(self, people: Mapping[str, str]) -> None:
        """Fill the lists of people, by what the report calls them, and that of the labels."""
        named = sorted(people.items(), key=lambda item: item[1].casefold())
        self.first.choices = with_any(_l("Anybody"), named)
        self.second.choices = with_any(_l("Anybody"), named)
        labels = [(one, LABEL_WORDS[one]) for one in LABELS]
        self.label.choices = with_any(_l("Any label"), labels)

    def asked(self, accounts: Mapping[str, int]) -> Asked:
        """What the form asks for; `accounts` are the people by what the report calls them."""
        people = {self._chosen("first"), self._chosen("second")}
        one, other = self.one.data, self.other.data
        return Asked(
            Kind(self._chosen("kind") or Kind.MARKED),
            self.options().threshold,
            tuple(accounts[one] for one in people if one),
            self._chosen("label"),
            self._week(),
            (one, other) if one and other else None,
        )

    def everything(self) -> dict[str, Any]:
        """All filled fields as they stand in the page's address."""
        chosen = {name: self._chosen(name) for name in ("kind", "first", "second", "label")}
        hidden = {name: self[name].data for name in ("week", "article", "one", "other")}
        return {
            **self.address(),
            **{key: text for key, text in {**chosen, **hidden}.items() if text},
        }

    def only(self) -> str | None:
        """The one article that is asked for; raises `NotFound` for what names none."""
        if not self.article.data:
            return None
        try:
            return str(UUID(self.article.data))
        except ValueError:
            raise NotFound("There is no such article.") from None

    def _week(self) -> date | None:
        if not self.week.data:
            return None
        try:
            return date.fromisoformat(self.week.data)
        except ValueError:
            raise NotFound("There is no such week.") from None
