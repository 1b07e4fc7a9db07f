"""The form of the export page."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from annotator.export.asking import selection_of
from annotator.export.formats.interface import ExportFormat
from annotator.export.formats.registry import BY_NAME, FORMATS
from annotator.export.options import LINES, Layers, Options, Revisions, Unit
from annotator.formats.interface import Feature
from annotator.projects.models import Project
from annotator.web.errors import sentence_of
from annotator.web.looking_back import KnownOnField
from annotator.web.selecting import ChoosingForm

#: What a format may carry, in the words of the page.
FEATURES = {
    Feature.MANY_ARTICLES: _l("many articles"),
    Feature.TEXT: _l("text"),
    Feature.BLOCKS: _l("headings, lists and quotations"),
    Feature.INLINE: _l("emphasis and links in the text"),
    Feature.TITLE: _l("titles"),
    Feature.DETAILS: _l("address, publisher, byline, date and language"),
    Feature.EXTERNAL_ID: _l("an identifier of its own"),
    Feature.ORIGIN: _l("what else an article came with"),
    Feature.MARKS: _l("marks"),
    Feature.PARTS: _l("cue and speaker"),
    Feature.LINKS: _l("links between marks"),
    Feature.VERDICTS: _l("verdicts and sources"),
    Feature.PEOPLE: _l("several people’s work"),
    Feature.HISTORY: _l("times and history"),
    Feature.COMMENTS: _l("comments"),
}
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


def _marks(known: ExportFormat) -> dict[str, str]:
    """What the page's style asks of a format: a unit to choose, claims, or anything else."""
    marks = {"data-units": ""} if len(known.units) > 1 else {}
    marks |= {"data-claims": ""} if known.of_claims else {}
    return marks | ({"data-chooses": ""} if known.chooses else {})


class ExportForm(ChoosingForm):
    """What to take out."""

    kind = RadioField(
        _l("Format"),
        choices=[SelectChoice(known.name, _l(known.title), _marks(known)) for known in FORMATS],
        default=LINES,
    )
    unit = RadioField(_l("One line is"), choices=list(UNITS), default=Unit.ARTICLE.value)
    layer = RadioField(_l("Layer"), choices=list(LAYERS), default=Layers.ALL.value)
    compressed = BooleanField(
        _l("Compressed"),
        description=_l("As Zstandard (.zst): about a quarter of the size, with the same lines."),
    )
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
    comments = BooleanField(
        _l("With comments"),
        description=_l(
            "What people said to each other about the marks, with who said it and when, and "
            "whether it is settled. With the newest texts of articles only."
        ),
    )
    known_on = KnownOnField(
        _l("As known on"),
        description=_l(
            "Everything as it had been recorded by the end of that day (UTC), whatever became of "
            "it later. Empty: as it is now."
        ),
    )

    def validate_kind(self, field: RadioField) -> None:
        """Refuse a format whose library is not there."""
        known = BY_NAME.get(field.data)
        missing = known.missing() if known else None
        if missing is not None:
            raise ValidationError(sentence_of(missing))

    def validate_revisions(self, field: BooleanField) -> None:
        """Refuse earlier texts beside spans and claims."""
        is_lines = self.kind.data == LINES
        if field.data and is_lines and self.unit.data != Unit.ARTICLE.value:
            raise ValidationError(_l("Earlier texts come with articles only."))

    def validate_comments(self, field: BooleanField) -> None:
        """Refuse comments beside spans, claims and earlier texts."""
        if not field.data or self.kind.data != LINES:
            return
        if self.unit.data != Unit.ARTICLE.value:
            raise ValidationError(_l("Comments come with articles only."))
        if self.revisions.data:
            raise ValidationError(
                _l("Comments come without earlier texts: leave one of the two out.")
            )

    def to_options(self, project: Project, *, submitted_only: bool) -> Options:
        """What the export takes."""
        known, is_lines = BY_NAME[self.kind.data], self.kind.data == LINES
        with_all = bool(self.revisions.data) and is_lines
        unit = Unit(self.unit.data)
        made = Options(
            # The field is shown beside formats that have a choice, and means nothing elsewhere.
            unit=unit if unit in known.units else known.units[0],
            layer=Layers(self.layer.data),
            names=bool(self.names.data),
            submitted_only=submitted_only,
            revisions=Revisions.ALL if with_all else Revisions.NEWEST,
            kind=known.name,
            compressed=bool(self.compressed.data) and known.compresses,
            known_on=self.known_on.moment,
            comments=bool(self.comments.data) and is_lines,
        )
        said = self.said(of_claims=known.by_the_claim(made), of_marks=known.chooses)
        return replace(made, selection=selection_of(project, said))


def abouts() -> dict[str, str]:
    """What each format is for and what it cannot carry, by its name, in the reader's language."""
    return {
        known.name: " ".join(filter(None, (_(known.about), _lacking(known), _wanting(known))))
        for known in FORMATS
    }


def _wanting(known: ExportFormat) -> str:
    missing = known.missing()
    return sentence_of(missing) if missing else ""


def _lacking(known: ExportFormat) -> str:
    lacks = [str(words) for what, words in FEATURES.items() if what not in known.carries]
    return _("It cannot carry: %(what)s.", what="; ".join(lacks)) if lacks else ""
