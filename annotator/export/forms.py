"""The form of the export page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from annotator.export.options import Layers, Options, Revisions, Unit
from annotator.web.forms import AppForm

UNITS = (
    SelectChoice(
        Unit.ARTICLE.value,
        _l("Articles: one a line, whole and lossless, with text, reviews and every mark"),
    ),
    SelectChoice(
        Unit.SPAN.value,
        _l("Spans: one mark a line, with the sentence around it, for models that find passages"),
    ),
    SelectChoice(
        Unit.CLAIM.value,
        _l("Claims: one claim a line, with its verdict and its evidence, for models that check"),
    ),
)
LAYERS = (
    SelectChoice(Layers.ALL.value, _l("All marks")),
    SelectChoice(Layers.REVIEWER.value, _l("Reviewers' marks, each under its author")),
    SelectChoice(Layers.GOLD.value, _l("Gold: adjudicated marks only")),
)


class ExportForm(AppForm):
    """What to take out."""

    unit = RadioField(_l("One line is"), choices=list(UNITS), default=Unit.ARTICLE.value)
    layer = RadioField(_l("Layer"), choices=list(LAYERS), default=Layers.ALL.value)
    revisions = BooleanField(
        _l("With earlier texts"),
        description=_l(
            "Each text that a corrected article had, with its marks as they stood, and what the "
            "corrections did to them. With articles only."
        ),
    )
    names = BooleanField(
        _l("With names"),
        description=_l("Otherwise persons are r1, r2, …, the same in every export."),
    )

    def validate_revisions(self, field: BooleanField) -> None:
        """Refuse earlier texts beside spans and claims."""
        if field.data and self.unit.data != Unit.ARTICLE.value:
            raise ValidationError(_l("Earlier texts come with articles only."))

    def to_options(self, *, submitted_only: bool) -> Options:
        """What the export takes."""
        return Options(
            unit=Unit(self.unit.data),
            layer=Layers(self.layer.data),
            names=bool(self.names.data),
            submitted_only=submitted_only,
            revisions=Revisions.ALL if self.revisions.data else Revisions.NEWEST,
        )
